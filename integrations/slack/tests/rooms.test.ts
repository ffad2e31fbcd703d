import { beforeAll, expect, it } from 'vitest';
import { roomName } from '../rooms/name.ts';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
}, 120_000);

const channels = async (prefix: string) => Object.values((await world.state()).channels).filter(({ name }) => name.startsWith(prefix));

it('opens one room for a deal, however many ask: named, invited, bookmarked, with a topic and a pinned card', async () => {
  const deal = await world.deal('Größe & Co. – Rollout', { ownerId: world.people.sam });
  await Promise.all([1, 2, 3].map(() => world.workspace.post('/slack/rooms', { dealId: deal.id })));
  const [room] = await world.eventually(
    () => channels('deal-'),
    (all) => expect(all).toMatchObject([{ members: expect.arrayContaining(['U0SAM']), topic: expect.stringContaining('€48,000') }]),
  );
  expect(room?.name).toBe('deal-grosse-co-rollout');
  await world.eventually(
    async () => (await world.state()).pins,
    (pins) => expect(pins).toHaveLength(1),
  );
  expect(Object.values((await world.state()).bookmarks)).toMatchObject([{ channel: room?.id, link: expect.stringContaining(deal.id) }]);
  expect(await world.workspace.get('/slack/rooms')).toMatchObject({ data: [{ dealId: deal.id, state: 'open', name: room?.name }] });
  // What is said there lies on the deal’s timeline.
  await world.act('slack.say', { channel: room?.id, user: 'sam', text: 'Legal is in' });
  await world.eventually(
    () => world.workspace.get<{ data: { snippet: string }[] }>(`/activities?dealId=${deal.id}&kind=message`),
    ({ data }) => expect(data).toMatchObject([{ snippet: 'Legal is in' }]),
  );
});

it('rests some days after the deal’s end, and comes back with it', async () => {
  const { data } = await world.workspace.get<{ data: { dealId: string }[] }>('/slack/rooms');
  const dealId = data[0]?.dealId ?? '';
  await world.workspace.post(`/deals/${dealId}/won`, {});
  await world.eventually(
    () => world.workspace.get<{ data: { archiveAt: string | null }[] }>('/slack/rooms'),
    (rooms) => expect(rooms.data[0]?.archiveAt).not.toBeNull(),
  );
  await world.hub.twins.clock({ advanceMs: 8 * 86_400_000 });
  const look = () =>
    world.hub.hub.tasks
      .forWorkspace(world.workspace.id, { kind: 'system', reason: 'test' }, world.connectionId as never)
      .enqueue('slack.look-at-clock', {}, { connectionId: world.connectionId as never });
  await look();
  await world.eventually(
    () => channels('deal-'),
    ([room]) => expect(room).toMatchObject({ isArchived: true }),
  );
  const { version } = await world.workspace.get<{ version: number }>(`/deals/${dealId}`);
  await world.workspace.call('PATCH', `/deals/${dealId}`, { body: { stage: 'negotiation', version } });
  await world.eventually(
    () => channels('deal-'),
    ([room]) => expect(room).toMatchObject({ isArchived: false }),
  );
});

it('names rooms as Slack takes them, whatever the deal is called', () => {
  const parts = { deal: 'Ünïcödé 株式会社 / Q1', organization: '', owner: 'x' };
  expect(roomName('deal-{deal}', parts)).toBe('deal-unicode-q1');
  expect(roomName('{deal}', { ...parts, deal: '株式会社' })).toBe('x');
  expect(roomName('deal-{deal}', { ...parts, deal: 'a'.repeat(200) }, 12)).toHaveLength(80);
});
