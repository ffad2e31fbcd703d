import { and, desc, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { changesOf, keepChanges } from '../changes.ts';
import { noteDuplicates } from '../duplicates/find-duplicates.ts';
import { customFieldChanges, reclaimUniqueValues } from '../fields/custom-fields.ts';
import { settlePrimary } from '../identities/write-identities.ts';
import { contacts, merges } from '../models.ts';
import { assertMayChange } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { contactById, meantContact } from './find-contact.ts';
import { movePairsBack } from './merged-pairs.ts';
import { moveRowsBack } from './merged-rows.ts';
import { moveValuesBack } from './merged-values.ts';
import type { ContactRow } from './shape.ts';
import { tellOfContacts } from './tell.ts';
import { reload } from './write-contact.ts';

/**
 * Takes a merge back: the contact is there again with everything it had, and so is whoever it was merged into. What a
 * person changed since the merge stays as they made it; what was added since stays with the winner.
 * @throws PatchbayError not_found, forbidden, conflict when it was merged with nobody
 */
export async function unmergeContact(tx: Transaction, scope: CrmScope, loserId: string): Promise<ContactRow> {
  const { workspaceId } = scope;
  const held = await lockMerged(tx, scope, loserId);
  assertMayChange(scope.reach, held.loser);
  if (held.loser.recordState !== 'merged') return alreadySplit(tx, scope, held.loser);
  assertMayChange(scope.reach, held.holder);
  const [merge] = await tx
    .select({ id: merges.id, winnerId: merges.winnerId })
    .from(merges)
    .where(and(eq(merges.workspaceId, workspaceId), eq(merges.loserId, loserId), isNull(merges.undoneAt)))
    .orderBy(desc(merges.id))
    .limit(1);
  if (!merge) throw new PatchbayError('conflict', { detail: 'This merge can no longer be taken back.' });
  const before = await reload(tx, scope, merge.winnerId);

  await moveRowsBack(tx, scope, merge.id, held.holder.id, loserId);
  await backToShared(tx, scope, merge.id, held.holder.id);
  await backToPrimary(tx, scope, merge.id, loserId);
  const back = await revertedKeys(tx, scope, merge.id, merge.winnerId);
  await revertWinner(tx, scope, merge.id, merge.winnerId);
  await moveValuesBack(tx, scope, merge.id, merge.winnerId, loserId, back);
  await movePairsBack(tx, scope, merge.id, merge.winnerId, loserId);
  await tx
    .update(contacts)
    .set({ recordState: 'live', mergedIntoId: null, version: held.loser.version + 1, updatedAt: scope.clock.now() })
    .where(contactById(scope, loserId));
  await reclaim(tx, scope, held.loser);
  await leaveRemovedOrganizations(tx, scope, [merge.winnerId, loserId]);
  await settlePrimary(tx, scope, [...new Set([merge.winnerId, loserId, held.holder.id])]);
  await tx
    .update(merges)
    .set({ undoneAt: scope.clock.now() })
    .where(and(eq(merges.workspaceId, workspaceId), eq(merges.id, merge.id)));

  const [winner, loser] = [await reload(tx, scope, merge.winnerId), await reload(tx, scope, loserId)];
  const { customFields, version: _, updatedAt: __, ...plain } = winner;
  const changes = [...changesOf(before, plain), ...customFieldChanges(before.customFields, customFields)];
  await keepChanges(tx, { ...scope, source: `unmerge:${merge.id}` }, 'contact', winner.id, changes);
  await noteDuplicates(tx, scope, [...new Set([winner.id, loserId, held.holder.id])]);
  await tellOfContacts(tx, scope, 'contact.created', [{ row: loser, changes: [] }]);
  // Whoever has lost rows is told of, under the id that it has now.
  const holder = held.holder.id === winner.id ? winner : await reload(tx, scope, held.holder.id);
  if (holder.recordState === 'live') await tellOfContacts(tx, scope, 'contact.updated', [{ row: holder, changes: holder === winner ? changes : [] }]);
  return loser;
}

/** Asked twice it is answered as it stands. */
async function alreadySplit(tx: Transaction, { workspaceId }: CrmScope, row: ContactRow): Promise<ContactRow> {
  const [undone] = await tx
    .select({ id: merges.id })
    .from(merges)
    .where(and(eq(merges.workspaceId, workspaceId), eq(merges.loserId, row.id)))
    .limit(1);
  if (row.recordState === 'deleted') throw new PatchbayError('not_found');
  if (undone) return row;
  throw new PatchbayError('conflict', { detail: 'This contact was not merged into another one.', remedy: 'Name the contact that was merged away.' });
}

/** The merged row and who it leads to by now, both held; merges take their locks by id, and so do we. */
async function lockMerged(tx: Transaction, scope: CrmScope, loserId: string): Promise<{ loser: ContactRow; holder: ContactRow }> {
  for (let tries = 0; tries < 10; tries++) {
    const holderId = await meantContact(tx, scope, loserId);
    if (!holderId) throw new PatchbayError('not_found');
    const rows = await tx
      .select()
      .from(contacts)
      .where(and(eq(contacts.workspaceId, scope.workspaceId), inArray(contacts.id, [...new Set([holderId, loserId])])))
      .orderBy(contacts.id)
      .for('update');
    const holder = rows.find((row) => row.id === holderId);
    const loser = rows.find((row) => row.id === loserId);
    if (!loser || !holder) throw new PatchbayError('not_found');
    if (holder.recordState !== 'merged' && (holderId !== loserId || loser.recordState !== 'merged')) return { loser, holder };
  }
  throw new PatchbayError('conflict');
}

/** Values that the winner had as one of several are so again. */
async function backToShared(tx: Transaction, { workspaceId }: CrmScope, mergeId: string, holderId: string): Promise<void> {
  await tx.execute(sql`
    insert into contact_identities
    select (jsonb_populate_record(null::contact_identities, row || jsonb_build_object('contact_id', ${holderId}::text))).*
    from jsonb_array_elements((select undo->'swapped' from merges where workspace_id = ${workspaceId} and id = ${mergeId})) row on conflict do nothing`);
}

/** Which identities were primary, where nobody has chosen others since. */
async function backToPrimary(tx: Transaction, { workspaceId }: CrmScope, mergeId: string, loserId: string): Promise<void> {
  const flags = (part: 'primaryBefore' | 'primaryAfter') =>
    sql`jsonb_to_recordset((select undo->${part}::text from merges where workspace_id = ${workspaceId} and id = ${mergeId})) as`;
  await tx.execute(sql`
    update contact_identities i set is_primary = was.is_primary
    from ${flags('primaryBefore')} was(id uuid, is_primary boolean) left join ${flags('primaryAfter')} became(id uuid, is_primary boolean) on became.id = was.id
    where i.workspace_id = ${workspaceId} and i.id = was.id and i.is_primary <> was.is_primary and (i.contact_id = ${loserId} or became.is_primary is null or i.is_primary = became.is_primary)`);
}

const undoOf = ({ workspaceId }: CrmScope, mergeId: string) => sql`(select undo from merges where workspace_id = ${workspaceId} and id = ${mergeId})`;

/** The custom fields of the winner that are as the merge made them. */
async function revertedKeys(tx: Transaction, scope: CrmScope, mergeId: string, winnerId: string): Promise<string[]> {
  const rows = await rowsOf<{ key: string }>(
    tx,
    sql`select k.key from contacts c, ${undoOf(scope, mergeId)} u,
          lateral (select jsonb_object_keys((u.undo->'before'->'custom_fields') || (u.undo->'after'->'custom_fields')) as key) k
        where c.workspace_id = ${scope.workspaceId} and c.id = ${winnerId}
          and c.custom_fields->k.key is not distinct from u.undo->'after'->'custom_fields'->k.key
          and u.undo->'before'->'custom_fields'->k.key is distinct from u.undo->'after'->'custom_fields'->k.key`,
  );
  return rows.map((row) => row.key);
}

const OWN_WAY: readonly string[] = [
  'workspace_id',
  'id',
  'record_state',
  'version',
  'created_at',
  'updated_at',
  'merged_into_id',
  'custom_fields',
  'primary_email',
  'primary_phone',
];
const REVERTED = Object.values(getTableColumns(contacts))
  .map((column) => column.name)
  .filter((column) => !OWN_WAY.includes(column));

/** Column by column: what is as the merge made it becomes what it was; what somebody changed since stays. All in SQL, to the last digit. */
async function revertWinner(tx: Transaction, scope: CrmScope, mergeId: string, winnerId: string): Promise<void> {
  const columns = REVERTED.map((column) => {
    const name = sql.identifier(column);
    return sql`${name} = case when to_jsonb(c)->${column}::text is not distinct from u.undo->'after'->${column}::text then was.${name} else c.${name} end`;
  });
  await tx.execute(sql`
    update contacts c set ${sql.join(columns, sql`, `)},
      custom_fields = (
        select coalesce(jsonb_object_agg(k.key, k.value) filter (where k.value is not null), '{}'::jsonb) from (
          select key, case when c.custom_fields->key is not distinct from u.undo->'after'->'custom_fields'->key then u.undo->'before'->'custom_fields'->key else c.custom_fields->key end as value
          from jsonb_object_keys(c.custom_fields || (u.undo->'before'->'custom_fields') || (u.undo->'after'->'custom_fields')) key
        ) k),
      version = c.version + 1, updated_at = ${scope.clock.now().toISOString()}::timestamptz
    from ${undoOf(scope, mergeId)} u, jsonb_populate_record(null::contacts, u.undo->'before') was
    where c.workspace_id = ${scope.workspaceId} and c.id = ${winnerId}`);
}

/** A unique value that another contact has by now is lost. */
async function reclaim(tx: Transaction, scope: CrmScope, loser: ContactRow): Promise<void> {
  const customFields = await reclaimUniqueValues(tx, scope, 'contact', loser.id, loser.customFields);
  if (Object.keys(customFields).length < Object.keys(loser.customFields).length)
    await tx.update(contacts).set({ customFields }).where(contactById(scope, loser.id));
}

async function leaveRemovedOrganizations(tx: Transaction, { workspaceId }: CrmScope, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update contacts c set organization_id = null where c.workspace_id = ${workspaceId} and c.id in (${sql.join(
      ids.map((id) => sql`${id}::uuid`),
      sql`, `,
    )}) and exists (select from organizations o where o.workspace_id = c.workspace_id and o.id = c.organization_id and o.record_state <> 'live')`);
}
