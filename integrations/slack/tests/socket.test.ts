import { beforeAll, expect, it } from 'vitest';
import { acknowledgement, asWebhook, readFrame } from '../socket/frames.ts';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld({ environment: { SLACK_APP_TOKEN: 'xapp-1-A0PATCHBAY-socket' } });
  // No address that Slack could reach: whatever arrives came over the line.
  for (const topic of ['events', 'commands', 'interactivity', 'options'])
    await world.hub.twins.webhookTarget('slack', { url: 'http://127.0.0.1:9/nowhere', topic });
  await world.deal('Over the line');
  await world.hub.settle();
}, 120_000);

const lines = () => world.act<{ result: { lines: number } }>('socket.count').then(({ result }) => result.lines);
const open = () => world.eventually(lines, (count) => expect(count).toBe(1));

it('answers commands, forms and menus, and hears events, without an address of its own', { timeout: 120_000 }, async () => {
  await open();
  expect((await world.slash('find line')).text).toContain('1 record');
  await world.slash('new contact Lin Ear');
  expect(await world.modal()).toMatchObject({ view: { callback_id: 'new_contact' } });
  await world.act('slack.submit', { values: { email: 'nobody' } });
  expect((await world.modal())?.view.twin_errors).toEqual({ email: expect.stringContaining('no e-mail address') });
  await world.act('slack.submit', { values: { email: 'lin@customer.test' } });
  await world.eventually(
    () => world.workspace.get<{ data: { firstName: string }[] }>('/contacts?q=lin@customer.test'),
    ({ data }) => expect(data).toMatchObject([{ firstName: 'Lin' }]),
  );
  await world.act('channel.rename', { channel: 'deals', name: 'big-deals' });
  await world.eventually(
    () => world.workspace.get<{ data: { name: string }[] }>('/slack/channels'),
    ({ data }) => expect(data.map(({ name }) => name)).toContain('big-deals'),
  );
});

it('opens the next line before Slack ends this one', { timeout: 120_000 }, async () => {
  await open();
  await world.act('socket.refresh', { reason: 'refresh_requested' });
  // A line a minute is what Slack allows: the clock goes on.
  await world.hub.twins.clock({ advanceMs: 61_000 });
  await open();
  expect((await world.slash('help', { channel: 'C0DEALS' })).text).toContain('What you can type');
});

it('keeps the address of the line out of the call log', async () => {
  const { data } = await world.workspace.get<{ data: { operation: string; url: string }[] }>('/api-calls?limit=200');
  const opened = data.filter(({ operation }) => operation === 'open line');
  expect(opened.length).toBeGreaterThan(0);
  expect(JSON.stringify(data)).not.toContain('ticket-');
});

it('reads frames as the webhooks that they stand for', () => {
  expect(readFrame('{"type":"hello","num_connections":1}')).toMatchObject({ type: 'hello' });
  expect(readFrame('{"type":"something new"}')).toBeUndefined();
  expect(readFrame('no json')).toBeUndefined();
  const suggestion = { type: 'interactive' as const, envelope_id: 'e', payload: { type: 'block_suggestion', value: 'a&b' } };
  expect(asWebhook(suggestion)).toEqual({
    topic: 'options',
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ payload: '{"type":"block_suggestion","value":"a&b"}' }).toString(),
  });
  expect(acknowledgement('e', '')).toBe('{"envelope_id":"e"}');
  expect(acknowledgement('e', '{"text":"x"}')).toBe('{"envelope_id":"e","payload":{"text":"x"}}');
});
