import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { linkedinLeads } from '../integrations/linkedin/models/index.ts';
import { registry } from '../integrations/registry.ts';
import { parseConfig } from '../server/config.ts';
import { buildApp } from '../server/http/app.ts';
import { openHub } from '../server/open-hub.ts';
import { twinControl } from '../server/testing/twin-control.ts';
import { twinEnvironment } from '../server/twins-process.ts';
import { startTwins } from '../twins/server.ts';
import type { BenchResult } from './bench.ts';
import { benchDatabase } from './linkedin-database.ts';
import { percentile } from './rate.ts';

const LEADS = Number(process.env.LEADS ?? 10_000);
const PER_SECOND = Number(process.env.LEADS_PER_SECOND ?? 50);
const BAR_MS = 2_000;
const DEADLINE_MS = 600_000;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Signed notifications at a steady rate, from the moment somebody sent the form to the contact in the record. */
export async function leads(): Promise<BenchResult> {
  const bench = await benchDatabase();
  if (!bench) return { name: 'leads', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const { database, workspaceId } = bench;
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-leads-'));
  const twins = await startTwins({ port: 0 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    DATABASE_URL: bench.url,
    PATCHBAY_URL: url,
    PATCHBAY_DATA_DIR: dataDir,
    PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'silent',
  };
  const config = parseConfig({ ...environment, ...twinEnvironment(registry, twins.url) }, registry);
  const hub = await openHub({ ...config, clockUrl: undefined }, { integrations: registry, quiet: true });
  const app = await buildApp(hub);
  try {
    await hub.start(new Set(['api', 'worker']));
    await app.listen({ host: '127.0.0.1', port });
    const twin = twinControl(twins.url);
    const begun = await hub.connections.begin({ workspaceId, actor: { kind: 'system', reason: 'bench' }, integration: 'linkedin', provider: 'linkedin' });
    const { redirectUrl } = await twin.consent('linkedin', { authorizeUrl: begun.authorizeUrl, account: 'ada@acme.test' });
    const back = new URL(redirectUrl);
    await app.inject({ method: 'GET', url: back.pathname + back.search, headers: { accept: 'application/json' } });
    const subscribed = async () => Object.keys((await twin.state<{ data: { subscriptions: object } }>('linkedin')).data.subscriptions).length > 0;
    const begin = performance.now();
    while (!(await subscribed()) && performance.now() - begin < 60_000) await new Promise((resolve) => setTimeout(resolve, 100));

    const from = performance.now();
    const sending: Promise<unknown>[] = [];
    for (let n = 0; n < LEADS; n++) {
      const wait = from + (n * 1000) / PER_SECOND - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      sending.push(twin.act('linkedin', { verb: 'lead.create', form: 7_300_001, answers: { EMAIL: `lead${n}@house${n % 997}.example` } }));
    }
    await Promise.all(sending);
    // Those of this bench: the twin has a few of its own.
    const held = () =>
      database.workspace(workspaceId, (tx) =>
        tx
          .select({ at: linkedinLeads.submittedAt, received: linkedinLeads.receivedAt, responseId: linkedinLeads.responseId })
          .from(linkedinLeads)
          .where(sql`${linkedinLeads.answers}::text like '%@house%'`),
      );
    let times = await held();
    while (times.length < LEADS && performance.now() - from < DEADLINE_MS) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      times = await held();
    }
    const delays = times.map(({ at, received }) => received.getTime() - at.getTime()).sort((a, b) => a - b);
    const double = times.length - new Set(times.map(({ responseId }) => responseId)).size;
    const calls = (await twin.journal('linkedin')).filter(({ path }) => path.startsWith('/linkedin/api/rest/leadFormResponses')).length;
    return {
      name: 'leads',
      rows: [
        {
          case: `${LEADS.toLocaleString('en')} signed notifications at ${PER_SECOND}/s: lost`,
          value: LEADS - times.length,
          unit: 'leads',
          bar: '0',
          pass: times.length === LEADS,
        },
        { case: 'double', value: double, unit: 'leads', bar: '0', pass: double === 0 },
        {
          case: 'form sent to contact in the record: p95',
          value: percentile(delays, 0.95),
          unit: 'ms',
          bar: `< ${BAR_MS} ms`,
          pass: percentile(delays, 0.95) < BAR_MS,
        },
        { case: 'calls it took (of those still in the journal)', value: calls, unit: 'calls' },
      ],
    };
  } finally {
    await app.close();
    await hub.close();
    await twins.stop();
    await bench.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
