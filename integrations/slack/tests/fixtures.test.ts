import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { contract } from '../../../twins/testing/contract.ts';
import { clampMessage } from '../blocks/clamp.ts';
import { cut, escaped, link, plain } from '../blocks/text.ts';
import { dealForm, differences } from '../forms/update-deal.ts';
import type { DealView } from '../records.ts';
import { dealCard } from '../rules/card.ts';
import { interaction, metadataOf, valuesOf } from '../serializers/inbound.ts';
import { webhooks } from '../webhooks.ts';
import { outgoingProblems } from './outgoing-contract.fixture.ts';
import { slackWorld } from './slack-world.fixture.ts';

const sentTo = (method: string, body: object) => ({
  at: '',
  method: 'POST',
  path: `/slack/api/${method}`,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  status: 200,
  fault: null,
});
let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
}, 120_000);

it('signs and verifies Slack’s own test vector', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const webhook = webhooks.find(({ topic }) => topic === 'commands');
  if (!webhook) throw new Error('no commands');
  const { scheme } = webhook;
  if (scheme.kind !== 'hmac-body') throw new Error('another scheme');
  const signedText = (scheme.template ?? '').replace('{timestamp}', '1531420618').replace('{body}', body);
  const signature = createHmac(scheme.hash, '8f742231b10e8888abcd99yyyzzz85a5').update(signedText).digest(scheme.encoding);
  expect(scheme.prefix + signature).toBe('v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503');
  const parsed = webhook.parse({ method: 'POST', url: 'https://hub.test/', headers: {}, rawBody: Buffer.from(body) });
  expect(parsed).toMatchObject([{ type: 'command', accountId: 'T1DC2JH3J', orderingKey: 'U2CERLKJA' }]);
});

it('answers the address check, and no other', async () => {
  const events = webhooks.find(({ topic }) => topic === 'events');
  expect(events?.challenge).toMatchObject({ when: { field: 'type', equals: 'url_verification' }, field: 'challenge' });
});

/** As they stand in the reference, letter for letter. */
const reference = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
const actionsIn = (blocks: unknown): string[] => [...JSON.stringify(blocks).matchAll(/"action_id":"(\w+)"/g)].map((match) => match[1] ?? '');
const view = {
  deal: {
    id: '01990000-0000-7000-8000-000000000812',
    name: 'Acme – Enterprise plan',
    amount: '48000.00',
    currency: 'EUR',
    stage: 'st_4',
    status: 'open',
    pipelineId: 'p',
    organizationId: null,
    ownerId: null,
    contacts: [],
    probability: 50,
    expectedCloseDate: '2025-12-31',
    nextStep: 'Legal review',
    stageSince: new Date(0),
    lastActivityAt: null,
    createdAt: new Date(0),
    version: 17,
  },
  url: 'https://crm.example.com/deals/812',
  stage: 'Negotiation',
  organization: undefined,
  owner: { name: 'Dana', slackId: 'U0DANA' },
  amount: '€48,000',
  pipeline: {
    id: 'p',
    name: 'Sales',
    isDefault: true,
    stages: [
      { key: 'st_4', title: 'Negotiation', outcome: 'open', probability: 50 },
      { key: 'st_won', title: 'Won', outcome: 'won', probability: 100 },
    ],
  },
} satisfies DealView;

it('posts the deal card of the reference: the contract takes it, nothing of it is cut, and ours has all it has', () => {
  const { channel: _to, metadata: _ids, unfurl_links: _links, unfurl_media: _media, ...message } = reference('deal-card');
  expect(outgoingProblems([sentTo('chat.postMessage', reference('deal-card'))]).problems).toEqual([]);
  expect(clampMessage(message)).toEqual(message);
  const ours = dealCard(view, { sentence: message.text, ruleName: 'Deals > €10k', actor: 'Dana' });
  expect(actionsIn(ours.blocks)).toEqual(expect.arrayContaining(actionsIn(message.blocks)));
  expect((ours.blocks ?? []).map(({ type }) => type)).toEqual(message.blocks.map(({ type }: { type: string }) => type));
  for (const words of ['*Amount*', '€48,000', '<@U0DANA>', 'Legal review', 'Why did I get this?', 'Mute this deal', '{date_short_pretty}'])
    expect(JSON.stringify(ours.blocks)).toContain(words);
  expect(outgoingProblems([sentTo('chat.postMessage', { channel: 'C1', ...ours, hash: undefined })]).problems).toEqual([]);
});

it('reads the click of the reference', () => {
  const click = interaction.parse(reference('card-click'));
  expect(click.actions?.[0]).toMatchObject({ action_id: 'deal_update', value: 'deal:812' });
  expect(click).toMatchObject({ user: { id: 'U0DANA' }, trigger_id: '13345.738.8088', container: { message_ts: '1764000000.000100', channel_id: 'C0DEALS' } });
  const topic = webhooks.find((each) => each.topic === 'interactivity');
  const rawBody = Buffer.from(new URLSearchParams({ payload: JSON.stringify(reference('card-click')) }).toString());
  expect(topic?.parse({ method: 'POST', url: 'https://hub.test/', headers: {}, rawBody })).toMatchObject([
    { type: 'block_actions', accountId: 'T1', orderingKey: 'U0DANA' },
  ]);
});

it('opens the form of the reference, and reads what is submitted: numbers as text, empty fields as nothing', () => {
  const theirs = reference('deal-modal');
  expect(outgoingProblems([sentTo('views.open', { trigger_id: '1.2.3', view: theirs })]).problems).toEqual([]);
  const ours = dealForm(view, { channel: 'C0DEALS', ts: '1764000000.000100' });
  expect(ours).toMatchObject({ type: 'modal', callback_id: 'deal_update', title: theirs.title });
  const inputs = (form: { blocks?: unknown }) =>
    (form.blocks as { block_id?: string; element?: { type: string } }[]).flatMap(({ block_id: id, element }) => (id && element ? [[id, element.type]] : []));
  expect(inputs(ours)).toEqual(expect.arrayContaining(inputs(theirs)));
  expect(metadataOf(ours as never)).toMatchObject({ r: `deal:${view.deal.id}`, v: 17 });
  const submitted = interaction.parse({
    type: 'view_submission',
    user: { id: 'U0DANA' },
    view: { ...theirs, id: 'V1', state: { values: reference('deal-values') } },
  });
  expect(valuesOf(submitted.view)).toEqual({ stage: 'st_4', amount: '52000', close: '2026-01-15', company: null });
  expect(metadataOf(submitted.view)).toMatchObject({ r: 'deal:812', v: 17 });
  expect(metadataOf({ id: 'V1', callback_id: '', private_metadata: '{"broken' })).toEqual({});
  // An older version: what is there now stands beside what was typed.
  expect(differences(view.deal, { stage: 'st_4', amount: '52000', expectedCloseDate: '2026-01-15', nextStep: null }, (key) => key)).toEqual([
    expect.stringContaining('€48,000'),
    expect.stringContaining('2026-01-15'),
    expect.stringContaining('Legal review'),
  ]);
});

it('reads the envelope of the reference by whose authorization it comes', () => {
  const topic = webhooks.find((each) => each.topic === 'events');
  const read = (body: object) => topic?.parse({ method: 'POST', url: 'https://hub.test/', headers: {}, rawBody: Buffer.from(JSON.stringify(body)) });
  const envelope = reference('event-envelope');
  expect(read(envelope)).toMatchObject([{ eventId: 'Ev…', type: 'reaction_added', accountId: 'T…', orderingKey: 'U…' }]);
  const organization = [{ enterprise_id: 'E1', team_id: 'T1', user_id: 'U1', is_bot: true, is_enterprise_install: true }];
  expect(read({ ...envelope, authorizations: organization })).toMatchObject([{ accountId: 'E1' }]);
  expect(read({ type: 'app_rate_limited', team_id: 'T1', minute_rate_limited: 1518467820, api_app_id: 'A1' })).toMatchObject([
    { eventId: 'limited:T1:1518467820', type: 'app_rate_limited' },
  ]);
});

it('escapes what comes from the record, and cuts to what Slack takes', () => {
  expect(escaped('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  expect(link('https://crm.test/d|x', 'A|B <c>')).toBe('<https://crm.test/d%7Cx|A¦B &lt;c&gt;>');
  expect(plain('<https://a.test|A> <@U1> <!here> &amp; <mailto:a@b.c|a@b.c>')).toBe('A (https://a.test) @U1 @here & a@b.c');
  expect(cut('🦄'.repeat(100), 75).length).toBeLessThanOrEqual(75);
  const clamped = clampMessage({
    text: 'x'.repeat(50_000),
    blocks: Array.from({ length: 80 }, () => ({ type: 'header', text: { type: 'plain_text', text: 'y'.repeat(300) } })),
  });
  expect(clamped.text.length).toBeLessThanOrEqual(4000);
  expect(clamped.blocks).toHaveLength(50);
});

it('refuses what is forged, stale, from the future, or altered; what repeats is done once', async () => {
  for (const forge of ['unsigned', 'signature', 'body', 'secret', 'stale', 'future'])
    expect(await world.act<{ deliveries: { attempts: { status: number }[] }[] }>('slack.say', { text: 'forged', forge })).toMatchObject({
      deliveries: [{ attempts: [{ status: 401 }] }],
    });
  const contact = await world.workspace.post<{ id: string }>('/contacts', { firstName: 'Once' });
  await world.workspace.post('/slack/links', { channelId: 'deals', recordType: 'contact', recordId: contact.id });
  await world.act('slack.say', { text: 'told five times', repeat: 5 });
  await world.eventually(
    () => world.workspace.get<{ data: { snippet: string }[] }>(`/activities?contactId=${contact.id}&kind=message`),
    ({ data }) => expect(data.map(({ snippet }) => snippet)).toEqual(['told five times']),
  );
});

it('would notice what the contract or Block Kit does not take', () => {
  const header = (length: number) => [{ type: 'header', text: { type: 'plain_text', text: 'y'.repeat(length) } }];
  expect(outgoingProblems([sentTo('chat.postMessage', { channel: 'C1', text: 'x', blocks: header(150) })]).problems).toEqual([]);
  const { problems } = outgoingProblems([
    sentTo('chat.postMessage', { channel: 'C1', blocks: header(151) }),
    ...(contract('slack-web.openapi.json') ? [sentTo('chat.postMessage', { channel: 'C1', text: 'x', chanel: 'typo' }), sentTo('chat.explode', {})] : []),
  ]);
  expect(problems).toEqual(expect.arrayContaining([expect.stringContaining('must be less than 151'), 'chat.postMessage: blocks without a text']));
  if (contract('slack-web.openapi.json'))
    expect(problems).toEqual(
      expect.arrayContaining(['chat.postMessage: the contract knows no argument chanel', 'chat.explode: the contract knows no such method']),
    );
});
