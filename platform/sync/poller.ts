import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import { startTicker } from '#platform/tasks/ticker';
import type { Actor, Clock, ConnectionId, WorkspaceId } from '#sdk';
import { READ, type StreamRow } from './stream-store.ts';
import type { SyncTasks } from './sync.ts';

interface PollerDeps {
  database: Database;
  clock: Clock;
  definitionOf: (row: Pick<StreamRow, 'integration' | 'definition'>) => { everyMs: number } | undefined;
  tasks: SyncTasks;
  actor: Actor;
}
const AT_ONCE = 200;
/** For a definition that this version does not know. */
const UNKNOWN_MS = 15 * 60_000;

/** Queues the streams whose time has come by the hub's clock, and those whose reader died (by the database's). */
export function createPoller({ database, clock, definitionOf, tasks, actor }: PollerDeps) {
  const round = (now: Date) =>
    database.system(async (tx) => {
      const rows = await rowsOf<{ workspaceId: WorkspaceId; id: string; connectionId: ConnectionId; integration: string; definition: string }>(
        tx,
        sql`select workspace_id as "workspaceId", id, connection_id as "connectionId", integration, definition from streams
            where next_look_at <= ${now.toISOString()} or (state = 'reading' and lease_until < now())
            order by next_look_at limit ${AT_ONCE} for update skip locked`,
      );
      if (rows.length === 0) return 0;
      const next = rows.map((row) => ({
        workspace_id: row.workspaceId,
        id: row.id,
        at: new Date(now.getTime() + (definitionOf(row)?.everyMs ?? UNKNOWN_MS)).toISOString(),
      }));
      // A dead reader's lease is taken away, so that the row is not found again before the task runs.
      await tx.execute(sql`update streams s set next_look_at = x.at, lease_token = case when lease_until < now() then null else lease_token end,
          lease_until = case when lease_until < now() then null else lease_until end, state = case when lease_until < now() then 'waiting' else state end
        from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as x(workspace_id uuid, id uuid, at timestamptz)
        where s.workspace_id = x.workspace_id and s.id = x.id`);
      for (const row of rows) {
        if (!definitionOf(row)) continue;
        await tasks.forWorkspace(row.workspaceId, actor, row.connectionId).enqueue(READ, { streamId: row.id }, { singletonKey: row.id });
      }
      return rows.length;
    });
  const poll = async (): Promise<void> => {
    const now = clock.now();
    const [due] = await database.systemQuery<{ any: boolean }>({
      name: 'streams_due',
      text: `select exists (select from streams where next_look_at <= $1::timestamptz) or exists (select from streams where state = 'reading' and lease_until < now()) as any`,
      values: [now.toISOString()],
    });
    if (due?.any) while ((await round(now)) === AT_ONCE);
  };
  return { poll, start: (everyMs: number, onError: (error: unknown) => void) => startTicker(everyMs, poll, onError) };
}
