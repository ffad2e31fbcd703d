import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { lockActivity } from '../activities/activities.ts';
import { removeActivity } from '../activities/remove-activity.ts';
import { removeContact } from '../contacts/remove-contact.ts';
import { removeDeal } from '../deals/remove-deal.ts';
import { contacts, deals, importRows, organizations } from '../models.ts';
import { removeOrganization } from '../organizations/remove-organization.ts';
import type { CrmScope } from '../scope.ts';
import { findImport, type ImportRowRecord, lockImport, saveImport } from './import-store.ts';
import { putBack } from './put-back.ts';
import { rowsForUpdate } from './records.ts';
import type { Progress } from './run-file.ts';
import { ENTITY_OF, type ImportRow } from './surroundings.ts';

/** Records of one transaction. */
const BATCH = 50;
type Fate = { undone: NonNullable<ImportRowRecord['undone']>; undoReason?: string };
const TABLES = { contact: contacts, organization: organizations, deal: deals } as const;

/**
 * Takes an import back: what it added is removed (and can be restored for thirty days), what it changed is put back. A
 * record that somebody changed since is left as it is, with the reason. Killed, it goes on with the records that are left.
 */
export async function undoImport(scope: CrmScope, id: string, progress: Progress): Promise<void> {
  const begun = await scope.db.transaction((tx) => findImport(tx, scope, id));
  if (begun.state !== 'undone') return;
  const total = begun.counts.created + begun.counts.updated;
  for (let isMore = true; isMore; ) {
    isMore = await scope.db.transaction(async (tx) => {
      const row = await lockImport(tx, scope, id);
      const records = await nextRecords(tx, scope, id);
      const counts = { ...row.counts, undone: { removed: 0, putBack: 0, kept: 0, ...row.counts.undone } };
      for (const [recordId, rows] of records) {
        const fate = await undoRecord(tx, { ...scope, source: `undo:${id}` }, row, recordId, rows);
        counts.undone[fate.undone === 'put_back' ? 'putBack' : fate.undone]++;
        await tx
          .update(importRows)
          .set(fate)
          .where(and(eq(importRows.workspaceId, scope.workspaceId), eq(importRows.importId, id), eq(importRows.recordId, recordId)));
      }
      const { removed, putBack: back, kept } = counts.undone;
      await saveImport(tx, scope, id, { counts, ...(records.size === 0 ? { undoneAt: scope.clock.now() } : {}) });
      await progress({ done: removed + back + kept, total });
      return records.size > 0;
    });
  }
  await scope.db.transaction((tx) => removeEmptyOrganizations(tx, { ...scope, source: `undo:${id}` }, id));
}

/** What was added last goes first. */
async function nextRecords(tx: Transaction, { workspaceId }: CrmScope, id: string): Promise<Map<string, ImportRowRecord[]>> {
  const ids = await rowsOf<{ recordId: string }>(
    tx,
    sql`select record_id as "recordId" from import_rows where workspace_id = ${workspaceId} and import_id = ${id} and record_id is not null and undone is null
        group by record_id order by max(line) desc limit ${BATCH}`,
  );
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(importRows)
    .where(
      and(
        eq(importRows.workspaceId, workspaceId),
        eq(importRows.importId, id),
        inArray(
          importRows.recordId,
          ids.map(({ recordId }) => recordId),
        ),
      ),
    )
    .orderBy(asc(importRows.line));
  return Map.groupBy(rows, (row) => row.recordId ?? '');
}

async function undoRecord(tx: Transaction, scope: CrmScope, { kind }: ImportRow, recordId: string, rows: readonly ImportRowRecord[]): Promise<Fate> {
  try {
    return await tx.transaction(async (inner): Promise<Fate> => {
      const entity = ENTITY_OF[kind];
      if (!entity) {
        await removeActivity(inner, scope, await lockActivity(inner, scope, recordId));
        return { undone: 'removed' };
      }
      const before = (await rowsForUpdate(inner, scope, TABLES[entity], [recordId])).get(recordId);
      if (before?.recordState !== 'live') return { undone: 'kept', undoReason: 'It was removed or merged since.' };
      const left = Math.max(...rows.map(({ version }) => version ?? 0));
      if (before.version !== left) return { undone: 'kept', undoReason: 'It was changed since the import.' };
      if (rows.some(({ result }) => result === 'created')) {
        const remove = { contact: removeContact, organization: removeOrganization, deal: removeDeal }[entity];
        await remove(inner, scope, recordId, left);
        return { undone: 'removed' };
      }
      await putBack(inner, scope, entity, before, rows);
      return { undone: 'put_back' };
    });
  } catch (error) {
    if (!(error instanceof PatchbayError) || error.row.status >= 500) throw error;
    return { undone: 'kept', undoReason: error.code === 'not_found' ? 'It is gone, or not yours to change.' : error.message };
  }
}

/** Organizations that were added along with people, as far as nobody else has come to belong to them. */
async function removeEmptyOrganizations(tx: Transaction, scope: CrmScope, id: string): Promise<void> {
  const { workspaceId } = scope;
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select o.id from organizations o where o.workspace_id = ${workspaceId} and o.record_state = 'live' and o.version = 1
          and o.id in (select (before->>'organization')::uuid from import_rows where workspace_id = ${workspaceId} and import_id = ${id} and before ? 'organization')
          and not exists (select 1 from contacts c where c.workspace_id = o.workspace_id and c.organization_id = o.id and c.record_state = 'live')
          and not exists (select 1 from deals d where d.workspace_id = o.workspace_id and d.organization_id = o.id and d.record_state = 'live')
          and not exists (select 1 from activities a where a.workspace_id = o.workspace_id and a.organization_id = o.id)`,
  );
  for (const organization of rows) await removeOrganization(tx, scope, organization.id);
}
