import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestingOauthServer, testingOauthServer } from '#platform/connections/testing-oauth-server';
import { testingRoom } from '#platform/connections/testing-room';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type Role, systemClock, type UserId, type WorkspaceId } from '#sdk';
import type { Caller } from '../http/authorise.ts';
import { mountRoutes } from '../http/mount-routes.ts';
import { sendProblem } from '../http/problem.ts';
import type { Hub } from '../hub.ts';
import { connectionRoutes } from './connections.ts';
import { oauthRoutes } from './oauth-callback.ts';

let database: TestDatabase;
let server: TestingOauthServer;
let room: ReturnType<typeof testingRoom>;
let workspaceId: WorkspaceId;
let app: FastifyInstance;

/** Who asks is said by a header: signing in is another room's matter. */
const callerOf = (authorization: string | undefined): Caller | undefined => {
  const [kind, role] = (authorization ?? '').split(' ') as ['person' | 'key' | '', Role];
  if (kind === 'person') return { workspaceId, isInstallationOwner: false, actor: { kind, userId: uuidv7() as UserId, role } };
  if (kind === 'key') return { workspaceId, isInstallationOwner: false, actor: { kind, apiKeyId: uuidv7(), role, scopes: ['*'] } };
  return undefined;
};

beforeAll(async () => {
  database = await testDatabase();
  server = await testingOauthServer();
  room = testingRoom({ database, clock: systemClock, origin: server.origin });
  const access = {
    publicUrl: 'http://hub.test',
    cookieName: 'session',
    authenticate: async ({ authorization }: { authorization?: string }) => callerOf(authorization),
  };
  const hub = { connections: room.connections, access } as unknown as Hub;
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(reply, request, error));
  await app.register(cookie);
  await app.register(async (scope) => oauthRoutes(scope, hub));
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request) => {
        request.caller = callerOf(request.headers.authorization);
      });
      mountRoutes(api, hub, connectionRoutes, 'Connections');
    },
    { prefix: '/api/v1' },
  );
});
afterAll(async () => {
  await app.close();
  await room.close();
  await server.close();
});
beforeEach(async () => {
  workspaceId = await database.newWorkspace();
});

const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, authorization = 'key admin') =>
  app.inject({ method, url, headers: { authorization, accept: 'application/json' }, ...(body ? { payload: body } : {}) });
const callback = (authorizeUrl: string, account: string, headers: Record<string, string> = {}) => {
  const { code, state } = server.consent(authorizeUrl, account);
  return app.inject({ method: 'GET', url: `/integrations/chat/callback?code=${code}&state=${state}&iss=x`, headers });
};
const begin = (more: object = {}) => ask('POST', '/api/v1/connections/authorize', { integration: 'chat', provider: 'acme', ...more });
const json = { accept: 'application/json' };

it('connects with a key, without a cookie', async () => {
  const begun = await begin({ features: ['chat.read'] });
  expect(begun.statusCode).toBe(201);
  expect(begun.headers['set-cookie']).toBeUndefined();
  const done = await callback(begun.json().authorizeUrl, 'alpha', json);
  expect(done.statusCode).toBe(200);
  const { connection } = done.json();
  expect(connection).toMatchObject({ externalId: 'alpha', status: 'active', health: { state: 'ok' } });
  const read = await ask('GET', `/api/v1/connections/${connection.id}`);
  expect(read.json()).toEqual(connection);
  expect((await ask('GET', '/api/v1/connections?integration=chat')).json()).toEqual({ data: [connection], nextCursor: null });
  expect((await ask('PATCH', `/api/v1/connections/${connection.id}`, { label: 'New' })).json()).toMatchObject({ label: 'New' });
  expect((await ask('POST', `/api/v1/connections/${connection.id}/verify`)).json()).toMatchObject({ status: 'active' });
  expect((await ask('POST', `/api/v1/connections/${connection.id}/sync`)).statusCode).toBe(202);
  const gone = await ask('DELETE', `/api/v1/connections/${connection.id}`);
  expect([gone.statusCode, gone.body]).toEqual([204, '']);
  expect((await ask('GET', `/api/v1/connections/${connection.id}`)).statusCode).toBe(404);
});

it('takes a browser to the provider and back, and only that browser', async () => {
  const away = await app.inject({
    method: 'GET',
    url: '/integrations/chat/connect?provider=acme&returnTo=%2Fdone%3Fa%3D1',
    headers: { authorization: 'person admin' },
  });
  expect(away.statusCode).toBe(302);
  const [set] = [away.headers['set-cookie']].flat();
  expect(set).toMatch(/^patchbay_oauth_[0-9a-f]{16}=.*HttpOnly; SameSite=Lax$/);
  const authorizeUrl = String(away.headers.location);
  const other = await callback(authorizeUrl, 'alpha');
  expect(other.headers.location).toMatch(/^\/connections\?error=oauth_state_invalid/);
  const back = await callback(authorizeUrl, 'alpha', { cookie: String(set).split(';')[0] ?? '' });
  expect(back.statusCode).toBe(302);
  expect(back.headers.location).toMatch(/^\/done\?a=1&connection=[0-9a-f-]{36}$/);
  expect(String(back.headers['set-cookie'])).toMatch(/Expires=Thu, 01 Jan 1970/);
  expect(back.headers['cache-control']).toBe('no-store');
});

it('answers a failed sign-in in words, to a browser and to a program', async () => {
  const begun = (await begin({ returnTo: '/here' })).json();
  const url = `/integrations/chat/callback?error=access_denied&error_description=%3Cscript%3E&state=${begun.state}`;
  const denied = await app.inject({ method: 'GET', url });
  expect(denied.headers.location).toMatch(/^\/here\?error=oauth_denied/);
  expect(denied.headers.location).not.toContain('script');
  const again = await app.inject({ method: 'GET', url, headers: json });
  expect([again.statusCode, again.json().code]).toEqual([400, 'oauth_state_invalid']);
  expect((await app.inject({ method: 'GET', url: '/integrations/chat/callback', headers: json })).statusCode).toBe(400);
  expect((await app.inject({ method: 'GET', url: '/integrations/chat/callback?state=a&state=b', headers: json })).statusCode).toBe(422);
});

it('keeps others from beginning: another page, nobody, a viewer', async () => {
  const url = '/integrations/chat/connect?provider=acme';
  const from = async (headers: Record<string, string>) => (await app.inject({ method: 'GET', url, headers })).statusCode;
  expect(await from({ authorization: 'person admin', 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await from({})).toBe(401);
  expect(await from({ authorization: 'person viewer' })).toBe(403);
});

it('connects with a key of the provider, checks everything that is sent', async () => {
  const send = (body: object) => ask('POST', '/api/v1/connections', body);
  const base = { integration: 'chat', provider: 'keyed', credentials: { apiKey: 'good-key' } };
  const made = await send(base);
  expect(made.statusCode).toBe(201);
  expect(made.body).not.toContain('good-key');
  expect((await send({ ...base, credentials: { apiKey: 'bad-key' } })).json()).toMatchObject({ status: 422, code: 'credentials_rejected' });
  expect((await send({ ...base, more: 1 })).statusCode).toBe(422);
  expect((await send({ ...base, integration: 'nothing' })).statusCode).toBe(422);
  expect((await begin({ provider: 'unset' })).json()).toMatchObject({ status: 409, code: 'provider_not_configured' });
  expect((await begin({ returnTo: 'https://evil.test' })).statusCode).toBe(422);
  expect((await ask('GET', '/api/v1/connections?cursor=x')).statusCode).toBe(422);
  expect((await ask('GET', `/api/v1/connections/${uuidv7()}`)).statusCode).toBe(404);
  expect((await ask('GET', '/api/v1/integrations')).json().data[0]).toMatchObject({ name: 'chat', providers: expect.any(Array), features: expect.any(Array) });
});
