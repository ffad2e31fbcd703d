import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { ensurePerson } from '#platform/access/people';
import { newApiKey } from '#platform/access/tokens';
import { insertWorkspace } from '#platform/access/workspaces';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { registry } from '../integrations/registry.ts';
import { parseConfig } from '../server/config.ts';
import { buildApp } from '../server/http/app.ts';
import { openHub } from '../server/open-hub.ts';
import type { BenchResult } from './bench.ts';

/** `CAMPAIGN_RECIPIENTS=1000 node bench/run.ts campaign` for a look at fewer. */
const RECIPIENTS = Number(process.env.CAMPAIGN_RECIPIENTS ?? 20_000);
const BAR_SHARE = 0.35;
const BAR_MB = 300;

/** A server that takes everything and keeps nothing, in a thread of its own. */
const SINK = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const server = createServer((socket) => {
  let inData = false, rest = '';
  socket.on('error', () => {});
  socket.write('220 sink\\r\\n');
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (;;) {
      if (inData) {
        const end = rest.indexOf('\\r\\n.\\r\\n');
        if (end < 0) { rest = rest.slice(-4); return; }
        rest = rest.slice(end + 5); inData = false; socket.write('250 2.0.0 Ok: queued as Q1\\r\\n');
      } else {
        const end = rest.indexOf('\\r\\n');
        if (end < 0) return;
        const line = rest.slice(0, end).toUpperCase(); rest = rest.slice(end + 2);
        if (line.startsWith('EHLO')) socket.write('250-sink\\r\\n250 8BITMIME\\r\\n');
        else if (line === 'DATA') { inData = true; socket.write('354 go\\r\\n'); }
        else if (line === 'QUIT') { socket.end('221 bye\\r\\n'); return; }
        else socket.write('250 2.1.0 Ok\\r\\n');
      }
    }
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

const HTML = (name: string) =>
  `<h2>Spring</h2><p>Hi ${name}, look at <a href="https://acme.example/pricing?a=1">our prices</a>, at <a href="https://acme.example/team">us</a>, and at what is new.</p>${'<p>A paragraph as long as they are in such mails, so that it weighs what they weigh.</p>'.repeat(20)}`;

/** What a pool sends when it has nothing else to do: ready-made messages, signed. */
async function bare(port: number): Promise<number> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const pool = createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: 5,
    maxMessages: Number.POSITIVE_INFINITY,
    dkim: { domainName: 'acme.example', keySelector: 'pb', privateKey },
  });
  const begun = performance.now();
  const queue = Array.from({ length: RECIPIENTS }, (_, n) => n);
  const line = async () => {
    for (let n = queue.pop(); n !== undefined; n = queue.pop())
      await pool.sendMail({ from: 'ada@acme.example', to: `p${n}@customer${n % 500}.example`, subject: 'Spring', html: HTML('Jane'), text: 'Hi Jane' });
  };
  await Promise.all(Array.from({ length: 20 }, line));
  const seconds = (performance.now() - begun) / 1000;
  pool.close();
  return RECIPIENTS / seconds;
}

/** A campaign on PostgreSQL, rendered, tracked, signed and ledgered for each reader, beside a pool that sends ready-made mails. */
export async function campaign(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'campaign', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const sink = new Worker(SINK, { eval: true });
  const port = await new Promise<number>((resolve) => sink.once('message', resolve));
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  try {
    const floor = await bare(port);
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
    const db = new pg.Client(url.href);
    await db.connect();
    await db.query(
      `insert into contacts (workspace_id, id, first_name, last_name, primary_email) select $1, gen_random_uuid(), 'Jane' || n, 'Doe', 'p' || n || '@customer' || n % 500 || '.example' from generate_series(1, $2::int) n`,
      [workspaceId, RECIPIENTS],
    );
    await db.query('analyze contacts');
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
    await call('POST', `/email/campaigns/${made.id}/schedule`, {});
    let [first, last, mostMb] = [0, 0, 0];
    for (let state = ''; state !== 'finished'; ) {
      await wait(100);
      const [row] = (
        await db.query(
          `select (select state from email_campaigns where id = $1) as state, count(*) filter (where state = 'accepted')::int as done from email_campaign_recipients where campaign_id = $1`,
          [made.id],
        )
      ).rows as { state: string; done: number }[];
      state = row?.state ?? '';
      mostMb = Math.max(mostMb, process.memoryUsage().rss / 1024 / 1024);
      if (first === 0 && (row?.done ?? 0) > 0) first = performance.now();
      if ((row?.done ?? 0) < RECIPIENTS) last = performance.now();
    }
    const proof = await call<{ accepted: number; skipped: number; repeated: number }>('GET', `/email/campaigns/${made.id}/verify`);
    await db.end();
    await app.close();
    await hub.close();
    const rate = RECIPIENTS / ((last - first) / 1000);
    return {
      name: 'campaign',
      rows: [
        { case: 'bare pool, ready-made messages, DKIM', value: floor, unit: 'mails/s' },
        { case: 'campaign: rendered, tracked, signed, ledgered', value: rate, unit: 'mails/s' },
        { case: 'share of the bare pool', value: rate / floor, unit: '×', bar: `at least ${BAR_SHARE}`, pass: rate / floor >= BAR_SHARE },
        { case: 'most memory', value: mostMb, unit: 'MB', bar: `under ${BAR_MB}`, pass: mostMb < BAR_MB },
        {
          case: 'accepted, by the ledger',
          value: proof.accepted,
          unit: 'of the audience',
          pass: proof.accepted === RECIPIENTS && proof.skipped + proof.repeated === 0,
        },
      ],
    };
  } finally {
    await sink.terminate();
    await dropDatabase(admin, name);
    await admin.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}
