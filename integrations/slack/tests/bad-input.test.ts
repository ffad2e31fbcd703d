import { createHmac } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
  await world.deal('Secret Acme plan');
  await world.act('user.join', { id: 'U0NED', name: 'ned', realName: 'Ned Nobody', email: 'ned@acme.test', channel: 'deals' });
  await world.hub.settle();
}, 120_000);

const FORM = 'application/x-www-form-urlencoded';
/** As Slack signs it, with whatever is in it. */
async function send(topic: 'commands' | 'interactivity' | 'options' | 'events', body: string, contentType = FORM) {
  const seconds = String(Math.floor(world.hub.clock.now().getTime() / 1000));
  const mac = createHmac('sha256', 'slack-signing-secret').update(`v0:${seconds}:${body}`).digest('hex');
  return world.hub.app.inject({
    method: 'POST',
    url: `/integrations/slack/webhooks/slack/${topic}`,
    headers: { 'content-type': contentType, 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${mac}` },
    payload: body,
  });
}
let count = 0;
const command = (fields: Record<string, string>) =>
  new URLSearchParams({
    team_id: 'T0ACME',
    channel_id: 'C0DEALS',
    user_id: 'U0DANA',
    command: '/crm',
    text: 'find acme',
    response_url: 'https://hooks.slack.com/commands/1/2/3',
    trigger_id: `bad.${++count}`,
    api_app_id: 'A0PATCHBAY',
    ...fields,
  }).toString();
const press = (action: object, more: object = {}) =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      api_app_id: 'A0PATCHBAY',
      team: { id: 'T0ACME' },
      user: { id: 'U0DANA', team_id: 'T0ACME' },
      trigger_id: `bad.${++count}`,
      channel: { id: 'C0DEALS', name: 'deals' },
      container: { type: 'message', message_ts: '1.1', channel_id: 'C0DEALS' },
      actions: [{ type: 'button', block_id: 'b', ...action }],
      ...more,
    }),
  }).toString();
const allText = async () => JSON.stringify(await world.messages('C0DEALS'));

it('shows another app nothing, though it shares the secret', async () => {
  const answer = await send('commands', command({ api_app_id: 'A0OTHER' }));
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('not the one that the CRM knows');
  expect(answer.body).not.toContain('Acme');
  expect((await send('interactivity', press({ action_id: 'open_new', value: 'deal' }, { api_app_id: 'A0OTHER' }))).body).toBe('');
  const options = new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_suggestion',
      api_app_id: 'A0OTHER',
      team: { id: 'T0ACME' },
      user: { id: 'U0DANA' },
      action_id: 'deal_search',
      value: 'acme',
    }),
  }).toString();
  expect((await send('options', options)).json()).toEqual({ options: [] });
  expect(await world.modal()).toBeUndefined();
});

it('answers a workspace that nobody connected politely', async () => {
  const answer = await send('commands', command({ team_id: 'T0NOWHERE' }));
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('not connected') });
});

it('says of a button that nobody knows any more that its card is out of date, once', async () => {
  const before = (await allText()).split('out of date').length;
  const body = press({ action_id: 'frobnicate', value: 'deal:1' });
  for (let times = 0; times < 3; times++) expect((await send('interactivity', body)).statusCode).toBe(200);
  await world.eventually(allText, (text) => expect(text.split('out of date').length).toBe(before + 1));
  await world.hub.settle();
  expect((await allText()).split('out of date').length).toBe(before + 1);
});

it('lets a form whose trigger is over be, and goes on', async () => {
  const answer = await send('interactivity', press({ action_id: 'open_new', value: 'deal' }));
  expect([answer.statusCode, answer.body]).toEqual([200, '']);
  await world.hub.settle();
  expect(await world.modal()).toBeUndefined();
  // The same for a command that opens one: a sentence to the person, nothing else.
  const said = await send('commands', command({ text: 'new deal X' }));
  expect(said.statusCode).toBe(200);
  expect(said.json()).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('three seconds') });
  expect(said.body).not.toMatch(/trigger_id|stack|at \w+ \(/);
});

it('refuses what is far too large before it is read, and what is none of its shapes after', async () => {
  expect((await send('interactivity', press({ action_id: 'x', value: 'y'.repeat(5 * 1024 * 1024) }))).statusCode).toBe(413);
  expect((await send('events', JSON.stringify({ type: 'event_callback', text: 'z'.repeat(5 * 1024 * 1024) }), 'application/json')).statusCode).toBe(413);
  // Signed, and yet nothing that Slack would send: kept with the reason, and not sent again for ever.
  for (const [topic, body] of [
    ['events', '[]'],
    ['interactivity', 'payload=%7Bbroken'],
    ['interactivity', 'nothing=here'],
    ['commands', 'text=hello'],
  ] as const) {
    const answer = await send(topic, body, topic === 'events' ? 'application/json' : FORM);
    expect([topic, body, answer.statusCode < 500]).toEqual([topic, body, true]);
  }
  expect((await world.slash('help')).text).toContain('What you can type');
});

it('tells somebody without an account in the CRM how to get on, and nothing of the record', async () => {
  const found = await world.slash('find acme', { user: 'ned' });
  expect(found.text).toContain('do not know yet who you are');
  expect(JSON.stringify(found)).not.toContain('Secret Acme');
  // Somebody’s card is before their eyes: pressing it changes nothing and shows nothing.
  await world.slash('find secret');
  const card = (await world.messages('C0DEALS')).findLast(({ blocks }) => JSON.stringify(blocks).includes('deal_update'));
  await world.act('slack.click', { user: 'ned', channel: 'deals', ts: card?.ts, action: 'deal_update' });
  expect(await world.modal('U0NED')).toBeUndefined();
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all.filter(({ ephemeralFor }) => ephemeralFor === 'U0NED'))).toContain('Link my account'),
  );
  expect(JSON.stringify((await world.messages('C0DEALS')).filter(({ ephemeralFor }) => ephemeralFor === 'U0NED'))).not.toContain('Secret Acme');
  // A menu that searches offers them nothing.
  await world.act('slack.suggest', { user: 'ned', action: 'record_search', block: 'record', value: 'secret' });
  expect((await world.state()).answers.at(-1)?.body).toBe('{"options":[]}');
});

it('does once what is sent three times: a form, a command', async () => {
  await world.act('slack.shortcut', { callback: 'crm_create_global' });
  await world.act('slack.submit', { values: { kind: 'contact' } });
  expect(await world.modal()).toMatchObject({ view: { callback_id: 'new_contact' } });
  await world.act('slack.submit', { values: { first: 'Only', last: 'Once', email: 'once@customer.test' }, repeat: 3 });
  const people = () => world.workspace.get<{ data: { firstName: string }[] }>('/contacts?q=once');
  await world.eventually(people, ({ data }) => expect(data).toHaveLength(1));
  await world.act('slack.slash', { text: 'subscribe deals won > 10k', repeat: 3 });
  const rules = () => world.workspace.get<{ data: { name: string }[] }>('/slack/rules');
  await world.eventually(rules, ({ data }) => expect(data.filter(({ name }) => name.startsWith('Deals won'))).toHaveLength(1));
  await world.hub.settle();
  expect((await rules()).data.filter(({ name }) => name.startsWith('Deals won'))).toHaveLength(1);
});

it('finds a channel that was renamed in between, and rests with a word where it was archived', async () => {
  const { id } = await world.workspace.post<{ id: string }>('/slack/rules', {
    name: 'New ones',
    on: 'deal.created',
    style: 'message',
    to: { channelId: 'C0GENERAL' },
  });
  await world.act('channel.rename', { channel: 'general', name: 'all-hands' });
  await world.deal('After the rename');
  await world.eventually(
    () => world.messages('C0GENERAL'),
    (all) => expect(JSON.stringify(all)).toContain('After the rename'),
  );
  await world.act('channel.archive', { channel: 'all-hands' });
  await world.deal('After the end');
  await world.eventually(
    () => world.workspace.get<{ pausedReason: string | null }>(`/slack/rules/${id}`),
    ({ pausedReason }) => expect(pausedReason).toContain('archived'),
  );
  expect(JSON.stringify(await world.messages('C0GENERAL'))).not.toContain('After the end');
});

it('writes no address of an answer into the call log', async () => {
  await world.slash('subscribe deals lost');
  await world.hub.settle();
  const { data } = await world.workspace.get<{ data: { operation: string; url: string }[] }>('/api-calls?operation=slack.respond&limit=50');
  expect(data.length).toBeGreaterThan(0);
  for (const { url } of data) expect(url).toMatch(/^https?:\/\/[^/]+\/\*\*\*$/);
});
