import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { createDatabase, type Database } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { createTasks, type TaskRoom } from '#platform/tasks/tasks';
import { type Actor, type Context, systemClock, type Transaction, task } from '#sdk';

export const ACTOR: Actor = { kind: 'system', reason: 'bench' };
export const SINGLE = 'bench.insert-row';
export const BATCHED = 'bench.insert-rows';

/** The hub's own queue over one database, with two tasks that do one small insert each: one by one, and many at a time. */
export async function openTasks(url: string): Promise<{ database: Database; tasks: TaskRoom; close(): Promise<void> }> {
  const database = createDatabase(await openPostgres({ url, poolSize: 10 }));
  await database.rolesReady();
  const onError = (error: unknown) => console.error(error);
  const tasks: TaskRoom = createTasks({
    database,
    clock: systemClock,
    onError,
    contextFor: ({ workspaceId }) => ({ workspaceId, db: database.forWorkspace(workspaceId) }) as unknown as Context,
  });
  const payload = z.strictObject({ n: z.number() });
  const single = task({
    name: SINGLE,
    payload,
    run: (ctx, { n }) =>
      ctx.db.transaction(async (tx) => void (await tx.execute(sql`insert into bench_rows (workspace_id, n) values (${ctx.workspaceId}, ${n})`))),
  });
  const run = async (ctx: Context, tx: Transaction, payloads: readonly { n: number }[]) => {
    const numbers = JSON.stringify(payloads.map(({ n }) => n));
    await tx.execute(sql`insert into bench_rows (workspace_id, n) select ${ctx.workspaceId}::uuid, jsonb_array_elements_text(${numbers}::jsonb)::int`);
  };
  tasks.register([single, { ...single, name: BATCHED, batch: { size: 100, run: run as never } }], { integration: 'bench' });
  return {
    database,
    tasks,
    async close() {
      await tasks.stop();
      await database.close();
    },
  };
}

if (process.send) {
  process.once('message', async (url: string) => {
    const worker = await openTasks(url);
    await worker.tasks.start();
    process.send?.('ready');
    process.once('message', async () => {
      await worker.close();
      process.exit(0);
    });
  });
}
