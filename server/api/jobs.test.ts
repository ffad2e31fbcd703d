import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createSync } from '#platform/sync/sync';
import { createEffects } from '#platform/tasks/effects';
import { createTasks, type TaskRoom } from '#platform/tasks/tasks';
import { contextsOf, until, virtualClock } from '#platform/tasks/test-bench';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type Actor, type Connection, type ConnectionId, type Context, PatchbayError, type Role, stream, task, type UserId, type WorkspaceId } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { mountRoutes } from '../http/mount-routes.ts';
import { sendProblem } from '../http/problem.ts';
import type { Hub } from '../hub.ts';
import { effectRoutes } from './effects.ts';
import { accepted, acceptedJob, jobRoutes } from './jobs.ts';
import { connectionStreamRoutes } from './streams.ts';

let app: FastifyInstance;
let database: TestDatabase;
let tasks: TaskRoom;
let effects: ReturnType<typeof createEffects>;
let sync: ReturnType<typeof createSync>;
let here: WorkspaceId;
let there: WorkspaceId;
const connectionId = uuidv7() as ConnectionId;
const people = { ada: uuidv7() as UserId, bob: uuidv7() as UserId };
const person = (name: keyof typeof people, role: Role): Actor => ({ kind: 'person', userId: people[name], role });
const act = vi.fn(async () => ({ id: 'a' }));
const running = { abort: undefined as AbortSignal | undefined };

beforeAll(async () => {
  database = await testDatabase();
  [here, there] = [await database.newWorkspace(), await database.newWorkspace()];
  const clock = virtualClock();
  const plain = contextsOf(database, clock, () => tasks);
  const contextFor: typeof plain = async (scope) => ({
    ...(await plain(scope)),
    connection: { id: connectionId, integration: 'x', status: 'active' } as Connection,
  });
  tasks = createTasks({ database, clock, contextFor });
  effects = createEffects({ database, clock, tasks, contextFor });
  sync = createSync({ database, clock, tasks, contextFor });
  let size = 30;
  sync.register(
    [
      stream({
        name: 'IN BOX/ä',
        everyMs: 60_000,
        async *read() {
          const records = Array.from({ length: size }, (_, i) => ({ externalId: `${i}`, value: {} }));
          size = 1;
          yield { records, cursor: null, more: false, complete: true };
        },
        apply: async (_ctx, _tx, records) => records.map((_, i) => (i % 3 ? { kept: true } : { kept: false, reason: 'spam' })),
        removeMissing: async () => {},
      }),
    ],
    { integration: 'x' },
  );
  effects.register([{ kind: 'x.send', perform: async (_ctx, { input }) => (input === 'lost' ? Promise.reject(new PatchbayError('provider_timeout')) : {}) }], {
    integration: 'x',
  });
  const run = async (ctx: Context) => {
    await ctx.tasks.progress({ done: 3, total: 10, message: 'contacts' });
    running.abort = ctx.signal;
    await new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason)));
  };
  tasks.register([task({ name: 'x.export', payload: z.strictObject({}), job: { title: 'Export' }, run })], { integration: 'x' });
  await tasks.start();
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(reply, request, error));
  app.addHook('onRequest', async (request) => {
    const [where, who, role] = String(request.headers['x-test']).split(' ');
    request.caller = {
      actor: person(who as 'ada', role as Role),
      workspaceId: where === 'here' ? here : there,
      isInstallationOwner: false,
    };
  });
  const connections = {
    get: async (workspaceId: WorkspaceId, _actor: Actor, id: string) => {
      if (workspaceId !== here || id !== connectionId) throw new PatchbayError('not_found');
      return { id };
    },
  };
  const start = apiRoute({
    method: 'POST',
    path: '/start',
    summary: 'Starts an export',
    permission: 'jobs:write',
    responses: { 202: acceptedJob },
    handler: async (call) => accepted(call, (await tasks.startJob(call.workspaceId, call.actor, 'x.export', {})).jobId),
  });
  mountRoutes(
    app,
    { tasks, effects, sync, connections, audit: { act } } as unknown as Hub,
    [...jobRoutes, ...effectRoutes, ...connectionStreamRoutes, start],
    'operations',
  );
});
afterAll(async () => {
  await app.close();
  await effects.stop();
  await tasks.stop(100);
});
const ask = async (who: string, method: 'GET' | 'POST', url: string, payload?: object) => {
  const response = await app.inject({ method, url, headers: { 'x-test': who }, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() };
};

it('answers 202 with a job, shows its progress, and stops it', async () => {
  const { status, body } = await ask('here ada salesperson', 'POST', '/start');
  expect(status).toBe(202);
  expect(body.job).toMatchObject({ title: 'Export', createdBy: people.ada });
  const url = `/jobs/${body.job.id}`;
  await until(async () => (await ask('here ada salesperson', 'GET', url)).body.done === 3, 'progress');
  expect((await ask('here ada salesperson', 'GET', url)).body).toMatchObject({ state: 'running', done: 3, total: 10, message: 'contacts' });
  // A colleague does not see it, whoever runs the hub does, and nobody of another workspace.
  expect((await ask('here bob salesperson', 'GET', url)).status).toBe(404);
  expect((await ask('here bob salesperson', 'POST', `${url}/cancel`)).status).toBe(404);
  expect((await ask('here bob salesperson', 'GET', '/jobs')).body.data).toEqual([]);
  expect((await ask('here bob admin', 'GET', '/jobs?state=running')).body.data).toHaveLength(1);
  for (const [method, path] of [
    ['GET', url],
    ['POST', `${url}/cancel`],
  ] as const)
    expect((await ask('there ada owner', method, path)).status).toBe(404);
  expect(running.abort?.aborted).toBe(false);
  expect((await ask('here ada viewer', 'POST', `${url}/cancel`)).status).toBe(403);
  expect((await ask('here ada salesperson', 'POST', `${url}/cancel`)).status).toBe(200);
  await until(async () => (await ask('here ada salesperson', 'GET', url)).body.state === 'cancelled', 'the end');
  expect(running.abort?.aborted).toBe(true);
  await until(async () => (await tasks.depth()).queued === 0);
  expect(await tasks.failures.list(here)).toEqual([]);
});

it('pages through jobs', async () => {
  for (let n = 0; n < 3; n++) await tasks.startJob(there, person('ada', 'owner'), 'x.export', {}, { dueAt: new Date('2030-01-01') });
  const first = await ask('there ada owner', 'GET', '/jobs?limit=2');
  const second = await ask('there ada owner', 'GET', `/jobs?limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body.nextCursor).toBeNull();
  expect(new Set([...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id)).size).toBe(3);
  expect((await ask('there ada owner', 'GET', '/jobs?cursor=x')).status).toBe(422);
  // One that waits is over at once.
  expect((await ask('there ada owner', 'POST', `/jobs/${first.body.data[0].id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
});

it('lists acts whose outcome is unknown and lets their person settle them', async () => {
  const mine = effects.forWorkspace(here, person('ada', 'salesperson'), connectionId);
  await mine.once({ kind: 'x.send', key: 'k1', summary: 'Mail to Bo', input: 'lost' });
  const { body } = await ask('here ada salesperson', 'GET', '/effects?state=unknown');
  expect(body.data).toMatchObject([{ key: 'k1', summary: 'Mail to Bo', state: 'unknown', connectionId }]);
  expect(JSON.stringify(body)).not.toContain('input');
  expect((await ask('here bob salesperson', 'GET', '/effects')).body.data).toEqual([]);
  const url = `/effects/${body.data[0].id}/settle`;
  for (const who of ['here bob salesperson', 'there ada owner']) expect((await ask(who, 'POST', url, { outcome: 'it_arrived' })).status).toBe(404);
  expect((await ask('here ada salesperson', 'POST', url, { outcome: 'maybe' })).status).toBe(422);
  expect((await ask('here ada salesperson', 'POST', url, { outcome: 'it_arrived' })).body).toMatchObject({ state: 'done' });
  expect((await ask('here ada salesperson', 'POST', url, { outcome: 'send_again' })).status).toBe(409);
  expect(act).toHaveBeenCalledWith(expect.objectContaining({ act: 'effect.confirmed', actor: `person:${people.ada}` }));
});

it('shows the streams of a connection and takes the word of a person for what is gone', async () => {
  const streams = async () => (await ask('here ada viewer', 'GET', `/connections/${connectionId}/streams`)).body.data;
  await sync.request(here, connectionId);
  await until(async () => (await streams())[0]?.state === 'up_to_date', 'the first read');
  expect(await streams()).toEqual([
    {
      name: 'IN BOX/ä',
      state: 'up_to_date',
      seen: 30,
      kept: 20,
      skipped: { spam: 10 },
      total: null,
      cursorAgeSeconds: 0,
      lastError: null,
      awaitingDeletion: 0,
    },
  ]);
  await sync.request(here, connectionId, 'IN BOX/ä');
  await until(async () => (await streams())[0]?.awaitingDeletion === 29 && (await streams())[0]?.state === 'up_to_date', 'the second read');
  const confirm = `/connections/${connectionId}/streams/${encodeURIComponent('IN BOX/ä')}/confirm-deletion`;
  expect((await ask('there ada owner', 'GET', `/connections/${connectionId}/streams`)).status).toBe(404);
  expect((await ask('there ada owner', 'POST', confirm)).status).toBe(404);
  expect((await ask('here ada viewer', 'POST', confirm)).status).toBe(403);
  expect((await ask('here ada manager', 'POST', confirm)).body).toEqual({ removed: 29 });
  expect((await ask('here ada manager', 'POST', confirm)).status).toBe(409);
});
