import { beforeAll, expect, it } from 'vitest';
import { hashOfTerms, speaksFor, standing } from '../approvals/decide.ts';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
}, 120_000);

const card = (kind: string) => world.messages('C0DEALS').then((all) => all.find(({ metadata }) => metadata?.event_payload.kind === kind));

it('decides by quorum, locks its card, and is void when the terms change', { timeout: 180_000 }, async () => {
  const deal = await world.deal('Discounted', { ownerId: world.people.sam });
  const asked = await world.workspace.post<{ id: string }>('/slack/approvals', {
    dealId: deal.id,
    title: '20 % off',
    approverIds: [world.people.dana, world.people.mia],
    quorum: 1,
    channelId: 'deals',
  });
  const at = async () => ({ channel: 'deals', ts: (await card('approval'))?.ts });
  await world.act('slack.click', { ...(await at()), user: 'sam', action: 'approval_yes' });
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all)).toContain('You were not asked'),
  );
  await world.act('slack.click', { ...(await at()), user: 'dana', action: 'approval_yes' });
  await world.eventually(
    () => card('approval'),
    (row) => expect(JSON.stringify(row?.blocks)).toContain('Approved'),
  );
  expect(JSON.stringify((await card('approval'))?.blocks)).not.toContain('approval_yes');
  const { version } = await world.workspace.get<{ version: number }>(`/deals/${deal.id}`);
  await world.workspace.call('PATCH', `/deals/${deal.id}`, { body: { amount: '1.00', version } });
  await world.eventually(
    () => card('approval'),
    (row) => expect(JSON.stringify(row?.blocks)).toContain('The terms changed'),
  );
  expect(await world.workspace.get('/slack/approvals')).toMatchObject({ data: [{ id: asked.id, state: 'void' }] });
});

it('gives a lead to the first who takes it', { timeout: 180_000 }, async () => {
  const contact = await world.workspace.post<{ id: string }>('/contacts', { firstName: 'Lea', lastName: 'Lead' });
  await world.workspace.post('/slack/claims', { contactId: contact.id, channelId: 'deals' });
  const at = { channel: 'deals', ts: (await card('claim'))?.ts };
  await Promise.all([
    world.act('slack.click', { ...at, user: 'sam', action: 'claim_lead' }),
    world.act('slack.click', { ...at, user: 'dana', action: 'claim_lead' }),
  ]);
  await world.eventually(
    () => card('claim'),
    (row) => expect(row?.text).toContain('is taken'),
  );
  const { ownerId } = await world.workspace.get<{ ownerId: string }>(`/contacts/${contact.id}`);
  expect([world.people.sam, world.people.dana]).toContain(ownerId);
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all)).toContain('Somebody else was quicker'),
  );
});

it('shows a link as its poster may see it, asks who is unknown, and shows outsiders nothing', { timeout: 180_000 }, async () => {
  const deal = await world.deal('Linked deal');
  const url = `${world.hub.url}/deals/${deal.id}`;
  const unfurlsOf = async (ts: string, channel = 'C0DEALS') => (await world.messages(channel)).find((each) => each.ts === ts);
  const say = (more: Record<string, unknown>) =>
    world.act('slack.say', { channel: 'deals', text: `Look: ${url}`, ...more }).then(({ result }) => result.ts as string);
  const seen = await say({});
  await world.eventually(
    () => unfurlsOf(seen),
    (row) => expect(JSON.stringify(row?.unfurls)).toContain('Linked deal'),
  );
  const hidden = await say({ user: 'sam' });
  const shared = await say({ channel: 'acme-partner' });
  await world.hub.settle();
  expect((await unfurlsOf(hidden))?.unfurls).toEqual({});
  expect((await unfurlsOf(shared, 'C0PARTNER'))?.unfurls).toEqual({});
});

it('shows one’s own day on the home of the app, and lets it be done there', { timeout: 180_000 }, async () => {
  const task = await world.workspace.post<{ id: string }>('/tasks', {
    title: 'Call Jane back',
    ownerId: world.people.dana,
    dueAt: new Date(world.hub.clock.now().getTime() - 86_400_000).toISOString(),
  });
  const deal = await world.deal('Asked for');
  const { id: approvalId } = await world.workspace.post<{ id: string }>('/slack/approvals', {
    dealId: deal.id,
    title: '15 % off',
    approverIds: [world.people.dana],
    channelId: 'deals',
  });
  const key = await world.hub.hub.access.apiKeys.create(
    world.workspace.id,
    { kind: 'system', reason: 'test' },
    { name: 'dana', scopes: ['*'], role: 'admin', actAs: world.people.dana as never },
  );
  await world.workspace.call('POST', '/activities', {
    apiKey: key.key,
    body: { kind: 'meeting', direction: 'outbound', occurredAt: world.hub.clock.now().toISOString(), subject: 'Walk-through', dealId: deal.id },
  });
  await world.act('slack.home');
  const home = () => world.state().then(({ homes }) => JSON.stringify(homes.U0DANA?.blocks ?? []));
  await world.eventually(home, (blocks) => expect(blocks).toContain('Call Jane back'));
  // What waits for one’s answer and who comes today stand there too; both are done in place.
  expect(await home()).toContain('15 % off');
  expect(await home()).toContain('Walk-through');
  await world.act('slack.click', { surface: 'home', action: 'approval_yes', value: approvalId });
  await world.eventually(
    () => world.workspace.get<{ data: { id: string; state: string }[] }>('/slack/approvals'),
    ({ data }) => expect(data.find((each) => each.id === approvalId)).toMatchObject({ state: 'approved' }),
  );
  await world.act('slack.click', { surface: 'home', action: 'task_done', value: task.id });
  await world.eventually(home, (blocks) => expect(blocks).not.toContain('Call Jane back'));
  await world.act('slack.home', { user: 'gil' });
  await world.eventually(
    () => world.state().then(({ homes }) => JSON.stringify(homes.U0GUEST?.blocks ?? [])),
    (blocks) => expect(blocks).toContain('Guests'),
  );
});

it('counts each approver once, whoever speaks for them', () => {
  const at = '2026-11-26T09:00:00Z';
  const ballot = { approverIds: ['a', 'b', 'c'], quorum: 2, decisions: [] };
  const yes = (userId: string, forWhom?: string) => ({ userId, ...(forWhom ? { for: forWhom } : {}), answer: 'approve' as const, at });
  expect(standing({ ...ballot, decisions: [yes('a'), yes('d', 'a')] })).toBe('open');
  expect(standing({ ...ballot, decisions: [yes('a'), yes('d', 'b')] })).toBe('approved');
  expect(standing({ ...ballot, decisions: [yes('a'), { userId: 'b', answer: 'reject', at }] })).toBe('rejected');
  expect(standing({ ...ballot, decisions: [yes('x'), yes('y')] })).toBe('open');
  expect(
    speaksFor(
      { ...ballot, decisions: [yes('a')] },
      'd',
      new Map([
        ['a', 'd'],
        ['b', 'd'],
      ]),
    ),
  ).toBe('b');
  expect(speaksFor(ballot, 'z', new Map())).toBeUndefined();
  expect(hashOfTerms({ a: 1, b: 2 })).toBe(hashOfTerms({ b: 2, a: 1 }));
});
