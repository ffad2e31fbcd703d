import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { WorkspaceId } from '#sdk';
import { plainHttp, type Receiver, receiver, settle, someone, testClock, testEvents, thing } from './events.fixture.ts';
import { WEBHOOK_RETRY_MS } from './webhook-schedule.ts';

const database: TestDatabase = await testDatabase();
const HOUR = 3_600_000;
let workspaceId: WorkspaceId;
beforeEach(async () => {
  workspaceId = await database.newWorkspace();
});
afterEach(() => void vi.useRealTimers());

async function hub(more: Parameters<typeof testEvents>[2] = {}) {
  const clock = testClock();
  const incidents: string[] = [];
  const events = testEvents(database, clock, {
    incidentsFor: () => ({ open: async ({ key }) => void incidents.push(`open ${key}`), resolve: async (key) => void incidents.push(`resolve ${key}`) }),
    ...more,
  });
  // The lease of the hub of the test before.
  await database.owner((tx) => tx.execute(sql`update event_cursors set lease_owner = null`));
  await events.prepare();
  const hook = await receiver();
  const endpoint = await events.endpoints.create(workspaceId, { url: hook.url, eventTypes: ['thing.*'] });
  const publish = (n: number, type = 'thing.changed') => events.forWorkspace(workspaceId, someone).publish(thing(n, 'one', type));
  const deliveries = () => events.deliveries.list(workspaceId, endpoint.id, { limit: 50 });
  return { clock, events, hook, endpoint, incidents, publish, deliveries };
}
const verify = (secret: string, { requests }: Receiver, at: Date, index = -1) => {
  vi.useFakeTimers({ toFake: ['Date'], now: at });
  const request = requests.at(index);
  try {
    return new Webhook(secret).verify(request?.body ?? '', request?.headers as Record<string, string>);
  } finally {
    vi.useRealTimers();
  }
};

it('delivers what the endpoint wants, signed, and nothing of another workspace', async () => {
  const { clock, events, hook, endpoint, publish, deliveries } = await hub();
  const other = await database.newWorkspace();
  await publish(1);
  await publish(2, 'other.created');
  await events.forWorkspace(other, someone).publish(thing(3));
  await settle(database, events);
  expect(hook.requests).toHaveLength(1);
  expect(verify(endpoint.secret, hook, clock.now())).toMatchObject({
    type: 'thing.changed',
    workspaceId,
    timestamp: clock.now().toISOString(),
    data: { n: 1 },
  });
  expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1, lastStatus: 200, responseExcerpt: 'thanks' }]);
  await expect(events.endpoints.get(other, endpoint.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(events.deliveries.list(other, endpoint.id, { limit: 5 })).rejects.toMatchObject({ code: 'not_found' });
  await expect(events.endpoints.rotateSecret(other, endpoint.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(events.endpoints.remove(other, endpoint.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('keeps the id over a long outage of the receiver and delivers when it is back', async () => {
  const { clock, events, hook, publish, deliveries } = await hub();
  hook.answer = () => ({ status: 503 });
  await publish(1);
  await settle(database, events);
  for (const wait of WEBHOOK_RETRY_MS.slice(0, 5)) {
    clock.advance(wait - 1);
    const before = hook.requests.length;
    await settle(database, events);
    expect(hook.requests).toHaveLength(before);
    clock.advance(1);
    await settle(database, events);
    expect(hook.requests).toHaveLength(before + 1);
  }
  hook.answer = () => ({ status: 204 });
  clock.advance(10 * HOUR);
  await settle(database, events);
  expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 7, lastStatus: 204, lastError: null }]);
  expect(new Set(hook.requests.map((request) => request.headers['webhook-id'])).size).toBe(1);
});

it('gives up after the last try, opens an incident, and a person can send it again', async () => {
  const { clock, events, hook, endpoint, incidents, publish, deliveries } = await hub();
  hook.answer = () => ({ status: 500, body: 'oh no' });
  await publish(1);
  for (const wait of [0, ...WEBHOOK_RETRY_MS, 24 * HOUR, 24 * HOUR]) {
    clock.advance(wait);
    await settle(database, events);
  }
  expect(hook.requests).toHaveLength(10);
  const [failed] = await deliveries();
  expect(failed).toMatchObject({ state: 'failed', attempts: 10, nextTryAt: null, responseExcerpt: 'oh no' });
  expect(incidents).toEqual([`open webhook-endpoint:${endpoint.id}`]);
  hook.answer = () => ({ status: 200 });
  const other = await database.newWorkspace();
  await expect(events.deliveries.retry(other, endpoint.id, failed?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
  await events.deliveries.retry(workspaceId, endpoint.id, failed?.id ?? '');
  await settle(database, events);
  expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
  expect(incidents.at(-1)).toBe(`resolve webhook-endpoint:${endpoint.id}`);
});

it('believes 410: nothing is sent there any more', async () => {
  const { clock, events, hook, endpoint, incidents, publish, deliveries } = await hub();
  hook.answer = () => ({ status: 410 });
  await publish(1);
  await settle(database, events);
  await publish(2);
  clock.advance(24 * HOUR);
  await settle(database, events);
  expect(hook.requests).toHaveLength(1);
  expect(await deliveries()).toMatchObject([{ state: 'failed', lastStatus: 410 }]);
  expect(await events.endpoints.get(workspaceId, endpoint.id)).toMatchObject({ enabled: false, disabledReason: 'The receiver answered 410 Gone.' });
  expect(incidents).toEqual([`open webhook-endpoint:${endpoint.id}`]);
  hook.answer = () => ({ status: 200 });
  await events.endpoints.update(workspaceId, endpoint.id, { enabled: true });
  await publish(3);
  await settle(database, events);
  expect(hook.requests).toHaveLength(2);
});

it('waits as long as Retry-After asks', async () => {
  const { clock, events, hook, publish } = await hub();
  hook.answer = () => ({ status: 429, headers: { 'retry-after': '600' } });
  await publish(1);
  await settle(database, events);
  clock.advance(599_000);
  await settle(database, events);
  expect(hook.requests).toHaveLength(1);
  clock.advance(1_000);
  await settle(database, events);
  expect(hook.requests).toHaveLength(2);
});

it('does not follow a redirect', async () => {
  const { events, hook, publish, deliveries } = await hub();
  const elsewhere = await receiver();
  hook.answer = () => ({ status: 307, headers: { location: elsewhere.url } });
  await publish(1);
  await settle(database, events);
  expect(elsewhere.requests).toEqual([]);
  expect(await deliveries()).toMatchObject([{ state: 'waiting', lastStatus: 307 }]);
});

it('signs with both secrets for a day after a rotation', async () => {
  const { clock, events, hook, endpoint, publish } = await hub();
  const { secret } = await events.endpoints.rotateSecret(workspaceId, endpoint.id);
  await publish(1);
  await settle(database, events);
  expect(verify(secret, hook, clock.now())).toMatchObject({ data: { n: 1 } });
  expect(verify(endpoint.secret, hook, clock.now())).toMatchObject({ data: { n: 1 } });
  clock.advance(24 * HOUR);
  await publish(2);
  await settle(database, events);
  expect(verify(secret, hook, clock.now())).toMatchObject({ data: { n: 2 } });
  expect(() => verify(endpoint.secret, hook, clock.now())).toThrow('No matching signature');
});

it('sends again what a killed process was sending, with the same id', async () => {
  const { events, hook, endpoint, publish, deliveries } = await hub();
  const dead = testEvents(database, testClock(), {
    // Killed while the request is under way: it never comes back.
    httpFor: () => ({ request: (request) => plainHttp.request(request).then(() => new Promise(() => {})) }),
  });
  await publish(1);
  await settle(database, events);
  const [done] = await deliveries();
  await events.deliveries.retry(workspaceId, endpoint.id, done?.id ?? '');
  expect(await dead.deliveries.startDue()).toBe(1);
  await settle(database, events);
  expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  await database.owner((tx) => tx.execute(sql`update webhook_deliveries set lease_until = now() - interval '1 second' where state = 'waiting'`));
  await settle(database, events);
  expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  expect(new Set(hook.requests.map((request) => request.headers['webhook-id'])).size).toBe(1);
});

it('a slow receiver does not hold up another', async () => {
  const { events, hook, publish } = await hub({ httpFor: () => slowHttp });
  const stuck = Promise.withResolvers<void>();
  const slowHttp: typeof plainHttp = {
    async request(request) {
      if (request.url.includes('slow')) await stuck.promise;
      return plainHttp.request(request);
    },
  };
  await events.endpoints.create(workspaceId, { url: `${hook.url}?slow`, eventTypes: ['*'] });
  for (let n = 0; n < 20; n++) await publish(n);
  await events.start({ roles: new Set(['worker']) });
  await vi.waitFor(() => expect(hook.requests).toHaveLength(20), { timeout: 10_000 });
  stuck.resolve();
  await vi.waitFor(() => expect(hook.requests).toHaveLength(40), { timeout: 10_000 });
  await events.stop();
});

it('tests an endpoint at once and tells how it went', async () => {
  const { clock, events, hook, endpoint } = await hub();
  expect(await events.deliveries.test(workspaceId, endpoint.id)).toMatchObject({ delivered: true, status: 200 });
  expect(verify(endpoint.secret, hook, clock.now())).toMatchObject({ type: 'webhook.test' });
});
