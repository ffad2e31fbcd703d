import { and, asc, eq, sql } from 'drizzle-orm';
import type { Transaction, WorkspaceId } from '#sdk';
import type { WorkspaceKeys } from './call-record.ts';
import { canonicalAct, canonicalCall, PURPOSE, type RowKind } from './canonical.ts';
import { apiCalls, auditActs } from './models.ts';

export interface UnsealedRow {
  kind: RowKind;
  id: string;
  at: Date;
  mac: Buffer;
  /** False: somebody without the key wrote or changed it. */
  genuine: boolean;
}
export type After = { at: Date; id: string } | undefined;

/** Rows that no chain holds, oldest first. */
export async function unsealedRows(tx: Transaction, workspaceId: WorkspaceId, keys: WorkspaceKeys, limit: number, after?: After): Promise<UnsealedRow[]> {
  const pick = (t: typeof apiCalls | typeof auditActs) =>
    and(
      eq(t.workspaceId, workspaceId),
      sql`not exists (select from audit_chain c where c.workspace_id = ${t.workspaceId} and c.row_id = ${t.id})`,
      after
        ? sql`${t.at} >= ${after.at.toISOString()}::timestamptz and (${t.at} > ${after.at.toISOString()}::timestamptz or ${t.id} > ${after.id})`
        : undefined,
    );
  const calls = await tx.select().from(apiCalls).where(pick(apiCalls)).orderBy(asc(apiCalls.at), asc(apiCalls.id)).limit(limit);
  const acts = await tx.select().from(auditActs).where(pick(auditActs)).orderBy(asc(auditActs.at), asc(auditActs.id)).limit(limit);
  const rows: UnsealedRow[] = [
    ...calls.map((row) => ({ kind: 'api' as const, id: row.id, at: row.at, mac: row.mac, genuine: keys.mac(PURPOSE.row, canonicalCall(row)).equals(row.mac) })),
    ...acts.map((row) => ({ kind: 'act' as const, id: row.id, at: row.at, mac: row.mac, genuine: keys.mac(PURPOSE.row, canonicalAct(row)).equals(row.mac) })),
  ];
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1)).slice(0, limit);
}
