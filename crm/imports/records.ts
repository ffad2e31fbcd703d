import { and, eq, getTableColumns, getTableName, sql } from 'drizzle-orm';
import { among, type Transaction } from '#sdk';
import type { contacts, deals, organizations, RecordState } from '../models.ts';
import { reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import type { OnExisting } from './outcome.ts';
import type { Code } from './read-draft.ts';

type Table = typeof contacts | typeof organizations | typeof deals;

/** Records that are there, held until the commit; in the order of their ids, so that two that meet follow each other. */
export async function rowsForUpdate<T extends Table>(
  tx: Transaction,
  { workspaceId }: CrmScope,
  table: T,
  ids: readonly string[],
): Promise<Map<string, T['$inferSelect']>> {
  if (ids.length === 0) return new Map();
  const of: Table = table;
  const rows = await tx
    .select()
    .from(of as typeof contacts)
    .where(and(eq(of.workspaceId, workspaceId), among(of.id, [...new Set(ids)])))
    .orderBy(of.id)
    .for('update');
  return new Map(rows.map((row) => [row.id, row as T['$inferSelect']]));
}

/** Written by whoever moves them on, not with the record. */
const MOVED_ELSEWHERE = [
  'workspaceId',
  'id',
  'createdAt',
  'lastContactedAt',
  'lastEmailedAt',
  'lastActivityAt',
  'primaryEmail',
  'primaryPhone',
  'mergedIntoId',
  'recordState',
];

/** Many records, each with all of its columns, in one statement. */
export async function updateRows<T extends Table>(tx: Transaction, { workspaceId }: CrmScope, table: T, rows: readonly T['$inferSelect'][]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => !MOVED_ELSEWHERE.includes(key));
  const json = JSON.stringify(
    rows.map((row) => ({ id: row.id, ...Object.fromEntries(columns.map(([key, { name }]) => [name, (row as Record<string, unknown>)[key] ?? null])) })),
  );
  const set = columns.map(([, { name }]) => sql`${sql.identifier(name)} = x.${sql.identifier(name)}`);
  const relation = sql.identifier(getTableName(table));
  await tx.execute(
    sql`update ${relation} t set ${sql.join(set, sql`, `)} from json_populate_recordset(null::${relation}, ${json}::json) x
        where t.workspace_id = ${workspaceId} and t.id = x.id`,
  );
}

/** Why a record that a row means is left as it is; undefined when it may be changed. */
export function mayTouch(
  { reach }: CrmScope,
  before: { recordState: RecordState; ownerId: string | null } | undefined,
  onExisting: OnExisting,
  what: string,
  kind: 'contact' | 'organization' | 'deal',
): { code: Code; reason: string } | undefined {
  if (before?.recordState !== 'live') {
    return { code: 'removed_before', reason: `${what} a ${kind} that was removed. Restore it: what it asked of you comes back with it.` };
  }
  // Whether it is there is not told any closer than that: the row of another says nothing of it.
  if (!reaches(reach.read, before.ownerId) || !reaches(reach.write, before.ownerId)) {
    return { code: 'not_yours', reason: `${what} a ${kind} of somebody else, which your role does not change.` };
  }
  if (onExisting === 'skip') return { code: 'already_there', reason: `${what} a ${kind} that is there already.` };
  return undefined;
}
