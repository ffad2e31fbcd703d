import { beforeAll, expect, it } from 'vitest';
import { slackWorld } from './slack-world.fixture.ts';

interface Activity {
  id: string;
  kind: string;
  direction: string;
  snippet: string | null;
  status: string | null;
  subject: string;
  source: { threadId: string; url: string };
  participants: { role: string; userId: string | null; contactId: string | null }[];
}
let world: Awaited<ReturnType<typeof slackWorld>>;
let contactId: string;
beforeAll(async () => {
  world = await slackWorld();
  contactId = (await world.workspace.post<{ id: string }>('/contacts', { firstName: 'Jane', lastName: 'Doe', emails: [{ value: 'jane@customer.test' }] })).id;
}, 120_000);

const onTimeline = (of = `contactId=${contactId}`) => world.workspace.get<{ data: Activity[] }>(`/activities?${of}&kind=message`).then(({ data }) => data);
const say = (text: string, more: Record<string, unknown> = {}) =>
  world.act('slack.say', { channel: 'deals', text, ...more }).then(({ result }) => result.ts as string);

it('puts what is said in a linked thread on the timeline of the right contact, once and in any order', async () => {
  const ts = await say('Jane wants 40 seats & a <https://acme.test|demo>');
  await world.workspace.post('/slack/links', { channelId: 'deals', ts, recordType: 'contact', recordId: contactId });
  await say('I call her tomorrow', { user: 'sam', thread: ts, repeat: 3, shuffle: true });
  await say('Somewhere else');
  const [reply, ...more] = await world.eventually(onTimeline, (all) => expect(all).toHaveLength(1));
  expect(more).toEqual([]);
  expect(reply).toMatchObject({
    kind: 'message',
    direction: 'internal',
    snippet: 'I call her tomorrow',
    subject: 'Slack · #deals',
    source: { threadId: `C0DEALS:${ts}` },
  });
  expect(reply?.source.url).toContain('acme.slack.com/archives/C0DEALS/p');
  expect(reply?.participants).toEqual(
    expect.arrayContaining([expect.objectContaining({ role: 'from', userId: world.people.sam }), expect.objectContaining({ role: 'about', contactId })]),
  );
});

it('follows edits and deletions, and leaves out what is kept out', async () => {
  const ts = await say('Start', {});
  const deal = await world.deal('Rollout');
  await world.workspace.post('/slack/links', { channelId: 'C0DEALS', ts, recordType: 'deal', recordId: deal.id });
  const reply = await say('Budget is 50k', { thread: ts });
  await say('// between us', { thread: ts });
  const own = () => onTimeline(`dealId=${deal.id}`);
  await world.eventually(own, (all) => expect(all.map(({ snippet }) => snippet)).toEqual(['Budget is 50k']));
  await world.hub.twins.clock({ advanceMs: 1_000 });
  await world.act('slack.edit', { channel: 'deals', ts: reply, text: 'Budget is 60k' });
  await world.eventually(own, (all) => expect(all.map(({ snippet }) => snippet)).toEqual(['Budget is 60k']));
  await world.hub.twins.clock({ advanceMs: 1_000 });
  await world.act('slack.delete', { channel: 'deals', ts: reply });
  await world.eventually(own, (all) => expect(all).toMatchObject([{ snippet: 'Deleted in Slack.', status: 'deleted' }]));
});

it('knows a customer in a shared channel by their address', async () => {
  const pat = await world.workspace.post<{ id: string }>('/contacts', { firstName: 'Pat', emails: [{ value: 'pat@partner.test' }] });
  await world.act('user.change', { user: 'pat' });
  await say('When do we start?', { channel: 'acme-partner', user: 'pat' });
  await say('Soon', { channel: 'acme-partner', user: 'dana' });
  await world.eventually(
    () => onTimeline(`contactId=${pat.id}`),
    (all) => expect(all).toMatchObject([{ direction: 'inbound', snippet: 'When do we start?' }]),
  );
});

it('asks who somebody is whom no reading has brought, and keeps what they said once', async () => {
  // Of another company, and of one that is never listed: only the message names them.
  await world.act('user.join', { id: 'U0NEW', name: 'nia', realName: 'Nia New', email: 'nia@partner.test', team: 'T0PARTNER', channel: 'acme-partner' });
  const nia = await world.workspace.post<{ id: string }>('/contacts', { firstName: 'Nia', emails: [{ value: 'nia@partner.test' }] });
  const before = (await world.calls('users.info')).length;
  await say('Who signs?', { channel: 'acme-partner', user: 'nia', repeat: 3 });
  await world.eventually(
    () => onTimeline(`contactId=${nia.id}`),
    (all) => expect(all).toMatchObject([{ direction: 'inbound', snippet: 'Who signs?' }]),
  );
  expect((await world.calls('users.info')).length - before).toBe(1);
  // From then on they are known, and nobody is asked again.
  await say('And when?', { channel: 'acme-partner', user: 'nia' });
  await world.eventually(
    () => onTimeline(`contactId=${nia.id}`),
    (all) => expect(all.map(({ snippet }) => snippet).sort()).toEqual(['And when?', 'Who signs?']),
  );
  expect((await world.calls('users.info')).length - before).toBe(1);
});

it('keeps a message, or its whole thread with files, by the shortcut of the message: once', { timeout: 120_000 }, async () => {
  const deal = await world.deal('Saved thread');
  const ts = await say('They sent the plan', { file: 'plan.txt', content: 'forty seats' });
  await say('Looks good to me', { user: 'sam', thread: ts });
  const own = () => onTimeline(`dealId=${deal.id}`);
  const save = async (extent: string) => {
    await world.act('slack.message_action', { channel: 'deals', ts, callback: 'crm_log_message' });
    expect(await world.modal()).toMatchObject({ view: { callback_id: 'save_messages' } });
    await world.act('slack.submit', { values: { record: `deal:${deal.id}`, extent } });
  };
  await save('message');
  const [kept] = await world.eventually(own, (all) => expect(all).toHaveLength(1));
  const { data } = await world.workspace.get<{ data: { attachments: { name: string; fileId: string; size: number }[] } }>(`/activities/${kept?.id}`);
  expect(data.attachments).toMatchObject([{ name: 'plan.txt', size: 11 }]);
  expect(await world.workspace.get(`/files/${data.attachments[0]?.fileId}`)).toBe('forty seats');
  await save('thread');
  await world.eventually(own, (all) => expect(all.map(({ snippet }) => snippet).sort()).toEqual(['Looks good to me', 'They sent the plan']));
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(all.find((each) => each.ts === ts)?.reactions).toMatchObject([{ name: 'white_check_mark' }]),
  );
  await save('thread');
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all)).toContain('It lay there already'),
  );
  expect(await own()).toHaveLength(2);
});

it('keeps files that are said into a linked channel, and says which it could not', { timeout: 120_000 }, async () => {
  const deal = await world.deal('With files');
  const ts = await say('Begin');
  await world.workspace.post('/slack/links', { channelId: 'deals', ts, recordType: 'deal', recordId: deal.id });
  await say('The offer', { thread: ts, file: 'offer.txt', content: 'x' });
  const [kept] = await world.eventually(
    () => onTimeline(`dealId=${deal.id}`),
    (all) => expect(all).toHaveLength(1),
  );
  expect(await world.workspace.get(`/activities/${kept?.id}`)).toMatchObject({ data: { attachments: [{ name: 'offer.txt', fileId: expect.any(String) }] } });
});

it('ties nothing to a record that one does not reach', async () => {
  const deal = await world.deal('Not Sam’s');
  const key = await world.workspace.key('salesperson');
  expect(
    await world.workspace.call('POST', '/slack/links', { body: { channelId: 'deals', recordType: 'deal', recordId: deal.id }, apiKey: key }),
  ).toMatchObject({ status: 404 });
});
