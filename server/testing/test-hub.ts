import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { vi } from 'vitest';
import { ensurePerson } from '#platform/access/people';
import { newApiKey } from '#platform/access/tokens';
import { insertWorkspace } from '#platform/access/workspaces';
import { afterFile } from '#platform/testing/after-file';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { Clock, Integration, Role, WorkspaceId } from '#sdk';
import { registry } from '../../integrations/registry.ts';
import { registry as twinRegistry } from '../../twins/registry.ts';
import { startTwins } from '../../twins/server.ts';
import { parseConfig } from '../config.ts';
import { buildApp } from '../http/app.ts';
import type { Hub } from '../hub.ts';
import { openHub } from '../open-hub.ts';
import { twinEnvironment } from '../twins-process.ts';
import { type TwinControl, twinControl } from './twin-control.ts';

export interface Answer<T> {
  status: number;
  body: T;
  headers: Readonly<Record<string, string | string[] | number | undefined>>;
}

export interface TestWorkspace {
  id: WorkspaceId;
  /** The owner's key. */
  apiKey: string;
  get<T = unknown>(path: string): Promise<T>;
  post<T = unknown>(path: string, body: unknown): Promise<T>;
  /** A file, with fields beside it, as a form sends them. */
  upload<T = unknown>(path: string, content: string, fields?: Record<string, string>, apiKey?: string): Promise<T>;
  /** Any call below `/api/v1`, with any key (or none), without looking at the status. */
  call<T = unknown>(method: string, path: string, options?: { body?: unknown; apiKey?: string | null; headers?: Record<string, string> }): Promise<Answer<T>>;
  /** A key of this role and these scopes. */
  key(role: Role, scopes?: readonly string[]): Promise<string>;
  /** Connects by OAuth through the twin's consent, as a person would. */
  connect(integration: string, provider: string, account: string, untick?: string[]): Promise<{ id: string }>;
}

export interface TestHub {
  hub: Hub;
  app: FastifyInstance;
  database: TestDatabase;
  /** The twins' virtual clock, which the hub follows in tests at once. */
  clock: Clock;
  url: string;
  twins: TwinControl & { target(provider: string, url: string | undefined): Promise<unknown> };
  /** Where the twins listen. */
  twinsUrl: string;
  newWorkspace(): Promise<TestWorkspace>;
  /** Everything that is due: webhooks, tasks, effects, events, until nothing is left. */
  settle(withinMs?: number): Promise<void>;
  /** Lets the hub come to rest and looks, again and again until the look holds; what it says otherwise is the test's error. */
  until<T>(read: () => Promise<T> | T, check: (value: T) => void, within?: number): Promise<T>;
}

/** A whole hub on a database of its own, its twins beside it, both on free loopback ports. Closed after the file. */
export async function testHub(
  options: { integrations?: readonly Integration[]; also?: readonly Integration[]; environment?: Record<string, string> } = {},
): Promise<TestHub> {
  const integrations = [...(options.integrations ?? registry), ...(options.also ?? [])];
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-hub-'));
  const running = await startTwins({ port: 0 });
  const clock: Clock = { now: () => running.clock.now() };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = parseConfig(
    {
      // Its true origin: addresses, cookies and signatures are made with it.
      PATCHBAY_URL: url,
      PATCHBAY_DATA_DIR: dataDir,
      PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'warn',
      ...twinEnvironment(integrations, running.url),
      ...options.environment,
    },
    integrations,
  );
  const hub = await openHub({ ...config, clockUrl: undefined }, { integrations, database, clock });
  await hub.start(new Set(['api', 'worker']));
  const app = await buildApp(hub);
  await app.listen({ host: '127.0.0.1', port });
  const twins = twinControl(running.url);

  afterFile(async () => {
    await app.close();
    await hub.close();
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const webhookUrl = (integration: Integration, provider: string) => `${url}/integrations/${integration.name}/webhooks/${provider}`;
  for (const integration of integrations)
    for (const { provider, topic } of integration.webhooks) {
      // Servers of one's own, such as a telephone exchange, have no twin: tests have the real one.
      if (!twinRegistry.some((twin) => twin.provider === provider)) continue;
      await twins.webhookTarget(provider, { url: webhookUrl(integration, provider) });
      if (topic) await twins.webhookTarget(provider, { url: `${webhookUrl(integration, provider)}/${topic}`, topic });
    }

  let count = 0;
  const newWorkspace = async (): Promise<TestWorkspace> => {
    const { workspaceId: id, apiKey } = await makeWorkspace(hub, `Workspace ${++count}`);
    const call: TestWorkspace['call'] = async (method, path, { body, apiKey: key = apiKey, headers = {} } = {}) => {
      const answer = await app.inject({
        method: method as 'GET',
        url: `/api/v1${path}`,
        headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const text = answer.body;
      return {
        status: answer.statusCode,
        body: (text && answer.headers['content-type']?.toString().includes('json') ? JSON.parse(text) : text) as never,
        headers: answer.headers,
      };
    };
    const expectOk = <T>({ status, body }: Answer<T>): T => {
      if (status >= 400) throw new Error(`${status}: ${JSON.stringify(body)}`);
      return body;
    };
    return {
      id,
      apiKey,
      call,
      get: async (path) => expectOk(await call('GET', path)) as never,
      async upload(path, content, fields = {}, key = apiKey) {
        const form = new FormData();
        for (const [name, value] of Object.entries(fields)) form.append(name, value);
        form.append('file', new Blob([content], { type: 'text/csv' }), 'list.csv');
        const sent = new Response(form);
        const headers = { 'content-type': sent.headers.get('content-type') ?? '' };
        return expectOk(await call('POST', path, { body: Buffer.from(await sent.arrayBuffer()), headers, apiKey: key })) as never;
      },
      post: async (path, body) => expectOk(await call('POST', path, { body })) as never,
      async key(role, scopes = ['*']) {
        const made = await hub.access.apiKeys.create(
          id,
          { kind: 'system', reason: 'test' },
          { name: `${role} ${scopes.join(' ')}`.slice(0, 80), scopes: [...scopes], role },
        );
        return made.key;
      },
      async connect(integration, provider, account, untick) {
        const begun = expectOk(await call<{ authorizeUrl: string }>('POST', '/connections/authorize', { body: { integration, provider } }));
        const { redirectUrl } = await twins.consent(provider, { authorizeUrl: begun.authorizeUrl, account, ...(untick ? { untick } : {}) });
        const back = new URL(redirectUrl);
        const answer = await app.inject({ method: 'GET', url: back.pathname + back.search, headers: { accept: 'application/json' } });
        if (answer.statusCode !== 200) throw new Error(`callback: ${answer.statusCode} ${answer.body}`);
        return answer.json<{ connection: { id: string } }>().connection;
      },
    };
  };

  const settle = async (withinMs = 90_000) => {
    // By time, not by rounds: a fast database makes many of them while a provider's allowance is waited for.
    const end = performance.now() + withinMs;
    for (let calm = 0; calm < 2; ) {
      if (performance.now() > end) throw new Error('the hub does not come to rest');
      await hub.inbox.drain();
      await hub.effects.sweep();
      await hub.tasks.lookNow();
      await hub.events.drain();
      await hub.incidents.drain();
      const { queued } = await hub.tasks.depth();
      calm = queued === 0 ? calm + 1 : 0;
      if (queued > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  const until: TestHub['until'] = (read, check, within = 15_000) =>
    vi.waitFor(
      async () => {
        await settle();
        const value = await read();
        check(value);
        return value;
      },
      { timeout: within, interval: 50 },
    );

  return {
    hub,
    app,
    database,
    clock,
    url,
    twins: { ...twins, target: (provider, target) => twins.webhookTarget(provider, { url: target ?? `${url}/nowhere` }) },
    twinsUrl: running.url,
    newWorkspace,
    settle,
    until,
  };
}

async function makeWorkspace(hub: Hub, name: string): Promise<{ workspaceId: WorkspaceId; apiKey: string }> {
  const apiKey = newApiKey();
  const email = `${name.replaceAll(' ', '-').toLowerCase()}@example.test`;
  const workspaceId = await hub.database.system(async (tx) => {
    const { id: userId } = await ensurePerson(tx, { email, name });
    return insertWorkspace(tx, { name }, { userId, name, email }, { value: apiKey, createdBy: 'test' });
  });
  return { workspaceId, apiKey };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
