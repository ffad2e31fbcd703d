import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Database, rowsOf } from '#platform/database/database';
import { type Clock, type Incidents, PatchbayError, type Transaction, type WorkspaceId } from '#sdk';
import type { TaskItem } from './task-item.ts';

/** What the incidents room offers; a hub without one only keeps the rows. */
export type IncidentsFor = (workspaceId: WorkspaceId) => Pick<Incidents, 'open' | 'resolve'>;

const known = (error: unknown): PatchbayError => (error instanceof PatchbayError ? error : new PatchbayError('internal', { cause: error }));
const incidentKeyOf = ({ task, connectionId }: TaskItem) => `task:${task}:${connectionId ?? 'all'}`;
const cacheKey = (workspaceId: string, incidentKey: string) => `${workspaceId} ${incidentKey}`;

/** Dead tasks: a row that people see, and an incident that closes with the next success of the same task and connection. */
export function createFailures({ database, clock, incidentsFor }: { database: Database; clock: Clock; incidentsFor: IncidentsFor | undefined }) {
  /** Open failures of all processes as far as we know, so that the many successes need no look-up. */
  let open = new Set<string>();
  return {
    /** In the transaction that takes the task out of the queue. */
    async record(tx: Transaction, item: TaskItem, error: unknown): Promise<void> {
      const { code, row, message } = known(error);
      await tx.execute(
        sql`insert into task_failures (workspace_id, id, task, payload, connection_id, job_id, attempts, code, error, failed_at, incident_key)
            values (${item.workspaceId}, ${uuidv7()}, ${item.task}, ${JSON.stringify(item.payload)}::jsonb, ${item.connectionId ?? null}, ${item.jobId ?? null},
                    ${item.attempt}, ${code}, ${message}, ${clock.now().toISOString()}, ${row.alert === 'none' ? null : incidentKeyOf(item)})`,
      );
    },
    /** After that commit. */
    async alert(item: TaskItem, error: unknown): Promise<void> {
      const { row, details } = known(error);
      if (row.alert === 'none') return;
      const key = incidentKeyOf(item);
      open.add(cacheKey(item.workspaceId, key));
      await incidentsFor?.(item.workspaceId).open({
        key,
        level: row.alert,
        title: row.title,
        detail: `${details.detail ?? row.sentence} (${item.task}, given up after ${item.attempt} tries)`,
        ...((details.remedy ?? row.remedy) ? { remedy: details.remedy ?? row.remedy } : {}),
        ...(item.connectionId ? { connectionId: item.connectionId } : {}),
      });
    },
    /** After a success. */
    async closed(item: TaskItem): Promise<void> {
      const key = incidentKeyOf(item);
      if (!open.delete(cacheKey(item.workspaceId, key))) return;
      await database.systemQuery({
        text: 'update task_failures set incident_key = null where workspace_id = $1 and incident_key = $2',
        values: [item.workspaceId, key],
      });
      await incidentsFor?.(item.workspaceId).resolve(key, 'The next run succeeded.');
    },
    async refresh(): Promise<void> {
      const rows = await database.systemQuery<{ workspaceId: string; key: string }>({
        text: `select distinct workspace_id as "workspaceId", incident_key as key from task_failures where incident_key is not null`,
      });
      open = new Set(rows.map(({ workspaceId, key }) => cacheKey(workspaceId, key)));
    },
    list: (workspaceId: WorkspaceId, limit = 50) =>
      database.workspace(workspaceId, (tx) =>
        rowsOf<{ id: string; task: string; attempts: number; code: string; error: string; connection_id: string | null; failed_at: string }>(
          tx,
          sql`select id, task, attempts, code, error, connection_id, failed_at from task_failures where workspace_id = ${workspaceId} order by id desc limit ${limit}`,
        ),
      ),
  };
}
export type Failures = ReturnType<typeof createFailures>;
