import { sql } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import type { Clock, JobId, Transaction, WorkspaceId } from '#sdk';
import type { JobState } from './jobs.ts';

export interface JobNews {
  id: JobId;
  workspaceId: WorkspaceId;
  state: JobState;
  done: number;
  total: number | null;
  message: string | null;
}

interface Watched {
  id: string;
  workspaceId: WorkspaceId;
  done: number;
  total: number | null;
  message: string | null;
  dirty: boolean;
  cancelled: boolean;
  cancel: () => void;
}

/**
 * The running jobs of this process: progress is kept in memory and written twice a second for all of them in one
 * statement; in the same round those are ended that somebody cancelled.
 */
export function createJobWatch({ database, clock, announce }: { database: Database; clock: Clock; announce: (news: JobNews) => void }) {
  const watched = new Map<string, Watched>();
  const newsOf = ({ id, workspaceId, done, total, message }: Watched, state: JobState): JobNews => ({
    id: id as JobId,
    workspaceId,
    state,
    done,
    total,
    message,
  });
  return {
    /** Marks it running; undefined when it was cancelled or has ended meanwhile, and must not run. */
    async begin(workspaceId: WorkspaceId, id: string, cancel: () => void): Promise<Watched | undefined> {
      const rows = await database.systemQuery<{ done: number; total: number | null; message: string | null }>({
        text: `update jobs set state = 'running', started_at = coalesce(started_at, $3::timestamptz), updated_at = $3::timestamptz
               where workspace_id = $1 and id = $2 and state in ('queued', 'running') and not cancel_requested returning done, total, message`,
        values: [workspaceId, id, clock.now().toISOString()],
      });
      const row = rows[0];
      if (!row) {
        // Asked to stop while its former worker was dying.
        await database.systemQuery({
          text: `update jobs set state = 'cancelled', finished_at = $3::timestamptz where workspace_id = $1 and id = $2 and state = 'running' and cancel_requested`,
          values: [workspaceId, id, clock.now().toISOString()],
        });
        return undefined;
      }
      const job: Watched = { id, workspaceId, ...row, dirty: false, cancelled: false, cancel };
      watched.set(id, job);
      announce(newsOf(job, 'running'));
      return job;
    },
    progress(id: string, { done, total, message }: { done: number; total?: number; message?: string }) {
      const job = watched.get(id);
      if (!job) return;
      job.done = Math.round(done);
      if (total !== undefined) job.total = Math.round(total);
      if (message !== undefined) job.message = message;
      job.dirty = true;
    },
    /** In the transaction of whoever settles the task, or on its own. */
    async end(job: Watched, state: JobState, error: string | null, tx?: Transaction): Promise<void> {
      watched.delete(job.id);
      const now = clock.now().toISOString();
      const finished = state === 'queued' ? null : now;
      const set = sql`update jobs set state = ${state}, error = ${error}, done = ${job.done}, total = ${job.total}, message = ${job.message},
                        updated_at = ${now}, finished_at = ${finished} where workspace_id = ${job.workspaceId} and id = ${job.id}`;
      await (tx ? tx.execute(set) : database.system((own) => own.execute(set)));
      database.afterCommit(() => announce(newsOf(job, state)));
    },
    forget: (job: Watched) => void watched.delete(job.id),
    async round(): Promise<void> {
      if (watched.size === 0) return;
      const dirty = [...watched.values()].filter((job) => job.dirty);
      if (dirty.length > 0) {
        for (const job of dirty) job.dirty = false;
        const rows = dirty.map(({ workspaceId, id, done, total, message }) => ({ workspace_id: workspaceId, id, done, total, message }));
        await database.systemQuery({
          text: `update jobs j set done = x.done, total = x.total, message = x.message, updated_at = $2::timestamptz
                 from jsonb_to_recordset($1::jsonb) as x(workspace_id uuid, id uuid, done int, total int, message text)
                 where j.workspace_id = x.workspace_id and j.id = x.id and j.state = 'running'`,
          values: [JSON.stringify(rows), clock.now().toISOString()],
        });
        for (const job of dirty) announce(newsOf(job, 'running'));
      }
      const stopped = await database.systemQuery<{ id: string }>({
        text: 'select id from jobs where id = any($1::uuid[]) and cancel_requested',
        values: [[...watched.keys()]],
      });
      for (const { id } of stopped) {
        const job = watched.get(id);
        if (!job || job.cancelled) continue;
        job.cancelled = true;
        job.cancel();
      }
    },
  };
}
export type JobWatch = ReturnType<typeof createJobWatch>;
export type WatchedJob = Watched;
