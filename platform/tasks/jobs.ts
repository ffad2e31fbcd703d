import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import { type Clock, type JobId, PatchbayError, type Transaction, type UserId, type WorkspaceId } from '#sdk';
import type { TaskItem } from './task-item.ts';
import type { Wake } from './wake.ts';

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
export interface JobView {
  id: JobId;
  task: string;
  title: string;
  state: JobState;
  done: number;
  total: number | null;
  message: string | null;
  error: string | null;
  createdBy: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export async function insertJob(tx: Transaction, id: string, { workspaceId, task, actor, connectionId }: TaskItem, title: string, now: Date): Promise<void> {
  const createdBy = actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? (actor.actAs ?? null) : null;
  const at = now.toISOString();
  await tx.execute(
    sql`insert into jobs (workspace_id, id, task, title, created_by, connection_id, created_at, updated_at)
        values (${workspaceId}, ${id}, ${task}, ${title}, ${createdBy}, ${connectionId ?? null}, ${at}, ${at})`,
  );
}

const COLUMNS = sql.raw('id, task, title, state, done, total, message, error, created_by, created_at, started_at, finished_at');
type Row = Record<'id' | 'task' | 'title' | 'state' | 'created_at', string> &
  Record<'message' | 'error' | 'created_by' | 'started_at' | 'finished_at', string | null> & { done: number; total: number | null };
const iso = (at: string) => new Date(at).toISOString();
const viewOf = (row: Row): JobView => ({
  id: row.id as JobId,
  task: row.task,
  title: row.title,
  state: row.state as JobState,
  done: row.done,
  total: row.total,
  message: row.message,
  error: row.error,
  createdBy: row.created_by,
  createdAt: iso(row.created_at),
  startedAt: row.started_at && iso(row.started_at),
  finishedAt: row.finished_at && iso(row.finished_at),
});

const ownedBy = (userId: UserId | undefined) => (userId ? sql`and created_by = ${userId}` : sql``);

/** What people see and may do; with `ownedBy` only what that person began. Newest first; `after` is the id of the last one seen (ids are in time order). */
export function createJobs({ database, clock, wake }: { database: Database; clock: Clock; wake: Wake }) {
  return {
    list: (
      workspaceId: WorkspaceId,
      { limit, after, state, ownedBy: owner }: { limit: number; after?: string | undefined; state?: JobState | undefined; ownedBy?: UserId | undefined },
    ) =>
      database.workspace(workspaceId, async (tx) => {
        const rows = await rowsOf<Row>(
          tx,
          sql`select ${COLUMNS} from jobs where workspace_id = ${workspaceId} ${after ? sql`and id < ${after}` : sql``}
              ${state ? sql`and state = ${state}` : sql``} ${ownedBy(owner)} order by id desc limit ${limit}`,
        );
        return rows.map(viewOf);
      }),
    get: (workspaceId: WorkspaceId, id: string, owner?: UserId) =>
      database.workspace(workspaceId, async (tx) => {
        const [row] = await rowsOf<Row>(tx, sql`select ${COLUMNS} from jobs where workspace_id = ${workspaceId} and id = ${id} ${ownedBy(owner)}`);
        if (!row) throw new PatchbayError('not_found');
        return viewOf(row);
      }),
    /** A waiting job ends at once, a running one as soon as it looks at its signal. A finished one stays as it is. */
    cancel: (workspaceId: WorkspaceId, id: string, owner?: UserId) =>
      database.workspace(workspaceId, async (tx) => {
        const now = clock.now().toISOString();
        const [row] = await rowsOf<Row>(
          tx,
          sql`update jobs set cancel_requested = true, updated_at = ${now},
                state = case when state = 'queued' then 'cancelled' else state end,
                finished_at = case when state = 'queued' then ${now}::timestamptz else finished_at end
              where workspace_id = ${workspaceId} and id = ${id} ${ownedBy(owner)} and state in ('queued', 'running') returning ${COLUMNS}`,
        );
        wake.afterCommit('cancel');
        if (row) return viewOf(row);
        const [ended] = await rowsOf<Row>(tx, sql`select ${COLUMNS} from jobs where workspace_id = ${workspaceId} and id = ${id} ${ownedBy(owner)}`);
        if (!ended) throw new PatchbayError('not_found');
        return viewOf(ended);
      }),
  };
}
export type Jobs = ReturnType<typeof createJobs>;
