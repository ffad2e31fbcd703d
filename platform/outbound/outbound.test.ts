import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type ConnectionId, classifyHttp, type HttpRequest, type WorkspaceId } from '#sdk';
import type { OutboundScope } from './ports.ts';
import { allowancesOf } from './quota.ts';
import { bodyOf, listen, outboundFor, scopeOf } from './testing.ts';

let database: TestDatabase;
let workspaceId: WorkspaceId;
let twin: Awaited<ReturnType<typeof listen>>;
let handler: RequestListener;
let hub: ReturnType<typeof outboundFor>;
let seen: string[];

beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.newWorkspace();
  twin = await listen((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    handler(request, response);
  });
  hub = outboundFor(database);
});
beforeEach(() => {
  seen = [];
  hub.rows.length = 0;
});
afterAll(async () => {
  await hub.outbound.stop();
  await twin.close();
});

const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
/** Answers one after the other, the last one for ever. */
const inTurn = (...all: RequestListener[]): RequestListener => {
  let i = 0;
  return (request, response) => all[Math.min(i++, all.length - 1)]?.(request, response);
};
// A connection of its own for each test: breakers and refusals of one do not reach another.
const http = (more: Partial<OutboundScope> = {}) =>
  hub.outbound.httpFor(scopeOf(workspaceId, `${twin.url}/v1`, { connectionId: uuidv7() as ConnectionId, ...more }));
const get = (url = '/items', more: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', url, operation: 'acme.list-items', ...more });
const post = (more: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'POST', url: '/items', json: { title: 'x' }, operation: 'acme.add-item', ...more });

it('sends, reads and leaves a redacted row', async () => {
  handler = answer(200, { items: [1], access_token: 'tok_from_provider' });
  const result = await http({ authorize: async () => ({ authorization: 'Bearer tok_secret_1' }) }).request(
    get('/items', { query: { page: 2, token: 'tok_query_1', skip: undefined } }),
  );
  expect(result).toMatchObject({ status: 200, body: { items: [1] } });
  expect(seen).toEqual(['GET /v1/items?page=2&token=tok_query_1']);
  expect(hub.rows).toMatchObject([{ id: result.apiCallId, attempt: 1, url: `${twin.url}/v1/items?page=2&token=***`, end: { outcome: 'ok', status: 200 } }]);
  expect(JSON.stringify(hub.rows)).not.toMatch(/tok_secret_1|tok_query_1|tok_from_provider/);
});

it('repeats what may be repeated, each try with a row of its own', async () => {
  handler = inTurn(answer(503), (request) => void request.socket.destroy(), answer(200, { ok: true }));
  const { body } = await http().request(get());
  expect(body).toEqual({ ok: true });
  expect(hub.rows.map(({ attempt, end }) => [attempt, end?.outcome, end?.status])).toEqual([
    [1, 'retry', 503],
    [2, 'failed', undefined],
    [3, 'ok', 200],
  ]);
});

it('repeats a POST only when its caller says that it does no harm', async () => {
  handler = answer(503);
  await expect(http().request(post())).rejects.toMatchObject({ code: 'provider_unavailable', details: { facts: { status: 503 } } });
  expect(seen).toHaveLength(1);
  await expect(http().request(post({ idempotent: true }))).rejects.toMatchObject({ code: 'provider_unavailable' });
  expect(seen).toHaveLength(5);
});

it('gives up after four tries, and at once when the provider asks for longer than the caller can wait', async () => {
  handler = answer(500);
  await expect(http().request(get())).rejects.toMatchObject({ code: 'provider_unavailable' });
  expect(seen).toHaveLength(4);
  handler = answer(503, {}, { 'retry-after': '3600' });
  await expect(http().request(get())).rejects.toMatchObject({ code: 'provider_unavailable', details: { retryAfterMs: 3_600_000 } });
  expect(seen).toHaveLength(5);
});

it('says what the provider refused', async () => {
  handler = answer(422, { error: 'bad' });
  await expect(http().request(get())).rejects.toMatchObject({ code: 'provider_rejected', details: { facts: { status: 422, code: 'http_422' } } });
  expect(seen).toHaveLength(1);
});

it('fetches a fresh permission once, even for a POST, and then asks for a new connection', async () => {
  const asked: (boolean | undefined)[] = [];
  const authorize = async (force?: boolean) => {
    asked.push(force);
    return { authorization: force ? 'Bearer fresh-token' : 'Bearer stale-token' };
  };
  handler = (request, response) => answer(request.headers.authorization === 'Bearer fresh-token' ? 200 : 401)(request, response);
  await http({ authorize }).request(post());
  expect(asked).toEqual([false, true]);
  handler = answer(401);
  await expect(http({ authorize }).request(post())).rejects.toMatchObject({ code: 'reauthorize' });
  expect(asked).toEqual([false, true, false, true]);
});

it('believes a 429 for all calls of the allowance', async () => {
  const connectionId = uuidv7() as ConnectionId;
  const scope = {
    connectionId,
    providerSpec: {
      baseUrl: `${twin.url}/v1`,
      classify: classifyHttp,
      quotas: [{ name: 'all', limit: 100, intervalMs: 1_000, per: 'connection' as const, exact: false }],
    },
  };
  handler = inTurn(answer(429, {}, { 'retry-after': '1' }), answer(200, {}));
  const at: number[] = [];
  const first = http(scope)
    .request(get())
    .then(() => at.push(performance.now()));
  await first;
  expect(hub.rows.map(({ end }) => end?.status)).toEqual([429, 200]);
  handler = answer(429, {}, { 'retry-after': '3600' });
  await expect(http(scope).request(get())).rejects.toMatchObject({ code: 'provider_rate_limited' });
  const before = seen.length;
  // Another client and, through the database, another process: neither asks the provider again.
  await expect(http(scope).request(get())).rejects.toMatchObject({ code: 'quota_exhausted' });
  const other = outboundFor(database);
  await expect(other.outbound.httpFor(scopeOf(workspaceId, `${twin.url}/v1`, scope)).request(get())).rejects.toMatchObject({ code: 'quota_exhausted' });
  await other.outbound.stop();
  expect(seen).toHaveLength(before);
});

it('stops asking a provider that keeps failing, for this connection alone', async () => {
  const broken = http();
  handler = answer(500);
  await broken.request(get()).catch(() => {});
  await expect(broken.request(get())).rejects.toMatchObject({ code: 'breaker_open' });
  const before = seen.length;
  await expect(broken.request(get())).rejects.toMatchObject({ code: 'breaker_open' });
  expect(seen).toHaveLength(before);
  handler = answer(200);
  await http().request(get());
});

it('bounds time and size, also of what unpacks', async () => {
  handler = () => {};
  await expect(http().request(post({ timeoutMs: 50 }))).rejects.toMatchObject({ code: 'provider_timeout' });
  handler = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)));
  await expect(http().request(get('/bomb', { maxResponseBytes: 100_000 }))).rejects.toMatchObject({ code: 'response_too_large' });
  handler = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(gzipSync('{"a":1}'));
  expect((await http().request(get())).body).toEqual({ a: 1 });
});

it('gives text and bytes where asked, and takes HTML for a failure where JSON was promised', async () => {
  handler = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>sorry</p>');
  expect((await http().request(get('/x', { responseType: 'text' }))).body).toBe('<p>sorry</p>');
  expect((await http().request(get('/x', { responseType: 'bytes' }))).body).toEqual(Buffer.from('<p>sorry</p>'));
  await expect(http().request(post({ responseType: 'json' }))).rejects.toMatchObject({
    code: 'provider_unavailable',
    details: { facts: { code: 'not_json' } },
  });
});

it('follows redirects by hand: within the base yes, to a private address never, and without credentials elsewhere', async () => {
  handler = (request, response) => (request.url === '/v1/a' ? answer(302, {}, { location: '/v1/b' }) : answer(200, { at: request.url }))(request, response);
  expect((await http().request(get('/a'))).body).toEqual({ at: '/v1/b' });
  const other = await listen(answer(200));
  handler = answer(302, {}, { location: `${other.url}/stolen` });
  await expect(http().request(get())).rejects.toMatchObject({ code: 'host_not_allowed' });
  let headers: unknown;
  const third = await listen((request, response) => {
    headers = request.headers;
    answer(200)(request, response);
  });
  handler = answer(307, {}, { location: `${third.url}/x` });
  const lenient = outboundFor(database, { allowPrivateHosts: ['127.0.0.1'] });
  const scope = scopeOf(workspaceId, twin.url, { authorize: async () => ({ authorization: 'Bearer tok_secret_2' }) });
  await lenient.outbound.httpFor(scope).request(get());
  expect(headers).not.toHaveProperty('authorization');
  handler = answer(302, {}, { location: '/again' });
  await expect(http().request(get())).rejects.toMatchObject({ code: 'provider_rejected' });
  await lenient.outbound.stop();
  await Promise.all([other.close(), third.close()]);
});

it('lets no user-typed host reach the inside, by literal, by name or as a base', async () => {
  const scope = scopeOf(workspaceId, twin.url, { providerSpec: { hostsFromUsers: true, quotas: [], classify: classifyHttp, baseUrl: twin.url } });
  await expect(hub.outbound.httpFor(scope).request(get())).rejects.toMatchObject({ code: 'host_not_allowed' });
  await expect(http().request(get('http://169.254.169.254/latest/meta-data'))).rejects.toMatchObject({ code: 'host_not_allowed' });
  handler = answer(200);
  await expect(http().request(get('//127.0.0.1/x'))).resolves.toMatchObject({ status: 200 });
  await expect(http().request(get('file:///etc/passwd'))).rejects.toThrow();
  const rebinding = outboundFor(database, { resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
  const { port } = new URL(twin.url);
  await expect(rebinding.outbound.httpFor(scopeOf(workspaceId, undefined)).request(get(`http://rebind.test:${port}/`))).rejects.toMatchObject({
    code: 'host_not_allowed',
  });
  await rebinding.outbound.stop();
  expect(hub.rows.at(0)).toMatchObject({ end: { outcome: 'failed', code: 'host_not_allowed' } });
});

it('refuses to call out while a transaction is open', async () => {
  await expect(database.workspace(workspaceId, () => http().request(get()))).rejects.toMatchObject({ code: 'scope_violation' });
  expect(seen).toEqual([]);
});

it('is a fetch for libraries that want one', async () => {
  handler = async (request, response) => {
    const body = await bodyOf(request);
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    answer(400, { error: 'invalid_grant', got: body })(request, response);
  };
  const { fetch } = http();
  const response = await fetch(`${twin.url}/token`, { method: 'POST', body: new URLSearchParams({ code: 'code_secret_1', client_secret: 'cs_secret_1' }) });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: 'invalid_grant', got: 'code=code_secret_1&client_secret=cs_secret_1' });
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(hub.rows).toMatchObject([{ method: 'POST', end: { status: 400 } }]);
  expect(JSON.stringify(hub.rows)).not.toMatch(/code_secret_1|cs_secret_1/);
  handler = answer(302, {}, { location: '/elsewhere' });
  expect((await fetch(`${twin.url}/x`, { redirect: 'manual' })).status).toBe(302);
  const stop = new AbortController();
  handler = () => stop.abort(new Error('enough'));
  await expect(fetch(`${twin.url}/x`, { signal: stop.signal })).rejects.toThrow('enough');
});

it('sends no credentials to an address that carries its own permission', async () => {
  const headers: (string | undefined)[] = [];
  handler = (request, response) => {
    headers.push(request.headers.authorization);
    answer(200)(request, response);
  };
  const client = http({ authorize: async () => ({ authorization: 'Bearer tok_secret_1' }) });
  await client.request(post());
  await client.request(post({ url: '/hooks/T1/perm1ss10n', anonymous: true }));
  expect(headers).toEqual(['Bearer tok_secret_1', undefined]);
  // Who reads the audit could use such an address: it is written down without its path.
  expect(seen.at(-1)).toContain('perm1ss10n');
  expect(hub.rows.at(-1)?.url).toBe(`${twin.url}/***`);
  expect(JSON.stringify(hub.rows)).not.toContain('perm1ss10n');
});

it('counts what a call is about apart, where the provider does', () => {
  const quotas = [
    { name: 'all', limit: 10, intervalMs: 1000, per: 'connection', exact: true },
    { name: 'room', limit: 1, intervalMs: 1000, per: 'connection', exact: true, perSubject: true },
  ] as const;
  const keys = (subject?: string) =>
    allowancesOf({ integration: 'acme', provider: 'acme', connectionId: 'c' }, quotas, 'default', subject).map(({ key }) => key);
  expect(keys('blue')).toEqual(['acme/acme/all/c', 'acme/acme/room/blue/c']);
  expect(keys()).toEqual(['acme/acme/all/c']);
});
