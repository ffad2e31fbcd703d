import { beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedContext, classifyHttp, type HttpRequest, PatchbayError } from '#sdk';
import { type RunningTwins, startTwins } from '../../../twins/server.ts';
import { contract } from '../../../twins/testing/contract.ts';
import { mailgunTransport } from '../client/mailgun.ts';
import { sendgridTransport } from '../client/sendgrid.ts';
import type { OutgoingMessage } from '../client/transport.ts';
import { classifyMailgun } from '../providers/mailgun.ts';
import { classifySendgrid } from '../providers/sendgrid.ts';
import { manyCall as mailgunMany } from '../serializers/mailgun.ts';
import { manyCall, oneCall } from '../serializers/sendgrid.ts';

const html = (name: string, token: string) =>
  `<html><body><p>Dear ${name},</p><p>Our offer of the week.</p><a href="https://go.acme.test/c/${token}">Look</a><img src="https://go.acme.test/o/${token}" alt=""></body></html>`;
const message = (index: number, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  key: `k${index}`,
  messageId: `m${index}@acme.test`,
  from: { address: 'ann@mg.acme.test', name: 'Ann' },
  to: [{ address: `p${index}@x.test`, name: `Person ${index}` }],
  cc: [],
  bcc: [],
  subject: `Hello ${index}`,
  html: html(`Person ${index}`, `t${index}`),
  text: `Dear Person ${index}, look: https://go.acme.test/c/t${index}`,
  headers: { 'List-Unsubscribe': `<https://go.acme.test/u/t${index}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  attachments: [],
  date: new Date('2027-01-01T00:00:00Z'),
  ...more,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => message(index));

let twins: RunningTwins;
beforeAll(async () => {
  twins = await startTwins({ port: 0 });
  return () => twins.stop();
});
/** The transport's own way out, straight to the twin: as the hub's, without its ledger. */
function connected(provider: 'sendgrid' | 'mailgun', calls: HttpRequest[], silentFrom = Number.POSITIVE_INFINITY): ConnectedContext {
  const authorization = provider === 'sendgrid' ? 'Bearer SG.acme.full-access' : `Basic ${Buffer.from('api:key-acme-full').toString('base64')}`;
  const http = {
    async request(request: HttpRequest) {
      calls.push(request);
      if (calls.length >= silentFrom) throw new PatchbayError('provider_timeout');
      const url = new URL(request.url.startsWith('http') ? request.url : `${twins.url}/sendgrid${request.url}`);
      const response = await fetch(url, {
        method: request.method,
        headers: { authorization, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body as string }),
      });
      const text = await response.text();
      const body: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
      const answer = { status: response.status, headers: Object.fromEntries(response.headers), body };
      const outcome = (provider === 'sendgrid' ? classifySendgrid : classifyMailgun)(answer, new Date());
      if (outcome.kind === 'ok') return { ...answer, apiCallId: 'c' };
      throw new PatchbayError(outcome.kind === 'rejected' ? 'provider_rejected' : 'provider_unavailable', { facts: { status: response.status } });
    },
  };
  const connection = { externalId: 'acme', provider, data: { domain: 'mg.acme.test', apiBase: `${twins.url}/mailgun` } };
  return { http, connection, clock: { now: () => twins.clock.now() } } as unknown as ConnectedContext;
}
interface TwinMail {
  to: string | { email: string };
  recipient?: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  customArgs?: Record<string, string>;
  variables?: Record<string, string>;
}
const mailsOf = (provider: string): TwinMail[] => {
  const data = twins.stages.get(provider)?.twin.store.data as { mails: Record<string, TwinMail> } | undefined;
  return Object.values(data?.mails ?? {});
};
const fault = (provider: string, order: Record<string, unknown>) =>
  fetch(`${twins.url}/_twins/${provider}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) });
const reset = () => fetch(`${twins.url}/_twins/reset`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });

describe.each([
  ['sendgrid', sendgridTransport],
  ['mailgun', mailgunTransport],
] as const)('a thousand through %s', (provider, transport) => {
  beforeAll(async () => void (await reset()));

  it('are one call, and each gets their own to the letter', async () => {
    const calls: HttpRequest[] = [];
    const messages = many(1000);
    const fates = await transport.sendBatch?.(connected(provider, calls), messages);
    expect(calls).toHaveLength(1);
    expect(fates?.every(({ accepted }) => accepted)).toBe(true);
    const mails = mailsOf(provider);
    expect(mails).toHaveLength(1000);
    for (const index of [0, 1, 499, 999]) {
      const mail = mails[index];
      const sent = messages[index];
      expect(mail).toMatchObject({ subject: sent?.subject, html: sent?.html, text: sent?.text });
      expect(mail?.headers).toMatchObject({ 'Message-ID': `<${sent?.messageId}>`, 'List-Unsubscribe': sent?.headers['List-Unsubscribe'] });
      expect((mail?.customArgs ?? mail?.variables)?.pb_mid).toBe(sent?.messageId);
    }
  });

  it('lose none because one is refused, and none is sent twice', async () => {
    await reset();
    const bad = message(7, { to: [{ address: 'not an address' }] });
    const fates = await transport.sendBatch?.(connected(provider, []), [...many(7), bad, message(8), message(9)]);
    expect(fates?.filter(({ accepted }) => !accepted)).toMatchObject([{ key: 'k7', permanent: true, code: expect.stringMatching(/\w/) }]);
    const reached = mailsOf(provider).map(({ to, recipient }) => recipient ?? (typeof to === 'string' ? to : to.email));
    expect(reached.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9].map((index) => `p${index}@x.test`));
  });

  it('say nothing of a call that was never answered', async () => {
    await reset();
    await fault(provider, { match: { method: 'POST' }, next: 1, do: 'drop_after_commit' });
    await expect(transport.sendBatch?.(connected(provider, []), many(3))).rejects.toThrow();
    expect(mailsOf(provider)).toHaveLength(3);
    // The first group was answered, the second was not: only the first is told of.
    await reset();
    const other = message(50, { replyTo: { address: 'bob@acme.test' } });
    const answered = await transport.sendBatch?.(connected(provider, [], 2), [...many(2), other]);
    expect(answered?.map(({ key }) => key)).toEqual(['k0', 'k1']);
    // What comes after the silent call was never begun, and is not given up for lost.
    await reset();
    const third = message(60, { replyTo: { address: 'carol@acme.test' } });
    const begun = await transport.sendBatch?.(connected(provider, [], 2), [...many(2), other, third]);
    expect(begun?.find(({ key }) => key === 'k60')).toMatchObject({ accepted: false, permanent: false });
    expect(begun?.some(({ key }) => key === 'k50')).toBe(false);
  });

  it('with mails too unlike for one call go in several', async () => {
    await reset();
    const unlike = (seed: number) => Array.from({ length: 900 }, (_, index) => `w${(index * seed) % 7919}`).join(' ');
    const calls: HttpRequest[] = [];
    const fates = await transport.sendBatch?.(connected(provider, calls), [message(0), message(1, { html: unlike(13) }), message(2, { html: unlike(31) })]);
    expect(fates).toHaveLength(3);
    expect(mailsOf(provider)).toHaveLength(3);
    expect(calls.length).toBeGreaterThan(1);
  });

  it('to one address twice are two calls, and copies go alone', async () => {
    await reset();
    const calls: HttpRequest[] = [];
    await transport.sendBatch?.(connected(provider, calls), [
      message(0),
      message(1, { to: [{ address: 'P0@x.test' }] }),
      message(2, { cc: [{ address: 'c@x.test' }] }),
    ]);
    expect(calls).toHaveLength(3);
    expect(mailsOf(provider)).toHaveLength(4);
  });
});

it('Mailgun’s log tells whether a mail went out', async () => {
  await reset();
  const context = connected('mailgun', []);
  const since = twins.clock.now();
  await mailgunTransport.sendBatch?.(context, many(2));
  const find = (messageId: string) => mailgunTransport.find?.(context, { key: 'k', messageId, since });
  expect(await find('m1@acme.test')).toBe('sent');
  expect(await find('never@acme.test')).toBe('unsure');
  await fetch(`${twins.url}/_twins/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceMs: 31 * 60_000 }),
  });
  expect(await find('never@acme.test')).toBe('absent');
});

it('a text that looks like a hole of ours goes alone', () => {
  expect(manyCall([message(0, { text: 'a -pbt0- b' }), message(1)], 'a')).toBeUndefined();
  expect(mailgunMany([message(0, { subject: '%recipient.s%' }), message(1)], 'a')).toBeUndefined();
  expect(classifyHttp({ status: 200, headers: {}, body: '' }, new Date())).toEqual({ kind: 'ok' });
});

const published = contract('sendgrid-mail-v3.openapi.json');
it.skipIf(!published)('our requests keep to SendGrid’s published contract', () => {
  const schema = '/components/requestBodies/PostMailSend/content/application~1json/schema';
  const file = { name: 'ä.pdf', contentType: 'application/pdf', content: new Uint8Array([1, 2, 3]) };
  expect(
    published?.problems(schema, oneCall(message(0, { attachments: [file], cc: [{ address: 'c@x.test' }], replyTo: { address: 'r@x.test' } }), 'a')),
  ).toEqual([]);
  expect(published?.problems(schema, manyCall(many(3), 'a'))).toEqual([]);
  expect(published?.problems(schema, oneCall(message(0, { subject: '', html: undefined, text: undefined } as Partial<OutgoingMessage>), 'a'))).toEqual([]);
});
