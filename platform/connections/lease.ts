import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import type { ConnectionId, Transaction, WorkspaceId } from '#sdk';

export interface Lease {
  workspaceId: WorkspaceId;
  id: ConnectionId;
  token: string;
  /** The version it read; it may only replace this one. */
  version: number;
  sealed: string;
  failures: number;
  /** An earlier ask was never answered: its holder died, or the answer was lost. */
  unanswered: boolean;
  /** Reading of the monotonic clock before it was taken: it may be gone `leaseMs` later. */
  since: number;
}

/**
 * One process at a time asks the token endpoint. A row and not a lock of the database: a lock would hold a session
 * through the HTTP call. Times are the database's own, so that the processes' clocks do not matter.
 */
export function createLeases(deps: { database: Database; leaseMs: number }) {
  const { database, leaseMs } = deps;
  const until = sql`now() + ${leaseMs} * interval '1 millisecond'`;
  /** Fencing: the row still has the version that was read, and the lease is still ours. */
  const held = (lease: Lease) => sql`workspace_id = ${lease.workspaceId} and id = ${lease.id} and version = ${lease.version} and lease_token = ${lease.token}`;

  return {
    held,

    /** Undefined when somebody else has it or the version went on. */
    async acquire(workspaceId: WorkspaceId, id: ConnectionId, version: number): Promise<Lease | undefined> {
      const token = randomUUID();
      const since = performance.now();
      const [row] = await database.workspace(workspaceId, (tx) =>
        rowsOf<{ sealed: string; failures: number; unanswered: boolean }>(
          tx,
          sql`update connection_credentials set lease_token = ${token}, lease_until = ${until}
              where workspace_id = ${workspaceId} and id = ${id} and version = ${version} and (lease_until is null or lease_until < now())
              returning sealed, failures, asked_at is not null and answered_at is null as unanswered`,
        ),
      );
      return row && { workspaceId, id, token, version, since, ...row };
    },

    /** Written before the first byte leaves. False: the lease is gone. */
    async ask(lease: Lease): Promise<boolean> {
      const rows = await database.workspace(lease.workspaceId, (tx) =>
        rowsOf(tx, sql`update connection_credentials set asked_at = now(), answered_at = null where ${held(lease)} returning id`),
      );
      return rows.length === 1;
    },

    /** Gives it back and records a failure. */
    async fail(tx: Transaction, lease: Lease, failure: { retryAt: Date; answered: boolean }): Promise<boolean> {
      const nothingLost = failure.answered && !lease.unanswered;
      const rows = await rowsOf(
        tx,
        sql`update connection_credentials set lease_token = null, lease_until = null, failures = failures + 1, retry_at = ${failure.retryAt.toISOString()}::timestamptz,
              answered_at = case when ${nothingLost}::boolean then now() else answered_at end
            where ${held(lease)} returning id`,
      );
      return rows.length === 1;
    },

    /** Gives it back after a permanent refusal. */
    async close(tx: Transaction, lease: Lease): Promise<boolean> {
      const rows = await rowsOf(
        tx,
        sql`update connection_credentials set lease_token = null, lease_until = null, answered_at = now(), failures = failures + 1 where ${held(lease)} returning id`,
      );
      return rows.length === 1;
    },

    /** Renews it every third of its life until stopped; `onLost` when it is gone, or may be because nobody could be asked in time. */
    keepAlive(lease: Lease, onLost: () => void): () => void {
      let stopped = false;
      let safeUntil = lease.since + leaseMs;
      const stop = () => {
        stopped = true;
        clearInterval(timer);
      };
      const lost = () => {
        if (stopped) return;
        stop();
        onLost();
      };
      const renew = async () => {
        const startedAt = performance.now();
        if (startedAt >= safeUntil) return lost();
        try {
          const rows = await database.workspace(lease.workspaceId, (tx) =>
            rowsOf(tx, sql`update connection_credentials set lease_until = ${until} where ${held(lease)} returning id`),
          );
          if (rows.length === 0) return lost();
          safeUntil = startedAt + leaseMs;
        } catch {
          // The next turn asks again, as long as the lease may still be ours.
        }
      };
      const timer = setInterval(() => void renew(), Math.max(10, Math.floor(leaseMs / 3)));
      timer.unref();
      return stop;
    },
  };
}
export type Leases = ReturnType<typeof createLeases>;
