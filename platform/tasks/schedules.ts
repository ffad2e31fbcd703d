import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Database, rowsOf } from '#platform/database/database';
import { type Actor, type Clock, type ConnectionId, INSTALLATION_WORKSPACE, type WorkspaceId } from '#sdk';
import { nextDue, rhythmOf } from './due-times.ts';
import type { Queue } from './queue.ts';
import type { Registry } from './registry.ts';
import type { TaskItem } from './task-item.ts';
import { byLane } from './timers.ts';
import type { Wake } from './wake.ts';

export interface ActiveConnection {
  workspaceId: WorkspaceId;
  connectionId: ConnectionId;
  integration: string;
}
/** Connections that schedules run for; the connections room knows them. */
export type ActiveConnections = () => Promise<readonly ActiveConnection[]>;

interface ScheduleDeps {
  database: Database;
  clock: Clock;
  registry: Registry;
  queue: () => Queue;
  wake: Wake;
  activeConnections: ActiveConnections;
}
interface Wanted {
  workspaceId: WorkspaceId;
  key: string;
  task: string;
  connectionId: ConnectionId | null;
  rhythm: string;
}
const ACTOR: Actor = { kind: 'system', reason: 'schedule' };
const AT_ONCE = 200;

export function createSchedules({ database, clock, registry, queue, wake, activeConnections }: ScheduleDeps) {
  const wanted = async (): Promise<Wanted[]> => {
    const { schedules } = registry;
    const workspaces = schedules.some(({ each }) => each === 'workspace')
      ? await database.systemQuery<{ id: WorkspaceId }>({ text: 'select id from workspaces' })
      : [];
    const connections = schedules.some(({ each }) => each === 'connection') ? await activeConnections() : [];
    return schedules.flatMap((schedule) => {
      const { task, each, integration } = schedule;
      const row = (workspaceId: WorkspaceId, connectionId: ConnectionId | null): Wanted => ({
        workspaceId,
        key: connectionId ? `${task} ${connectionId}` : task,
        task,
        connectionId,
        rhythm: rhythmOf(schedule),
      });
      if (each === 'installation') return [row(INSTALLATION_WORKSPACE, null)];
      if (each === 'workspace') return workspaces.map(({ id }) => row(id, null));
      // The platform's own schedules run for the connections of every integration.
      return connections
        .filter((connection) => integration === 'platform' || connection.integration === integration)
        .map(({ workspaceId, connectionId }) => row(workspaceId, connectionId));
    });
  };

  return {
    /** Brings the rows in line with workspaces, connections and declared schedules. */
    async align(): Promise<void> {
      const rows = await wanted();
      const now = clock.now();
      const tasks = [...new Set(registry.schedules.map(({ task }) => task))];
      if (tasks.length === 0) return;
      const have = await database.systemQuery<{ workspaceId: string; id: string; key: string; rhythm: string }>({
        text: 'select workspace_id as "workspaceId", id, key, rhythm from task_schedules where task = any($1::text[])',
        values: [tasks],
      });
      const keyOf = (row: { workspaceId: string; key: string }) => `${row.workspaceId} ${row.key}`;
      const known = new Map(have.map((row) => [keyOf(row), row]));
      const changed = rows.filter((row) => known.get(keyOf(row))?.rhythm !== row.rhythm);
      const alive = new Set(rows.map(keyOf));
      const gone = have.filter((row) => !alive.has(keyOf(row)));
      if (changed.length === 0 && gone.length === 0) return;
      const fresh = changed.map((row) => ({
        id: uuidv7(),
        workspace_id: row.workspaceId,
        key: row.key,
        task: row.task,
        connection_id: row.connectionId,
        rhythm: row.rhythm,
        next_due_at: nextDue(row.rhythm, now).toISOString(),
      }));
      await database.system(async (tx) => {
        await tx.execute(sql`
          insert into task_schedules (workspace_id, id, key, task, connection_id, rhythm, next_due_at)
          select workspace_id, id, key, task, connection_id, rhythm, next_due_at
          from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb)
            as x(workspace_id uuid, id uuid, key text, task text, connection_id uuid, rhythm text, next_due_at timestamptz)
          on conflict (workspace_id, key) do update set rhythm = excluded.rhythm, next_due_at = excluded.next_due_at
            where task_schedules.rhythm <> excluded.rhythm`);
        const ids = gone.map(({ workspaceId, id }) => ({ workspace_id: workspaceId, id }));
        await tx.execute(sql`delete from task_schedules where (workspace_id, id) in
          (select workspace_id, id from jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) as x(workspace_id uuid, id uuid))`);
      });
    },
    /** Fires what is due: queueing it and the next due time are one transaction, and one process holds the row. */
    async fire(): Promise<void> {
      const now = clock.now();
      const tasks = [...new Set(registry.schedules.map(({ task }) => task))];
      if (tasks.length === 0) return;
      const [due] = await database.systemQuery<{ any: boolean }>({
        name: 'schedules_due',
        text: 'select exists (select from task_schedules where next_due_at <= $1::timestamptz and task = any($2::text[])) as any',
        values: [now.toISOString(), tasks],
      });
      if (due?.any) while ((await round(now, tasks)) === AT_ONCE);
    },
  };

  function round(now: Date, tasks: readonly string[]): Promise<number> {
    return database.system(async (tx) => {
      const rows = await rowsOf<Record<'workspace_id' | 'id' | 'key' | 'task' | 'rhythm' | 'next_due_at', string> & { connection_id: string | null }>(
        tx,
        sql`select workspace_id, id, key, task, connection_id, rhythm, next_due_at from task_schedules
            where next_due_at <= ${now.toISOString()} and task in ${tasks} order by next_due_at limit ${AT_ONCE} for update skip locked`,
      );
      if (rows.length === 0) return 0;
      const next = rows.map(({ workspace_id, id, rhythm, next_due_at }) => ({
        workspace_id,
        id,
        due: nextDue(rhythm, now, new Date(next_due_at)).toISOString(),
      }));
      await tx.execute(sql`update task_schedules s set next_due_at = x.due, last_fired_at = ${now.toISOString()}
        from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as x(workspace_id uuid, id uuid, due timestamptz)
        where s.workspace_id = x.workspace_id and s.id = x.id`);
      const items = rows.map(
        (row): TaskItem => ({
          task: row.task,
          workspaceId: row.workspace_id as WorkspaceId,
          payload: {},
          actor: ACTOR,
          attempt: 1,
          // Slower than its own rhythm: at most one waits.
          singletonKey: `schedule ${row.key}`,
          ...(row.connection_id ? { connectionId: row.connection_id as ConnectionId } : {}),
        }),
      );
      for (const group of byLane(items, registry)) await queue().add(group.lane, group.items, group.expireInSeconds, tx);
      wake.afterCommit('work');
      return rows.length;
    });
  }
}
export type Schedules = ReturnType<typeof createSchedules>;
