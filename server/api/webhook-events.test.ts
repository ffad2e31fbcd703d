import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inboxScene, prepareTables, type Scene } from '#platform/inbox/testing';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { Role, UserId, WorkspaceId } from '#sdk';
import { mountRoutes } from '../http/mount-routes.ts';
import { sendProblem } from '../http/problem.ts';
import type { Hub } from '../hub.ts';
import { webhookEventRoutes } from './webhook-events.ts';

let app: FastifyInstance;
let database: TestDatabase;
let scene: Scene;
let here: WorkspaceId;
let there: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  await prepareTables(database);
  scene = inboxScene({ database });
  [here, there] = [await database.newWorkspace(), await database.newWorkspace()];
  scene.connect(here, 'acct-a');
  for (let i = 0; i < 5; i++) await scene.send([{ id: `event-${i}`, account: 'acct-a', text: 'a message of a colleague' }]);
  await scene.inbox.drain();
  await scene.send([{ id: 'event-5', account: 'acct-a' }]);
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
  mountRoutes(app, { inbox: scene.inbox } as unknown as Hub, webhookEventRoutes, 'operations');
});
afterAll(() => app.close());
const ask = async (url: string, who = 'here admin', method: 'GET' | 'POST' = 'GET') => {
  const response = await app.inject({ method, url, headers: { 'x-test': who } });
  return { status: response.statusCode, body: response.json() };
};

it('pages through all, newest first, none twice, and filters', async () => {
  const seen: string[] = [];
  for (let url = '/webhook-events?limit=2'; url; ) {
    const page = await ask(url);
    expect(page.status).toBe(200);
    seen.push(...page.body.data.map((row: { eventId: string }) => row.eventId));
    url = page.body.nextCursor ? `/webhook-events?limit=2&cursor=${page.body.nextCursor}` : '';
  }
  expect(seen).toEqual(['event-5', 'event-4', 'event-3', 'event-2', 'event-1', 'event-0']);
  expect((await ask('/webhook-events?state=received')).body.data).toMatchObject([{ eventId: 'event-5', state: 'received' }]);
  expect((await ask('/webhook-events?integration=other')).body.data).toEqual([]);
  expect((await ask('/webhook-events?type=thing.changed&state=processed')).body.data).toHaveLength(5);
  for (const bad of ['state=lost', 'cursor=xyz', 'colour=red', 'limit=0']) expect((await ask(`/webhook-events?${bad}`)).status).toBe(422);
});

it('shows the request to administrators, masked, and nothing to another workspace', async () => {
  const [row] = (await ask('/webhook-events?state=processed')).body.data;
  const shown = (await ask(`/webhook-events/${row.id}`)).body;
  expect(shown.request.body).toContain('a message of a colleague');
  expect(shown.request.headers).toMatchObject({ 'x-acme-signature': '***', 'content-type': 'application/json' });
  expect((await ask(`/webhook-events/${row.id}`, 'here manager')).body.request).toBeNull();
  expect((await ask(`/webhook-events/${row.id}`, 'here viewer')).status).toBe(403);
  expect((await ask(`/webhook-events/${row.id}`, 'there admin')).status).toBe(404);
  expect((await ask('/webhook-events', 'there admin')).body.data).toEqual([]);
  expect((await ask('/webhook-events/nonsense')).status).toBe(422);
});

it('replays for administrators of the own workspace', async () => {
  const [row] = (await ask('/webhook-events?state=processed')).body.data;
  for (const [who, status] of [
    ['here manager', 403],
    ['there admin', 404],
  ] as const) {
    expect((await ask(`/webhook-events/${row.id}/replay`, who, 'POST')).status).toBe(status);
  }
  expect(await ask(`/webhook-events/${row.id}/replay`, 'here admin', 'POST')).toEqual({ status: 202, body: { replayed: 1 } });
  await scene.inbox.drain();
  expect((await scene.handled(here)).filter((one) => one.event_id === row.eventId)).toHaveLength(2);
});
