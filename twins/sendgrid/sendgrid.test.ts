import { EventWebhook } from '@sendgrid/eventwebhook';
import { afterEach, describe, expect, test } from 'vitest';
import { startTwinsForFile } from '../testing/client.ts';
import { contract } from '../testing/contract.ts';
import { startReceiver } from '../testing/receiver.ts';
import { sendgrid } from './index.ts';
import { publicKeyOf } from './signature.ts';

const twins = startTwinsForFile([sendgrid]);
const V3 = '/sendgrid/v3';
const full = { authorization: 'Bearer SG.acme.full-access' };
const mail = (to: string[], more: Record<string, unknown> = {}) => ({
  personalizations: to.map((email) => ({
    to: [{ email }],
    custom_args: { pb_key: `key of ${email}` },
    substitutions: { '-name-': email.split('@')[0] ?? '' },
  })),
  from: { email: 'ann@acme.test', name: 'Ann' },
  subject: 'Hello -name-',
  content: [
    { type: 'text/plain', value: 'Hi -name-' },
    { type: 'text/html', value: '<p>Hi -name-</p>' },
  ],
  ...more,
});
const send = (body: unknown, headers: Record<string, string> = full) => twins.post(`${V3}/mail/send`, body, headers);
const act = async (verb: string, input: Record<string, unknown> = {}) => (await twins.post('/_twins/sendgrid/act', { verb, ...input })).json;

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});
const listen = async (topic?: string) => {
  const receiver = await startReceiver();
  stop = receiver.stop;
  await twins.post('/_twins/sendgrid/webhook-target', { url: receiver.url, ...(topic ? { topic } : {}) });
  return receiver;
};

test('takes mail for a thousand in one call, each seeing only themselves, and says only that it is queued', async () => {
  const answer = await send(mail(['a@x.test', 'b@x.test']));
  expect([answer.status, answer.text, answer.headers.get('x-message-id')]).toEqual([202, '', expect.any(String)]);
  const { json } = await twins.get('/_twins/sendgrid/state');
  const mails = Object.values(json.data.mails as Record<string, { subject: string; customArgs: Record<string, string> }>);
  expect(mails.map(({ subject, customArgs }) => [subject, customArgs.pb_key])).toEqual([
    ['Hello a', 'key of a@x.test'],
    ['Hello b', 'key of b@x.test'],
  ]);
  expect((await send(mail(Array.from({ length: 1001 }, (_, i) => `p${i}@x.test`)))).status).toBe(400);
});

test('refuses a call whole, naming the field: a bad address, html before text, a reserved header, another key', async () => {
  const refused = await send(mail(['a@x.test', 'no address']));
  expect([refused.status, refused.json.errors[0].field]).toEqual([400, 'personalizations.1.to.0.email']);
  const htmlFirst = [
    { type: 'text/html', value: '<p>' },
    { type: 'text/plain', value: 'x' },
  ];
  expect((await send(mail(['a@x.test'], { content: htmlFirst }))).json.errors[0].field).toBe('content');
  expect((await send(mail(['a@x.test'], { headers: { Subject: 'x' } }))).json.errors[0].message).toContain('reserved');
  expect((await send(mail(['a@x.test'], { batch_id: 'unknown' }))).json.errors[0].field).toBe('batch_id');
  expect((await send(mail(['a@x.test']), { authorization: 'Bearer SG.nobody' })).status).toBe(401);
  expect((await twins.get(`${V3}/suppression/bounces`, { authorization: 'Bearer SG.acme.mail-only' })).status).toBe(403);
  expect((await twins.get('/_twins/sendgrid/state')).json.data.order).toEqual([]);
});

test('its signature is the one that SendGrid’s own verifier accepts, over bytes and time', async () => {
  const receiver = await listen();
  await send(mail(['a@x.test']));
  await receiver.until(1);
  await act('message.deliver', { to: 'a@x.test' });
  for (const forge of ['signature', 'secret', 'body']) await act('message.open', { to: 'a@x.test', forge });
  await receiver.until(5);
  const verifier = new EventWebhook();
  const key = verifier.convertPublicKeyToECDSA(publicKeyOf('sendgrid-signing-secret'));
  const verdicts = receiver.received.map(({ headers, body }) =>
    verifier.verifySignature(
      key,
      Buffer.from(body),
      String(headers['x-twilio-email-event-webhook-signature']),
      String(headers['x-twilio-email-event-webhook-timestamp']),
    ),
  );
  expect(verdicts).toEqual([true, true, false, false, false]);
  const [event] = JSON.parse(receiver.received[1]?.body ?? '');
  expect(event).toMatchObject({ event: 'delivered', email: 'a@x.test', pb_key: 'key of a@x.test', sg_event_id: expect.any(String) });
});

test('what bounced or complained is on a list, and the next mail to it is dropped', async () => {
  const receiver = await listen();
  await send(mail(['a@x.test', 'b@x.test']));
  await act('message.bounce', { to: 'a@x.test', kind: 'hard' });
  await act('message.complain', { to: 'b@x.test' });
  const before = receiver.received.length;
  await send(mail(['A@x.test', 'b@x.test', 'c@x.test']));
  await receiver.until(before + 1);
  const events = JSON.parse(receiver.received.at(-1)?.body ?? '') as { event: string; reason?: string }[];
  expect(events.map(({ event, reason }) => [event, reason])).toEqual([
    ['dropped', 'Bounced Address'],
    ['dropped', 'Spam Reporting Address'],
    ['processed', undefined],
  ]);
  expect((await twins.call('DELETE', `${V3}/suppression/bounces/a@x.test`, undefined, full)).status).toBe(204);
  expect((await twins.call('DELETE', `${V3}/suppression/bounces/a@x.test`, undefined, full)).status).toBe(404);
});

test('posts lists of events, shuffled and repeated when told so', async () => {
  const receiver = await listen();
  await send(mail(Array.from({ length: 7 }, (_, i) => `p${i}@x.test`)));
  await receiver.until(1);
  await act('message.deliver', { all: true, perPost: 3, repeat: 2, shuffle: true });
  await receiver.until(7);
  const sizes = receiver.received.slice(1).map(({ body }) => JSON.parse(body).length);
  expect(sizes.toSorted()).toEqual([1, 1, 3, 3, 3, 3]);
});

test('inbound mail comes as a form with the raw message', async () => {
  const receiver = await listen('inbound');
  await act('mail.arrive', { from: 'jane@customer.test', to: 'in@acme.test', subject: 'Grüße', text: 'Hi', messageId: 'm1@customer.test' });
  await receiver.until(1);
  expect(receiver.received[0]?.headers['content-type']).toContain('multipart/form-data');
  expect(receiver.received[0]?.body).toContain('Message-ID: <m1@customer.test>');
});

test('counts all but mail, and says so in X-RateLimit', async () => {
  await act('quota.set', { limit: 1 });
  const first = await twins.get(`${V3}/scopes`, full);
  const second = await twins.get(`${V3}/scopes`, full);
  expect([first.headers.get('x-ratelimit-remaining'), second.status, second.json.errors[0].message]).toEqual(['0', 429, 'too many requests']);
  expect(Number(second.headers.get('x-ratelimit-reset'))).toBeGreaterThan(0);
  expect((await send(mail(['a@x.test']))).status).toBe(202);
});

const suppressions = contract('sendgrid-suppressions-v3.openapi.json');
const mails = contract('sendgrid-mail-v3.openapi.json');
const hooks = contract('sendgrid-webhooks-v3.openapi.json');
describe.skipIf(!suppressions || !mails || !hooks)('the published contract', () => {
  const answer = (path: string, method = 'get', status = 200) =>
    `/paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}/content/application~1json/schema`;

  test('lists, batches and webhook settings have its shapes; our requests too', async () => {
    await send(mail(['a@x.test', 'b@x.test', 'c@x.test']));
    await act('message.bounce', { to: 'a@x.test' });
    await act('message.bounce', { to: 'b@x.test', kind: 'block' });
    await act('message.complain', { to: 'c@x.test' });
    await act('message.unsubscribe', { to: 'c@x.test' });
    for (const kind of ['bounces', 'blocks', 'spam_reports', 'unsubscribes', 'invalid_emails']) {
      const { json } = await twins.get(`${V3}/suppression/${kind}`, full);
      expect(suppressions?.problems(answer(`/v3/suppression/${kind}`), json), kind).toEqual([]);
    }
    const added = await twins.post(`${V3}/asm/suppressions/global`, { recipient_emails: ['d@x.test'] }, full);
    expect([added.status, suppressions?.problems(answer('/v3/asm/suppressions/global', 'post', 201), added.json)]).toEqual([201, []]);
    expect(mails?.problemsOf('MailBatchResponse', (await twins.post(`${V3}/mail/batch`, {}, full)).json)).toEqual([]);
    expect(mails?.problemsOf('ErrorResponse', (await send({})).json)).toEqual([]);
    const made = await twins.post(`${V3}/user/webhooks/event/settings`, { enabled: true, url: 'http://127.0.0.1:1/hook', delivered: true, bounce: true }, full);
    expect([made.status, hooks?.problemsOf('EventWebhookUnsignedResponse', made.json)]).toEqual([201, []]);
    const signed = await twins.call('PATCH', `${V3}/user/webhooks/event/settings/signed/${made.json.id}`, { enabled: true }, full);
    expect(signed.json.public_key).toBe(publicKeyOf('sendgrid-signing-secret'));
    expect(hooks?.problemsOf('EventWebhookAllResponse', (await twins.get(`${V3}/user/webhooks/event/settings/all`, full)).json)).toEqual([]);
  });
});
