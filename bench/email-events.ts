import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { createDatabase, rowsOf } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { sign } from '#platform/inbox/verification/index';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { Secret, systemClock, type WorkspaceId } from '#sdk';
import email from '../integrations/email/index.ts';
import { parseConfig } from '../server/config.ts';
import { buildApp } from '../server/http/app.ts';
import { openHub } from '../server/open-hub.ts';
import { sendgridKeyOf } from '../twins/sendgrid/signature.ts';
import type { BenchResult } from './bench.ts';

const EVENTS = Number(process.env.EMAIL_EVENTS ?? 100_000);
const DUPLICATES = 0.3;
const PER_POST = 500;
const IN_FLIGHT = 8;
const BAR = 2_000;
const PATH = '/integrations/email/webhooks/sendgrid';
const SECRET = 'bench';

/** The same chance every time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Four things happen to each mail; three in ten are told twice, all in a random order. */
function history(): { events: unknown[]; mails: number } {
  const random = chance(7);
  const mails = Math.ceil(EVENTS / (1 + DUPLICATES) / 4);
  const events: { order: number; event: unknown }[] = [];
  const push = (event: unknown) => events.push({ order: random(), event });
  for (let mail = 0; mail < mails; mail++) {
    const bounced = mail % 20 === 0;
    const kinds = ['processed', 'deferred', bounced ? 'bounce' : 'delivered', bounced ? 'dropped' : 'open'];
    kinds.forEach((event, step) => {
      const one = {
        event,
        email: `p${mail}@house${mail % 997}.example`,
        timestamp: 1_795_700_000 + step * 60,
        sg_event_id: `e-${mail}-${step}`,
        pb_mid: `m${mail}@acme.example`,
        pb_acc: 'sg-bench',
        ...(event === 'bounce' ? { reason: '550 5.1.1 User unknown', status: '5.1.1', type: 'bounce' } : {}),
      };
      push(one);
      if (random() < DUPLICATES) push(one);
    });
  }
  return { events: events.toSorted((a, b) => a.order - b.order).map(({ event }) => event), mails };
}

/** Signed posts to the real route, through the inbox, to the last folded mail. */
export async function emailEvents(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'email-events', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  try {
    const { privateKey, publicKey } = sendgridKeyOf(SECRET);
    const config = parseConfig(
      {
        PATCHBAY_URL: 'http://127.0.0.1:1',
        PATCHBAY_DATA_DIR: dataDir,
        PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
        LOG_LEVEL: 'error',
        SENDGRID_WEBHOOK_PUBLIC_KEY: publicKey,
      },
      [email],
    );
    const database = createDatabase(await openPostgres({ url: url.href, poolSize: 12 }));
    await database.rolesReady();
    const hub = await openHub({ ...config, clockUrl: undefined }, { integrations: [email], database, clock: systemClock });
    await hub.start(new Set(['api', 'worker']));
    const app = await buildApp(hub);
    const workspaceId = crypto.randomUUID() as WorkspaceId;
    await database.systemQuery({ text: 'insert into workspaces (id, name, slug) values ($1, $2, $3)', values: [workspaceId, 'Bench', workspaceId] });
    const connectionId = crypto.randomUUID();
    await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`insert into connections (workspace_id, id, integration, provider, label, external_id, status)
        values (${workspaceId}, ${connectionId}, 'email', 'sendgrid', 'Bench', 'sg-bench', 'active')`),
    );
    await database.systemQuery({
      text: "insert into connection_routes (workspace_id, id, integration, provider, external_id, status) values ($1, $2, 'email', 'sendgrid', 'sg-bench', 'active')",
      values: [workspaceId, connectionId],
    });
    const { events, mails } = history();
    const scheme = email.webhooks.find(({ provider }) => provider === 'sendgrid')?.scheme;
    if (!scheme) throw new Error('no scheme');
    const posts = [];
    for (let start = 0; start < events.length; start += PER_POST) {
      const body = `${JSON.stringify(events.slice(start, start + PER_POST))}\r\n`;
      posts.push(
        await sign(
          scheme,
          { method: 'POST', url: PATH, headers: { 'content-type': 'application/json' }, body },
          { secrets: [new Secret(privateKey)] },
          new Date(),
        ),
      );
    }
    const begun = performance.now();
    const queue = [...posts];
    const post = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const answer = await app.inject({ method: 'POST', url: PATH, headers: next.headers as Record<string, string>, payload: next.rawBody });
        if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, post));
    const received = performance.now();
    const waiting = async () => {
      const [row] = await database.system((tx) =>
        rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from webhook_inbox where state in ('received', 'failed')`),
      );
      return row?.n ?? 0;
    };
    while ((await waiting()) > 0) await hub.inbox.drain();
    const seconds = (performance.now() - begun) / 1000;
    const states = await database.workspace(workspaceId, (tx) =>
      rowsOf<{ state: string; n: number }>(tx, sql`select state, count(*)::int as n from email_deliveries group by state`),
    );
    const of = (state: string) => states.find((row) => row.state === state)?.n ?? 0;
    const refused = Math.ceil(mails / 20);
    await app.close();
    await hub.close();
    const rate = events.length / seconds;
    return {
      name: 'email-events',
      rows: [
        {
          case: `${events.length.toLocaleString('en')} signed events, shuffled, received`,
          value: Math.round(events.length / ((received - begun) / 1000)),
          unit: 'events/s',
        },
        { case: 'to their final state', value: Math.round(rate), unit: 'events/s', bar: `≥ ${BAR}`, pass: rate >= BAR },
        {
          case: 'mails in the wrong state',
          value: Math.abs(of('hard_bounced') - refused) + Math.abs(of('delivered') - (mails - refused)),
          unit: `of ${mails}`,
          bar: '0',
          pass: of('hard_bounced') === refused && of('delivered') === mails - refused,
        },
      ],
    };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}
