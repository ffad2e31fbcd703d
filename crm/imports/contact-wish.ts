import { addressPatch } from '../contacts/address.ts';
import { readName } from '../contacts/person-name.ts';
import { type Identity, identityKey, readIdentity } from '../identities/identity-value.ts';
import { domainOf, isPublicMailDomain } from '../identities/normalise.ts';
import type { contacts } from '../models.ts';
import { fold } from '../search/words.ts';
import { folded } from './fold-values.ts';
import type { OnExisting } from './outcome.ts';
import type { WantedOrganization } from './place-organizations.ts';
import type { Draft } from './read-draft.ts';
import type { ImportKind } from './targets.ts';

export type ContactRow = typeof contacts.$inferSelect;
/** What one or several rows say of one person. */
export interface ContactWish {
  columns: Record<string, unknown>;
  identities: Identity[];
  organization: WantedOrganization | undefined;
  tags: string[];
  custom: Record<string, unknown>;
}

const PARTS = ['line1', 'line2', 'city', 'state', 'postalCode', 'country'] as const;

/** Undefined when there is nobody in it. */
export function contactWish({ said, custom }: Draft, kind: ImportKind, country: string): ContactWish | undefined {
  const text = (name: string) => said[name] as string | undefined;
  const parts = PARTS.flatMap((part) => (text(`address.${part}`) ? [[part, text(`address.${part}`)] as const] : []));
  const whole = text('name');
  const name = whole === undefined ? undefined : readName(whole);
  const columns = {
    firstName: text('firstName') ?? (text('lastName') ? undefined : name?.firstName),
    lastName: text('lastName') ?? (text('firstName') ? undefined : name?.lastName),
    jobTitle: text('jobTitle'),
    lifecycleStage: text('lifecycleStage'),
    leadSource: text('leadSource') ?? (kind === 'leads' ? 'other' : undefined),
    ownerId: text('owner'),
    linkedinUrl: text('linkedinUrl'),
    twitterHandle: text('twitterHandle'),
    website: text('website'),
    description: text('description'),
    timeZone: text('timeZone'),
    locale: text('locale'),
    noEmail: said['doNotContact.email'],
    noCall: said['doNotContact.call'],
    noSms: said['doNotContact.sms'],
    noLinkedin: said['doNotContact.linkedin'],
    ...addressPatch(Object.fromEntries(parts)),
  };
  const emails = ((said.email ?? []) as string[]).map((value): Identity => ({ kind: 'email', value, display: null }));
  const phones = (said.phone ?? []) as Identity[];
  const profiles = (['linkedin', 'twitter'] as const).flatMap((handle) => {
    const written = handle === 'linkedin' ? columns.linkedinUrl : columns.twitterHandle;
    return written ? (readIdentity({ kind: handle, value: written }, country) ?? []) : [];
  });
  const identities = [...new Map([...emails, ...phones, ...profiles].map((each) => [identityKey(each), each])).values()];
  if (!columns.firstName && !columns.lastName && identities.length === 0) return undefined;
  const mailDomain = emails.map(({ value }) => domainOf(value)).find((domain) => domain !== undefined && !isPublicMailDomain(domain));
  const organization = { name: text('organization'), domain: text('organizationDomain'), mailDomain };
  return {
    columns: Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)),
    identities,
    organization: organization.name || organization.domain || mailDomain ? organization : undefined,
    tags: (said.tags ?? []) as string[],
    custom,
  };
}

/** The second row of one person on top of the first. */
export function foldWishes(first: ContactWish, second: ContactWish, onExisting: OnExisting): ContactWish {
  return {
    columns: folded(first.columns, second.columns, onExisting),
    identities: [...new Map([...first.identities, ...second.identities].map((each) => [identityKey(each), each])).values()],
    organization: folded({ ...first.organization }, { ...second.organization }, onExisting),
    tags: [...new Set([...first.tags, ...second.tags])],
    custom: folded(first.custom, second.custom, onExisting),
  };
}

export const titleOf = ({ columns: { firstName = '', lastName = '' }, identities }: ContactWish): string =>
  `${firstName} ${lastName}`.trim() || (identities[0]?.value ?? '');

/** A full name at one house; undefined when one of the two is not known. */
export function nameKey({ columns: { firstName, lastName }, organization }: ContactWish): { first: string; last: string; domain: string } | undefined {
  const domain = organization?.domain ?? organization?.mailDomain;
  return firstName && lastName && domain ? { first: String(firstName).trim().toLowerCase(), last: String(lastName).trim().toLowerCase(), domain } : undefined;
}

interface Named {
  firstName: unknown;
  lastName: unknown;
  hasEmail: boolean;
}
export const namedIn = ({ columns: { firstName, lastName }, identities }: ContactWish): Named => ({
  firstName,
  lastName,
  hasEmail: identities.some(({ kind }) => kind === 'email'),
});
/**
 * Whether a number that both have may mean one person. A whole house has one number: of two with addresses, or with names
 * that differ, it says nothing.
 */
export function mayBeOne(a: Named, b: Named): boolean {
  if (a.hasEmail && b.hasEmail) return false;
  const differ = (x: unknown, y: unknown) => Boolean(x) && Boolean(y) && fold(String(x)) !== fold(String(y));
  return !differ(a.lastName, b.lastName) && !differ(a.firstName, b.firstName);
}
