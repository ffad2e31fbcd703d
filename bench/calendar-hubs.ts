import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { answers, freePort, Victim } from '../e2e/processes.ts';
import { registry } from '../integrations/registry.ts';
import { twinControl } from '../server/testing/twin-control.ts';
import { twinEnvironment } from '../server/twins-process.ts';

export interface Answer<T> {
  status: number;
  body: T;
  ms: number;
}
export interface CalendarHubs {
  urls: readonly string[];
  twins: ReturnType<typeof twinControl>;
  twinsUrl: string;
  /** Keys enough that no allowance of one key is what is measured. */
  keys: readonly string[];
  call<T>(hub: number, key: number, method: string, path: string, body?: unknown): Promise<Answer<T>>;
  connect(account: string): Promise<string>;
  /** Megabytes that a hub holds at this moment; undefined where the system does not tell. */
  residentMb(hub: number): number | undefined;
  /** Of the database, for rows that no provider could give so fast. */
  database: string;
  close(): Promise<void>;
}

/** Whole hubs on one PostgreSQL, and the twins, each a process of its own. */
export async function calendarHubs(processes: number, keyCount = 4): Promise<CalendarHubs> {
  const adminUrl = process.env.TEST_DATABASE_URL;
  if (!adminUrl) throw new Error('TEST_DATABASE_URL names a PostgreSQL where this bench may make a database.');
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const template = await prepareTemplate();
  const name = `bench_calendar_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name} template ${template.name}`);
  const database = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  const twinsPort = await freePort();
  const twinsUrl = `http://127.0.0.1:${twinsPort}`;
  const ports = await Promise.all(Array.from({ length: processes }, freePort));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const apiKey = `pb_${randomBytes(24).toString('base64url')}`;
  const twinsProcess = new Victim('twins', ['twins/main.ts', '--port', String(twinsPort)], {}, answers(`${twinsUrl}/_twins/clock`));
  const hubs = ports.map(
    (port, index) =>
      new Victim(
        `hub-${index}`,
        ['bin/patchbay.js', 'start', '--role', index === 0 ? 'all' : 'api'],
        {
          ...(twinEnvironment(registry, twinsUrl) as Record<string, string>),
          PORT: String(port),
          PATCHBAY_URL: urls[0] ?? '',
          PATCHBAY_API_KEY: apiKey,
          PATCHBAY_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
          PATCHBAY_DATA_DIR: join(dataDir, `hub-${index}`),
          DATABASE_URL: database,
          LOG_LEVEL: 'error',
        },
        answers(`${urls[index]}/readyz`),
      ),
  );
  await twinsProcess.start();
  for (const hub of hubs) await hub.start();
  const twins = twinControl(twinsUrl);
  await twins.webhookTarget('google', { url: `${urls[0]}/integrations/calendar/webhooks/google` });
  await twins.act('google', { verb: 'quota.set', limit: 1_000_000 });
  const keys = [apiKey];
  const call: CalendarHubs['call'] = async (hub, key, method, path, body) => {
    const started = performance.now();
    const response = await fetch(`${urls[hub % urls.length]}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${keys[key % keys.length]}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as never, ms: performance.now() - started };
  };
  while (keys.length < keyCount) keys.push((await call<{ key: string }>(0, 0, 'POST', '/api-keys', { name: `Bench ${keys.length}`, scopes: ['*'] })).body.key);
  return {
    urls,
    twins,
    twinsUrl,
    keys,
    database,
    call,
    residentMb(hub) {
      try {
        return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hubs[hub]?.pid}/status`, 'utf8'))?.[1]) / 1024;
      } catch {
        return undefined;
      }
    },
    async connect(account) {
      const begun = await call<{ authorizeUrl: string }>(0, 0, 'POST', '/connections/authorize', { integration: 'calendar', provider: 'google' });
      const { redirectUrl } = await twins.consent('google', { authorizeUrl: begun.body.authorizeUrl, account });
      const back = await fetch(redirectUrl, { headers: { accept: 'application/json' } });
      return ((await back.json()) as { connection: { id: string } }).connection.id;
    },
    async close() {
      for (const each of [...hubs, twinsProcess]) await each.kill('SIGTERM');
      await dropDatabase(admin, name);
      await admin.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Monday after next at nine, so that it is a working day from whenever the bench runs. */
export function workingMonday(): Date {
  const at = new Date();
  at.setUTCDate(at.getUTCDate() + ((8 - at.getUTCDay()) % 7) + 7);
  at.setUTCHours(9, 0, 0, 0);
  return at;
}

export async function readAll(hubs: CalendarHubs, connectionId: string): Promise<void> {
  for (let state = ''; state !== 'up_to_date'; ) {
    const { body } = await hubs.call<{ data: { state: string }[] }>(0, 0, 'GET', `/connections/${connectionId}/streams`);
    state = body.data.length > 0 && body.data.every((each) => each.state === 'up_to_date') ? 'up_to_date' : 'reading';
    if (state !== 'up_to_date') await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
