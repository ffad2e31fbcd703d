import { beforeAll, expect, it } from 'vitest';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
}, 120_000);

const send = (body: Record<string, unknown>) => world.workspace.call<{ state: string; ts: string | null; code?: string }>('POST', '/slack/messages', { body });
const shown = async (text: string) => (await world.messages('C0DEALS')).filter((message) => message.text === text);

it('posts once, however often it is asked, and carries its delivery id', async () => {
  const body = { channelId: '#deals', text: 'Good morning', reference: 'r1' };
  await Promise.all([send(body), send(body), send(body)]);
  expect(await send(body)).toMatchObject({ status: 200, body: { state: 'done', ts: expect.any(String) } });
  const [message, ...more] = await shown('Good morning');
  expect(more).toEqual([]);
  expect(message?.metadata).toMatchObject({ event_type: 'patchbay_message', event_payload: { delivery_id: expect.any(String), kind: 'message' } });
  expect(await world.workspace.get('/slack/messages')).toMatchObject({ data: [{ text: 'Good morning', channelId: 'C0DEALS' }] });
});

it('settles a lost answer by looking into the channel, and does not repeat it', async () => {
  await world.hub.twins.fault('slack', { match: { method: 'POST', path: '/slack/api/chat.postMessage' }, next: 1, do: 'drop_after_commit' });
  await send({ channelId: 'C0DEALS', text: 'Lost in between', reference: 'r2' });
  await world.hub.twins.clock({ advanceMs: 60_000 });
  await world.hub.settle();
  expect(await send({ channelId: 'C0DEALS', text: 'Lost in between', reference: 'r2' })).toMatchObject({ body: { state: 'done', ts: expect.any(String) } });
  expect(await shown('Lost in between')).toHaveLength(1);
});

it('posts what was dropped before it arrived', async () => {
  await world.hub.twins.fault('slack', { match: { method: 'POST', path: '/slack/api/chat.postMessage' }, next: 1, do: 'drop' });
  await send({ channelId: 'C0DEALS', text: 'Never arrived', reference: 'r3' });
  await world.hub.twins.clock({ advanceMs: 60_000 });
  await world.eventually(
    () => shown('Never arrived'),
    (all) => expect(all).toHaveLength(1),
  );
});

it('reaches a person by their account here, and says who has none', async () => {
  expect(await send({ userId: world.people.mia, text: 'For you' })).toMatchObject({ status: 200, body: { state: 'done' } });
  const direct = Object.values((await world.state()).messages).filter(({ text }) => text === 'For you');
  expect(direct).toMatchObject([{ channel: expect.stringMatching(/^D/) }]);
  const nobody = await world.workspace.post<{ id: string }>('/users', {
    email: 'ned@acme.test',
    name: 'Ned',
    role: 'viewer',
    password: 'a long enough password',
  });
  expect(await send({ userId: nobody.id, text: 'x' })).toMatchObject({ status: 404 });
});

it('cuts what is too long instead of failing', async () => {
  const blocks = Array.from({ length: 70 }, (_, n) => ({ type: 'section', text: { type: 'mrkdwn', text: `${n} ${'x'.repeat(4000)}` } }));
  expect(await send({ channelId: 'deals', text: 'y'.repeat(9000), blocks, reference: 'long' })).toMatchObject({ body: { state: 'done' } });
});

it('says in words what a channel does not take', async () => {
  expect(await send({ channelId: 'nowhere', text: 'x' })).toMatchObject({ status: 404 });
  await world.act('channel.archive', { channel: 'sales-emea' });
  await world.hub.settle();
  expect(await send({ channelId: 'sales-emea', text: 'x' })).toMatchObject({ status: 422 });
  const deal = await world.deal('Secret');
  expect(await send({ channelId: 'acme-partner', text: 'x', recordType: 'deal', recordId: deal.id })).toMatchObject({ status: 403 });
  expect(await send({ channelId: 'deals', userId: world.people.dana, text: 'x' })).toMatchObject({ status: 422 });
});

it('answers by action too, for playbooks and programs', async () => {
  const done = await world.workspace.post<{ output?: { state: string }; state?: string }>('/actions/slack.post-message', {
    input: { channelId: 'deals', text: 'By action' },
  });
  expect(JSON.stringify(done)).toContain('done');
});
