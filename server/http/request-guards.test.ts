import Fastify from 'fastify';
import { uuidv7 } from 'uuidv7';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIdempotency, fingerprintOf } from '#platform/access/idempotency';
import { createRateLimits } from '#platform/access/rate-limits';
import { createRequestLog } from '#platform/access/request-log';
import { accessRoom } from '#platform/access/testing';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { Actor, WorkspaceId } from '#sdk';
import { assertOwnPage, authentication } from './authentication.ts';
import { idempotency } from './idempotency.ts';
import { sendProblem } from './problem.ts';
import { addressOf, rateLimits } from './rate-limits.ts';
import { logRequests } from './request-log.ts';

let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
let workspace: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  room = accessRoom(database);
  workspace = await database.newWorkspace();
});

/** Seals by turning every bit: enough to see that what lies in the table is not what was answered. */
const flip = (content: Uint8Array) => Buffer.from(content.map((byte) => byte ^ 255));
const vault = {
  forWorkspace: async () => ({ sealBytes: (_ref: unknown, content: Uint8Array) => flip(content), openBytes: (_ref: unknown, sealed: Buffer) => flip(sealed) }),
};

/** A small API behind all four guards. */
function build() {
  const { access, clock } = room;
  const limits = createRateLimits({ database, clock });
  const log = createRequestLog({ database, clock });
  const keys = createIdempotency({ database, clock, vault });
  const app = Fastify({ genReqId: () => uuidv7() });
  app.setErrorHandler((error, request, reply) => sendProblem(reply, request, error));
  logRequests(app, { log, clock });
  authentication(app, access);
  rateLimits(app, limits);
  idempotency(app, keys);
  const state = { runs: 0, gate: undefined as Promise<void> | undefined, fail: false };
  app.post('/things', async (_request, reply) => {
    state.runs++;
    await state.gate;
    if (state.fail) throw new Error('broken');
    return reply.status(201).send({ secret: `shown once ${state.runs}` });
  });
  app.get('/things', async (request) => ({ who: request.caller?.userId ?? null }));
  app.post('/auth/sign-in', async () => ({}));
  return { app, limits, log, keys, state };
}
const newKey = async (in_: WorkspaceId = workspace) => {
  const { userId } = await room.person(in_, 'owner');
  const actor: Actor = { kind: 'person', userId, role: 'owner' };
  return `Bearer ${(await room.access.apiKeys.create(in_, actor, { name: 'k', scopes: ['*'] })).key}`;
};
type App = ReturnType<typeof build>['app'];
const post = (app: App, authorization: string, key: string, body: object = { a: 1 }, url = '/things') =>
  app.inject({ method: 'POST', url, headers: { authorization, 'idempotency-key': key }, payload: body });

describe('Idempotency-Key', () => {
  it('runs once and gives the kept answer again; another body is refused', async () => {
    const { app, state } = build();
    const authorization = await newKey();
    const first = await post(app, authorization, 'key-1');
    const again = await post(app, authorization, 'key-1');
    expect([first.statusCode, first.json(), first.headers['idempotent-replayed']]).toEqual([201, { secret: 'shown once 1' }, undefined]);
    expect([again.statusCode, again.json(), again.headers['idempotent-replayed']]).toEqual([201, { secret: 'shown once 1' }, 'true']);
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
    for (const other of [await post(app, authorization, 'key-1', { a: 2 }), await post(app, authorization, 'key-1', { a: 1 }, '/things?x=1')]) {
      expect([other.statusCode, other.json().code]).toEqual([409, 'idempotency_mismatch']);
    }
    expect(state.runs).toBe(1);
    const [row] = await database.systemQuery<{ body: Uint8Array }>({ text: 'select body from idempotency_keys where key = $1', values: ['key-1'] });
    expect(Buffer.from(row?.body ?? []).toString()).not.toContain('shown once');
  });
  it('lets one of many run at the same time', async () => {
    const { app, state } = build();
    const authorization = await newKey();
    const gate = Promise.withResolvers<void>();
    state.gate = gate.promise;
    const refused = Promise.withResolvers<void>();
    let answered = 0;
    const many = Array.from({ length: 5 }, () =>
      post(app, authorization, 'key-2').then((response) => {
        if (++answered === 4) refused.resolve();
        return response;
      }),
    );
    // The four answers come while the first request waits at the gate.
    await refused.promise;
    gate.resolve();
    const answers = await Promise.all(many);
    expect(answers.map((r) => r.statusCode).sort()).toEqual([201, 409, 409, 409, 409]);
    for (const answer of answers) {
      if (answer.statusCode === 409) expect([answer.json().code, answer.headers['retry-after']]).toEqual(['conflict', '1']);
    }
    expect(state.runs).toBe(1);
  });
  it('belongs to its caller and workspace', async () => {
    const { app, state } = build();
    const other = await database.newWorkspace();
    for (const authorization of [await newKey(), await newKey(), await newKey(other)]) expect((await post(app, authorization, 'key-3')).statusCode).toBe(201);
    expect(state.runs).toBe(3);
  });
  it('keeps no failure of ours', async () => {
    const { app, state } = build();
    const authorization = await newKey();
    state.fail = true;
    expect((await post(app, authorization, 'key-4')).statusCode).toBe(500);
    state.fail = false;
    expect((await post(app, authorization, 'key-4')).statusCode).toBe(201);
  });
  it('is free again after a day, and after its request died with the process', async () => {
    const { app, state, keys } = build();
    const authorization = await newKey();
    await post(app, authorization, 'key-5');
    room.clock.pass(24 * 3600_000 + 1);
    expect((await post(app, authorization, 'key-5')).json()).toEqual({ secret: 'shown once 2' });
    await keys.purge();
    expect((await post(app, authorization, 'key-5')).headers['idempotent-replayed']).toBe('true');

    const request = { workspaceId: workspace, caller: 'key:x', key: 'key-6', fingerprint: fingerprintOf('POST', '/', {}) };
    const died = await keys.begin(request);
    await expect(keys.begin(request)).rejects.toMatchObject({ code: 'conflict' });
    room.clock.pass(120_001);
    const taken = await keys.begin(request);
    expect(taken).toHaveProperty('claim');
    // The first one was only slow: what it brings now is nobody's.
    if ('claim' in died) await keys.end(workspace, died.claim, { status: 200, contentType: 'text/plain', body: 'late' });
    if ('claim' in taken) await keys.end(workspace, taken.claim, { status: 200, contentType: 'text/plain', body: 'in time' });
    expect(await keys.begin(request)).toMatchObject({ answer: { body: 'in time' } });
    expect(state.runs).toBe(2);
  });
  it('must be readable', async () => {
    const { app } = build();
    expect((await post(app, await newKey(), 'x'.repeat(256))).json()).toMatchObject({ code: 'invalid_input' });
  });
});

describe('rate limits', () => {
  it('say what is left, and stop with Retry-After', async () => {
    const { app } = build();
    const authorization = await newKey();
    const get = () => app.inject({ method: 'GET', url: '/things', headers: { authorization } });
    const first = await get();
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '600', 'ratelimit-remaining': '599' });
    expect(Number(first.headers['ratelimit-reset'])).toBeGreaterThan(0);
    let last = first;
    for (let i = 0; i < 600; i++) last = await get();
    expect([last.statusCode, last.json().code, last.headers['ratelimit-remaining']]).toEqual([429, 'rate_limited', '0']);
    expect(last.headers['retry-after']).toBe(last.headers['ratelimit-reset']);
    expect((await app.inject({ method: 'GET', url: '/things', headers: { authorization: await newKey() } })).statusCode).toBe(200);
    room.clock.pass(60_000);
    expect((await get()).statusCode).toBe(200);
  });
  it('allow ten sign-ins a minute from one address, over all processes', async () => {
    const [a, b] = [build().app, build().app];
    const attempt = (app: App, remoteAddress: string) => app.inject({ method: 'POST', url: '/auth/sign-in', remoteAddress, payload: {} });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await attempt(i % 2 ? a : b, '192.0.2.1')).statusCode);
    expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
    expect((await attempt(a, '192.0.2.2')).statusCode).toBe(200);
    for (let i = 0; i < 10; i++) await attempt(a, `2001:db8:0:1::${i}`);
    expect((await attempt(b, '2001:db8:0:1:ffff::1')).statusCode).toBe(429);
    expect((await attempt(b, '2001:db8:0:2::1')).statusCode).toBe(200);
  });
  it('are shared by processes within a flush', async () => {
    const [a, b] = [build().limits, build().limits];
    for (let i = 0; i < 400; i++) await Promise.all([a.consume('calls', 'shared'), b.consume('calls', 'shared')]);
    expect(await a.consume('calls', 'shared')).toMatchObject({ isAllowed: true, remaining: 199 });
    await a.flush();
    await b.flush();
    expect(await b.consume('calls', 'shared')).toMatchObject({ isAllowed: false, remaining: 0 });
    await a.consume('calls', 'shared');
    await a.flush();
    expect(await a.consume('calls', 'shared')).toMatchObject({ isAllowed: false });
  });
  it('count an IPv6 subscriber once', () => {
    expect(addressOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(addressOf('2001:db8:0:0:1:2:3:4')).toBe('2001:db8:0:0::/64');
    expect(addressOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(addressOf('::1')).toBe('0:0:0:0::/64');
  });
});

describe('a request with a cookie', () => {
  const own = 'http://localhost:8000';
  const code = (headers: Record<string, string>, hasSession = true, method = 'POST') => {
    try {
      assertOwnPage({ method, headers }, own, hasSession);
      return 'ok';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  it('must come from a page of this hub when it changes something', () => {
    expect(code({ 'sec-fetch-site': 'same-origin' })).toBe('ok');
    expect(code({ origin: own })).toBe('ok');
    for (const site of ['cross-site', 'same-site', 'none', 'made-up', '']) expect(code({ 'sec-fetch-site': site, origin: own })).toBe('csrf');
    for (const origin of ['https://evil.example', 'null', `${own}.evil.example`, 'http://localhost:8001', 'https://localhost:8000', ''])
      expect(code({ origin })).toBe('csrf');
    expect(code({})).toBe('csrf');
    for (const method of ['PUT', 'PATCH', 'DELETE']) expect(code({}, true, method)).toBe('csrf');
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(code({ origin: 'https://evil.example' }, true, method)).toBe('ok');
    expect(code({}, false)).toBe('ok');
    expect(code({ origin: 'https://evil.example' }, false)).toBe('csrf');
  });
  it('is refused over HTTP; a key needs no page', async () => {
    const { app, state } = build();
    const { email, userId } = await room.person(workspace, 'viewer');
    const cookie = await room.signIn(email);
    const send = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/things', headers, payload: {} });
    expect((await send({ cookie, origin: 'https://evil.example' })).json()).toMatchObject({ code: 'csrf', status: 403 });
    expect((await send({ cookie })).statusCode).toBe(403);
    expect(state.runs).toBe(0);
    expect((await send({ cookie, origin: own })).statusCode).toBe(201);
    expect((await send({ authorization: await newKey(), origin: 'https://evil.example' })).statusCode).toBe(201);
    expect((await app.inject({ method: 'GET', url: '/things', headers: { cookie } })).json()).toEqual({ who: userId });
    expect((await app.inject({ method: 'GET', url: '/things', headers: { cookie, 'x-workspace': uuidv7() } })).statusCode).toBe(404);
  });
});

describe('the request log', () => {
  it('names caller, route and status, in the caller’s workspace only, for thirty days', async () => {
    const { app, log } = build();
    const mine = await database.newWorkspace();
    const authorization = await newKey(mine);
    await app.inject({ method: 'GET', url: '/things?token=secret', headers: { authorization } });
    await app.inject({ method: 'GET', url: '/things', headers: { authorization: 'Bearer pb_nobody_nobody' } });
    await log.flush();
    expect(await log.list(mine, { limit: 10 })).toMatchObject([{ actorKind: 'key', method: 'GET', route: '/things', status: 200, ip: '127.0.0.1' }]);
    room.clock.pass(30 * 24 * 3600_000 + 60_000);
    await log.purge();
    expect(await log.list(mine, { limit: 10 })).toEqual([]);
  });
});
