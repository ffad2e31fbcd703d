import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { ImapFlow } from 'imapflow';
import pg from 'pg';
import PostalMime from 'postal-mime';
import { uuidv7 } from 'uuidv7';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { type Actor, type ConnectionId, systemClock, type WorkspaceId } from '#sdk';
import email from '../integrations/email/index.ts';
import { parseConfig } from '../server/config.ts';
import { openHub } from '../server/open-hub.ts';
import type { BenchResult, BenchRow } from './bench.ts';

const [host = '', port = ''] = (process.env.PATCHBAY_DOVECOT ?? '').split(':');
const folder = process.env.PATCHBAY_DOVECOT_DIR ?? '';
const MAILS = Number(process.env.MAILBOX_MAILS ?? 10_000);
const IDLE_MAILS = Number(process.env.MAILBOX_IDLE_MAILS ?? 20_000);
const BAR_SHARE = 0.4;
const BAR_MB = 450;
const SYSTEM: Actor = { kind: 'system', reason: 'bench' };
const run = promisify(execFile);

/** Correspondence as a salesperson has it: threads, newsletters, HTML, an attachment now and then. */
function mailOf(n: number, user: string): string {
  const jane = `jane${n % 800}@customer${n % 120}.example`;
  const mine = n % 3 === 0;
  const boundary = `b${n}`;
  const text = `Hello,\r\n\r\nthis is mail ${n}. ${'Words about a matter that goes on. '.repeat(10)}\r\n\r\nOn Mon, 5 Jan 2026 at 10:00, Somebody wrote:\r\n> ${'quoted '.repeat(40)}\r\n`;
  const parts = [
    `--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`,
    `--${boundary}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>${text.replaceAll('\r\n', '<br>')}</p>`,
    ...(n % 10 === 0
      ? [
          `--${boundary}\r\nContent-Type: application/pdf; name=offer.pdf\r\nContent-Disposition: attachment; filename=offer${n}.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(6000, n % 256).toString('base64')}`,
        ]
      : []),
  ];
  const headers = [
    `From: ${mine ? user : `Jane ${n % 800} <${jane}>`}`,
    `To: ${mine ? jane : user}`,
    `Subject: ${n % 5 === 0 ? '' : 'Re: '}Matter ${Math.floor(n / 5)}`,
    `Date: ${new Date(Date.now() - (MAILS - n) * 60_000).toUTCString()}`,
    `Message-ID: <${n}.${user}>`,
    ...(n % 5 === 0 ? [] : [`References: <${n - (n % 5)}.${user}>`]),
    ...(n % 13 === 0 ? ['List-Unsubscribe: <https://x.example>'] : []),
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary=${boundary}`,
  ];
  return `${headers.join('\r\n')}\r\n\r\n${parts.join('\r\n')}\r\n--${boundary}--\r\n`;
}
async function fill(user: string, from: number, to: number): Promise<void> {
  const maildir = join(folder, 'mail', user, 'Maildir');
  for (const each of ['cur', 'new', 'tmp']) await mkdir(join(maildir, each), { recursive: true });
  for (let n = from; n < to; n++) await writeFile(join(maildir, 'cur', `${1_700_000_000 + n}.M${n}P1.h:2,S`), mailOf(n, user));
  await run('chown', ['-R', 'mail:mail', join(folder, 'mail', user)]);
}
const line = (user: string) =>
  new ImapFlow({ host, port: Number(port), secure: false, doSTARTTLS: false, auth: { user, pass: 'pass' }, logger: false, disableAutoIdle: true });

/** The two libraries alone: fetched and parsed, nothing kept. */
async function alone(user: string): Promise<number> {
  const client = line(user);
  await client.connect();
  await client.mailboxOpen('INBOX', { readOnly: true });
  const start = performance.now();
  let count = 0;
  for await (const { source } of client.fetch('1:*', { uid: true, source: true })) {
    if (source) await PostalMime.parse(source);
    count++;
  }
  const rate = (count / (performance.now() - start)) * 1000;
  await client.logout();
  return rate;
}

async function withHub<T>(
  work: (world: {
    connect(user: string): Promise<ConnectionId>;
    read(id: ConnectionId): Promise<void>;
    workspaceId: WorkspaceId;
    hub: Awaited<ReturnType<typeof openHub>>;
  }) => Promise<T>,
): Promise<T> {
  const server = process.env.TEST_DATABASE_URL ?? '';
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const address = new URL(server);
  address.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const database = createDatabase(await openPostgres({ url: address.href, poolSize: 10 }));
  await database.rolesReady();
  const environment = {
    PATCHBAY_URL: 'http://127.0.0.1:8000',
    PATCHBAY_DATA_DIR: dataDir,
    PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
    PATCHBAY_ALLOW_PRIVATE_HOSTS: host,
    LOG_LEVEL: 'error',
  };
  const hub = await openHub(parseConfig(environment, [email]), { integrations: [email], database, clock: systemClock });
  const workspaceId = uuidv7() as WorkspaceId;
  await database.system((tx) => tx.execute(sql`insert into workspaces (id, name, slug) values (${workspaceId}, 'Bench', ${workspaceId})`));
  await hub.start(new Set(['api', 'worker']));
  const read = async (id: ConnectionId) => {
    await hub.sync.request(workspaceId, id);
    await hub.tasks.lookNow();
    for (;;) {
      const all = await hub.sync.list(workspaceId, id);
      const failed = all.find(({ state }) => state === 'failed');
      if (failed) throw new Error(failed.lastError ?? 'failed');
      if (all.length > 0 && all.every(({ state }) => state === 'up_to_date')) return;
      // Seldom: asking is work for the database that is measured.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  try {
    return await work({
      hub,
      workspaceId,
      read,
      async connect(user) {
        const { id } = await hub.connections.addWithCredentials({
          workspaceId,
          actor: SYSTEM,
          integration: 'email',
          provider: 'imap',
          credentials: { email: user, password: 'pass', imapHost: host, imapPort: Number(port), imapSecurity: 'none' },
        });
        return id as ConnectionId;
      },
    });
  } finally {
    await hub.close();
    await database.close().catch(() => undefined);
    await rm(dataDir, { recursive: true, force: true });
    await dropDatabase(admin, name);
    await admin.end();
  }
}
const userOf = (what: string) => `${what}-${uuidv7()}@acme.example`;
const megabytes = () => Math.round(process.memoryUsage.rss() / 1024 / 1024);

/** From a real server to committed activities, beside the libraries alone. */
export async function mailbox(): Promise<BenchResult> {
  if (!host || !process.env.TEST_DATABASE_URL) return { name: 'mailbox', rows: [] };
  const user = userOf('bench');
  await fill(user, 0, MAILS);
  const base = await alone(user);
  const rows = await withHub(async ({ connect, read, hub, workspaceId }): Promise<BenchRow[]> => {
    let early = 0;
    let peak = 0;
    const id = await connect(user);
    const start = performance.now();
    const watch = setInterval(() => {
      peak = Math.max(peak, megabytes());
      void hub.sync.list(workspaceId, id).then((all) => {
        if (early === 0 && (all.find(({ name }) => name === 'INBOX')?.seen ?? 0) >= MAILS / 5) early = megabytes();
      });
    }, 200);
    await read(id);
    clearInterval(watch);
    const rate = (MAILS / (performance.now() - start)) * 1000;
    const label = `${MAILS.toLocaleString('en')} mixed mails`;
    return [
      { case: `fetch and parse alone, ${label}`, value: base, unit: '/s' },
      { case: `to committed activities, ${label}`, value: rate, unit: '/s' },
      { case: 'share of the libraries alone', value: rate / base, unit: '×', bar: `≥ ${BAR_SHARE}`, pass: rate / base >= BAR_SHARE },
      { case: 'memory of the process, peak', value: peak, unit: 'MB', bar: `< ${BAR_MB}`, pass: peak < BAR_MB },
      { case: 'memory from a fifth to the end', value: megabytes() - early, unit: 'MB', bar: '≤ 80', pass: megabytes() - early <= 80 },
    ];
  });
  return { name: 'mailbox', rows };
}

/** A look at a large mailbox in which nothing happened, and how long a new mail takes to whoever listens. */
export async function mailboxIdle(): Promise<BenchResult> {
  if (!host || !process.env.TEST_DATABASE_URL) return { name: 'mailbox-idle', rows: [] };
  const user = userOf('idle');
  await fill(user, 0, IDLE_MAILS);
  const rows = await withHub(async ({ connect, read, hub, workspaceId }): Promise<BenchRow[]> => {
    const id = await connect(user);
    await read(id);
    const cycles: number[] = [];
    for (let n = 0; n < 10; n++) {
      const start = performance.now();
      await read(id);
      cycles.push(performance.now() - start);
    }
    const heard: number[] = [];
    let sentAt = 0;
    const end = await hub.events.subscribe({ workspaceId, mayTransmit: () => true }, (message) => {
      if (message.kind === 'event' && message.event.type === 'activity.created' && sentAt > 0) {
        heard.push(performance.now() - sentAt);
        sentAt = 0;
      }
    });
    // The line to the inbox is open soon after the first look.
    await new Promise((resolve) => setTimeout(resolve, 7000));
    const second = line(user);
    await second.connect();
    for (let n = 0; n < 20; n++) {
      sentAt = performance.now();
      await second.append('INBOX', mailOf(IDLE_MAILS + n * 3 + 1, user).replace(/List-Unsubscribe.*\r\n/, ''), []);
      for (let waits = 0; sentAt > 0 && waits < 500; waits++) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await second.logout();
    end();
    const cycle = cycles.sort((a, b) => a - b)[5] ?? 0;
    const p95 = heard.sort((a, b) => a - b)[Math.floor(heard.length * 0.95)] ?? Number.POSITIVE_INFINITY;
    return [
      { case: `no-change cycle over ${IDLE_MAILS.toLocaleString('en')} mails, all folders`, value: cycle, unit: 'ms', bar: '< 500', pass: cycle < 500 },
      { case: 'new mail to the live stream, p95 of 20', value: p95, unit: 'ms', bar: '< 2000', pass: heard.length === 20 && p95 < 2000 },
    ];
  });
  return { name: 'mailbox-idle', rows };
}
