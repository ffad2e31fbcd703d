import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { ensurePerson } from '#platform/access/people';
import { newApiKey } from '#platform/access/tokens';
import { insertWorkspace } from '#platform/access/workspaces';
import { rowsOf } from '#platform/database/database';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import type { Transaction } from '#sdk';
import { AS_STARTED } from '../e2e/as-started.ts';
import { campaignById } from '../integrations/email/store/campaigns.ts';
import { registry } from '../integrations/registry.ts';
import { parseConfig } from '../server/config.ts';
import { buildApp } from '../server/http/app.ts';
import { openHub } from '../server/open-hub.ts';
import type { BenchResult } from './bench.ts';

/** `CAMPAIGN_RECIPIENTS=1000 node bench/run.ts campaign` for a look at fewer. */
const RECIPIENTS = Number(process.env.CAMPAIGN_RECIPIENTS ?? 20_000);
const BAR_SHARE = 0.35;
const BAR_MB = 300;
/** What flat memory may grow by while the collector takes its time. */
const FLAT = 1.15;

const HTML = (name: string) =>
  `<h2>Spring</h2><p>Hi ${name}, look at <a href="https://acme.example/pricing?a=1">our prices</a>, at <a href="https://acme.example/team">us</a>, and at what is new.</p>${'<p>A paragraph as long as they are in such mails, so that it weighs what they weigh.</p>'.repeat(20)}`;

const script = (name: string) => [...AS_STARTED.flags, join(import.meta.dirname, name)];
/** Where mail goes to; until `end` is called. */
async function sinkServer(): Promise<{ port: number; end: () => void }> {
  const child = spawn(process.execPath, script('smtp-sink.ts'), { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { port: Number(line.toString()), end: () => void child.stdin.end() };
}
const bareRate = (port: number): number =>
  Number(
    execFileSync(process.execPath, [...script('bare-pool.ts'), String(port), String(RECIPIENTS)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  );

/** From when the audience was read until the last one was settled, by the ledger's own times: all of the work is in it. */
export async function secondsOf(tx: Transaction, campaignId: string): Promise<number> {
  const [row] = await rowsOf<{ seconds: number }>(
    tx,
    sql`select extract(epoch from max(r.settled_at) - min(c.started_at))::float as seconds from email_campaigns c
        join email_campaign_recipients r on r.workspace_id = c.workspace_id and r.campaign_id = c.id where c.id = ${campaignId}`,
  );
  return row?.seconds ?? 0;
}

/** A campaign on PostgreSQL, rendered, tracked, signed and ledgered for each reader, beside a pool that sends ready-made mails. */
export async function campaign(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'campaign', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const { port, end } = await sinkServer();
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  try {
    const floor = bareRate(port);
    const environment = {
      PATCHBAY_URL: 'http://127.0.0.1:8000',
      PATCHBAY_DATA_DIR: dataDir,
      PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
      PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
      DATABASE_URL: url.href,
      LOG_LEVEL: 'error',
    };
    const hub = await openHub(parseConfig(environment, registry), { integrations: registry });
    await hub.start(new Set(['api', 'worker']));
    const app = await buildApp(hub);
    const key = newApiKey();
    const workspaceId = await hub.database.system(async (tx) => {
      const { id: userId } = await ensurePerson(tx, { email: 'bench@example.test', name: 'Bench' });
      return insertWorkspace(tx, { name: 'Bench' }, { userId, name: 'Bench', email: 'bench@example.test' }, { value: key, createdBy: 'bench' });
    });
    await hub.database.workspace(workspaceId, (tx) =>
      tx.execute(sql`insert into contacts (workspace_id, id, first_name, last_name, primary_email)
        select ${workspaceId}::uuid, gen_random_uuid(), 'Jane' || n, 'Doe', 'p' || n || '@customer' || n % 500 || '.example' from generate_series(1, ${RECIPIENTS}::int) n`),
    );
    const call = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
      const answer = await app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${key}` },
        ...(body ? { payload: body } : {}),
      });
      if (answer.statusCode >= 400) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
      return answer.json() as T;
    };
    const { id: connectionId } = await call<{ id: string }>('POST', '/connections', {
      integration: 'email',
      provider: 'smtp',
      credentials: { host: '127.0.0.1', port, security: 'none', fromEmail: 'ada@acme.example' },
    });
    await call('POST', '/email/domains/acme.example/dkim', {});
    const segment = await call<{ id: string }>('POST', '/segments', { name: 'All', filter: { field: 'lastName', op: 'eq', value: 'Doe' } });
    const made = await call<{ id: string }>('POST', '/email/campaigns', {
      name: 'Bench',
      segmentId: segment.id,
      from: { connectionId },
      content: { subject: 'Spring, {{ contact.firstName }}', format: 'html', body: HTML('{{ contact.firstName | default: "there" }}') },
    });
    const idleMb = process.memoryUsage.rss() / 1024 / 1024;
    await call('POST', `/email/campaigns/${made.id}/schedule`, {});
    const memory: number[] = [];
    for (let state = ''; state !== 'finished'; ) {
      await wait(250);
      state = await hub.database.workspace(workspaceId, async (tx) => (await campaignById(tx, workspaceId, made.id)).state);
      if (state === 'sending') memory.push(process.memoryUsage.rss() / 1024 / 1024);
    }
    const mostMb = Math.max(...memory);
    // The first quarter warms up.
    const [second = [], last = []] = [memory.slice(memory.length >> 2, memory.length >> 1), memory.slice((memory.length * 3) >> 2)];
    const grown = Math.max(...last) / Math.max(...second);
    const seconds = await hub.database.workspace(workspaceId, (tx) => secondsOf(tx, made.id));
    const proof = await call<{ accepted: number; skipped: number; repeated: number }>('GET', `/email/campaigns/${made.id}/verify`);
    await app.close();
    await hub.close();
    const rate = RECIPIENTS / seconds;
    return {
      name: 'campaign',
      rows: [
        { case: 'bare pool, ready-made messages, DKIM', value: floor, unit: 'mails/s' },
        { case: 'campaign: rendered, tracked, signed, ledgered', value: rate, unit: 'mails/s' },
        { case: 'share of the bare pool', value: rate / floor, unit: '×', bar: `at least ${BAR_SHARE}`, pass: rate / floor >= BAR_SHARE },
        { case: 'memory before it begins', value: idleMb, unit: 'MB' },
        { case: 'most memory', value: mostMb, unit: 'MB', bar: `under ${BAR_MB}`, pass: mostMb < BAR_MB },
        { case: 'last quarter beside the second', value: grown, unit: '×', bar: `at most ${FLAT}`, pass: grown <= FLAT },
        {
          case: 'accepted, by the ledger',
          value: proof.accepted,
          unit: 'of the audience',
          pass: proof.accepted === RECIPIENTS && proof.skipped + proof.repeated === 0,
        },
      ],
    };
  } finally {
    end();
    await dropDatabase(admin, name);
    await admin.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}
