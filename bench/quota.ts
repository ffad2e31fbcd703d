import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import type { BenchResult, BenchRow } from './bench.ts';
import type { WorkerOrder } from './quota-worker.ts';

const WORKERS = 4;
const RUN_MS = 60_000;

interface StrictServer {
  url: string;
  ok: number;
  refused: number;
  close(): void;
}

/** Counts a sliding window and answers 429 beyond it, as the strictest providers do. */
async function strictServer(limit: number, intervalMs: number): Promise<StrictServer> {
  let taken: number[] = [];
  const counts = { ok: 0, refused: 0 };
  const server = createServer((_request, response) => {
    const now = performance.now();
    taken = taken.filter((at) => at > now - intervalMs);
    const isOver = taken.length >= limit;
    if (isOver) counts.refused++;
    else {
      counts.ok++;
      taken.push(now);
    }
    response.writeHead(isOver ? 429 : 200, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get ok() {
      return counts.ok;
    },
    get refused() {
      return counts.refused;
    },
    close: () => server.close(),
  };
}

async function steadyDemand(databaseUrl: string, limit: number, intervalMs: number, bar: number): Promise<BenchRow[]> {
  const server = await strictServer(limit, intervalMs);
  const children: ChildProcess[] = [];
  let leases = 0;
  const order: WorkerOrder = { databaseUrl, baseUrl: server.url, connectionId: uuidv7(), workspaceId: uuidv7(), limit, intervalMs, runMs: RUN_MS };
  for (let i = 0; i < WORKERS; i++) children.push(fork(new URL('./quota-worker.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  await Promise.all(
    children.map(async (child) => {
      await once(child, 'message');
      child.send(order);
      await once(child, 'message');
    }),
  );
  const ended = children.map((child) => {
    child.on('message', (message: { leases?: number }) => {
      leases += message.leases ?? 0;
    });
    child.send('go');
    return once(child, 'exit');
  });
  await Promise.all(ended);
  server.close();
  const allowed = (limit * RUN_MS) / intervalMs;
  const name = `${limit}/${intervalMs === 60_000 ? 'min' : 's'}, ${WORKERS} processes`;
  return [
    {
      case: `${name}: allowance used`,
      value: Math.round((1000 * server.ok) / allowed) / 10,
      unit: '%',
      bar: `≥ ${bar} %`,
      pass: (100 * server.ok) / allowed >= bar,
    },
    { case: `${name}: answered 429`, value: server.refused, unit: 'calls', bar: '0', pass: server.refused === 0 },
    { case: `${name}: database round trips per call`, value: Math.round((100 * leases) / Math.max(1, server.ok)) / 100, unit: 'leases' },
  ];
}

/** Sixty seconds of steady demand by four processes on PostgreSQL against a server that refuses one call too many. */
export async function quota(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'quota', rows: [{ case: 'skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    await prepare(url.href);
    const rows = (
      await Promise.all([steadyDemand(url.href, 100, 60_000, 95), steadyDemand(url.href, 20, 60_000, 95), steadyDemand(url.href, 10, 1_000, 85)])
    ).flat();
    return { name: 'quota', rows };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
}

/** The planner needs its own table and nothing else of the schema. */
async function prepare(url: string): Promise<void> {
  const [{ sql }, { ROLE_STATEMENTS, applyAccessRules }] = await Promise.all([import('drizzle-orm'), import('#platform/database/access-rules')]);
  const database = createDatabase(await openPostgres({ url }));
  await database.owner(async (tx) => {
    for (const statement of ROLE_STATEMENTS) await tx.execute(sql.raw(statement));
    await tx.execute(sql`create table quota_windows (key text primary key, ledger text not null, updated_at timestamptz not null default now())`);
    await applyAccessRules(tx, { systemTables: ['quota_windows'], appendOnly: [] });
  });
  await database.close();
}
