import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import type { BenchResult, BenchRow } from './bench.ts';
import type { LoadOrder, LoadResult } from './ingest-load.ts';
import type { ServerOrder } from './ingest-server.ts';

const start = (file: './ingest-load.ts' | './ingest-server.ts') => fork(new URL(file, import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

async function answerOf<T>(child: ChildProcess, order: object): Promise<T> {
  child.send(order);
  const over = new AbortController();
  const ended = once(child, 'exit', { signal: over.signal }).then(() => {
    throw new Error('a bench process ended');
  });
  ended.catch(() => {});
  const [answer] = await Promise.race([once(child, 'message', { signal: over.signal }), ended]);
  over.abort();
  return answer as T;
}

async function serve<T>(order: ServerOrder, work: (url: string) => Promise<T>): Promise<T> {
  const child = start('./ingest-server.ts');
  try {
    const { url } = await answerOf<{ url: string }>(child, order);
    return await work(url);
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
  }
}

/** One load generator for all turns: it is warm when the second begins. */
async function withLoad<T>(work: (load: (order: LoadOrder) => Promise<LoadResult>) => Promise<T>): Promise<T> {
  const child = start('./ingest-load.ts');
  try {
    return await work((order) => answerOf<LoadResult>(child, order));
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const round = (value: number, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits;

interface Bars {
  64: number;
  256: number;
}
export interface IngestOptions {
  runs?: number;
  seconds?: number;
}

/** What several turns of one target came to. */
const together = (turns: readonly LoadResult[]) => ({
  perSecond: turns.reduce((sum, one) => sum + one.perSecond, 0) / turns.length,
  p99: Math.max(...turns.map((one) => one.p99)),
  others: turns.reduce((sum, one) => sum + one.others, 0),
});

/**
 * Webhooks accepted (verified, deduplicated, committed, 2xx) beside a server that only reads, verifies and answers. The
 * two take turns second by second, so that other load on the machine meets both; what counts is the median of the ratios.
 */
async function compare(name: string, order: ServerOrder, bars: Bars, { runs = 5, seconds = 4 }: IngestOptions): Promise<BenchRow[]> {
  return serve({ kind: 'bare' }, (bareUrl) =>
    serve(order, (url) =>
      withLoad(async (load) => {
        const rows: BenchRow[] = [];
        let most = 0;
        for (const connections of [64, 256] as const) {
          // Both are warm before anything counts.
          for (const target of [bareUrl, url]) await load({ url: target, connections, seconds: 1 });
          const pairs = [];
          for (let run = 0; run < runs; run++) {
            const [bare, hub]: [LoadResult[], LoadResult[]] = [[], []];
            for (let turn = 0; turn < seconds; turn++) {
              bare.push(await load({ url: bareUrl, connections, seconds: 1 }));
              hub.push(await load({ url, connections, seconds: 1 }));
            }
            pairs.push({ bare: together(bare), hub: together(hub) });
          }
          const ratios = pairs.map(({ bare, hub }) => hub.perSecond / bare.perSecond);
          const ratio = median(ratios);
          const speed = median(pairs.map(({ hub }) => hub.perSecond));
          most = connections === 64 ? speed : most;
          const others = pairs.reduce((sum, { hub }) => sum + hub.others, 0);
          rows.push(
            { case: `${name}, ${connections} connections: bare`, value: round(median(pairs.map(({ bare }) => bare.perSecond))), unit: 'req/s' },
            { case: `${name}, ${connections} connections: accepted`, value: round(speed), unit: 'req/s' },
            { case: `${name}, ${connections} connections: p99`, value: round(median(pairs.map(({ hub }) => hub.p99))), unit: 'ms' },
            { case: `${name}, ${connections} connections: not accepted`, value: others, unit: 'requests', bar: '0', pass: others === 0 },
            {
              case: `${name}, ${connections} connections: ratio (median of ${runs}; ${ratios.map((one) => one.toFixed(2)).join(' ')})`,
              value: round(ratio, 2),
              unit: '× bare',
              bar: `≥ ${bars[connections]}`,
              pass: ratio >= bars[connections],
            },
          );
        }
        const half = await load({ url, connections: 64, seconds: seconds * 2, rate: Math.floor(most / 2) });
        rows.push({ case: `${name}, at half of its maximum: p99`, value: round(half.p99), unit: 'ms', bar: '< 50 ms', pass: half.p99 < 50 });
        return rows;
      }),
    ),
  );
}

async function onPostgres(server: string, options: IngestOptions): Promise<BenchRow[]> {
  const { name: template } = await prepareTemplate();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query('select pg_advisory_lock(727304, 3)');
  await admin.query(`create database ${name} template ${template}`);
  await admin.query('select pg_advisory_unlock(727304, 3)');
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    return await compare('PostgreSQL', { kind: 'postgres', url: url.href }, { 64: 0.3, 256: 0.4 }, options);
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
}

async function onEmbedded(options: IngestOptions): Promise<BenchRow[]> {
  const server = process.env.TEST_DATABASE_URL;
  delete process.env.TEST_DATABASE_URL;
  const { folder: template } = await prepareTemplate();
  if (server) process.env.TEST_DATABASE_URL = server;
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  try {
    await cp(template, folder, { recursive: true });
    return await compare('PGlite', { kind: 'embedded', folder }, { 64: 0.15, 256: 0.15 }, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function ingest(options: IngestOptions = {}): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  const postgres = server ? await onPostgres(server, options) : [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }];
  return { name: 'ingest', rows: [...postgres, ...(await onEmbedded(options))] };
}
