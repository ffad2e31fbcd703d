import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import { type Actor, type Clock, type ConnectionId, type Context, PatchbayError, type WorkspaceId } from '#sdk';
import { fateOf } from './backoff.ts';
import type { Failures } from './failures.ts';
import type { JobWatch, WatchedJob } from './job-watch.ts';
import { MOST_TAKEOVERS, type Queue } from './queue.ts';
import type { Registered, Registry } from './registry.ts';
import type { Claim } from './task-item.ts';
import { addTimer } from './timers.ts';

export type ContextFor = (scope: {
  workspaceId: WorkspaceId;
  actor: Actor;
  integration: string;
  connectionId?: ConnectionId;
  signal?: AbortSignal;
}) => Context | Promise<Context>;

/** Why a running task is told to stop. */
export class Stopped extends Error {
  readonly reason: 'shutdown' | 'lease lost' | 'cancelled';
  constructor(reason: Stopped['reason']) {
    super(`stopped: ${reason}`);
    this.reason = reason;
  }
}

interface RunDeps {
  database: Database;
  clock: Clock;
  registry: Registry;
  queue: () => Queue;
  failures: Failures;
  jobs: JobWatch;
  contextFor: ContextFor;
  onError: (error: unknown) => void;
  random?: () => number;
}
export interface Running {
  claim: Claim;
  abort: AbortController;
}
export const runningTask = new AsyncLocalStorage<{ jobId: string | undefined }>();

/** Runs claimed tasks and decides what becomes of each: finished, timer for the next try, dead, or handed back. */
export function createRunner({ database, clock, registry, queue, failures, jobs, contextFor, onError, random }: RunDeps) {
  const contextOf = ({ item }: Claim, { integration }: Registered, signal: AbortSignal) =>
    contextFor({
      workspaceId: item.workspaceId,
      actor: item.actor,
      integration,
      signal,
      ...(item.connectionId ? { connectionId: item.connectionId } : {}),
    });

  const settleFailure = async (claim: Claim, job: WatchedJob | undefined, error: unknown) => {
    const { item, lane } = claim;
    const retry = registry.tasks.get(item.task)?.definition.retry;
    const fate = claim.retryCount >= MOST_TAKEOVERS ? ({ kind: 'dead' } as const) : fateOf(error, item.attempt, retry, random);
    const settled = await database.system(async (tx) => {
      if (!(await queue().finish(lane, [claim], tx)).has(claim.id)) return false;
      if (fate.kind === 'retry') {
        const { singletonKey, ...rest } = item;
        // A visible job is promised to somebody: its retry is not dropped for another of its key.
        const next = { ...rest, ...(singletonKey !== undefined && !item.jobId ? { singletonKey } : {}), attempt: item.attempt + 1 };
        await addTimer(tx, next, new Date(clock.now().getTime() + fate.delayMs));
      } else {
        await failures.record(tx, item, error);
      }
      const message = error instanceof PatchbayError ? error.message : new PatchbayError('internal').message;
      if (job) await jobs.end(job, fate.kind === 'retry' ? 'queued' : 'failed', message, tx);
      else if (item.jobId && fate.kind === 'dead') {
        await tx.execute(
          sql`update jobs set state = 'failed', error = ${message}, finished_at = ${clock.now().toISOString()} where workspace_id = ${item.workspaceId} and id = ${item.jobId}`,
        );
      }
      return true;
    });
    if (settled && fate.kind === 'dead') await failures.alert(item, error);
  };

  return {
    /** True when the task is finished and may leave the queue. */
    async one({ claim, abort }: Running): Promise<boolean> {
      const { item } = claim;
      let job: WatchedJob | undefined;
      try {
        if (claim.retryCount >= MOST_TAKEOVERS) throw new PatchbayError('internal', { detail: 'The process that ran this task ended again and again.' });
        const registered = registry.known(item.task);
        if (item.jobId) {
          job = await jobs.begin(item.workspaceId, item.jobId, () => abort.abort(new Stopped('cancelled')));
          if (!job) return true;
        }
        const payload = registered.definition.payload.parse(item.payload) as never;
        const ctx = await contextOf(claim, registered, abort.signal);
        abort.signal.throwIfAborted();
        await runningTask.run({ jobId: item.jobId }, () => registered.definition.run(ctx, payload));
        if (job) await jobs.end(job, 'done', null);
        await failures.closed(item).catch(onError);
        return true;
      } catch (error) {
        const why = abort.signal.reason instanceof Stopped ? abort.signal.reason.reason : undefined;
        if (why === 'cancelled' && job) {
          await jobs.end(job, 'cancelled', null);
          return true;
        }
        if (job && why) jobs.forget(job);
        if (why === 'lease lost') return false;
        if (why === 'shutdown') {
          await queue().handBack(claim.lane, [claim]);
          return false;
        }
        await settleFailure(claim, job, error);
        return false;
      }
    },
    /** All of one task, workspace, connection and actor in one transaction with their completion. False: nothing of it happened. */
    async batch(group: readonly Running[]): Promise<boolean> {
      const [first] = group;
      if (!first) return true;
      try {
        const { item, lane } = first.claim;
        const registered = registry.known(item.task);
        const { batch, payload } = registered.definition;
        if (!batch) return false;
        const payloads = group.map((running) => payload.parse(running.claim.item.payload) as never);
        const ctx = await contextOf(first.claim, registered, first.abort.signal);
        await database.system(async (tx) => {
          const claims = group.map(({ claim }) => claim);
          const ours = await queue().finish(lane, claims, tx);
          if (ours.size !== claims.length) throw new Stopped('lease lost');
          await database.enter(tx, item.workspaceId, (inner) => batch.run(ctx, inner, payloads));
        });
        await failures.closed(item).catch(onError);
        return true;
      } catch (error) {
        if (!(error instanceof Stopped)) onError(error);
        return false;
      }
    },
  };
}
export type Runner = ReturnType<typeof createRunner>;
