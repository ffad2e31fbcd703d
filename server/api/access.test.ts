import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { uuidv7 } from 'uuidv7';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessRoom } from '#platform/access/testing';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { ROLES, type Role, type WorkspaceId } from '#sdk';
import { authentication } from '../http/authentication.ts';
import { mountRoutes } from '../http/mount-routes.ts';
import { sendProblem } from '../http/problem.ts';
import type { Hub } from '../hub.ts';
import { accessRoutes } from './access.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { meRoutes } from './me.ts';
import { teamRoutes } from './teams.ts';
import { userRoutes } from './users.ts';
import { workspaceRoutes } from './workspaces.ts';

let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
let app: FastifyInstance;
let workspace: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  room = accessRoom(database);
  workspace = await database.newWorkspace();
  app = Fastify({ genReqId: () => uuidv7() });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(reply, request, error));
  authentication(app, room.access);
  // These routes ask nothing of the hub but this room.
  const hub = { access: room.access } as unknown as Hub;
  for (const routes of [accessRoutes, meRoutes, userRoutes, teamRoutes, apiKeyRoutes, workspaceRoutes]) mountRoutes(app, hub, routes, 'access');
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const call = async (method: Method, url: string, headers: Record<string, string>, payload?: object) => {
  const response = await app.inject({ method, url, headers: { origin: 'http://localhost:8000', ...headers }, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.body === '' ? null : response.json(), cookies: [response.headers['set-cookie'] ?? []].flat() };
};
const as = async (role: Role) => ({ cookie: await room.signIn((await room.person(workspace, role)).email) });

it('sets up, signs in, shows who is here, and signs out', async () => {
  const { setupUrl = '' } = await room.access.firstOwner.ensureFirstOwner({});
  const token = setupUrl.split('/').at(-1);
  expect((await call('GET', `/auth/set-up/${token}`, {})).body).toEqual({ valid: true });
  const who = { token, name: 'Ada', email: 'ada@example.com', password: 'a long password', workspaceName: 'Ada Ltd' };
  const made = await call('POST', '/auth/set-up', {}, who);
  expect(made.status).toBe(201);
  expect((await call('POST', '/auth/set-up', {}, who)).status).toBe(404);
  expect((await call('GET', `/auth/set-up/${token}`, {})).body).toEqual({ valid: false });
  const headers = { cookie: room.cookieOf(made.cookies) };
  const me = await call('GET', '/me', headers);
  expect(me.body).toMatchObject({
    kind: 'person',
    role: 'owner',
    isInstallationOwner: true,
    workspace: { name: 'Ada Ltd' },
    user: { name: 'Ada', email: 'ada@example.com', hasSecondFactor: false },
    workspaces: [{ name: 'Ada Ltd', role: 'owner' }],
  });
  expect((await call('PATCH', '/me', headers, { timeZone: 'Europe/Paris' })).body.user.timeZone).toBe('Europe/Paris');
  expect((await call('PATCH', '/me', headers, { timeZone: 'Mars/Olympus' })).body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'timeZone' }] });
  expect((await call('GET', '/auth/session', headers)).body).toMatchObject({ me: { role: 'owner' }, singleSignOn: false });
  expect((await call('GET', '/me/sessions', headers)).body.data).toMatchObject([{ isCurrent: true }]);

  const other = await call('POST', '/workspaces', headers, { name: 'Second' });
  expect(other.status).toBe(201);
  const key = { authorization: `Bearer ${other.body.apiKey}` };
  expect((await call('GET', '/me', key)).body).toMatchObject({ kind: 'key', workspace: { id: other.body.workspace.id }, user: { name: 'Ada' } });
  expect((await call('GET', '/workspaces', key)).status).toBe(403);
  expect((await call('GET', '/me/sessions', key)).body.code).toBe('person_needed');
  expect((await call('GET', '/me', { ...headers, 'x-workspace': other.body.workspace.id })).body.workspace.name).toBe('Second');
  expect((await call('DELETE', `/workspaces/${other.body.workspace.id}`, headers)).status).toBe(204);
  expect((await call('GET', '/me', key)).status).toBe(401);

  expect((await call('POST', '/auth/sign-out', headers)).status).toBe(204);
  expect((await call('GET', '/me', headers)).status).toBe(401);
  expect((await call('GET', '/auth/session', headers)).body).toEqual({ me: null, singleSignOn: false, passwordReset: false });
  expect((await call('POST', '/auth/sign-in', {}, { email: 'ada@example.com', password: 'a wrong password' })).body).toMatchObject({
    status: 401,
    code: 'wrong_credentials',
  });
  expect((await call('POST', '/auth/sign-in', { origin: 'https://evil.example' }, { email: 'ada@example.com', password: 'a long password' })).body.code).toBe(
    'csrf',
  );
});

it('invites, changes and removes people', async () => {
  const headers = await as('admin');
  const invited = await call('POST', '/users', headers, { email: 'New@Example.com', name: 'New', role: 'salesperson' });
  expect(invited.body).toMatchObject({ email: 'new@example.com', state: 'invited', teamIds: [] });
  const token = invited.body.inviteUrl.split('/').at(-1);
  const joined = await call('POST', '/auth/accept-invitation', {}, { token, password: 'my own password' });
  expect(joined.status).toBe(201);
  expect((await call('GET', '/me', { cookie: room.cookieOf(joined.cookies) })).body).toMatchObject({ role: 'salesperson' });
  const id = invited.body.id;
  const team = await call('POST', '/teams', headers, { name: 'North', userIds: [id] });
  expect(team.status).toBe(201);
  expect((await call('POST', '/teams', headers, { name: 'North' })).body.code).toBe('already_exists');
  expect((await call('GET', `/users/${id}`, headers)).body.teamIds).toEqual([team.body.id]);
  expect((await call('PATCH', `/users/${id}`, headers, { role: 'owner' })).status).toBe(403);
  expect((await call('PATCH', `/users/${id}`, headers, { surname: 'x' })).body).toMatchObject({ status: 422 });
  const heir = (await room.person(workspace, 'manager')).userId;
  expect((await call('DELETE', `/users/${id}`, headers, {})).status).toBe(422);
  expect((await call('DELETE', `/users/${id}`, headers, { reassignTo: heir })).status).toBe(204);
  expect((await call('DELETE', `/teams/${team.body.id}`, headers)).status).toBe(204);
});

it('pages through people', async () => {
  const headers = await as('viewer');
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { body: { data: { id: string }[]; nextCursor: string | null } } = await call(
      'GET',
      `/users?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      headers,
    );
    expect(page.body.data.length).toBeLessThanOrEqual(2);
    seen.push(...page.body.data.map((row) => row.id));
    cursor = page.body.nextCursor;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe((await room.access.members.list(workspace, { limit: 200 })).length);
});

it('makes, lists and revokes keys', async () => {
  const headers = await as('owner');
  const made = await call('POST', '/api-keys', headers, { name: 'CI', scopes: ['users:read'] });
  expect(made.body.key).toMatch(/^pb_[\w-]{43}$/);
  const key = { authorization: `Bearer ${made.body.key}` };
  expect((await call('GET', '/users', key)).status).toBe(200);
  expect((await call('GET', '/teams', key)).status).toBe(403);
  expect(JSON.stringify((await call('GET', '/api-keys', headers)).body)).not.toContain(made.body.key);
  expect((await call('POST', '/api-keys', headers, { name: 'CI', scopes: ['everything'] })).body.errors[0].path).toBe('scopes.0');
  expect((await call('DELETE', `/api-keys/${made.body.id}`, headers)).status).toBe(204);
  expect((await call('GET', '/users', key)).status).toBe(401);
  expect((await call('GET', '/roles', headers)).body.data.map((role: { name: string }) => role.name)).toEqual(ROLES);
});

describe('doors', () => {
  const doors: [Method, string, Role[]][] = [
    ['GET', '/users', ['owner', 'admin', 'manager', 'salesperson', 'viewer']],
    ['GET', '/teams', ['owner', 'admin', 'manager', 'salesperson', 'viewer']],
    ['GET', '/roles', ['owner', 'admin', 'manager', 'salesperson', 'viewer']],
    ['POST', '/teams', ['owner', 'admin', 'manager']],
    ['POST', '/users', ['owner', 'admin']],
    ['GET', '/api-keys', ['owner', 'admin']],
    ['POST', '/api-keys', ['owner', 'admin']],
    ['GET', '/workspaces', []],
    ['POST', '/workspaces', []],
  ];
  it('open to the roles that may, and to nobody unknown', async () => {
    const headers = Object.fromEntries(await Promise.all(ROLES.map(async (role) => [role, await as(role)] as const)));
    const bodies: Record<string, () => object> = {
      '/teams': () => ({ name: uuidv7() }),
      '/users': () => ({ email: `${uuidv7()}@example.com`, name: 'x', role: 'viewer' }),
      '/api-keys': () => ({ name: 'x', scopes: ['contacts:read'] }),
      '/workspaces': () => ({ name: 'x' }),
    };
    for (const [method, url, allowed] of doors) {
      const payload = () => (method === 'POST' ? bodies[url]?.() : undefined);
      expect((await call(method, url, {}, payload())).status, `${method} ${url} unknown`).toBe(401);
      for (const role of ROLES) {
        const { status } = await call(method, url, headers[role] ?? {}, payload());
        expect(status < 300, `${method} ${url} ${role} ${status}`).toBe(allowed.includes(role));
        if (!allowed.includes(role)) expect(status).toBe(403);
      }
    }
  });
});
