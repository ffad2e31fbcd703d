import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING } from '#crm/reach';
import { quietLog, someone, testClock, testEvents, thing, until } from '#platform/events/events.fixture';
import { testDatabase } from '#platform/testing/database';
import type { Actor, UserId, WorkspaceId } from '#sdk';
import { createAudiences } from '../audiences.ts';
import type { ApiCall } from '../http/api-route.ts';
import { maySee } from './event-visibility.ts';
import { boundedWriter, streamRoutes } from './stream.ts';

const database = await testDatabase();
const events = testEvents(database, testClock());
const audiences = createAudiences({ database, reachFor: async () => EVERYTHING, onError: () => {} });
const app = Fastify();
let origin = '';
const owner: Actor = { kind: 'person', userId: uuidv7() as UserId, role: 'owner' };
beforeAll(async () => {
  const [route] = streamRoutes;
  // The workspace comes from the session in the real server; here it is a header.
  app.get('/stream', async (request, reply) => {
    const workspaceId = request.headers['x-workspace'] as WorkspaceId;
    const call = { hub: { events, audiences, log: quietLog }, actor: owner, workspaceId, request, reply } as unknown as ApiCall;
    return route?.handler(call, { params: undefined, query: request.query, body: undefined } as never);
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await events.start({ roles: new Set(['api']) });
});
afterAll(async () => {
  app.server.closeAllConnections();
  await app.close();
  await events.stop();
});

async function open(workspaceId: WorkspaceId, lastEventId?: string) {
  const abort = new AbortController();
  const response = await fetch(`${origin}/stream`, {
    headers: { 'x-workspace': workspaceId, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    signal: abort.signal,
  });
  const state = { text: '', type: response.headers.get('content-type') };
  void (async () => {
    for await (const chunk of response.body ?? []) state.text += Buffer.from(chunk).toString();
  })().catch(() => {});
  await until(() => state.text.includes('retry:'));
  const ids = () => [...state.text.matchAll(/^id: (.*)$/gm)].map((match) => match[1] ?? '');
  return { state, ids, close: () => abort.abort() };
}

it('streams events and resumes where the browser stopped', async () => {
  const workspaceId = await database.newWorkspace();
  const room = events.forWorkspace(workspaceId, someone);
  const first = await open(workspaceId);
  expect(first.state.type).toContain('text/event-stream');
  await room.publish(thing(1), thing(2));
  await until(() => first.ids().length === 2);
  first.close();
  await room.publish(thing(3), thing(4));
  const second = await open(workspaceId, first.ids()[0]);
  await until(() => second.ids().length === 3);
  const told = (await events.list(workspaceId, { limit: 10 })).events.map((event) => event.sequence);
  expect([first.ids()[0], ...second.ids()]).toEqual(told);
  expect(second.state.text).toMatch(/event: thing\.changed\ndata: \{"id":".*"data":\{"n":2\}/);
  second.close();
  await until(() => events.listeners() === 0);
});

it('asks for a fresh start when the position cannot be read', async () => {
  const stream = await open(await database.newWorkspace(), 'rubbish');
  await until(() => stream.state.text.includes('event: resync'));
  stream.close();
});

it('disconnects who does not read', () => {
  let destroyed = false;
  const raw = { destroyed: false, writableEnded: false, writableLength: 300, write: () => true, destroy: () => (destroyed = true) };
  const write = boundedWriter(raw as never, 256);
  write('x');
  expect(destroyed).toBe(true);
});

describe('who sees an event', () => {
  const me = uuidv7() as UserId;
  const other = uuidv7() as UserId;
  const salesperson: Actor = { kind: 'person', userId: me, role: 'salesperson' };
  const own = { read: [me], write: [me] };

  it('is asked by reach and permission', () => {
    expect(maySee(salesperson, own, { type: 'deal.won', data: { ownerId: me } })).toBe(true);
    expect(maySee(salesperson, own, { type: 'deal.won', data: { ownerId: null } })).toBe(true);
    expect(maySee(salesperson, own, { type: 'deal.won', data: { ownerId: other } })).toBe(false);
    expect(maySee(salesperson, { read: [me, other], write: [me] }, { type: 'deal.won', data: { ownerId: other } })).toBe(true);
    expect(maySee(salesperson, EVERYTHING, { type: 'deal.won', data: { ownerId: other } })).toBe(true);
    expect(maySee(owner, { read: [], write: [] }, { type: 'deal.won', data: { ownerId: me } })).toBe(false);
    const key: Actor = { kind: 'key', apiKeyId: uuidv7(), role: 'admin', scopes: ['contacts:read'] };
    expect(maySee(key, EVERYTHING, { type: 'contact.created', data: {} })).toBe(true);
    expect(maySee(key, EVERYTHING, { type: 'incident.opened', data: {} })).toBe(false);
  });

  it('knows on whose records an activity lies, and keeps private ones to their owner', () => {
    const activity = (data: object) => ({ type: 'activity.created', data: { visibility: 'everything', ownerId: other, recordOwnerIds: [other], ...data } });
    const seen = (data: object) => maySee(salesperson, own, activity(data));
    expect(seen({})).toBe(false);
    expect(seen({ recordOwnerIds: [other, me] })).toBe(true);
    expect(seen({ recordOwnerIds: [other, null] })).toBe(true);
    expect(seen({ ownerId: me })).toBe(true);
    // A call that nobody took, with somebody else's contact.
    expect(seen({ ownerId: null })).toBe(false);
    expect(seen({ ownerId: null, recordOwnerIds: [] })).toBe(true);
    expect(maySee(owner, EVERYTHING, activity({ visibility: 'private' }))).toBe(false);
    expect(maySee({ kind: 'system', reason: 'webhook' }, EVERYTHING, activity({ visibility: 'private' }))).toBe(false);
    expect(seen({ visibility: 'private', ownerId: me })).toBe(true);
    expect(seen({ visibility: 'private', ownerId: null })).toBe(false);
  });
});
