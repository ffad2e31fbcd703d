import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { startTwinsForFile } from '../testing/client.ts';
import { contract } from '../testing/contract.ts';
import { startReceiver } from '../testing/receiver.ts';
import { mailgun } from './index.ts';

const twins = startTwinsForFile([mailgun]);
const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` });
const full = basic('key-acme-full');
const US = '/mailgun/v3/mg.acme.test';
const message = (more: Record<string, string> = {}) => ({ from: 'Ann <ann@mg.acme.test>', to: 'a@x.test', subject: 'Hello', text: 'Hi', ...more });
const send = (fields: Record<string, string>, headers = full, base = US) => twins.form(`${base}/messages`, fields, headers);
const act = async (verb: string, input: Record<string, unknown> = {}) => (await twins.post('/_twins/mailgun/act', { verb, ...input })).json;
const logged = async (query = '') => (await twins.get(`${US}/events?ascending=yes${query}`, full)).json.items as { event: string; recipient: string }[];

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});
const listen = async (answer?: (count: number) => number, topic?: string) => {
  const receiver = await startReceiver(answer);
  stop = receiver.stop;
  await twins.post('/_twins/mailgun/webhook-target', { url: receiver.url, ...(topic ? { topic } : {}) });
  return receiver;
};

test('a batch shares one id; variables fill each one’s own text and metadata', async () => {
  const to = 'a@x.test, "Bee, Bob" <b@x.test>';
  const variables = JSON.stringify({ 'a@x.test': { name: 'Ann', mid: 'k1' }, 'b@x.test': { name: 'Bob', mid: 'k2' } });
  const answer = await send(message({ to, text: 'Hi %recipient.name%', 'v:pb_key': '%recipient.mid%', 'recipient-variables': variables }));
  expect([answer.status, answer.json.message]).toEqual([200, 'Queued. Thank you.']);
  const mails = (await twins.get('/_twins/mailgun/state')).json.data.mails as { id: string; text: string; variables: Record<string, string>; to: string }[];
  expect(mails.map(({ text, variables: of }) => [text, of.pb_key])).toEqual([
    ['Hi Ann', 'k1'],
    ['Hi Bob', 'k2'],
  ]);
  expect(new Set(mails.map(({ id }) => `<${id}>`))).toEqual(new Set([answer.json.id]));
});

test('a domain lives in one region; a sending key only sends; refusals have Mailgun’s shapes', async () => {
  expect((await send(message(), full, '/mailgun/eu/v3/mg.acme.test')).json).toEqual({ message: 'Domain not found' });
  expect((await send(message({ from: 'a@mg.acme-eu.test' }), full, '/mailgun/eu/v3/mg.acme-eu.test')).status).toBe(200);
  const sending = basic('key-acme-sending');
  expect((await send(message(), sending)).status).toBe(200);
  const log = await twins.get(`${US}/events`, sending);
  expect([log.status, log.text]).toEqual([401, '"Forbidden"']);
  expect((await send(message({ to: 'a@x.test, nobody' }))).json.message).toContain("'to' parameter is not a valid address");
  expect((await send(message(), full, '/mailgun/v3/new.acme.test')).json.message).toContain('unverified');
  await act('batch.limit', { limit: 1 });
  expect((await send(message({ to: 'a@x.test,b@x.test', 'recipient-variables': '{}' }))).status).toBe(403);
});

test('signs time and token of each event, once, in JSON and in a form', async () => {
  const receiver = await listen();
  await send(message());
  await receiver.until(1);
  await act('message.deliver', { repeat: 2 });
  await receiver.until(3);
  const [, first, second] = receiver.received.map(({ body }) => JSON.parse(body));
  const { timestamp, token, signature } = first.signature;
  expect(signature).toBe(
    createHmac('sha256', 'mailgun-signing-key')
      .update(timestamp + token)
      .digest('hex'),
  );
  expect([token.length, second.signature.token]).toEqual([50, token]);
  await twins.post('/_twins/mailgun/webhook-target', { url: receiver.url, topic: 'inbound' });
  await act('mail.arrive', { messageId: 'm1@customer.test' });
  await receiver.until(4);
  const form = receiver.received[3]?.body ?? '';
  const field = (name: string) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(form)?.[1] ?? '';
  expect(field('signature')).toBe(
    createHmac('sha256', 'mailgun-signing-key')
      .update(field('timestamp') + field('token'))
      .digest('hex'),
  );
  await act('message.open', { forge: 'secret' });
  await receiver.until(5);
  const forged = JSON.parse(receiver.received[4]?.body ?? '').signature;
  expect(forged.signature).not.toBe(
    createHmac('sha256', 'mailgun-signing-key')
      .update(forged.timestamp + forged.token)
      .digest('hex'),
  );
});

test('406 ends it; anything else is tried again, five minutes later', async () => {
  const receiver = await listen((count) => (count === 1 ? 200 : count === 2 ? 406 : count === 3 ? 500 : 200));
  await send(message());
  await receiver.until(1);
  await act('message.deliver');
  await act('message.open');
  await twins.post('/_twins/clock', { advanceMs: 300_000 });
  await receiver.until(4);
  expect(receiver.received.map(({ body }) => JSON.parse(body)['event-data'].event)).toEqual(['accepted', 'delivered', 'opened', 'opened']);
});

test('the log pages to an empty page, is searched by message and recipient, and learns of some things late', async () => {
  const { json } = await send(message({ to: 'a@x.test,b@x.test', 'recipient-variables': '{"a@x.test":{},"b@x.test":{}}' }));
  await act('message.deliver', { to: 'a@x.test' });
  await act('message.bounce', { to: 'b@x.test', logLateMs: 60_000, webhook: false });
  expect(await logged('&event=failed')).toEqual([]);
  await twins.post('/_twins/clock', { advanceMs: 60_000 });
  expect((await logged('&event=failed')).map(({ recipient }) => recipient)).toEqual(['b@x.test']);
  expect(await logged(`&recipient=a@x.test&message-id=${encodeURIComponent(json.id)}`)).toHaveLength(2);
  let page = await twins.get(`${US}/events?ascending=yes&limit=3`, full);
  const seen: unknown[] = [];
  while (page.json.items.length > 0) {
    seen.push(...page.json.items);
    page = await twins.get(new URL(page.json.paging.next).pathname + new URL(page.json.paging.next).search, full);
  }
  expect(seen).toHaveLength(4);
});

test('what is on a list fails at once with Mailgun’s own code', async () => {
  await twins.post(`${US}/complaints`, [{ address: 'a@x.test' }], full);
  await send(message());
  expect((await twins.get(`${US}/events?event=failed`, full)).json.items[0]).toMatchObject({ reason: 'suppress-complaint', 'delivery-status': { code: 607 } });
  expect((await twins.call('DELETE', `${US}/complaints/a@x.test`, undefined, full)).status).toBe(200);
  expect((await twins.call('DELETE', `${US}/complaints/a@x.test`, undefined, full)).status).toBe(404);
});

test('a used-up allowance says until when', async () => {
  await act('quota.set', { limit: 0 });
  const { status, json } = await send(message());
  expect([status, json.message]).toEqual([429, expect.stringMatching(/limit exceeded, try again after \w{3}, \d\d \w{3} \d{4}/)]);
});

const published = contract('mailgun.openapi.json');
/** The published schema calls the times of lists objects; its own examples are texts. */
const but = (problems: readonly string[] | undefined) => problems?.filter((each) => !each.includes('/created_at must be object'));
describe.skipIf(!published)('the published contract', () => {
  const answer = (path: string, method = 'get', status = 200) =>
    `/paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}/content/application~1json/schema`;

  test('answers have its shapes', async () => {
    const sent = await send(message({ to: 'a@x.test,b@x.test', 'recipient-variables': '{"a@x.test":{},"b@x.test":{}}' }));
    expect(published?.problems(answer('/v3/{domain_name}/messages', 'post'), sent.json)).toEqual([]);
    for (const verb of ['deliver', 'open', 'click', 'complain', 'unsubscribe', 'bounce']) await act(`message.${verb}`);
    expect(published?.problems(answer('/v3/{domain_name}/events'), (await twins.get(`${US}/events`, full)).json)).toEqual([]);
    for (const kind of ['bounces', 'complaints', 'unsubscribes'])
      expect(but(published?.problems(answer(`/v3/{domain_name}/${kind}`), (await twins.get(`${US}/${kind}`, full)).json)), kind).toEqual([]);
    expect(published?.problems(answer('/v4/domains/{name}'), (await twins.get('/mailgun/v4/domains/mg.acme.test', full)).json)).toEqual([]);
    expect(published?.problems(answer('/v4/domains'), (await twins.get('/mailgun/v4/domains', full)).json)).toEqual([]);
    expect(published?.problems(answer('/v5/accounts/http_signing_key'), (await twins.get('/mailgun/v5/accounts/http_signing_key', full)).json)).toEqual([]);
    await twins.form('/mailgun/v3/domains/mg.acme.test/webhooks', { id: 'delivered', url: 'http://127.0.0.1:1/x' }, full);
    expect(published?.problems(answer('/v3/domains/{domain}/webhooks'), (await twins.get('/mailgun/v3/domains/mg.acme.test/webhooks', full)).json)).toEqual([]);
  });
});
