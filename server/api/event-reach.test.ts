import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { webhookDeliveries } from '#platform/events/models';
import type { NewEvent, UserId } from '#sdk';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

/** The reach of a role holds wherever events are read: in pages, in open streams, in outgoing webhooks. */
let hub: TestHub;
let workspace: TestWorkspace;
let salesperson: string;
beforeAll(async () => {
  hub = await testHub({ environment: {} });
}, 120_000);
beforeEach(async () => {
  workspace = await hub.newWorkspace();
  salesperson = await workspace.key('salesperson');
});

const somebody = uuidv7() as UserId;
const activity = (id: string, more: object): NewEvent => ({
  type: 'activity.created',
  subject: { type: 'activity', id },
  data: {
    id,
    kind: 'call',
    direction: 'inbound',
    occurredAt: '2026-03-01T10:00:00Z',
    visibility: 'everything',
    ownerId: somebody,
    recordOwnerIds: [somebody],
    ...more,
  },
});
const tell = (...events: NewEvent[]) => hub.hub.events.forWorkspace(workspace.id, { kind: 'system', reason: 'test' }).publish(...events);
const reach = (role: string, read: string, write = 'own') => workspace.call('PUT', `/roles/${role}/reach`, { body: { read, write } });
const until = async (condition: () => boolean | Promise<boolean>) => {
  const end = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

it('in pages of events', async () => {
  await tell(activity('theirs', {}), activity('shared', { recordOwnerIds: [somebody, null] }), activity('private', { visibility: 'private' }));
  const seen = async (apiKey?: string) => {
    const { body } = await workspace.call<{ data: { data: { id: string } }[] }>('GET', '/events?type=activity.created', apiKey ? { apiKey } : {});
    return body.data.map((event) => event.data.id);
  };
  await until(async () => (await seen()).length === 2);
  expect(await seen()).toEqual(['theirs', 'shared']);
  expect(await seen(salesperson)).toEqual(['shared']);
  expect((await reach('salesperson', 'all')).status).toBe(200);
  expect(await seen(salesperson)).toEqual(['theirs', 'shared']);
});

it('in a stream that is open, from the moment it is changed', async () => {
  const abort = new AbortController();
  const response = await fetch(`${hub.url}/api/v1/stream`, { headers: { authorization: `Bearer ${salesperson}` }, signal: abort.signal });
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => {});
  const heard = () => [...text.matchAll(/"subject":\{"type":"activity","id":"(\w+)"/g)].map((match) => match[1]);
  await until(() => text.includes('retry:') && hub.hub.events.listeners() === 1);
  await tell(activity('hidden', {}), activity('first', { recordOwnerIds: [null] }));
  await until(() => heard().length > 0);
  expect((await reach('salesperson', 'all')).status).toBe(200);
  await tell(activity('second', {}), activity('secret', { visibility: 'private' }));
  await until(() => heard().length > 1);
  expect((await reach('salesperson', 'own')).status).toBe(200);
  await tell(activity('again', {}), activity('third', { recordOwnerIds: [null] }));
  await until(() => heard().includes('third'));
  expect(heard()).toEqual(['first', 'second', 'third']);
  abort.abort();
  await reading;
});

it('in webhooks, by who made them', async () => {
  const admin = await workspace.key('admin');
  const make = async (apiKey: string) =>
    (await workspace.call<{ id: string }>('POST', '/webhook-endpoints', { apiKey, body: { url: 'https://receiver.invalid/hook', eventTypes: ['activity.*'] } }))
      .body.id;
  const [narrow, wide, blind] = [await make(admin), await make(workspace.apiKey), await make(await workspace.key('owner', ['webhooks:write']))];
  expect((await reach('admin', 'own')).status).toBe(200);
  await tell(activity('theirs', {}), activity('shared', { recordOwnerIds: [null] }), activity('private', { visibility: 'private' }));
  await hub.settle();
  const told = async (endpointId: string) => {
    const rows = await hub.database.workspace(workspace.id, (tx) => tx.select().from(webhookDeliveries).where(eq(webhookDeliveries.endpointId, endpointId)));
    return rows.length;
  };
  await until(async () => (await told(wide)) === 2);
  expect([await told(narrow), await told(wide), await told(blind)]).toEqual([1, 2, 0]);
});
