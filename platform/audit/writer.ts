import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '#platform/database/database';
import { type Log, PatchbayError, type WorkspaceId } from '#sdk';
import type { AuditVault, CallEnd, CallStart, StoredAct, WorkspaceKeys } from './call-record.ts';
import type { Journal } from './journal.ts';
import { apiCallBodies, apiCalls, auditActs } from './models.ts';
import { rowOfAct, rowsOfCall } from './rows.ts';

const BATCH_ROWS = 200;
const BATCH_MS = 200;
/** While the database is away rows wait here; beyond this only the journal keeps them, for the next start. */
const MAX_WAITING = 20_000;

export type Pending = { call: { start: CallStart; end: CallEnd } } | { act: StoredAct };
const scopeOf = (row: Pending): WorkspaceId => ('call' in row ? row.call.start.workspaceId : row.act.workspaceId);
const idOf = (row: Pending): string => ('call' in row ? row.call.start.id : row.act.id);

export interface WriterDeps {
  database: Database;
  vault: AuditVault;
  journal: Journal;
  log: Log;
}

/** Brings rows into the tables in batches of at most 200 rows or 200 ms. A row that is there already is left as it is. */
export function createWriter({ database, vault, journal, log }: WriterDeps) {
  // A flush started by a caller inside a transaction must not run inside that transaction.
  const outside = AsyncLocalStorage.snapshot();
  let waiting: Pending[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;

  const insert = async (batch: readonly Pending[]) => {
    const keys = new Map<WorkspaceId, WorkspaceKeys>();
    for (const id of new Set(batch.map(scopeOf))) {
      try {
        keys.set(id, await vault.forWorkspace(id));
      } catch (error) {
        // An erased workspace has no key and no audit any more.
        if (!(error instanceof PatchbayError) || error.code !== 'not_found') throw error;
      }
    }
    const calls: (typeof apiCalls.$inferInsert)[] = [];
    const bodies: (typeof apiCallBodies.$inferInsert)[] = [];
    const acts: (typeof auditActs.$inferInsert)[] = [];
    for (const row of batch) {
      const own = keys.get(scopeOf(row));
      if (!own) continue;
      if ('act' in row) acts.push(rowOfAct(row.act, own));
      else {
        const { call, content } = rowsOfCall(row.call.start, row.call.end, own);
        calls.push(call);
        if (content) bodies.push(content);
      }
    }
    await database.system(async (tx) => {
      if (calls.length) await tx.insert(apiCalls).values(calls).onConflictDoNothing();
      if (bodies.length) await tx.insert(apiCallBodies).values(bodies).onConflictDoNothing();
      if (acts.length) await tx.insert(auditActs).values(acts).onConflictDoNothing();
    });
  };

  const drain = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_ROWS);
      await insert(batch);
      waiting = waiting.slice(batch.length);
      journal.done(batch.map(idOf));
    }
  };
  /** One drain at a time; the second caller waits for the first and then looks again. */
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    while (running) await running.catch(() => {});
    if (waiting.length === 0) return;
    running = outside(drain).finally(() => {
      running = undefined;
    });
    return running;
  };
  const schedule = (ms: number) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      flush().then(
        () => {
          failures = 0;
        },
        (error: unknown) => {
          failures++;
          log.warn({ error: String(error), waiting: waiting.length }, 'audit rows wait for the database');
          schedule(Math.min(30_000, BATCH_MS * 2 ** failures));
        },
      );
    }, ms).unref();
  };

  return {
    add(row: Pending) {
      if (waiting.length >= MAX_WAITING) {
        log.error({ id: idOf(row) }, 'audit row kept in the journal only');
        return;
      }
      waiting.push(row);
      if (waiting.length >= BATCH_ROWS && failures === 0) void flush().catch(() => schedule(BATCH_MS));
      else schedule(BATCH_MS);
    },
    /** Writes now, without the queue: for what a dead process left. */
    insert: (rows: readonly Pending[]) =>
      outside(async () => {
        for (let i = 0; i < rows.length; i += BATCH_ROWS) await insert(rows.slice(i, i + BATCH_ROWS));
      }),
    flush,
    stop() {
      clearTimeout(timer);
    },
  };
}
