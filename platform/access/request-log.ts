import { and, desc, eq, lt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Clock, WorkspaceId } from '#sdk';
import type { Database } from '../database/database.ts';
import { deleteInSlices } from '../database/delete-slices.ts';
import { requestLog } from './models.ts';

const KEPT_MS = 30 * 24 * 3600 * 1000;
const FLUSH_MS = 1000;
const BATCH = 500;
/** While the database is away the newest are kept: this log is for looking things up; the audit is another one. */
const MOST_WAITING = 10_000;

export interface RequestRow {
  workspaceId: WorkspaceId;
  at: Date;
  actorKind: 'person' | 'key' | 'nobody';
  actorId?: string;
  method: string;
  route: string;
  status: number;
  durationMs: number;
  requestId: string;
  ip?: string;
}

/** Who asked what of our API, kept for 30 days. Written once a second; a killed process loses that second. */
export function createRequestLog({ database, clock, onError = () => {} }: { database: Database; clock: Clock; onError?: (error: unknown) => void }) {
  let waiting: (RequestRow & { id: string })[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      await database.system((tx) => tx.insert(requestLog).values(batch).onConflictDoNothing());
      waiting = waiting.filter((row) => !batch.includes(row));
    }
  };
  const purge = (): Promise<number> => {
    const before = new Date(clock.now().getTime() - KEPT_MS).toISOString();
    return deleteInSlices(database, { table: 'request_log', key: ['workspace_id', 'id'], where: 'at < $1', values: [before] });
  };
  return {
    add(row: RequestRow): void {
      if (waiting.length >= MOST_WAITING) waiting.shift();
      waiting.push({ ...row, id: uuidv7() });
    },
    flush,
    purge,
    list: (workspaceId: WorkspaceId, page: { limit: number; before?: string; actorId?: string | undefined; requestId?: string | undefined }) =>
      database.workspace(workspaceId, (tx) =>
        tx
          .select()
          .from(requestLog)
          .where(
            and(
              eq(requestLog.workspaceId, workspaceId),
              page.before ? lt(requestLog.id, page.before) : undefined,
              page.actorId ? eq(requestLog.actorId, page.actorId) : undefined,
              page.requestId ? eq(requestLog.requestId, page.requestId) : undefined,
            ),
          )
          .orderBy(desc(requestLog.id))
          .limit(page.limit),
      ),
    start() {
      let running = false;
      timer ??= setInterval(() => {
        if (running) return;
        running = true;
        flush()
          .catch(onError)
          .finally(() => {
            running = false;
          });
      }, FLUSH_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await flush();
    },
  };
}
export type RequestLog = ReturnType<typeof createRequestLog>;
