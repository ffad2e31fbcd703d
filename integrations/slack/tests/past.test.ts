import { beforeAll, expect, it } from 'vitest';
import { slackWorld } from './slack-world.fixture.ts';

interface Entry {
  snippet: string;
  occurredAt: string;
}
const DAY_MS = 86_400_000;
let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
}, 120_000);

it('puts what was said in a channel before it was tied to a record on its timeline: as far back as asked, threads and all, once', async () => {
  const { workspace, hub, act } = world;
  const deal = await world.deal('Rollout');
  const ago = (days: number) => new Date(hub.clock.now().getTime() - days * DAY_MS).toISOString();
  const say = (text: string, days: number, more: Record<string, unknown> = {}) =>
    act('slack.say', { channel: 'deals', text, at: ago(days), ...more }).then(({ result }) => result.ts as string);
  await say('Long ago', 200);
  const question = await say('Who calls them?', 20);
  await say('I do', 19, { thread: question, user: 'sam' });
  await say('// between us', 18);
  await say('They said yes', 2);
  const tie = () => workspace.post('/slack/links', { channelId: 'deals', recordType: 'deal', recordId: deal.id, pastDays: 90 });
  await tie();
  const timeline = () => workspace.get<{ data: Entry[] }>(`/activities?dealId=${deal.id}&kind=message`).then(({ data }) => data);
  const all = await world.eventually(timeline, (entries) =>
    expect(entries.map(({ snippet }) => snippet)).toEqual(['They said yes', 'I do', 'Who calls them?']),
  );
  expect(Date.parse(all[2]?.occurredAt ?? '') / 1000).toBeCloseTo(Number(question), 0);
  await tie();
  await hub.settle();
  expect(await timeline()).toHaveLength(3);
  // And from now on it goes on as before.
  await act('slack.say', { channel: 'deals', text: 'Signed' });
  await world.eventually(timeline, (entries) => expect(entries[0]?.snippet).toBe('Signed'));
});
