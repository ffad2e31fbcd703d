import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { type RawRequest, type Scheme, Secret, type VerificationKeys } from '#sdk';
import { type Draft, sign, type VerificationDeps, verify } from './index.ts';
import { createKeySets } from './key-sets.ts';

/**
 * Every scheme forwards and backwards: what is signed passes; another secret, a time outside the window in either
 * direction, no secret, and any changed byte of what the scheme covers do not.
 */
const NOW = new Date('2026-03-01T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const keys = (...secrets: string[]): VerificationKeys => ({ secrets: secrets.map((one) => new Secret(one)) });

interface Case {
  name: string;
  scheme: Scheme;
  signing: VerificationKeys;
  verifying: VerificationKeys;
  others: VerificationKeys;
  deps?: VerificationDeps;
  draft: (text: string) => Draft;
  /** Where a byte may be changed. */
  covered: ('body' | 'url' | { header: string })[];
}

const pem = (key: { export(options: { format: 'pem'; type: 'pkcs8' }): string | Buffer }) => key.export({ format: 'pem', type: 'pkcs8' }).toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const ec2 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const ed = generateKeyPairSync('ed25519');
const ed2 = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsa2 = generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = (pair: typeof ec) => pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const raw = (pair: { publicKey: typeof ed.publicKey }) => pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const jwks = JSON.stringify({ keys: [await exportJWK(rsa.publicKey)] });
const keySets = createKeySets({ fetch: async () => new Response(jwks), clock: { now: () => NOW } });

const json = (text: string): Draft => ({
  url: 'https://hub.test/in?x=1',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text, n: 1 }),
});
const form = (text: string): Draft => ({
  url: 'https://hub.test/in?x=1',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: `a=${encodeURIComponent(text)}&b=2`,
});
const base = { refusalStatus: 401, covers: [] } as const;
const hmac = { signing: keys('s3cret', 'other'), verifying: keys('older', 's3cret'), others: keys('s3cret2') };

const CASES: Case[] = [
  {
    name: 'hmac-body with timestamp and id',
    scheme: {
      ...base,
      kind: 'hmac-body',
      hash: 'sha256',
      encoding: 'base64',
      signatureHeader: 'x-sig',
      timestampHeader: 'x-time',
      idHeader: 'x-id',
      prefix: 'v1,',
      separator: ' ',
      template: '{id}.{timestamp}.{body}',
      toleranceSeconds: 300,
    },
    ...hmac,
    draft: json,
    covered: ['body', { header: 'x-time' }, { header: 'x-id' }, { header: 'x-sig' }],
  },
  {
    name: 'hmac-body alone',
    scheme: { ...base, kind: 'hmac-body', hash: 'sha1', encoding: 'hex', signatureHeader: 'x-sig' },
    ...hmac,
    draft: json,
    covered: ['body', { header: 'x-sig' }],
  },
  {
    name: 'hmac-url-params, JSON',
    scheme: { ...base, kind: 'hmac-url-params', hash: 'sha1', encoding: 'base64', signatureHeader: 'x-sig', bodyHashParam: 'bodyHash' },
    ...hmac,
    draft: json,
    covered: ['body', 'url', { header: 'x-sig' }],
  },
  {
    name: 'hmac-url-params, form',
    scheme: { ...base, kind: 'hmac-url-params', hash: 'sha1', encoding: 'base64', signatureHeader: 'x-sig' },
    ...hmac,
    draft: form,
    covered: ['url', { header: 'x-sig' }],
  },
  {
    name: 'ecdsa',
    scheme: { ...base, kind: 'ecdsa', signatureHeader: 'x-sig', timestampHeader: 'x-time', toleranceSeconds: 300 },
    signing: keys(pem(ec.privateKey)),
    verifying: keys(spki(ec2), spki(ec)),
    others: keys(spki(ec2)),
    draft: json,
    covered: ['body', { header: 'x-time' }, { header: 'x-sig' }],
  },
  {
    name: 'ed25519',
    scheme: { ...base, kind: 'ed25519', signatureHeader: 'x-sig', timestampHeader: 'x-time', toleranceSeconds: 300 },
    signing: keys(pem(ed.privateKey)),
    verifying: keys(raw(ed2), raw(ed)),
    others: keys(raw(ed2)),
    draft: json,
    covered: ['body', { header: 'x-time' }, { header: 'x-sig' }],
  },
  {
    name: 'hmac-fields',
    scheme: {
      ...base,
      kind: 'hmac-fields',
      hash: 'sha256',
      encoding: 'hex',
      fields: ['signature.timestamp', 'signature.token'],
      signatureField: 'signature.signature',
      timestampField: 'signature.timestamp',
      tokenField: 'signature.token',
      toleranceSeconds: 300,
    },
    ...hmac,
    draft: json,
    covered: [],
  },
  { name: 'shared-token in a header', scheme: { ...base, kind: 'shared-token', header: 'x-token' }, ...hmac, draft: json, covered: [{ header: 'x-token' }] },
  { name: 'shared-token in the query', scheme: { ...base, kind: 'shared-token', query: 'token' }, ...hmac, draft: json, covered: [] },
  {
    name: 'shared-token in a list',
    scheme: { ...base, kind: 'shared-token', field: 'value.*.state' },
    ...hmac,
    draft: () => ({ url: 'https://hub.test/', body: '{"value":[{},{}]}' }),
    covered: [],
  },
  {
    name: 'jwt with a shared secret',
    scheme: { ...base, kind: 'jwt', algorithms: ['HS256'], bodyHashClaim: 'payload_hash', issuer: 'acme', toleranceSeconds: 300 },
    ...hmac,
    draft: json,
    covered: ['body', { header: 'authorization' }],
  },
  {
    name: 'jwt with keys from an address',
    scheme: {
      ...base,
      kind: 'jwt',
      algorithms: ['RS256'],
      jwksUrl: 'https://keys.test/',
      audience: 'us',
      claims: { email: 'push@acme.test' },
      toleranceSeconds: 300,
    },
    signing: keys(pem(rsa.privateKey)),
    verifying: keys(),
    others: keys(),
    deps: { keySets },
    draft: json,
    covered: [{ header: 'authorization' }],
  },
  {
    name: 'basic',
    scheme: { ...base, kind: 'basic' },
    signing: keys('user:pass:word'),
    verifying: keys('user:pass:word'),
    others: keys('user:pass'),
    draft: json,
    covered: [{ header: 'authorization' }],
  },
  { name: 'secret-path', scheme: { ...base, kind: 'secret-path', query: 'token' }, ...hmac, draft: json, covered: [] },
];

const runs = { numRuns: 25 };
/** One byte becomes another printable one. In base64 a last letter may spell the same bits: comparison must not be fooled by it. */
const changed = (text: string, index: number, step: number) => {
  const at = index % text.length;
  const code = 33 + ((text.charCodeAt(at) - 33 + 1 + (step % 92) + 94) % 94);
  return `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`;
};

describe.each(CASES)('$name', ({ scheme, signing, verifying, others, deps, draft, covered }) => {
  const ask = (request: RawRequest, given: VerificationKeys, now = NOW, d = deps) => verify(scheme, request, given, now, d ?? {});

  it('accepts what it signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect(await ask(await sign(scheme, draft(text), signing, NOW), verifying)).toMatchObject({ ok: true });
      }),
      runs,
    );
  });

  it('refuses another secret, no secret and an unsigned request', async () => {
    const signed = await sign(scheme, draft('x'), signing, NOW);
    if (scheme.kind === 'jwt' && scheme.jwksUrl) {
      const forged = await sign(scheme, draft('x'), keys(pem(rsa2.privateKey)), NOW);
      expect(await ask(forged, others)).toMatchObject({ ok: false, status: 401 });
      expect(await ask(signed, keys(), NOW, {})).toMatchObject({ ok: false, status: 503, reason: 'unavailable' });
      expect(await verify({ ...scheme, audience: undefined, claims: {} }, signed, keys(), NOW, deps)).toMatchObject({ status: 404, reason: 'not_configured' });
    } else {
      expect(await ask(signed, others)).toMatchObject({ ok: false, status: 401 });
      expect(await ask(signed, keys())).toEqual({ ok: false, status: 404, reason: 'not_configured' });
      expect(await ask(signed, keys(''))).toEqual({ ok: false, status: 404, reason: 'not_configured' });
    }
    const { url, headers, body } = draft('x');
    expect(await ask({ method: 'POST', url, headers: headers ?? {}, rawBody: Buffer.from(body ?? '') }, verifying)).toMatchObject({
      ok: false,
      reason: 'missing',
    });
  });

  if (scheme.toleranceSeconds !== undefined)
    it('refuses what is too old and what is too new', async () => {
      for (const seconds of [299, -299]) expect(await ask(await sign(scheme, draft('x'), signing, later(seconds)), verifying)).toMatchObject({ ok: true });
      for (const seconds of [301, -301, 86_400, -86_400]) {
        expect(await ask(await sign(scheme, draft('x'), signing, later(seconds)), verifying)).toMatchObject({ ok: false, status: 401 });
      }
    });

  it.each(covered)('refuses any changed byte of %j', async (where) => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.nat(), fc.nat(), async (text, index, step) => {
        const signed = await sign(scheme, draft(text), signing, NOW);
        let forged: RawRequest;
        if (where === 'body') forged = { ...signed, rawBody: Buffer.from(changed(signed.rawBody.toString('latin1'), index, step), 'latin1') };
        else if (where === 'url') forged = { ...signed, url: changed(signed.url, index, step) };
        else forged = { ...signed, headers: { ...signed.headers, [where.header]: changed(signed.headers[where.header] ?? '', index, step) } };
        // The scheme's name is written in any case: `bearer` is no change.
        fc.pre(typeof where === 'string' || forged.headers[where.header]?.toLowerCase() !== signed.headers[where.header]?.toLowerCase());
        expect(await ask(forged, verifying)).toMatchObject({ ok: false });
      }),
      runs,
    );
  });

  it('refuses anything that a stranger may invent, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.uint8Array({ maxLength: 80 }), async (value, type, body) => {
        const names = ['x-sig', 'x-time', 'x-id', 'x-token', 'authorization'];
        const headers = { ...Object.fromEntries(names.map((name) => [name, value])), 'content-type': type };
        expect(
          await ask({ method: 'POST', url: `https://hub.test/?token=${encodeURIComponent(value)}`, headers, rawBody: Buffer.from(body) }, verifying),
        ).toMatchObject({
          ok: false,
        });
      }),
      { numRuns: 60 },
    );
  });
});

it('hmac-url-params: a changed parameter is refused', async () => {
  const scheme: Scheme = { ...base, kind: 'hmac-url-params', hash: 'sha256', encoding: 'base64', signatureHeader: 'x-sig' };
  const signed = await sign(scheme, form('hello'), keys('s'), NOW);
  for (const body of ['a=hellp&b=2', 'a=hello&b=3', 'a=hello', 'a=hello&b=2&c=', '']) {
    expect(verify(scheme, { ...signed, rawBody: Buffer.from(body) }, keys('s'), NOW)).toMatchObject({ ok: false });
  }
});

it('hmac-fields: changed fields are refused', async () => {
  const found = CASES.find((one) => one.name === 'hmac-fields') as Case;
  const signed = await sign(found.scheme, json('x'), found.signing, NOW);
  const body = JSON.parse(signed.rawBody.toString()) as { signature: Record<string, string> };
  for (const field of ['timestamp', 'token', 'signature']) {
    const forged = { ...body, signature: { ...body.signature, [field]: changed(body.signature[field] ?? '', 3, 1) } };
    expect(verify(found.scheme, { ...signed, rawBody: Buffer.from(JSON.stringify(forged)) }, found.verifying, NOW)).toMatchObject({ ok: false });
  }
});
