import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Database, rowsOf } from '#platform/database/database';
import type { Actor, Clock, ConnectionId, Transaction, WorkspaceId } from '#sdk';
import type { Queue } from './queue.ts';
import { expiryOf, laneOf, type Registry } from './registry.ts';
import type { Lane, TaskItem } from './task-item.ts';
import type { Wake } from './wake.ts';

const AT_ONCE = 500;

/** False when a timer of the same singleton key is set already. */
export async function addTimer(tx: Transaction, item: TaskItem, dueAt: Date): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`insert into task_timers (workspace_id, id, task, payload, connection_id, actor, attempt, singleton_key, job_id, due_at)
        values (${item.workspaceId}, ${uuidv7()}, ${item.task}, ${JSON.stringify(item.payload)}::jsonb, ${item.connectionId ?? null},
                ${JSON.stringify(item.actor)}::jsonb, ${item.attempt}, ${item.singletonKey ?? null}, ${item.jobId ?? null}, ${dueAt.toISOString()})
        on conflict do nothing returning id`,
  );
  return rows.length > 0;
}

interface TimerRow {
  workspaceId: WorkspaceId;
  task: string;
  payload: Record<string, unknown>;
  connectionId: ConnectionId | null;
  actor: Actor;
  attempt: number;
  singletonKey: string | null;
  jobId: string | null;
}

/** Moves what is due into the queue, both in one transaction: a crash leaves a task here or there, never in both or neither. */
export function createPromoter({
  database,
  clock,
  registry,
  queue,
  wake,
}: {
  database: Database;
  clock: Clock;
  registry: Registry;
  queue: () => Queue;
  wake: Wake;
}) {
  const round = async (now: string): Promise<number> =>
    database.system(async (tx) => {
      const rows = await rowsOf<TimerRow>(
        tx,
        sql`delete from task_timers where (workspace_id, id) in
              (select workspace_id, id from task_timers where due_at <= ${now} order by due_at limit ${AT_ONCE} for update skip locked)
            returning workspace_id as "workspaceId", task, payload, connection_id as "connectionId", actor, attempt,
                      singleton_key as "singletonKey", job_id as "jobId"`,
      );
      for (const { lane, expireInSeconds, items } of byLane(rows.map(itemOf), registry)) await queue().add(lane, items, expireInSeconds, tx);
      if (rows.length > 0) wake.afterCommit('work');
      return rows.length;
    });
  return async function promote(): Promise<void> {
    const now = clock.now().toISOString();
    const [due] = await database.systemQuery<{ any: boolean }>({
      name: 'timers_due',
      text: 'select exists (select from task_timers where due_at <= $1::timestamptz) as any',
      values: [now],
    });
    if (due?.any) while ((await round(now)) === AT_ONCE);
  };
}

const itemOf = (row: TimerRow): TaskItem => ({
  task: row.task,
  workspaceId: row.workspaceId,
  payload: row.payload,
  actor: row.actor,
  attempt: row.attempt,
  ...(row.connectionId ? { connectionId: row.connectionId } : {}),
  // A visible job must not vanish because another of its key waits: people look at it.
  ...(row.singletonKey && !row.jobId ? { singletonKey: row.singletonKey } : {}),
  ...(row.jobId ? { jobId: row.jobId } : {}),
});

/** Items that can go into the queue in one statement. A task this version does not know goes in too: a worker that does may come. */
export function byLane(items: readonly TaskItem[], registry: Registry): { lane: Lane; expireInSeconds: number; items: TaskItem[] }[] {
  const groups = new Map<string, { lane: Lane; expireInSeconds: number; items: TaskItem[] }>();
  for (const item of items) {
    const registered = registry.tasks.get(item.task);
    const lane = registered ? laneOf(registered, item) : 'quick';
    const expireInSeconds = expiryOf(registered?.definition);
    const key = `${lane} ${expireInSeconds}`;
    const group = groups.get(key) ?? { lane, expireInSeconds, items: [] };
    groups.set(key, group);
    group.items.push(item);
  }
  return [...groups.values()];
}
