import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { createDatabase, type Database, rowsOf } from '#platform/database/database';
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
/** The same history in so many orders, each in a workspace of its own. */
const PERMUTATIONS = 20;
const PERMUTED = Math.min(4_000, EVENTS);
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

/** Four things happen to each mail; three in ten are told twice. All in an order of its own for each seed. */
function history(count: number, account: string, seed: number): { events: unknown[]; mails: number } {
  const random = chance(seed);
  const mails = Math.ceil(count / (1 + DUPLICATES) / 4);
  const events: { order: number; event: unknown }[] = [];
  const push = (event: unknown) => events.push({ order: random(), event });
  for (let mail = 0; mail < mails; mail++) {
    const bounced = mail % 20 === 0;
    // Of some that came back a server says afterwards that it took them.
    const kinds = ['processed', 'deferred', bounced ? 'bounce' : 'delivered', bounced ? (mail % 40 === 0 ? 'delivered' : 'dropped') : 'open'];
    kinds.forEach((event, step) => {
      const one = {
        event,
        email: `p${mail}@house${mail % 997}.example`,
        timestamp: 1_795_700_000 + step * 60,
        sg_event_id: `${account}-${mail}-${step}`,
        pb_mid: `m${mail}@acme.example`,
        pb_acc: account,
        ...(event === 'bounce' ? { reason: '550 5.1.1 User unknown', status: '5.1.1', type: 'bounce' } : {}),
      };
      push(one);
      if (random() < DUPLICATES) push(one);
    });
  }
  return { events: events.toSorted((a, b) => a.order - b.order).map(({ event }) => event), mails };
}

/** Everything that was folded, and who is not written to by it. */
async function digestOf(database: Database, workspaceId: WorkspaceId, account: string): Promise<string> {
  const [row] = await database.workspace(workspaceId, (tx) =>
    rowsOf<{ digest: string }>(
      tx,
      sql`select md5(replace(
            coalesce((select string_agg(concat_ws(' ', message_id, address, state, bounce_kind, bounce_reason, is_disputed, is_complained, first_at, fold), E'\\n' order by message_id, address)
                      from email_deliveries), '') ||
            coalesce((select string_agg(concat_ws(' ', address, reason, scope, since, expires_at, lifted_at is null), E'\\n' order by address, reason)
                      from email_suppressions), ''), ${account}, '')) as digest`,
    ),
  );
  return row?.digest ?? '';
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
    const addWorkspace = async (account: string): Promise<WorkspaceId> => {
      const workspaceId = crypto.randomUUID() as WorkspaceId;
      const connectionId = crypto.randomUUID();
      await database.systemQuery({ text: 'insert into workspaces (id, name, slug) values ($1, $2, $3)', values: [workspaceId, 'Bench', workspaceId] });
      await database.workspace(workspaceId, (tx) =>
        tx.execute(sql`insert into connections (workspace_id, id, integration, provider, label, external_id, status)
          values (${workspaceId}, ${connectionId}, 'email', 'sendgrid', 'Bench', ${account}, 'active')`),
      );
      await database.systemQuery({
        text: "insert into connection_routes (workspace_id, id, integration, provider, external_id, status) values ($1, $2, 'email', 'sendgrid', $3, 'active')",
        values: [workspaceId, connectionId, account],
      });
      return workspaceId;
    };
    const scheme = email.webhooks.find(({ provider }) => provider === 'sendgrid')?.scheme;
    if (!scheme) throw new Error('no scheme');
    const signed = async (events: readonly unknown[]) => {
      const posts = [];
      for (let start = 0; start < events.length; start += PER_POST) {
        const body = `${JSON.stringify(events.slice(start, start + PER_POST))}\r\n`;
        const request = { method: 'POST' as const, url: PATH, headers: { 'content-type': 'application/json' }, body };
        posts.push(await sign(scheme, request, { secrets: [new Secret(privateKey)] }, new Date()));
      }
      return posts;
    };
    const waiting = async () => {
      const [row] = await database.system((tx) =>
        rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from webhook_inbox where state in ('received', 'failed')`),
      );
      return row?.n ?? 0;
    };
    /** Answers when the last one was received, and when the last mail was folded. */
    const tell = async (posts: Awaited<ReturnType<typeof signed>>) => {
      const begun = performance.now();
      const queue = [...posts];
      const post = async () => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          const answer = await app.inject({ method: 'POST', url: PATH, headers: next.headers as Record<string, string>, payload: next.rawBody });
          if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, post));
      const received = (performance.now() - begun) / 1000;
      while ((await waiting()) > 0) await hub.inbox.drain();
      return { received, folded: (performance.now() - begun) / 1000 };
    };
    const workspaceId = await addWorkspace('sg-bench');
    const { events, mails } = history(EVENTS, 'sg-bench', 7);
    const { received, folded } = await tell(await signed(events));
    const states = await database.workspace(workspaceId, (tx) =>
      rowsOf<{ state: string; n: number }>(tx, sql`select state, count(*)::int as n from email_deliveries group by state`),
    );
    const of = (state: string) => states.find((row) => row.state === state)?.n ?? 0;
    const refused = Math.ceil(mails / 20);
    const digests = new Set<string>();
    for (let permutation = 0; permutation < PERMUTATIONS; permutation++) {
      const account = `sg-order-${permutation}`;
      const own = await addWorkspace(account);
      await tell(await signed(history(PERMUTED, account, 100 + permutation).events));
      digests.add(await digestOf(database, own, account));
    }
    await app.close();
    await hub.close();
    const rate = events.length / folded;
    return {
      name: 'email-events',
      rows: [
        {
          case: `${events.length.toLocaleString('en')} signed events, shuffled, received`,
          value: Math.round(events.length / received),
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
        {
          case: `states of ${PERMUTED.toLocaleString('en')} events in ${PERMUTATIONS} orders`,
          value: digests.size,
          unit: 'different',
          bar: '1',
          pass: digests.size === 1,
        },
      ],
    };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}
