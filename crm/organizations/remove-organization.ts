import { and, desc, eq, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { keepChanges } from '../changes.ts';
import { reclaimUniqueValues } from '../fields/custom-fields.ts';
import { fieldChanges, organizations } from '../models.ts';
import { assertMayChange } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { unindexRecord } from '../search/index-record.ts';
import type { OrganizationRow } from './shape.ts';
import { tellOfOrganizations } from './tell.ts';
import { lockOrganization, organizationById } from './write-organization.ts';

const DAY_MS = 86_400_000;
const RESTORE_WITHIN_DAYS = 30;
/** Under which name the history keeps what a removal let go of; it is no field that anybody sees. */
export const LINKS = '(links)';
interface Links {
  contacts: string[];
  deals: string[];
  domains: { domain: string; isPrimary: boolean }[];
}

/** Contacts and deals stay and lose the link; the domains are free for another. All of it is kept for the restoration. */
export async function removeOrganization(tx: Transaction, scope: CrmScope, id: string, version?: number): Promise<void> {
  const { workspaceId } = scope;
  const before = await lockOrganization(tx, scope, id, version);
  await tellOfOrganizations(tx, scope, 'organization.deleted', [{ row: before, changes: [] }]);
  const unlink = async (table: 'contacts' | 'deals') =>
    (
      await rowsOf<{ id: string }>(
        tx,
        // In the order of their ids: two that meet do not lock each other out.
        sql`with held as (select id from ${sql.identifier(table)} where workspace_id = ${workspaceId} and organization_id = ${id} order by id for update)
            update ${sql.identifier(table)} t set organization_id = null, version = version + 1, updated_at = ${scope.clock.now().toISOString()}::timestamptz
            from held where t.workspace_id = ${workspaceId} and t.id = held.id returning t.id`,
      )
    ).map((row) => row.id);
  const links: Links = {
    contacts: await unlink('contacts'),
    deals: await unlink('deals'),
    domains: await rowsOf(
      tx,
      sql`delete from organization_domains where workspace_id = ${workspaceId} and organization_id = ${id} returning domain, is_primary as "isPrimary"`,
    ),
  };
  await keepChanges(tx, scope, 'organization', id, [{ field: LINKS, before: links, after: null }]);
  await tx
    .update(organizations)
    .set({ recordState: 'deleted', version: before.version + 1, updatedAt: scope.clock.now() })
    .where(organizationById(scope, id));
  await unindexRecord(tx, scope, 'organization', id);
}

/**
 * Takes a removal back, links that nobody has set anew since and domains that nobody has claimed along with it.
 * @throws PatchbayError not_found, forbidden, conflict after thirty days
 */
export async function restoreOrganization(tx: Transaction, scope: CrmScope, id: string): Promise<OrganizationRow> {
  const { workspaceId } = scope;
  const [before] = await tx.select().from(organizations).where(organizationById(scope, id)).for('update');
  assertMayChange(scope.reach, before);
  if (!before) throw new PatchbayError('not_found');
  if (before.recordState === 'live') return before;
  if (scope.clock.now().getTime() - before.updatedAt.getTime() > RESTORE_WITHIN_DAYS * DAY_MS) {
    throw new PatchbayError('conflict', { detail: 'This organization was removed more than thirty days ago.', remedy: 'Add it again.' });
  }
  const customFields = await reclaimUniqueValues(tx, scope, 'organization', id, before.customFields);
  const [row] = await tx
    .update(organizations)
    .set({ recordState: 'live', customFields, version: before.version + 1, updatedAt: scope.clock.now() })
    .where(organizationById(scope, id))
    .returning();
  if (!row) throw new PatchbayError('not_found');
  await relink(tx, scope, id);
  await tx.execute(sql`
    insert into organization_domains (workspace_id, domain, organization_id, is_primary)
    select ${workspaceId}::uuid, d->>'domain', ${id}::uuid, (d->>'isPrimary')::boolean from ${kept(scope, id)} last, jsonb_array_elements(last.before->'domains') d
    order by 2 on conflict do nothing`);
  await tellOfOrganizations(tx, scope, 'organization.created', [{ row, changes: [] }]);
  return row;
}

const kept = ({ workspaceId }: CrmScope, id: string) =>
  sql`(select before from field_changes where workspace_id = ${workspaceId} and record_id = ${id} and field = ${LINKS} order by id desc limit 1)`;

async function relink(tx: Transaction, scope: CrmScope, id: string): Promise<void> {
  const { workspaceId } = scope;
  const [last] = await tx
    .select({ at: fieldChanges.at })
    .from(fieldChanges)
    .where(and(eq(fieldChanges.workspaceId, workspaceId), eq(fieldChanges.recordId, id), eq(fieldChanges.field, LINKS)))
    .orderBy(desc(fieldChanges.id))
    .limit(1);
  if (!last) return;
  for (const table of ['contacts', 'deals'] as const) {
    // Who was given another organization, or none, since then keeps that: their change is the newest of the field.
    await tx.execute(sql`
      with held as (
        select t.id from ${sql.identifier(table)} t
        where t.workspace_id = ${workspaceId} and t.organization_id is null
          and t.id in (select (jsonb_array_elements_text(last.before->${table}))::uuid from ${kept(scope, id)} last)
          and not exists (select from field_changes f where f.workspace_id = t.workspace_id and f.record_id = t.id and f.field = 'organizationId' and f.at > ${last.at.toISOString()}::timestamptz)
        order by t.id for update
      )
      update ${sql.identifier(table)} t set organization_id = ${id}, version = version + 1, updated_at = ${scope.clock.now().toISOString()}::timestamptz
      from held where t.workspace_id = ${workspaceId} and t.id = held.id`);
  }
}
