import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import type { Actor, Clock, ConnectedContext, EffectKind, WorkspaceId } from '#sdk';
import { ADVANCE, TAKE_OVER_MS } from './effect-store.ts';
import type { EffectTasks } from './effects.ts';

interface SweepDeps {
  database: Database;
  clock: Clock;
  tasks: EffectTasks;
  kinds: ReadonlyMap<string, { kind: EffectKind<ConnectedContext> }>;
  actor: Actor;
}
const AT_ONCE = 200;

/** Finds what a dead process left started (its outcome is unknown), and queues what is due to be performed or asked about. */
export function createEffectSweep({ database, clock, tasks, kinds, actor }: SweepDeps) {
  return async function sweep(): Promise<void> {
    const now = clock.now().toISOString();
    const [due] = await database.systemQuery<{ any: boolean }>({
      name: 'effects_due',
      text: `select exists (select from effects where state = 'started' and lease_until < now())
                 or exists (select from effects where due_at <= $1::timestamptz) as any`,
      values: [now],
    });
    if (!due?.any) return;
    const askable = [...kinds.values()].filter(({ kind }) => kind.reconcile || kind.recorded).map(({ kind }) => kind.kind);
    await database.systemQuery({
      text: `update effects set state = 'unknown', error = 'The process that sent this ended before the answer came.', updated_at = $1::timestamptz,
               due_at = case when kind = any($2::text[]) then $1::timestamptz end
             where state = 'started' and lease_until < now()`,
      values: [now, askable],
    });
    if (kinds.size === 0) return;
    await database.system(async (tx) => {
      const rows = await rowsOf<{ workspaceId: WorkspaceId; id: string }>(
        tx,
        sql`update effects set due_at = ${new Date(clock.now().getTime() + TAKE_OVER_MS).toISOString()} where (workspace_id, id) in
              (select workspace_id, id from effects where due_at <= ${now} and state in ('reserved', 'unknown') and kind in ${[...kinds.keys()]}
               order by due_at limit ${AT_ONCE} for update skip locked)
            returning workspace_id as "workspaceId", id`,
      );
      for (const { workspaceId, id } of rows) await tasks.forWorkspace(workspaceId, actor).enqueue(ADVANCE, { id }, { singletonKey: id });
    });
  };
}
