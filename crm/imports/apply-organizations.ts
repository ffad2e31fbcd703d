import { and, eq, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { tagsOf } from '../fields/record-tags.ts';
import { organizations } from '../models.ts';
import type { OrganizationChange } from '../organizations/organization-input.ts';
import { domainsOf, type OrganizationRow } from '../organizations/shape.ts';
import { createOrganization, updateOrganization } from '../organizations/write-organization.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { applyEach } from './apply-each.ts';
import { changed } from './fold-values.ts';
import { type Applying, type Outcome, skipped } from './outcome.ts';
import { ownChanges } from './own-changes.ts';
import type { Draft } from './read-draft.ts';
import { mayTouch, rowsForUpdate } from './records.ts';

const PLAIN = ['industry', 'employeeCount', 'phone', 'email', 'website', 'lifecycleStage', 'linkedinUrl', 'twitterHandle', 'description', 'timeZone'] as const;
const ADDRESS = { line1: 'addressLine1', line2: 'addressLine2', city: 'city', state: 'region', postalCode: 'postalCode', country: 'country' } as const;

/** Applies rows of organizations, one after the other: the second row of one house finds what the first made. */
export const applyOrganizations = (tx: Transaction, scope: CrmScope, drafts: readonly Draft[], applying: Applying): Promise<Outcome[]> =>
  applyEach(tx, drafts, (inner, draft) => applyOne(inner, scope, draft, applying));

async function applyOne(tx: Transaction, scope: CrmScope, draft: Draft, { onExisting }: Applying): Promise<Outcome> {
  const { said } = draft;
  const name = said.name as string | undefined;
  if (!name) return skipped(draft, 'nothing_in_it', 'There is no name of an organization in this row.');
  const domains = (said.domain ?? []) as string[];
  const met = await find(tx, scope, name, domains);
  if (!met) {
    const row = await createOrganization(tx, scope, { ...changeOf(draft, undefined, onExisting), name, domains, tags: (said.tags ?? []) as string[] });
    return { line: draft.line, result: 'created', recordId: row.id, version: row.version, title: name };
  }
  const before = (await rowsForUpdate(tx, scope, organizations, [met.id])).get(met.id);
  const problem = mayTouch(scope, before, onExisting, `This ${met.by} belongs to`, 'organization');
  const existing = before && problem?.code !== 'not_yours' ? { id: before.id, title: before.name, by: met.by } : undefined;
  if (problem || !before) return { ...skipped(draft, problem?.code ?? 'conflict', problem?.reason ?? ''), title: name, ...(existing ? { existing } : {}) };
  const hadDomains = (await domainsOf(tx, scope, [before.id])).get(before.id) ?? [];
  const hadTags = (await tagsOf(tx, scope, [before.id])).get(before.id) ?? [];
  const row = await updateOrganization(tx, scope, before.id, {
    ...changeOf(draft, before, onExisting),
    domains: [...new Set([...hadDomains, ...domains])],
    tags: [...new Set([...hadTags, ...((said.tags ?? []) as string[])])],
  });
  const shown = { title: name, ...(existing ? { existing } : {}) };
  if (row.version === before.version)
    return { ...skipped(draft, 'already_there', 'This organization is there already, with everything that this row says.'), ...shown };
  return { line: draft.line, result: 'updated', recordId: row.id, version: row.version, before: await ownChanges(tx, scope, row.id), ...shown };
}

/** By its domain, whoever reaches it; by its name, as far as the caller reaches. */
async function find(
  tx: Transaction,
  { workspaceId, reach }: CrmScope,
  name: string,
  domains: readonly string[],
): Promise<{ id: string; by: string } | undefined> {
  const [byDomain] = domains.length
    ? await rowsOf<{ id: string }>(
        tx,
        sql`select organization_id as id from organization_domains where workspace_id = ${workspaceId}
            and domain in (select json_array_elements_text(${JSON.stringify(domains)}::json)) order by organization_id limit 1`,
      )
    : [];
  if (byDomain) return { id: byDomain.id, by: 'domain' };
  const [byName] = await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(
      and(
        eq(organizations.workspaceId, workspaceId),
        eq(organizations.recordState, 'live'),
        eq(organizations.name, name),
        ownedBy(reach.read, organizations.ownerId),
      ),
    )
    .orderBy(organizations.id)
    .limit(1);
  return byName && { id: byName.id, by: 'name' };
}

function changeOf({ said, custom }: Draft, before: OrganizationRow | undefined, onExisting: Applying['onExisting']): OrganizationChange {
  const had: Record<string, unknown> = before ?? {};
  const of = (wanted: Record<string, unknown>) => changed(had, wanted, before ? onExisting : 'overwrite');
  const plain = of(Object.fromEntries(PLAIN.map((field) => [field, said[field]])));
  const address = of(Object.fromEntries(Object.entries(ADDRESS).map(([part, column]) => [column, said[`address.${part}`]])));
  const parts = Object.entries(ADDRESS).flatMap(([part, column]) => (column in address ? [[part, address[column]]] : []));
  const money = said.annualRevenue as { amount: string; currency: string; said: boolean } | undefined;
  const revenue =
    money && 'annualRevenue' in of({ annualRevenue: money.amount }) ? { annualRevenue: { amount: money.amount, currency: currencyOf(said, money) } } : {};
  const values = changed(before?.customFields ?? {}, custom, before ? onExisting : 'overwrite');
  return {
    ...plain,
    ...revenue,
    ...(said.owner && 'ownerId' in of({ ownerId: said.owner }) ? { ownerId: said.owner as string } : {}),
    ...(parts.length > 0 ? { address: Object.fromEntries(parts) } : {}),
    ...(Object.keys(values).length > 0 ? { customFields: values } : {}),
  };
}

/** Written with the amount, else in a column of its own, else the workspace's. */
const currencyOf = (said: Draft['said'], money: { currency: string; said: boolean }): string =>
  money.said ? money.currency : ((said.annualRevenueCurrency as string | undefined) ?? money.currency);
