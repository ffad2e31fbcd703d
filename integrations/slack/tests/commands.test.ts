import { beforeAll, expect, it } from 'vitest';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
  await world.deal('Acme – Enterprise plan');
  await world.deal('Acme renewal');
  await world.hub.settle();
}, 120_000);

const textOf = (answer: { text: string; blocks?: unknown }) => `${answer.text} ${JSON.stringify(answer.blocks ?? [])}`;

it('finds what the person may see, with its numbers, for them alone', async () => {
  const found = await world.slash('find acme');
  expect(found.response_type).toBe('ephemeral');
  expect(textOf(found)).toContain('Acme – Enterprise plan');
  expect(textOf(found)).toContain('€48,000');
  // Sam is a salesperson who owns none of them.
  expect(textOf(await world.slash('find acme', { user: 'sam' }))).toContain('Nothing is found');
});

it('reads what phones make of quotes, spaces and emoji', async () => {
  expect(textOf(await world.slash('  FIND   “Acme renewal”  '))).toContain('Acme renewal');
  expect(textOf(await world.slash('find 🦄'))).toContain('Nothing is found');
  expect((await world.slash('')).text).toContain('What you can type');
  expect(textOf(await world.slash('frobnicate <!channel>'))).toContain('I do not know');
});

it('shows a stranger and a guest nothing, in a sentence', async () => {
  expect((await world.slash('find acme', { user: 'gil', channel: 'general' })).text).toContain('Guests');
  expect((await world.slash('find acme', { user: 'pat', channel: 'acme-partner' })).text).toContain('another company');
});

it('changes a deal by a form, and lets it be taken back', async () => {
  await world.slash('find renewal');
  const [message] = (await world.messages('C0DEALS'))
    .filter(({ blocks }) => JSON.stringify(blocks).includes('deal_update') && JSON.stringify(blocks).includes('renewal'))
    .slice(-1);
  await world.act('slack.click', { channel: 'deals', ts: message?.ts, action: 'deal_update' });
  expect(await world.modal()).toMatchObject({ view: { callback_id: 'deal_update', title: { text: 'Update deal' } } });
  await world.act('slack.submit', { values: { stage: 'negotiation', amount: '52000' } });
  expect(await world.modal()).toBeUndefined();
  const renewal = () =>
    world.workspace.get<{ data: { id: string; name: string; stage: string; amount: string }[] }>('/deals?q=renewal').then(({ data }) => data[0]);
  await world.eventually(renewal, (deal) => expect(deal).toMatchObject({ stage: 'negotiation', amount: '52000.00' }));
  const told = await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all.at(-1)?.blocks)).toContain('Undo'),
  );
  await world.act('slack.click', { channel: 'deals', ts: told.at(-1)?.ts, action: 'undo' });
  await world.eventually(renewal, (deal) => expect(deal).toMatchObject({ stage: 'lead', amount: '48000.00' }));
});

it('shows both values when somebody else was quicker, and overwrites nothing unseen', async () => {
  const deal = await world.deal('Contested');
  await world.hub.settle();
  await world.slash('find contested');
  const message = (await world.messages('C0DEALS')).at(-1);
  await world.act('slack.click', { channel: 'deals', ts: message?.ts, action: 'deal_update' });
  await world.workspace.call('PATCH', `/deals/${deal.id}`, { body: { amount: '60000.00', version: deal.version } });
  await world.act('slack.submit', { values: { amount: '1000' } });
  const form = await world.modal();
  expect(JSON.stringify(form?.view.blocks)).toContain('Changed meanwhile');
  expect(JSON.stringify(form?.view.blocks)).toContain('€60,000');
  expect(await world.workspace.get(`/deals/${deal.id}`)).toMatchObject({ amount: '60000.00' });
  await world.act('slack.submit', { values: { amount: '61000' } });
  await world.eventually(
    () => world.workspace.get<{ amount: string }>(`/deals/${deal.id}`),
    ({ amount }) => expect(amount).toBe('61000.00'),
  );
});

it('says at the field what is wrong, and who may not', async () => {
  await world.slash('find enterprise');
  const message = (await world.messages('C0DEALS')).at(-1);
  await world.act('slack.click', { channel: 'deals', ts: message?.ts, action: 'deal_update' });
  await world.act('slack.submit', { values: { amount: '12.345' } });
  expect((await world.modal())?.view.twin_errors).toEqual({ amount: expect.stringContaining('two decimals') });
  // Mia may only look: the same button, pressed by her, changes nothing.
  await world.act('slack.click', { user: 'mia', channel: 'deals', ts: message?.ts, action: 'deal_update' });
  await world.act('slack.submit', { user: 'mia', values: { stage: 'negotiation' } });
  expect((await world.modal('U0MIA'))?.view.twin_errors).toEqual({ stage: expect.stringContaining('role') });
});

it('makes contacts, companies and to-dos too', async () => {
  await world.slash('new contact Ada Lovelace');
  expect(await world.modal()).toMatchObject({ view: { callback_id: 'new_contact' } });
  await world.act('slack.submit', { values: { email: 'ada@engine.test', phone: '+442071234567', job: 'Analyst' } });
  await world.eventually(
    () => world.workspace.get<{ data: object[] }>('/contacts?q=ada@engine.test'),
    ({ data }) => expect(data).toMatchObject([{ firstName: 'Ada', lastName: 'Lovelace', jobTitle: 'Analyst', ownerId: world.people.dana }]),
  );
  // Who is there already is not made twice.
  await world.slash('new contact Somebody Else');
  await world.act('slack.submit', { values: { email: 'ADA@engine.test' } });
  expect((await world.modal())?.view.twin_errors).toEqual({ email: expect.stringContaining('Ada Lovelace') });
  await world.act('slack.close');
  await world.slash('new company Engine Works');
  await world.act('slack.submit', { values: { domain: 'engineworks.test' } });
  await world.eventually(
    () => world.workspace.get<{ data: object[] }>('/organizations?q=Engine Works'),
    ({ data }) => expect(data).toMatchObject([{ name: 'Engine Works' }]),
  );
  await world.slash('new to-do Call the engine');
  expect(await world.modal()).toMatchObject({ view: { callback_id: 'task' } });
  await world.act('slack.submit', { values: {} });
  await world.eventually(
    () => world.workspace.get<{ data: object[] }>(`/tasks?ownerId=${world.people.dana}`),
    ({ data }) => expect(data).toMatchObject([{ title: 'Call the engine' }]),
  );
  // One’s role counts: Mia may only look.
  await world.slash('new company X', { user: 'mia' });
  await world.act('slack.submit', { user: 'mia', values: {} });
  expect((await world.modal('U0MIA'))?.view.twin_errors).toEqual({ name: expect.stringContaining('role') });
  await world.act('slack.close', { user: 'mia' });
});

it('logs what happened elsewhere, on the right timeline and of the right kind', async () => {
  const [contact] = (await world.workspace.get<{ data: { id: string }[] }>('/contacts?q=ada@engine.test')).data;
  await world.slash('log ada lovelace: met for lunch, they want a demo');
  const form = await world.modal();
  expect(form).toMatchObject({ view: { callback_id: 'log' } });
  expect(JSON.stringify(form?.view.blocks)).toContain('"initial_option":{"text":{"type":"plain_text","text":"A meeting"');
  await world.act('slack.submit', { values: {} });
  const timeline = () => world.workspace.get<{ data: object[] }>(`/activities?contactId=${contact?.id}&kind=meeting`);
  await world.eventually(timeline, ({ data }) =>
    expect(data).toMatchObject([{ kind: 'meeting', direction: 'outbound', snippet: 'met for lunch, they want a demo' }]),
  );
});

it('asks before it rings, keeps to who does not want to be called, and finds a booking page', async () => {
  expect((await world.slash('call')).text).toContain('Whom?');
  expect((await world.slash('call ada', { user: 'sam' })).text).toContain('Nobody is called');
  const asked = await world.slash('call ada lovelace');
  expect(JSON.stringify(asked.blocks)).toContain('+442071234567');
  const message = (await world.messages('C0DEALS')).findLast(({ blocks }) => JSON.stringify(blocks).includes('call_number_0'));
  await world.act('slack.click', { channel: 'deals', ts: message?.ts, action: 'call_number_0' });
  // No telephone is connected here: that is said, and nothing breaks.
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all)).toMatch(/[Nn]o (telephone|provider|connection|account)|not connected|Connect/),
  );
  const { data } = await world.workspace.get<{ data: { id: string; version: number }[] }>('/contacts?q=ada@engine.test');
  const [ada] = data;
  await world.workspace.call('PATCH', `/contacts/${ada?.id}`, { body: { doNotContact: { call: true }, version: ada?.version } });
  expect((await world.slash('call ada lovelace')).text).toContain('not to be called');
  expect((await world.slash('meet ada')).text).toContain('no booking page yet');
});

it('makes a deal by its form, of a company that is searched for', async () => {
  await world.workspace.post('/organizations', { name: 'Globex Corporation' });
  await world.hub.settle();
  await world.act('slack.shortcut', { callback: 'crm_create_global' });
  await world.act('slack.submit', { values: { kind: 'deal' } });
  await world.act('slack.suggest', { action: 'company_search', block: 'company', value: 'glob' });
  const options = JSON.parse((await world.state()).answers.at(-1)?.body ?? '{}') as { options: { value: string; text: { text: string } }[] };
  expect(options.options.map(({ text }) => text.text)).toEqual(['Globex Corporation']);
  await world.act('slack.submit', { values: { name: 'Globex pilot', amount: '900', company: options.options[0]?.value } });
  await world.eventually(
    () => world.workspace.get<{ data: { name: string; amount: string; organizationId: string | null; ownerId: string }[] }>('/deals?q=pilot'),
    ({ data }) => expect(data).toMatchObject([{ name: 'Globex pilot', amount: '900.00', organizationId: expect.any(String), ownerId: world.people.dana }]),
  );
});

it('tells somebody who is unknown how to say who they are, and believes them by a signed address only', async () => {
  await world.act('user.change', { user: 'sam', email: 'sam@elsewhere.test' });
  await world.hub.settle();
  const answer = await world.slash('find acme', { user: 'sam' });
  expect(answer.text).toContain('do not know yet who you are');
  const url = /"url":"([^"]+)"/.exec(JSON.stringify(answer.blocks))?.[1] ?? '';
  const token = new URL(url).searchParams.get('token') ?? '';
  const key = await world.hub.hub.access.apiKeys.create(
    world.workspace.id,
    { kind: 'system', reason: 'test' },
    { name: 'sam', scopes: ['*'], role: 'salesperson', actAs: world.people.sam as never },
  );
  expect(await world.workspace.call('POST', '/slack/members/link', { body: { token: `${token}x` }, apiKey: key.key })).toMatchObject({ status: 422 });
  expect(await world.workspace.call('POST', '/slack/members/link', { body: { token }, apiKey: key.key })).toMatchObject({
    status: 200,
    body: { userId: world.people.sam, mappedBy: 'self' },
  });
  expect((await world.slash('find acme', { user: 'sam' })).text).not.toContain('do not know');
});
