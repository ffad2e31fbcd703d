import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import type { CrmScope } from './scope.ts';

/** Which of these are people of the workspace. The room that keeps them lies outside the record's walls: asked in SQL. */
export async function colleagues(tx: Transaction, { workspaceId }: Pick<CrmScope, 'workspaceId'>, userIds: readonly string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const ids = sql.join(
    [...new Set(userIds)].map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select user_id as id from members where workspace_id = ${workspaceId} and state <> 'left' and user_id in (${ids})`,
  );
  return new Set(rows.map((row) => row.id));
}

/** The caller's IANA zone; where nobody is behind the call, that of the workspace's business hours. */
export async function zoneOfCaller(tx: Transaction, { workspaceId, userId }: Pick<CrmScope, 'workspaceId' | 'userId'>): Promise<string> {
  const [row] = await rowsOf<{ zone: string | null }>(
    tx,
    sql`select coalesce((select time_zone from members where workspace_id = ${workspaceId} and user_id = ${userId ?? null}::uuid),
      (select time_zone from business_hours where workspace_id = ${workspaceId} and team_id is null)) as zone`,
  );
  return row?.zone ?? 'UTC';
}
