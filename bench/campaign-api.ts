import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { ensurePerson } from '#platform/access/people';
import { newApiKey } from '#platform/access/tokens';
import { insertWorkspace } from '#platform/access/workspaces';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { campaignById } from '../integrations/email/store/campaigns.ts';
import { compile } from '../integrations/email/templates/compile.ts';
import { prepare } from '../integrations/email/templates/liquid.ts';
import { emptyMergeData } from '../integrations/email/templates/merge-fields.ts';
import { registry } from '../integrations/registry.ts';
import { parseConfig } from '../server/config.ts';
import { buildApp } from '../server/http/app.ts';
import { openHub } from '../server/open-hub.ts';
import { startTwins, twinEnvironment } from '../server/twins-process.ts';
import type { BenchResult } from './bench.ts';
import { secondsOf } from './campaign.ts';

/** `CAMPAIGN_RECIPIENTS=1000 node bench/run.ts campaign-api` for a look at fewer. */
const RECIPIENTS = Number(process.env.CAMPAIGN_RECIPIENTS ?? 20_000);
const BAR_SHARE = 0.3;
const RENDERS = 5_000;

/** As such mails are: a greeting, a few lines with fields and fallbacks, what is said only to some, a list, a foot. */
const LINE =
  '<p>At {{ organization.name | default: "your company" }} you, {{ contact.firstName | default: "dear reader" }}, may like <a href="https://acme.example/part">this part</a>{% if contact.city %} near {{ contact.city }}{% endif %}.</p>';
const CONTENT = {
  subject: 'Spring, {{ contact.firstName | default: "there" }}',
  format: 'html' as const,
  body: `<h2>Spring</h2><p>Hi {{ contact.firstName | default: "there" }}, look at <a href="https://acme.example/pricing?a=1">our prices</a>, at <a href="https://acme.example/team">us</a>, and at what is new.</p>${LINE.repeat(8)}<ul>{% assign parts = "plans,seats,support" | split: "," %}{% for part in parts %}<li>{{ part | capitalize }}</li>{% endfor %}</ul>${'<p>A paragraph as long as they are in such mails, so that it weighs what they weigh.</p>'.repeat(10)}<p>{{ sender.name }}</p>`,
};

/** What the templates alone cost: subject, HTML and text for one reader after the other. */
async function renderRate(): Promise<number> {
  const form = prepare(await compile(CONTENT));
  const empty = emptyMergeData();
  const dataOf = (n: number) => ({ ...empty, contact: { ...empty.contact, firstName: `Jane${n}` } });
  for (let n = 0; n < 500; n++) form(dataOf(n));
  const begun = performance.now();
  for (let n = 0; n < RENDERS; n++) form(dataOf(n));
  return RENDERS / ((performance.now() - begun) / 1000);
}

/** A campaign on PostgreSQL through SendGrid’s twin in batches, beside what its templates alone cost. */
export async function campaignApi(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'campaign-api', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const publicUrl = 'http://127.0.0.1:8000';
  // Writing all of its state down at each call would be the twin's time, not ours.
  const twins = await startTwins({ publicUrl });
  try {
    const rendered = await renderRate();
    const environment = {
      ...twinEnvironment(registry),
      PATCHBAY_URL: publicUrl,
      PATCHBAY_DATA_DIR: dataDir,
      PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
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
      const answer = await app.inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${key}` }, ...(body ? { payload: body } : {}) });
      if (answer.statusCode >= 400) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
      return answer.json() as T;
    };
    const { id: connectionId } = await call<{ id: string }>('POST', '/connections', {
      integration: 'email',
      provider: 'sendgrid',
      credentials: { apiKey: 'SG.acme.full-access' },
      settings: { fromEmail: 'ada@acme.test' },
    });
    const segment = await call<{ id: string }>('POST', '/segments', { name: 'All', filter: { field: 'lastName', op: 'eq', value: 'Doe' } });
    const made = await call<{ id: string }>('POST', '/email/campaigns', { name: 'Bench', segmentId: segment.id, from: { connectionId }, content: CONTENT });
    await call('POST', `/email/campaigns/${made.id}/schedule`, {});
    for (let state = ''; state !== 'finished'; ) {
      await wait(250);
      state = await hub.database.workspace(workspaceId, async (tx) => (await campaignById(tx, workspaceId, made.id)).state);
    }
    const seconds = await hub.database.workspace(workspaceId, (tx) => secondsOf(tx, made.id));
    const proof = await call<{ accepted: number; skipped: number; repeated: number }>('GET', `/email/campaigns/${made.id}/verify`);
    await app.close();
    await hub.close();
    const rate = RECIPIENTS / seconds;
    return {
      name: 'campaign-api',
      rows: [
        { case: 'templates alone: subject, HTML, text', value: rendered, unit: 'renders/s' },
        { case: 'campaign through SendGrid’s twin in batches', value: rate, unit: 'recipients/s' },
        { case: 'share of the render rate', value: rate / rendered, unit: '×', bar: `at least ${BAR_SHARE}`, pass: rate / rendered >= BAR_SHARE },
        {
          case: 'accepted, by the ledger',
          value: proof.accepted,
          unit: 'of the audience',
          pass: proof.accepted === RECIPIENTS && proof.skipped + proof.repeated === 0,
        },
      ],
    };
  } finally {
    twins.kill();
    await dropDatabase(admin, name);
    await admin.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}
