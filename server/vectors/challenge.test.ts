import { expect, it } from 'vitest';
import { answerSigned, answerUnsigned } from '#platform/inbox/verification/challenge';
import { type Challenge, type RawRequest, Secret } from '#sdk';

const request = (method: string, url: string, body = ''): RawRequest => ({ method, url, headers: {}, rawBody: Buffer.from(body) });
const keys = { secrets: [new Secret('patchbay-test-secret'), new Secret('older')] };

it('LinkedIn: answers the challenge code with its HMAC, by the newest secret', () => {
  const challenge: Challenge = {
    kind: 'hmac-query',
    method: 'GET',
    param: 'challengeCode',
    pattern: '[0-9a-f-]{36}',
    responseField: 'challengeResponse',
    hash: 'sha256',
    encoding: 'hex',
  };
  const url = 'https://hub.test/x?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0';
  const answer = answerUnsigned(challenge, request('GET', url), keys);
  expect(answer?.headers['content-type']).toBe('application/json');
  expect(JSON.parse(answer?.body ?? '')).toEqual({
    challengeCode: '890e4665-4dfe-4ab1-b689-ed553bceeed0',
    challengeResponse: '1bd053fd0a73bb3c9ddec018add324f8c80e79a59caac270a0c968091929b453',
  });
  expect(answerUnsigned(challenge, request('GET', url), { secrets: [] })).toBeUndefined();
  expect(answerUnsigned(challenge, request('POST', url), keys)).toBeUndefined();
});

it('signs for a stranger nothing that could be an event', () => {
  const challenge: Challenge = {
    kind: 'hmac-query',
    method: 'GET',
    param: 'code',
    pattern: '[0-9a-f-]{36}',
    responseField: 'answer',
    hash: 'sha256',
    encoding: 'hex',
  };
  const event = encodeURIComponent('hmacsha256={"type":"LEAD_ACTION"}');
  expect(answerUnsigned(challenge, request('GET', `https://hub.test/x?code=${event}`), keys)).toBeUndefined();
  expect(answerUnsigned(challenge, request('GET', `https://hub.test/x?code=890e4665-4dfe-4ab1-b689-ed553bceeed0${event}`), keys)).toBeUndefined();
});

it('Microsoft: echoes the validation token as plain text that no browser takes for a page', () => {
  const challenge: Challenge = { kind: 'echo-query', method: 'POST', param: 'validationToken', contentType: 'text/plain' };
  const answer = answerUnsigned(challenge, request('POST', 'https://hub.test/x?validationToken=a%20%3Cb%3E'), { secrets: [] });
  expect(answer).toMatchObject({ status: 200, body: 'a <b>', headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' } });
  expect(answerUnsigned(challenge, request('POST', 'https://hub.test/x?validationToken=a&validationToken=b'), keys)).toBeUndefined();
  expect(answerUnsigned(challenge, request('POST', `https://hub.test/x?validationToken=${'a'.repeat(5000)}`), keys)).toBeUndefined();
});

it('Slack: echoes a field of a signed body, as text or JSON', () => {
  const when = { field: 'type', equals: 'url_verification' };
  const body = '{"type":"url_verification","challenge":"3eZbrw1a"}';
  expect(answerSigned({ kind: 'echo-field', when, field: 'challenge', as: 'text' }, request('POST', '', body))?.body).toBe('3eZbrw1a');
  const asJson = answerSigned({ kind: 'echo-field', when, field: 'challenge', as: { jsonField: 'challenge' } }, request('POST', '', body));
  expect(JSON.parse(asJson?.body ?? '')).toEqual({ challenge: '3eZbrw1a' });
  expect(answerSigned({ kind: 'echo-field', when, field: 'challenge', as: 'text' }, request('POST', '', '{"type":"other"}'))).toBeUndefined();
});
