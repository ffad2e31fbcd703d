import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { allowancesOf, createQuotaPlanner } from '#platform/outbound/quota';
import { dropDatabase } from '#platform/testing/drop-database';
import { type Log, PatchbayError, systemClock } from '#sdk';
import { quotas } from '../integrations/slack/client/methods.ts';
import type { BenchResult, BenchRow } from './bench.ts';

const RUN_MS = 60_000;
const OWNER = { integration: 'slack', provider: 'slack', connectionId: 'bench' };
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
type Planner = ReturnType<typeof createQuotaPlanner>;

/** The longest run of calls that any window of the interval held: more than the limit would have been a 429. */
function mostIn(times: readonly number[], intervalMs: number): number {
  let from = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while ((times[from] ?? 0) <= at - intervalMs) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}

/** Steady demand on one method, or on one channel, for a minute. */
async function demand(
  planner: Planner,
  name: string,
  method: string,
  subject: string | undefined,
  limit: number,
  intervalMs: number,
  bar: number,
): Promise<BenchRow[]> {
  const allowances = allowancesOf(OWNER, quotas, method, subject);
  const until = Date.now() + RUN_MS;
  const times: number[] = [];
  const caller = async () => {
    while (Date.now() < until) {
      try {
        await planner.take(allowances, 'backfill', 1, until);
        if (Date.now() <= until) times.push(performance.now());
      } catch (error) {
        if (error instanceof PatchbayError && error.code === 'quota_exhausted') return;
        throw error;
      }
    }
  };
  await Promise.all([caller(), caller(), caller()]);
  const used = Math.round((1000 * times.length * intervalMs) / (limit * RUN_MS)) / 10;
  const refused = Math.max(
    0,
    mostIn(
      times.sort((a, b) => a - b),
      intervalMs,
    ) - limit,
  );
  return [
    { case: `${name}: allowance used`, value: used, unit: '%', bar: `≥ ${bar} %`, pass: used >= bar },
    { case: `${name}: would have been answered 429`, value: refused, unit: 'calls', bar: '0', pass: refused === 0 },
  ];
}

/** Sixty seconds of steady demand on methods of Slack's tiers and on one channel, by the allowances that the client declares. */
export async function slackPace(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'slack-pace', rows: [{ case: 'skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    const [{ sql }, { ROLE_STATEMENTS, applyAccessRules }] = await Promise.all([import('drizzle-orm'), import('#platform/database/access-rules')]);
    const database = createDatabase(await openPostgres({ url: url.href }));
    await database.owner(async (tx) => {
      for (const statement of ROLE_STATEMENTS) await tx.execute(sql.raw(statement));
      await tx.execute(sql`create table quota_windows (key text primary key, ledger text not null, updated_at timestamptz not null default now())`);
      await applyAccessRules(tx, { systemTables: ['quota_windows'], appendOnly: [] });
    });
    await database.rolesReady();
    const planner = createQuotaPlanner({ database, clock: systemClock, log: silent });
    await planner.start();
    const rows = await Promise.all([
      demand(planner, '20/min (users.list)', 'users.list', undefined, 20, 60_000, 95),
      demand(planner, '50/min (chat.update)', 'chat.update', undefined, 50, 60_000, 95),
      demand(planner, '100/min (views.publish)', 'views.publish', undefined, 100, 60_000, 95),
      demand(planner, '1/s (one channel)', 'chat.postMessage', 'C0DEALS', 1, 1_000, 85),
    ]);
    await planner.stop();
    await database.close();
    return { name: 'slack-pace', rows: rows.flat() };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
}
