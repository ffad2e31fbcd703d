import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { testingOauthServer } from '#platform/connections/testing-oauth-server';
import { testingRoom } from '#platform/connections/testing-room';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import type { ConnectionId, WorkspaceId } from '#sdk';
import type { BenchResult } from './bench.ts';
import type { StormOrder, StormReport } from './refresh-storm-worker.ts';

const PROCESSES = 8;
const CALLERS = 1000;
const ROUNDS = 3;
/** How long the token endpoint takes to answer: long enough that all callers are there before it does. */
const ANSWER_MS = 200;

const BEGIN = new Date('2026-01-01T00:00:00Z');
const EXPIRED = new Date('2026-01-01T02:00:00Z');

/** Connects one account to the local server and gives its connection. */
async function connectAccount(databaseUrl: string, server: Awaited<ReturnType<typeof testingOauthServer>>) {
  const database = createDatabase(await openPostgres({ url: databaseUrl }));
  await database.rolesReady();
  const workspaceId = uuidv7() as WorkspaceId;
  await database.system((tx) => tx.execute(sql`insert into workspaces (id, name, slug) values (${workspaceId}, 'Storm', ${workspaceId})`));
  const room = testingRoom({ database, clock: { now: () => BEGIN }, origin: server.origin });
  const actor = { kind: 'system', reason: 'bench' } as const;
  const begun = await room.connections.begin({ workspaceId, actor, integration: 'chat', provider: 'acme' });
  const done = await room.connections.complete({ integration: 'chat', ...server.consent(begun.authorizeUrl, uuidv7()) });
  await room.close();
  await database.close();
  if (done.error) throw done.error;
  return { workspaceId, connectionId: done.row.id as ConnectionId };
}

async function storm(databaseUrl: string) {
  const server = await testingOauthServer();
  const children: ChildProcess[] = [];
  try {
    const connection = await connectAccount(databaseUrl, server);
    Object.assign(server.state, { tokenRequests: [], mostAtOnce: 0, delayMs: ANSWER_MS });
    for (let i = 0; i < PROCESSES; i++)
      children.push(fork(new URL('./refresh-storm-worker.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
    await Promise.all(children.map((child) => once(child, 'message')));
    const order: StormOrder = {
      ...connection,
      databaseUrl,
      origin: server.origin,
      callers: CALLERS / PROCESSES,
      startAt: Date.now() + 2000,
      now: EXPIRED.toISOString(),
    };
    const reports = await Promise.all(
      children.map(async (child) => {
        const told = once(child, 'message') as Promise<[StormReport]>;
        const ended = once(child, 'exit');
        child.send(order);
        const [report] = await told;
        await ended;
        return report;
      }),
    );
    return {
      requests: server.state.tokenRequests.length,
      atOnce: server.state.mostAtOnce,
      tokens: new Set(reports.flatMap((report) => report.tokens)).size,
      failed: reports.flatMap((report) => report.failed),
      slowestMs: Math.max(...reports.map((report) => report.slowestMs)),
    };
  } finally {
    for (const child of children) child.kill();
    await server.close();
  }
}

/** A thousand callers in eight processes meet an expired token on PostgreSQL. */
export async function refreshStorm(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'refresh-storm', rows: [{ case: 'skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const template = await prepareTemplate();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${name} template ${template.name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    const rounds: Awaited<ReturnType<typeof storm>>[] = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push(await storm(url.href));
    const most = (pick: (round: (typeof rounds)[number]) => number) => Math.max(...rounds.map(pick));
    const failed = rounds.flatMap((round) => round.failed);
    if (failed[0]) console.error(`refresh-storm: ${failed.length} callers failed, the first with ${failed[0]}`);
    const of = `${CALLERS} callers, ${PROCESSES} processes, worst of ${ROUNDS}`;
    return {
      name: 'refresh-storm',
      rows: [
        {
          case: `${of}: token requests`,
          value: most((round) => round.requests),
          unit: 'requests',
          bar: 'exactly 1',
          pass: rounds.every((round) => round.requests === 1),
        },
        {
          case: `${of}: different tokens handed out`,
          value: most((round) => round.tokens),
          unit: 'tokens',
          bar: '1',
          pass: rounds.every((round) => round.tokens === 1),
        },
        { case: `${of}: callers without a token`, value: failed.length, unit: 'callers', bar: '0', pass: failed.length === 0 },
        { case: `${of}: last caller served, the endpoint taking ${ANSWER_MS} ms`, value: Math.round(most((round) => round.slowestMs)), unit: 'ms' },
      ],
    };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
}

if (import.meta.main) console.table((await refreshStorm()).rows);
