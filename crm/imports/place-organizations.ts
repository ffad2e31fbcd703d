import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { among, insertRows, type Transaction } from '#sdk';
import { changesOf, keepAddedOf } from '../changes.ts';
import { organizationDomains, organizations } from '../models.ts';
import { nameOfDomain } from '../organizations/organization-of.ts';
import { tellOfOrganizations } from '../organizations/tell.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { fold } from '../search/words.ts';
import { type Applying, MetSomebody } from './outcome.ts';

/** What rows say of where somebody works. */
export interface WantedOrganization {
  name?: string | undefined;
  /** Of a column of its own. */
  domain?: string | undefined;
  /** Of an e-mail address, no public one: counts where nothing else is known. */
  mailDomain?: string | undefined;
}
export interface Place {
  id: string;
  isNew: boolean;
}

/**
 * The organizations that rows name, those that are new added: by the domain, by the name as it is written, by the domain
 * of the mail address. By their domains they are found whatever the caller reaches, as with mails; by name only those that
 * are reached.
 * @returns in the order of `wanted`
 */
export async function placeOrganizations(
  tx: Transaction,
  scope: CrmScope,
  { dry }: Applying,
  wanted: readonly (WantedOrganization | undefined)[],
): Promise<(Place | undefined)[]> {
  const known = await find(tx, scope, wanted);
  const made: (typeof organizations.$inferSelect & { domain: string | undefined })[] = [];
  const places = wanted.map((each): Place | undefined => {
    if (!each) return undefined;
    const { name, domain, mailDomain } = each;
    const by = (key: string | undefined, map: Map<string, Place>) => (key ? map.get(key) : undefined);
    const found = by(domain, known.domains) ?? by(name, known.names) ?? by(name && fold(name), known.folded) ?? by(mailDomain, known.domains);
    if (found) return found;
    const own = domain ?? mailDomain;
    const title = name ?? (own && nameOfDomain(own));
    if (!title) return undefined;
    const place = { id: uuidv7(), isNew: true };
    made.push({ ...blank(scope, place.id, title), domain: own });
    if (own) known.domains.set(own, place);
    if (name) known.folded.set(fold(name), place);
    return place;
  });
  if (made.length > 0) await add(tx, scope, made, dry);
  return places;
}

async function find(tx: Transaction, { workspaceId, reach }: CrmScope, wanted: readonly (WantedOrganization | undefined)[]) {
  const domains = new Set(wanted.flatMap((each) => [each?.domain, each?.mailDomain].filter((domain) => domain !== undefined)));
  const names = new Set(wanted.flatMap((each) => (each?.name ? [each.name] : [])));
  const found = { domains: new Map<string, Place>(), names: new Map<string, Place>(), folded: new Map<string, Place>() };
  if (domains.size > 0) {
    // Held against removal until the commit: what is linked to it next is linked to a living one. One look at the index for
    // each domain, whatever the statistics of a table say that is just being filled.
    const rows = await rowsOf<{ domain: string; id: string }>(
      tx,
      sql`select w.domain, o.id from json_array_elements_text(${JSON.stringify([...domains].sort())}::json) as w(domain)
          cross join lateral (
            select organization_id from organization_domains d where d.workspace_id = ${workspaceId} and d.domain = w.domain limit 1
          ) d cross join lateral (
            select id from organizations o where o.workspace_id = ${workspaceId} and o.id = d.organization_id and o.record_state = 'live' for key share
          ) o`,
    );
    for (const { domain, id } of rows) found.domains.set(domain, { id, isNew: false });
  }
  if (names.size > 0) {
    const rows = await tx
      .select({ id: organizations.id, name: organizations.name })
      .from(organizations)
      .where(
        and(
          eq(organizations.workspaceId, workspaceId),
          eq(organizations.recordState, 'live'),
          among(organizations.name, [...names]),
          ownedBy(reach.read, organizations.ownerId),
        ),
      )
      .orderBy(organizations.id)
      .for('key share');
    // Of several of one name the oldest.
    for (const { id, name } of rows) if (!found.names.has(name)) found.names.set(name, { id, isNew: false });
  }
  return found;
}

async function add(
  tx: Transaction,
  scope: CrmScope,
  made: readonly (typeof organizations.$inferSelect & { domain: string | undefined })[],
  dry: boolean,
): Promise<void> {
  const { workspaceId } = scope;
  const rows = made.map(({ domain: _, ...row }) => row);
  await insertRows(tx, organizations, rows);
  // In one order: two that meet follow each other.
  const domains = made
    .flatMap(({ id, domain }) => (domain ? [{ workspaceId, domain, organizationId: id, isPrimary: true }] : []))
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
  const kept = await insertRows(tx, organizationDomains, domains, { onConflict: sql`on conflict do nothing`, returning: sql`domain` });
  if (kept.length < domains.length) throw new MetSomebody();
  if (dry) return;
  const changes = made.map(({ id, name, domain }) => ({ recordId: id, changes: changesOf({}, { name, ...(domain ? { domains: [domain] } : {}) }) }));
  await keepAddedOf(tx, scope, 'organization', changes);
  await tellOfOrganizations(
    tx,
    scope,
    'organization.created',
    rows.map((row, index) => ({ row, changes: changes[index]?.changes ?? [] })),
  );
}

/** A new organization of which only the name is known. It has no owner: everybody reaches what everybody's people belong to. */
export function blank({ workspaceId, clock }: CrmScope, id: string, name: string): typeof organizations.$inferSelect {
  const at = clock.now();
  return {
    workspaceId,
    id,
    name,
    industry: null,
    employeeCount: null,
    annualRevenue: null,
    annualRevenueCurrency: null,
    phone: null,
    email: null,
    website: null,
    addressLine1: null,
    addressLine2: null,
    city: null,
    region: null,
    postalCode: null,
    country: null,
    lifecycleStage: 'lead',
    linkedinUrl: null,
    twitterHandle: null,
    description: null,
    timeZone: null,
    lastContactedAt: null,
    ownerId: null,
    customFields: {},
    recordState: 'live',
    version: 1,
    isActive: true,
    createdAt: at,
    updatedAt: at,
  };
}
