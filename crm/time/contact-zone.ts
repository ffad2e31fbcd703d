import { getAllCountries, getCountry, getTimezone } from 'countries-and-timezones';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { liveContacts } from '../deals/references.ts';
import { normalisePhone } from '../identities/normalise.ts';
import { businessHours, contacts, organizations } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { mainZone, zoneOfState } from './zones-of-states.ts';

export const ZONE_SOURCES = ['set', 'address', 'phone', 'organization', 'workspace'] as const;
export interface ContactZone {
  timeZone: string;
  timeZoneSource: (typeof ZONE_SOURCES)[number];
}
interface Place {
  /** ISO 3166-1 alpha-2, or a name in English. */
  country: string | null;
  region: string | null;
}
export interface ZoneFacts extends Place {
  timeZone: string | null;
  /** E.164. */
  primaryPhone: string | null;
  organization?: (Place & { timeZone: string | null }) | null | undefined;
}

/** Where it is for a contact, and how we know. Pure; the zone of the workspace is what is left when nothing is known. */
export function contactZone({ organization, ...contact }: ZoneFacts, workspaceZone: string): ContactZone {
  const from = (timeZoneSource: ContactZone['timeZoneSource'], timeZone: string | null | undefined) => (timeZone ? { timeZone, timeZoneSource } : undefined);
  return (
    from('set', contact.timeZone) ??
    from('address', zoneOfPlace(contact)) ??
    from('phone', contact.primaryPhone ? zoneOfCountry(normalisePhone(contact.primaryPhone, '')?.country) : undefined) ??
    from('organization', organization && (organization.timeZone ?? zoneOfPlace(organization))) ?? { timeZone: workspaceZone, timeZoneSource: 'workspace' }
  );
}

function zoneOfPlace({ country, region }: Place): string | undefined {
  const code = country && codeOf(country);
  return code ? ((region ? zoneOfState(code, region) : undefined) ?? zoneOfCountry(code)) : undefined;
}

/** Countries by name, for addresses that were kept as written. */
const NAMES = new Map(Object.values(getAllCountries()).map((country) => [country.name.toLowerCase(), country.id as string]));
const MORE_NAMES: Readonly<Record<string, string>> = { usa: 'US', uk: 'GB', 'united states': 'US', 'great britain': 'GB', england: 'GB', deutschland: 'DE' };
function codeOf(country: string): string | undefined {
  const text = country.trim();
  if (/^[a-z]{2}$/i.test(text) && text.toLowerCase() !== 'uk') return text.toUpperCase();
  return MORE_NAMES[text.toLowerCase()] ?? NAMES.get(text.toLowerCase());
}

/** Undefined where a country has several zones with other clocks, and none of them is where nearly everybody lives. */
function zoneOfCountry(country: string | undefined): string | undefined {
  if (!country) return undefined;
  const main = mainZone(country);
  if (main) return main;
  // The first is the country's own; others are towns and borders that share its clocks, and old names.
  const zones = (getCountry(country)?.timezones ?? []).flatMap((name) => getTimezone(name) ?? []).filter((zone) => !zone.aliasOf);
  const clocks = new Set(zones.map((zone) => `${zone.utcOffset} ${zone.dstOffset}`));
  return clocks.size === 1 ? (OWN[country] ?? zones[0]?.name) : undefined;
}
/** Whose own zone is not the first by the alphabet among those with the same clocks. */
const OWN: Readonly<Record<string, string>> = { DE: 'Europe/Berlin' };

/** What the workspace keeps to: the zone of its business hours. */
export async function workspaceZone(tx: Transaction, { workspaceId }: Pick<CrmScope, 'workspaceId'>): Promise<string> {
  const [row] = await tx
    .select({ timeZone: businessHours.timeZone })
    .from(businessHours)
    .where(and(eq(businessHours.workspaceId, workspaceId), isNull(businessHours.teamId)));
  return row?.timeZone ?? 'UTC';
}

/** The zone of one contact; an old id of a merged one means who they are now. @throws PatchbayError not_found */
export async function zoneOfContact(tx: Transaction, scope: CrmScope, contactId: string): Promise<ContactZone> {
  const id = (await liveContacts(tx, scope, [contactId])).get(contactId);
  if (!id) throw new PatchbayError('not_found');
  const zone = (await zonesOfContacts(tx, scope, [id])).get(id);
  if (!zone) throw new PatchbayError('not_found');
  return zone;
}

/** The zones of many contacts in two questions; of those that are not there nothing is said. */
export async function zonesOfContacts(tx: Transaction, scope: Pick<CrmScope, 'workspaceId'>, contactIds: readonly string[]): Promise<Map<string, ContactZone>> {
  if (contactIds.length === 0) return new Map();
  const rows = await tx
    .select({
      id: contacts.id,
      contact: { timeZone: contacts.timeZone, country: contacts.country, region: contacts.region, primaryPhone: contacts.primaryPhone },
      // The id first: by it the library tells whether there is an organization at all.
      organization: { id: organizations.id, timeZone: organizations.timeZone, country: organizations.country, region: organizations.region },
    })
    .from(contacts)
    .leftJoin(organizations, and(eq(organizations.workspaceId, contacts.workspaceId), eq(organizations.id, contacts.organizationId)))
    .where(and(eq(contacts.workspaceId, scope.workspaceId), inArray(contacts.id, [...contactIds])));
  const here = await workspaceZone(tx, scope);
  return new Map(rows.map(({ id, contact, organization }) => [id, contactZone({ ...contact, organization }, here)]));
}
