import { createHash, createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { verify } from '#platform/inbox/verification/index';
import { type RawRequest, type Scheme, Secret } from '#sdk';

/** What the providers publish, or what their own libraries computed, with the date of the look in shared notes. */
const request = (headers: Record<string, string>, body: string | Buffer = '', url = 'https://hub.test/x', method = 'POST'): RawRequest => ({
  method,
  url,
  headers,
  rawBody: Buffer.from(body),
});
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const at = (seconds: number) => new Date(seconds * 1000);
const keys = (...secrets: string[]) => ({ secrets: secrets.map((one) => new Secret(one)) });

const slack: Scheme = {
  kind: 'hmac-body',
  hash: 'sha256',
  encoding: 'hex',
  signatureHeader: 'x-slack-signature',
  prefix: 'v0=',
  timestampHeader: 'x-slack-request-timestamp',
  template: 'v0:{timestamp}:{body}',
  toleranceSeconds: 300,
  refusalStatus: 401,
  covers: ['body', 'timestamp'],
};

it('Slack: the signing example of the documentation', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const headers = {
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    'x-slack-request-timestamp': '1531420618',
  };
  const secret = keys('8f742231b10e8888abcd99yyyzzz85a5');
  expect(verify(slack, request(headers, body), secret, at(1531420618))).toEqual({ ok: true, timestamp: 1531420618 });
  expect(verify(slack, request(headers, body), secret, at(1531420618 + 301))).toMatchObject({ ok: false, status: 401, reason: 'stale' });
  expect(verify(slack, request(headers, body), secret, at(1531420618 - 301))).toMatchObject({ ok: false, reason: 'stale' });
});

const twilio: Scheme = {
  kind: 'hmac-url-params',
  hash: 'sha1',
  encoding: 'base64',
  signatureHeader: 'x-twilio-signature',
  bodyHashParam: 'bodySHA256',
  refusalStatus: 403,
  covers: ['url', 'fields', 'body_hash'],
};
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

it('Twilio: form, repeated names, no parameters, JSON with its hash in the URL', () => {
  const secret = keys('12345');
  const ok = (headers: Record<string, string>, body: string, url: string) => verify(twilio, request(headers, body, url), secret, at(0)) as { ok: boolean };
  const params = 'To=%2B18005551212&CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309';
  const signed = { ...form, 'x-twilio-signature': 'PvB/RmdzdxF1Oh7pk9KziNNGbb4=' };
  expect(ok(signed, params, 'https://hooks.example.test/voip/twilio/voice?flow=7&v=2').ok).toBe(true);
  expect(ok(signed, params, 'https://hooks.example.test:443/voip/twilio/voice?flow=7&v=2').ok).toBe(true);
  expect(ok(signed, params, 'http://hooks.example.test/voip/twilio/voice?flow=7&v=2').ok).toBe(false);
  expect(ok(signed, params, 'https://hooks.example.test:8443/voip/twilio/voice?flow=7&v=2').ok).toBe(false);
  expect(ok({ ...form, 'x-twilio-signature': 'sVuPxNso7eHfZb5dUzBXpIq4Rus=' }, 'A=b&A=a&A=a&B=c', 'https://a.test/x').ok).toBe(true);
  expect(ok({ 'x-twilio-signature': '9zpyJEAR6WfqDyUS/00mWUGSPEA=' }, '', 'https://a.test/x').ok).toBe(true);
  const url = 'https://hooks.example.test/voip/twilio/json?bodySHA256=c8aa38215665bad5d18544d83a61d0220e18ee621b9a3a175fb9c63834ec7036';
  const json = { 'content-type': 'application/json', 'x-twilio-signature': 'DXGSJfwpEHurqojeNhmn9ji3JRc=' };
  expect(ok(json, '{"CallSid":"CA1","Status":"completed"}', url).ok).toBe(true);
  expect(ok(json, '{"CallSid":"CA1","Status":"complete"}', url).ok).toBe(false);
  // A captured signature over a URL alone must not carry a body that nothing covers.
  expect(ok({ 'content-type': 'application/json', 'x-twilio-signature': '9zpyJEAR6WfqDyUS/00mWUGSPEA=' }, '{"any":1}', 'https://a.test/x').ok).toBe(false);
});

const sendgrid: Scheme = {
  kind: 'ecdsa',
  signatureHeader: 'x-twilio-email-event-webhook-signature',
  timestampHeader: 'x-twilio-email-event-webhook-timestamp',
  toleranceSeconds: 86_400,
  refusalStatus: 401,
  covers: ['body', 'timestamp'],
};

it('SendGrid: the example of its own package (@sendgrid/eventwebhook 8.0.0, MIT), trailing line break included', () => {
  const publicKey = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==';
  const payload = JSON.stringify([
    {
      email: 'hello@world.com',
      event: 'dropped',
      reason: 'Bounced Address',
      sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
      sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
      'smtp-id': '<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>',
      timestamp: 1600112492,
    },
  ]);
  const headers = {
    [sendgrid.signatureHeader]: 'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
    [sendgrid.timestampHeader]: '1600112502',
  };
  expect(verify(sendgrid, request(headers, `${payload}\r\n`), keys(publicKey), at(1600112502))).toEqual({ ok: true, timestamp: 1600112502 });
  expect(verify(sendgrid, request(headers, payload), keys(publicKey), at(1600112502))).toMatchObject({ reason: 'mismatch' });
  const other = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqTxd43gyp8IOEto2LdIfjRQrIbsd4SXZkLW6jDutdhXSJCWHw8REntlo7aNDthvj+y7GjUuFDb/R1NGe1OPzpA==';
  expect(verify(sendgrid, request(headers, `${payload}\r\n`), keys(other), at(1600112502))).toMatchObject({ reason: 'mismatch' });
});

it('Mailgun: HMAC over timestamp and token inside the body, as JSON, form and multipart', () => {
  const nested: Scheme = {
    kind: 'hmac-fields',
    hash: 'sha256',
    encoding: 'hex',
    fields: ['signature.timestamp', 'signature.token'],
    signatureField: 'signature.signature',
    timestampField: 'signature.timestamp',
    tokenField: 'signature.token',
    toleranceSeconds: 30_000,
    refusalStatus: 406,
    covers: ['fields', 'timestamp'],
  };
  const flat: Scheme = { ...nested, fields: ['timestamp', 'token'], signatureField: 'signature', timestampField: 'timestamp', tokenField: 'token' };
  const token = 'c0c2d4ad1b7a8d8b1b4b6ef3c2a2a8fa0b3a6d5d5b7e5a4f11';
  const signature = createHmac('sha256', 'key-test').update(`1600000000${token}`).digest('hex');
  const json = JSON.stringify({ signature: { timestamp: '1600000000', token, signature }, 'event-data': { id: 'x' } });
  const good = { ok: true, timestamp: 1600000000, onceToken: token };
  expect(verify(nested, request({ 'content-type': 'application/json' }, json), keys('key-test'), at(1600000100))).toEqual(good);
  expect(verify(nested, request({ 'content-type': 'application/json' }, json), keys('key-other'), at(1600000100))).toMatchObject({ status: 406 });
  const body = new URLSearchParams({ timestamp: '1600000000', token, signature, recipient: 'a@b.c' }).toString();
  expect(verify(flat, request(form, body), keys('key-test'), at(1600000100))).toEqual(good);
  const parts = Object.entries({ timestamp: '1600000000', token, signature })
    .map(([name, value]) => `--sep\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('');
  const file = '--sep\r\nContent-Disposition: form-data; name="token"; filename="token"\r\nContent-Type: text/plain\r\n\r\nforged\r\n';
  expect(
    verify(flat, request({ 'content-type': 'multipart/form-data; boundary=sep' }, `${file}${parts}--sep--\r\n`), keys('key-test'), at(1600000100)),
  ).toEqual(good);
});

it('Telnyx: Ed25519 over timestamp|body', () => {
  const scheme: Scheme = {
    kind: 'ed25519',
    signatureHeader: 'telnyx-signature-ed25519',
    timestampHeader: 'telnyx-timestamp',
    toleranceSeconds: 300,
    refusalStatus: 401,
    covers: ['body', 'timestamp'],
  };
  const headers = {
    'telnyx-timestamp': '1700000000',
    'telnyx-signature-ed25519': '3L9VOWcPYmzQ/l1eF8vI/uOuMi3LEGgMm10q+Z5wW/KCKLpPGCtK/ZZoG/WGKD+ObLpeXHVpjcEcVoa3lzDSDg==',
  };
  const key = keys('A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=');
  expect(verify(scheme, request(headers, '{"data":{"event_type":"call.answered"}}'), key, at(1700000000))).toEqual({ ok: true, timestamp: 1700000000 });
  expect(verify(scheme, request(headers, '{"data":{"event_type":"call.hangup"}}'), key, at(1700000000))).toMatchObject({ reason: 'mismatch' });
});

const vonage: Scheme = {
  kind: 'jwt',
  algorithms: ['HS256'],
  bodyHashClaim: 'payload_hash',
  getBodyHash: 'query-json',
  toleranceSeconds: 300,
  refusalStatus: 401,
  covers: ['body_hash', 'timestamp'],
};

it('Vonage: HS256 token with the hash of the body, or of the query of a GET in the order received', async () => {
  const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (covered: string) => {
    const signed = `${b64({ alg: 'HS256', typ: 'JWT' })}.${b64({ iat: 1700000000, jti: 'j', api_key: 'a', payload_hash: sha256(covered) })}`;
    return { authorization: `Bearer ${signed}.${createHmac('sha256', 'signature-secret').update(signed).digest('base64url')}` };
  };
  const body = '{"status":"answered","uuid":"u-1"}';
  expect(await verify(vonage, request(token(body), body), keys('signature-secret'), at(1700000000))).toEqual({ ok: true, timestamp: 1700000000 });
  expect(await verify(vonage, request(token(body), `${body} `), keys('signature-secret'), at(1700000000))).toMatchObject({ reason: 'mismatch' });
  expect(await verify(vonage, request(token(body), body), keys('signature-secret'), at(1700000301))).toMatchObject({ reason: 'stale' });
  const url = 'https://hub.test/answer?to=447700900000&from=447700900001&1=x&uuid=u';
  const covered = '{"to":"447700900000","from":"447700900001","1":"x","uuid":"u"}';
  expect(await verify(vonage, request(token(covered), '', url, 'GET'), keys('signature-secret'), at(1700000000))).toMatchObject({ ok: true });
  expect(await verify(vonage, request(token(covered), '', `${url}2`, 'GET'), keys('signature-secret'), at(1700000000))).toMatchObject({ reason: 'mismatch' });
  // The algorithm is ours to choose, not the token's.
  const none = `${b64({ alg: 'none' })}.${b64({ iat: 1700000000, payload_hash: sha256(body) })}.`;
  expect(await verify(vonage, request({ authorization: `Bearer ${none}` }, body), keys('signature-secret'), at(1700000000))).toMatchObject({ ok: false });
});

it('LinkedIn: HMAC over a prefix and the body', () => {
  const scheme: Scheme = {
    kind: 'hmac-body',
    hash: 'sha256',
    encoding: 'hex',
    signatureHeader: 'x-li-signature',
    prefix: 'hmacsha256=',
    prefixOptional: true,
    template: 'hmacsha256={body}',
    refusalStatus: 401,
    covers: ['body'],
  };
  const signature = '7493ae658a311805aa66e6d1b84ba0afdcf80b1e8cc5b4c5275ceb7735288fb3';
  const body = '{"type":"LEAD_ACTION","leadAction":"CREATED"}';
  for (const header of [signature, `hmacsha256=${signature}`]) {
    expect(verify(scheme, request({ 'x-li-signature': header }, body), keys('old', 'patchbay-test-secret'), at(0))).toEqual({ ok: true });
  }
  const withoutPrefix = createHmac('sha256', 'patchbay-test-secret').update(body).digest('hex');
  expect(verify(scheme, request({ 'x-li-signature': withoutPrefix }, body), keys('patchbay-test-secret'), at(0))).toMatchObject({ ok: false });
});

it('Standard Webhooks: the example of the specification, several signatures, and its own library as a witness', () => {
  const scheme: Scheme = {
    kind: 'hmac-body',
    hash: 'sha256',
    encoding: 'base64',
    signatureHeader: 'webhook-signature',
    prefix: 'v1,',
    separator: ' ',
    idHeader: 'webhook-id',
    timestampHeader: 'webhook-timestamp',
    template: '{id}.{timestamp}.{body}',
    secretPrefix: 'whsec_',
    toleranceSeconds: 300,
    refusalStatus: 401,
    covers: ['body', 'timestamp'],
  };
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1a,abc v1,bm9ldHUjKzFob2VudXRob2VodWUzMjRvdWVvdW9ldQo= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  expect(verify(scheme, request(headers, '{"test": 2432232314}'), keys(secret), at(1614265330))).toEqual({ ok: true, timestamp: 1614265330 });
  const signature = new Webhook(secret).sign('msg_2', at(1700000000), '{"a":"ü"}');
  const own = { 'webhook-id': 'msg_2', 'webhook-timestamp': '1700000000', 'webhook-signature': signature };
  expect(verify(scheme, request(own, '{"a":"ü"}'), keys(secret), at(1700000000))).toMatchObject({ ok: true });
  expect(verify(scheme, request({ ...own, 'webhook-id': 'msg_3' }, '{"a":"ü"}'), keys(secret), at(1700000000))).toMatchObject({ reason: 'mismatch' });
});

it('Google and Microsoft: a shared token in a header, or in every member of a list', () => {
  const header: Scheme = { kind: 'shared-token', header: 'x-goog-channel-token', refusalStatus: 404, covers: [] };
  expect(verify(header, request({ 'x-goog-channel-token': 'tok' }), keys('tok'), at(0))).toEqual({ ok: true });
  expect(verify(header, request({ 'x-goog-channel-token': 'toc' }), keys('tok'), at(0))).toMatchObject({ status: 404, reason: 'mismatch' });
  const list: Scheme = { kind: 'shared-token', field: 'value.*.clientState', refusalStatus: 401, covers: [] };
  const body = (...states: (string | undefined)[]) => JSON.stringify({ value: states.map((clientState) => ({ clientState })) });
  expect(verify(list, request({}, body('one', 'two')), keys('two', 'one'), at(0))).toEqual({ ok: true });
  expect(verify(list, request({}, body('one', 'three')), keys('two', 'one'), at(0))).toMatchObject({ reason: 'mismatch' });
  expect(verify(list, request({}, body('one', undefined)), keys('one'), at(0))).toMatchObject({ reason: 'missing' });
  expect(verify(list, request({}, body()), keys('one'), at(0))).toMatchObject({ reason: 'missing' });
});
