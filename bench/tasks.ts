import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import type { WorkspaceId } from '#sdk';
import type { BenchResult, BenchRow } from './bench.ts';
import { ACTOR, BATCHED, openTasks, SINGLE } from './tasks-worker.ts';

const TASKS = 20_000;
const ROUNDS = 3;
/** Tasks per transaction while filling the queue. */
const FILL = 500;

/** Tasks a second through the hub's own queue on PostgreSQL: queued beforehand, then worked off by `processes` workers. */
async function round(url: string, name: string, processes: number) {
  const { database, tasks, close } = await openTasks(url);
  try {
    await tasks.start({ roles: ['api'] });
    const workspaceId = uuidv7() as WorkspaceId;
    const queue = tasks.forWorkspace(workspaceId, ACTOR);
    const fillStart = performance.now();
    for (let from = 0; from < TASKS; from += FILL) {
      await database.workspace(workspaceId, async () => {
        for (let n = from; n < from + FILL; n++) await queue.enqueue(name, { n });
      });
    }
    const filledMs = performance.now() - fillStart;
    const done = async () => {
      const [row] = await database.systemQuery<{ n: number }>({
        text: 'select count(*)::int as n from bench_rows where workspace_id = $1',
        values: [workspaceId],
      });
      return row?.n ?? 0;
    };
    const workers = Array.from({ length: processes }, () => fork(new URL('./tasks-worker.ts', import.meta.url)));
    const startedAt = performance.now();
    for (const worker of workers) {
      void once(worker, 'message');
      worker.send(url);
    }
    // From the first task done: the start of the processes is not the queue's.
    while ((await done()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const [firstAt, already] = [performance.now(), await done()];
    while ((await tasks.depth()).queued > 0) {
      if (performance.now() - startedAt > 120_000) throw new Error('the queue does not empty');
      // Counting the queue is work for the database that is measured: seldom, at the price of a twentieth of a second.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const perSecond = (TASKS - already) / ((performance.now() - firstAt) / 1000);
    const distinct = await database.systemQuery<{ rows: number; different: number }>({
      text: 'select count(*)::int as rows, count(distinct n)::int as different from bench_rows where workspace_id = $1',
      values: [workspaceId],
    });
    await Promise.all(
      workers.map((worker) => {
        worker.send('stop');
        return once(worker, 'exit');
      }),
    );
    const { rows = 0, different = 0 } = distinct[0] ?? {};
    if (rows !== TASKS || different !== TASKS) throw new Error(`${TASKS} tasks gave ${rows} rows, ${different} different`);
    return { perSecond, enqueuedPerSecond: TASKS / (filledMs / 1000) };
  } finally {
    await close();
  }
}

const median = (values: number[]) => Math.round(values.sort((a, b) => a - b)[values.length >> 1] ?? 0);

export async function tasks(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'tasks', rows: [] };
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const rows: BenchRow[] = [];
  await admin.query(`create database ${name} template ${template}`);
  try {
    const { database, close } = await openTasks(url.href);
    await database.owner(async (tx) => {
      await tx.execute(sql`create table bench_rows (workspace_id uuid not null, n int not null)`);
      await tx.execute(sql`grant all on bench_rows to patchbay_app, patchbay_system`);
    });
    await close();
    for (const [what, task, processes, atLeast] of [
      ['a commit per task, 1 process', SINGLE, 1, undefined],
      ['a commit per task, 2 processes', SINGLE, 2, 2500],
      ['batched, 1 process', BATCHED, 1, undefined],
      ['batched, 2 processes', BATCHED, 2, 7000],
    ] as const) {
      const measured = [];
      for (let n = 0; n < ROUNDS; n++) measured.push(await round(url.href, task, processes));
      const value = median(measured.map(({ perSecond }) => perSecond));
      rows.push({ case: what, value, unit: 'tasks/s', ...(atLeast ? { bar: `≥ ${atLeast}`, pass: value >= atLeast } : {}) });
      if (task === SINGLE && processes === 1) {
        rows.push({
          case: 'queued one by one inside a transaction',
          value: median(measured.map(({ enqueuedPerSecond }) => enqueuedPerSecond)),
          unit: 'tasks/s',
        });
      }
    }
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
  return { name: 'tasks', rows };
}

if (import.meta.main) console.table((await tasks()).rows);
