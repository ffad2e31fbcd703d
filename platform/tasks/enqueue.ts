import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { type Clock, PatchbayError, type Transaction } from '#sdk';
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

/** Queues one task: in the open transaction when there is one, so that it exists exactly when the caller's changes do. */
export function createEnqueue({ database, clock, registry, queue, wake }: EnqueueDeps) {
  return async function enqueue(wanted: Omit<TaskItem, 'attempt' | 'jobId'>, dueAt?: Date): Promise<Enqueued> {
    const registered = registry.known(wanted.task);
    const { definition } = registered;
    const jobId = definition.job ? uuidv7() : undefined;
    const item: TaskItem = { ...wanted, payload: checked(registered, wanted.payload), attempt: 1, ...(jobId ? { jobId } : {}) };
    const lane = laneOf(registered, item);
    const open = database.current();
    const later = dueAt && dueAt > clock.now() ? dueAt : undefined;
    if (!open && !jobId && !later && item.singletonKey === undefined) {
      await queue().add(lane, [item], expiryOf(definition));
      wake.afterCommit('work');
      return { added: true, jobId };
    }
    const work = async (tx: Transaction): Promise<Enqueued> => {
      let added: boolean;
      if (later) {
        // One that waits in the queue will run before this one would.
        added = item.singletonKey !== undefined && (await queue().isWaiting(tx, lane, item)) ? false : await addTimer(tx, item, later);
      } else {
        added = (await queue().add(lane, [item], expiryOf(definition), tx)) > 0;
        // "Now" takes the place of a "later" of the same key.
        if (item.singletonKey !== undefined) await dropTimer(tx, item);
      }
      if (added && jobId) await insertJob(tx, jobId, item, definition.job?.title ?? definition.name, clock.now());
      if (added && !later) wake.afterCommit('work');
      return { added, jobId: added ? jobId : undefined };
    };
    return open?.scope === 'system' ? work(open.tx) : database.workspace(item.workspaceId, work);
  };
}
export type Enqueue = ReturnType<typeof createEnqueue>;

function checked({ definition }: Registered, payload: unknown): Record<string, unknown> {
  const parsed = definition.payload.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new PatchbayError('invalid_input', {
    errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    facts: { task: definition.name },
  });
}

/** Only a first try that nobody sees: a retry belongs to work that was promised. */
const dropTimer = (tx: Transaction, { workspaceId, task, singletonKey }: TaskItem) =>
  tx.execute(
    sql`delete from task_timers where workspace_id = ${workspaceId} and task = ${task} and singleton_key = ${singletonKey} and attempt = 1 and job_id is null`,
  );
