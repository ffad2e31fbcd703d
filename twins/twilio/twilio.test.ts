import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { startTwinsForFile } from '../testing/client.ts';
import { contract } from '../testing/contract.ts';
import { conversation } from './audio.ts';
import { twilio } from './index.ts';
import { twilioSignature } from './signature.ts';
import { ACCOUNT_SID, AUTH_TOKEN, FIRST_NUMBER } from './store.ts';
import { parseTwiml } from './twiml/parse.ts';

const twins = startTwinsForFile([twilio]);
const basic = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`;
const BASE = `/twilio/2010-04-01/Accounts/${ACCOUNT_SID}`;
const ask = async (path: string, form?: Record<string, string>, authorization = basic) => {
  const { status, json } = form ? await twins.form(`${BASE}${path}`, form, { authorization }) : await twins.get(`${BASE}${path}`, { authorization });
  return { status, body: json };
};

it('signs as the vendor’s own library does', () => {
  const params = new URLSearchParams({ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234', From: '+14158675309', To: '+18005551212' });
  expect(twilioSignature('12345', 'https://hooks.example.test/voip/twilio/voice?flow=7&v=2', params)).toBe('PvB/RmdzdxF1Oh7pk9KziNNGbb4=');
  expect(twilioSignature('12345', 'https://a.test/x', new URLSearchParams('A=b&A=a&A=a&B=c'))).toBe('sVuPxNso7eHfZb5dUzBXpIq4Rus=');
  expect(twilioSignature('12345', 'https://a.test/x', new URLSearchParams())).toBe(createHmac('sha1', '12345').update('https://a.test/x').digest('base64'));
});

it('answers with calls, numbers and accounts as the published contract has them', async () => {
  const published = contract('twilio-api-v2010.openapi.json');
  const made = await ask('/Calls.json', { To: '+14155552671', From: FIRST_NUMBER, Twiml: '<Response><Pause length="1"/></Response>' });
  expect(made.status).toBe(201);
  const numbers = await ask('/IncomingPhoneNumbers.json');
  const account = await ask('.json');
  expect(numbers.body.incoming_phone_numbers).toHaveLength(3);
  if (!published) return;
  expect(published.problemsOf('api.v2010.account.call', made.body)).toEqual([]);
  for (const number of numbers.body.incoming_phone_numbers) expect(published.problemsOf('api.v2010.account.incoming_phone_number', number)).toEqual([]);
  expect(published.problemsOf('api.v2010.account', account.body)).toEqual([]);
});

it('refuses a wrong key, an unknown caller id and a number that is none, each with its code', async () => {
  expect((await ask('/Calls.json', undefined, 'Basic eDp5')).body).toMatchObject({ code: 20003, status: 401 });
  expect((await ask('/Calls.json', { To: '+14155552671', From: '+19995550000', Url: 'http://127.0.0.1/x' })).body).toMatchObject({ code: 21210 });
  expect((await ask('/Calls.json', { To: '12', From: FIRST_NUMBER, Url: 'http://127.0.0.1/x' })).body).toMatchObject({ code: 21211 });
  expect((await ask('/Calls/CA00000000000000000000000000000000.json')).body).toMatchObject({ code: 20404, status: 404 });
});

const KEY = `SK${'1'.repeat(32)}`;
/** A token as a hub would make it, by hand. */
const tokenOf = (change: Record<string, unknown> = {}, secret = 'twilio-api-secret') => {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const grants = { identity: 'grace', voice: { incoming: { allow: true } } };
  const signed = `${part({ typ: 'JWT', alg: 'HS256', cty: 'twilio-fpa;v=1' })}.${part({ jti: `${KEY}-${now}`, iss: KEY, sub: ACCOUNT_SID, iat: now, exp: now + 60, grants, ...change })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};

it('calls a browser that showed a good token, and nobody answers at one that did not', async () => {
  const act = (body: object) => twins.post('/_twins/twilio/act', body);
  await twins.post('/_twins/clock', { now: new Date().toISOString() });
  const wrong: [string, RegExp][] = [
    ['x.y.z', /20101/],
    [tokenOf({}, 'another secret'), /31202/],
    [tokenOf({ sub: 'AC0' }), /31202/],
    [tokenOf({ iss: '__proto__' }), /31202/],
    [tokenOf({ exp: 1 }), /20104/],
    [tokenOf({ exp: Math.floor(Date.now() / 1000) + 2 * 86_400 }), /31207/],
    [tokenOf({ grants: { identity: 'grace-hopper', voice: {} } }), /20101/],
  ];
  for (const [token, why] of wrong) expect(JSON.stringify((await act({ verb: 'client.register', token })).json)).toMatch(why);
  const away = await ask('/Calls.json', { To: 'client:grace', From: FIRST_NUMBER, Twiml: '<Response/>' });
  expect((await ask(`/Calls/${away.body.sid}.json`)).body.status).toBe('no-answer');
  await act({ verb: 'client.register', token: tokenOf() });
  const rung = await ask('/Calls.json', { To: 'client:grace', From: FIRST_NUMBER, Twiml: '<Response><Say>Hello</Say></Response>' });
  expect((await ask(`/Calls/${rung.body.sid}.json`)).body.status).toBe('ringing');
  await act({ verb: 'call.busy', number: 'client:grace' });
  expect((await ask(`/Calls/${rung.body.sid}.json`)).body.status).toBe('busy');
});

it('pages its list of calls by relative addresses', async () => {
  for (let index = 0; index < 3; index++) await ask('/Calls.json', { To: `+1415555300${index}`, From: FIRST_NUMBER, Twiml: '<Response/>' });
  const first = await ask('/Calls.json?PageSize=2');
  expect(first.body.calls).toHaveLength(2);
  expect(first.body.next_page_uri).toMatch(/^\/2010-04-01\/Accounts\/AC/);
  const next = await twins.get(`/twilio${first.body.next_page_uri}`, { authorization: basic });
  expect(next.json.calls.length).toBeGreaterThan(0);
});

it('makes sound in which two speak in turn, and reads TwiML strictly', () => {
  const sound = conversation(3, 2);
  expect(sound.subarray(0, 4).toString()).toBe('RIFF');
  expect(sound.readUInt16LE(22)).toBe(2);
  expect(sound.length).toBe(44 + 3 * 8000 * 4);
  expect(parseTwiml('<?xml version="1.0"?><Response><Say voice="a">x &amp; y</Say></Response>').children[0]).toMatchObject({
    name: 'Say',
    text: 'x & y',
    attributes: { voice: 'a' },
  });
  for (const broken of ['<Response><Say>', '<Other/>', '<Response></Say></Response>', 'hello']) expect(() => parseTwiml(broken)).toThrow(/12100/);
});
