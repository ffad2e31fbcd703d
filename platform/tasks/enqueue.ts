import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { type Clock, PatchbayError, type Transaction, type WorkspaceId } from '#sdk';
import { insertJob } from './jobs.ts';
import type { Queue } from './queue.ts';
import { expiryOf, laneOf, type Registered, type Registry } from './registry.ts';
import type { TaskItem } from './task-item.ts';
import { addTimer } from './timers.ts';
import type { Wake } from './wake.ts';

interface EnqueueDeps {
  database: Database;
  clock: Clock;
  registry: Registry;
  queue: () => Queue;
  wake: Wake;
}

export interface Enqueued {
  /** False when one of the same singleton key was waiting already. */
  added: boolean;
  /** The visible job, for a task declared with `job`. */
  jobId: string | undefined;
}
type Wanted = Omit<TaskItem, 'attempt' | 'jobId'>;

/** Queues tasks: in the open transaction when there is one, so that they exist exactly when the caller's changes do. */
export function createEnqueue({ database, clock, registry, queue, wake }: EnqueueDeps) {
  const inTransaction = <T>(workspaceId: WorkspaceId, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const open = database.current();
    return open?.scope === 'system' ? work(open.tx) : database.workspace(workspaceId, work);
  };

  async function enqueue(wanted: Wanted, dueAt?: Date): Promise<Enqueued> {
    const registered = registry.known(wanted.task);
    const { definition } = registered;
    const jobId = definition.job ? uuidv7() : undefined;
    const item: TaskItem = { ...wanted, payload: checked(registered, wanted.payload), attempt: 1, ...(jobId ? { jobId } : {}) };
    const lane = laneOf(registered, item);
    const later = dueAt && dueAt > clock.now() ? dueAt : undefined;
    if (!database.current() && !jobId && !later && item.singletonKey === undefined) {
      await queue().add(lane, [item], expiryOf(definition));
      wake.afterCommit('work');
      return { added: true, jobId };
    }
    return inTransaction(item.workspaceId, async (tx) => {
      let added: boolean;
      if (later) {
        // One that waits in the queue will run before this one would.
        added = item.singletonKey !== undefined && (await queue().isWaiting(tx, lane, item)) ? false : await addTimer(tx, item, later);
      } else {
        added = (await queue().add(lane, [item], expiryOf(definition), tx)) > 0;
        // "Now" takes the place of a "later" of the same key.
        if (item.singletonKey !== undefined) await dropTimers(tx, [item]);
      }
      if (added && jobId) await insertJob(tx, jobId, item, definition.job?.title ?? definition.name, clock.now());
      if (added && !later) wake.afterCommit('work');
      return { added, jobId: added ? jobId : undefined };
    });
  }

  /** Many of one task, due now. In the order of their keys, so that two that queue the same wait for each other in one direction. */
  async function enqueueAll(task: string, wanted: readonly Wanted[]): Promise<void> {
    const registered = registry.known(task);
    const { definition } = registered;
    if (definition.job) throw new PatchbayError('internal', { facts: { task, reason: 'visible jobs are queued one by one' } });
    const items = wanted
      .map((each): TaskItem => ({ ...each, payload: checked(registered, each.payload), attempt: 1 }))
      .toSorted((a, b) => ((a.singletonKey ?? '') < (b.singletonKey ?? '') ? -1 : 1));
    const [first] = items;
    if (!first) return;
    await inTransaction(first.workspaceId, async (tx) => {
      let added = 0;
      for (const [lane, own] of Map.groupBy(items, (item) => laneOf(registered, item))) added += await queue().add(lane, own, expiryOf(definition), tx);
      const keyed = items.filter(({ singletonKey }) => singletonKey !== undefined);
      if (keyed.length > 0) await dropTimers(tx, keyed);
      if (added > 0) wake.afterCommit('work');
    });
  }
  return { enqueue, enqueueAll };
}
export type Enqueue = ReturnType<typeof createEnqueue>['enqueue'];

function checked({ definition }: Registered, payload: unknown): Record<string, unknown> {
  const parsed = definition.payload.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new PatchbayError('invalid_input', {
    errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    facts: { task: definition.name },
  });
}

/** Only first tries that nobody sees: a retry belongs to work that was promised. All are of one task and workspace. */
const dropTimers = (tx: Transaction, items: readonly TaskItem[]) =>
  tx.execute(
    sql`delete from task_timers where workspace_id = ${items[0]?.workspaceId} and task = ${items[0]?.task}
        and singleton_key in ${items.map(({ singletonKey }) => singletonKey)} and attempt = 1 and job_id is null`,
  );
