import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BODY_CAP, createRedactor } from './redaction.ts';

// Marked so that no other text can contain it by chance; letters that every encoding changes are in it.
const secretText = fc.stringMatching(/^[A-Za-z0-9+/=" &%ü:.-]{8,40}$/).map((tail) => `S3CRET${tail}`);
const padding = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });

const HEADERS = [
  'authorization',
  'Cookie',
  'Set-Cookie',
  'x-api-key',
  'X-Auth-Token',
  'api-key',
  'proxy-authorization',
  'x-goog-api-key',
  'x-vendor-signature',
];
const PARAMS = ['token', 'key', 'secret', 'code', 'password', 'access_token', 'api_key', 'client_secret', 'sig'];
const FIELDS = ['password', 'access_token', 'refreshToken', 'client_secret', 'apiKey', 'private_key', 'id_token', 'clientAssertion', 'auth'];

/** Puts the secret into one place of a call where secrets stand, and echoes it in the answer's text. */
const placed = fc
  .record({ secret: secretText, extra: padding, place: fc.nat({ max: 6 }), name: fc.nat({ max: 8 }), echo: fc.boolean() })
  .map(({ secret, extra, place, name, echo }) => {
    const url = 'https://api.acme.test/items?page=2';
    const request: { headers: Record<string, string>; body?: string } = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(extra) };
    const at = <T>(list: readonly T[]) => list[name % list.length] as T;
    let address = url;
    if (place === 0) request.headers[at(HEADERS)] = `Bearer ${secret}`;
    if (place === 1) address = `${url}&${at(PARAMS)}=${encodeURIComponent(secret)}`;
    if (place === 2) request.body = JSON.stringify({ ...extra, deep: [{ [at(FIELDS)]: secret }] });
    if (place === 3)
      Object.assign(request, {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ [at(PARAMS)]: secret }).toString(),
      });
    if (place === 4) request.body = JSON.stringify({ user: { pet: secret } });
    if (place === 5) request.body = JSON.stringify({ [at(FIELDS)]: { nested: [secret] } });
    if (place === 6) request.headers['x-mine'] = secret;
    const response = { headers: { 'content-type': 'text/plain' }, body: echo ? `bad credentials: ${secret} / ${encodeURIComponent(secret)}` : 'no' };
    return { address, request, response };
  });

it('lets no marked secret through, wherever it stands and wherever it is echoed', () => {
  fc.assert(
    fc.property(placed, ({ address, request, response }) => {
      const redactor = createRedactor(['user.pet', 'X-Mine']);
      redactor.url(address);
      const out = JSON.stringify([redactor.call(request, response), redactor.url(address)]);
      // The mark is plain ASCII: no encoding hides it.
      expect(out).not.toContain('S3CRET');
    }),
    { numRuns: 1500 },
  );
});

it('keeps what helps: names, ordinary values, error codes', () => {
  const redactor = createRedactor();
  const { request, response } = redactor.call(
    { headers: { 'content-type': 'application/json', accept: 'x' }, body: '{"title":"Lunch","code":21211,"access_token":"abcdefghij"}' },
    { headers: { 'content-type': 'application/json' }, body: '{"error":{"code":"invalid_to","message":"token abcdefghij is bad"}}' },
  );
  expect(request).toEqual({ headers: { 'content-type': 'application/json', accept: 'x' }, body: '{"title":"Lunch","code":21211,"access_token":"***"}' });
  expect(response?.body).toBe('{"error":{"code":"invalid_to","message":"token *** is bad"}}');
  expect(redactor.url('https://u:pw123456@h.test/a?page=2&code=xyz#access_token=q')).toBe('https://***@h.test/a?page=2&code=***#access_token=***');
});

it('cuts long bodies after masking and only counts bytes', () => {
  const redactor = createRedactor();
  const long = JSON.stringify({ text: 'é'.repeat(20_000) });
  const { request, response } = redactor.call({ headers: {}, body: long }, { headers: { 'content-type': 'image/png' }, body: new Uint8Array(9) });
  expect(Buffer.byteLength(request.body ?? '')).toBeLessThanOrEqual(BODY_CAP);
  expect(response?.body).toBe('[image/png: 9 bytes]');
  expect(redactor.call({ headers: {}, body: new Uint8Array([0xff, 0xfe, 0xfd]) }, null).request.body).toBe('[bytes: 3 bytes]');
});
