import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditFor, callOf } from '#platform/audit/testing';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { ConnectionId, Role, UserId, WorkspaceId } from '#sdk';
import { mountRoutes } from '../http/mount-routes.ts';
import { sendProblem } from '../http/problem.ts';
import type { Hub } from '../hub.ts';
import { apiCallRoutes } from './api-calls.ts';

let app: FastifyInstance;
let database: TestDatabase;
let room: ReturnType<typeof auditFor>;
let here: WorkspaceId;
let there: WorkspaceId;
const connectionId = uuidv7() as ConnectionId;
const calls: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  room = auditFor(database);
  [here, there] = [await database.newWorkspace(), await database.newWorkspace()];
  for (let i = 0; i < 5; i++) {
    const start = callOf(here, { at: new Date(Date.UTC(2026, 2, 1, 10, i >> 1)), ...(i === 3 ? { connectionId, operation: 'acme.add-item' } : {}) });
    calls.push(start.id);
    room.audit.apiCall(start)({
      outcome: i === 3 ? 'rejected' : 'ok',
      status: i === 3 ? 422 : 200,
      body: { request: { headers: { accept: 'x' }, body: null }, response: { headers: {}, body: 'mail of a colleague' } },
    });
  }
  await room.audit.act({ workspaceId: here, actor: 'person:1', act: 'connection.removed', target: { type: 'connection', id: 'c' }, before: ['label'] });
  await room.audit.flush();
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(reply, request, error));
  app.addHook('onRequest', async (request) => {
    const [where, role] = String(request.headers['x-test']).split(' ');
    request.caller = {
      actor: { kind: 'person', userId: uuidv7() as UserId, role: role as Role },
      workspaceId: where === 'here' ? here : there,
      isInstallationOwner: false,
    };
  });
  mountRoutes(app, { audit: room.audit } as unknown as Hub, apiCallRoutes, 'operations');
});
afterAll(async () => {
  await app.close();
  await room.audit.stop();
});
const get = async (url: string, who = 'here admin') => {
  const response = await app.inject({ method: 'GET', url, headers: { 'x-test': who } });
  return { status: response.statusCode, body: response.json() };
};
const ids = (answer: { body: { data: { id: string }[] } }) => answer.body.data.map((row) => row.id);

it('pages through all calls, newest first, none twice', async () => {
  const seen: string[] = [];
  for (let url = '/api-calls?limit=2'; url; ) {
    const page = await get(url);
    expect(page.status).toBe(200);
    seen.push(...ids(page));
    url = page.body.nextCursor ? `/api-calls?limit=2&cursor=${page.body.nextCursor}` : '';
  }
  expect(seen).toEqual([...calls].reverse());
});

it('filters by connection, status, outcome, operation and time', async () => {
  for (const query of [`connectionId=${connectionId}`, 'status=422', 'status=rejected', 'operation=acme.add-item'])
    expect(ids(await get(`/api-calls?${query}`))).toEqual([calls[3]]);
  expect(ids(await get('/api-calls?from=2026-03-01T10:01:00Z&to=2026-03-01T10:02:00Z'))).toEqual([calls[3], calls[2]]);
  for (const bad of ['status=maybe', 'cursor=xyz', 'colour=red', 'from=yesterday']) expect((await get(`/api-calls?${bad}`)).status).toBe(422);
});

it('shows the contents to administrators only, and nothing to another workspace', async () => {
  const [id] = calls;
  expect((await get(`/api-calls/${id}`)).body).toMatchObject({
    id,
    request: { headers: { accept: 'x' }, body: null },
    response: { body: 'mail of a colleague' },
  });
  expect((await get(`/api-calls/${id}`, 'here manager')).body).toMatchObject({ id, request: null, response: null });
  expect((await get(`/api-calls/${id}`, 'here viewer')).status).toBe(403);
  expect((await get(`/api-calls/${id}`, 'there admin')).status).toBe(404);
  expect(ids(await get('/api-calls', 'there admin'))).toEqual([]);
});

it('lists acts and calls as the audit log, for administrators', async () => {
  const acts = await get('/audit-log?kind=acts');
  expect(acts.body.data).toMatchObject([
    { act: 'connection.removed', actor: 'person:1', target: { type: 'connection', id: 'c' }, before: ['label'], after: [] },
  ]);
  expect(ids(await get('/audit-log?kind=api&limit=3'))).toHaveLength(3);
  expect((await get('/audit-log', 'here manager')).status).toBe(403);
  expect(ids(await get('/audit-log', 'there admin'))).toEqual([]);
});
