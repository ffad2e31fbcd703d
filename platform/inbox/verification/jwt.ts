import { createHash, createPrivateKey, randomUUID } from 'node:crypto';
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
import type { JwtScheme, RawRequest, Verdict, VerificationKeys } from '#sdk';
import { sameText } from './constant-time.ts';
import { KeysUnavailable } from './key-sets.ts';
import { queryPairs } from './query.ts';
import { firstSecret, refuse, type SchemeRunner, type VerificationDeps, withHeaders } from './scheme-runner.ts';
import { isFresh, unixSeconds } from './timestamp.ts';

const headerOf = (scheme: JwtScheme) => scheme.header ?? 'authorization';

function tokenOf(scheme: JwtScheme, request: RawRequest): string | undefined {
  const header = request.headers[headerOf(scheme)];
  return headerOf(scheme) === 'authorization' ? /^bearer +(\S+)$/i.exec(header ?? '')?.[1] : header;
}

/** Decoders pass over unused bits and foreign letters; a token has one spelling only. */
const isCanonical = (token: string) => token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);

/** Digest of what the claim covers. A JSON object would move number-like names to the front, so it is written by hand. */
function bodyHash(scheme: JwtScheme, request: RawRequest): string {
  const pairs = () => `{${queryPairs(request.url).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)}}`;
  const covered = scheme.getBodyHash && request.method === 'GET' ? pairs() : request.rawBody;
  return createHash('sha256')
    .update(covered)
    .digest(scheme.bodyHashEncoding ?? 'hex');
}

/** A set of keys shared by all customers of a provider proves nothing unless the token says for whom it is. */
const isComplete = (scheme: JwtScheme) =>
  !scheme.jwksUrl || scheme.audience !== undefined || scheme.audienceIsAddress === true || Object.keys(scheme.claims ?? {}).length > 0;

const audienceOf = ({ audience, audienceIsAddress }: JwtScheme, { url }: RawRequest): string | undefined => (audienceIsAddress ? url.split('?')[0] : audience);

interface Reading {
  token: string;
  audience: string | undefined;
  keys: VerificationKeys;
  now: Date;
}
async function readToken(scheme: JwtScheme, { token, audience, keys, now }: Reading, deps: VerificationDeps): Promise<JWTPayload> {
  const options: JWTVerifyOptions = {
    algorithms: [...scheme.algorithms],
    currentDate: now,
    clockTolerance: 30,
    requiredClaims: [scheme.toleranceSeconds === undefined ? 'exp' : 'iat'],
    ...(scheme.issuer === undefined ? {} : { issuer: typeof scheme.issuer === 'string' ? scheme.issuer : [...scheme.issuer] }),
    ...(audience === undefined ? {} : { audience }),
  };
  if (scheme.jwksUrl) {
    if (!deps.keySets) throw new KeysUnavailable('no way to fetch keys was given');
    return (await jwtVerify(token, deps.keySets.get(scheme.jwksUrl), options)).payload;
  }
  let failure: unknown;
  for (const secret of keys.secrets) {
    try {
      return (await jwtVerify(token, Buffer.from(secret.reveal()), options)).payload;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function refusalOf(scheme: JwtScheme, error: unknown): Verdict {
  // The sender is asked to come again: its keys could not be fetched, so nothing is known about the token.
  if (error instanceof KeysUnavailable) return { ok: false, status: 503, reason: 'unavailable' };
  if (error instanceof errors.JWTExpired) return refuse(scheme, 'stale');
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return refuse(scheme, 'malformed');
  return refuse(scheme, 'mismatch');
}

export const jwt: SchemeRunner<JwtScheme> = {
  async verify(scheme, request, keys, now, deps) {
    if (!isComplete(scheme)) return { ok: false, status: 404, reason: 'not_configured' };
    const token = tokenOf(scheme, request);
    if (!token) return refuse(scheme, 'missing');
    if (!isCanonical(token)) return refuse(scheme, 'malformed');
    let claims: JWTPayload;
    try {
      claims = await readToken(scheme, { token, audience: audienceOf(scheme, request), keys, now }, deps);
    } catch (error) {
      return refusalOf(scheme, error);
    }
    for (const [name, value] of Object.entries(scheme.claims ?? {})) if (claims[name] !== value) return refuse(scheme, 'mismatch');
    if (scheme.bodyHashClaim) {
      const hash = claims[scheme.bodyHashClaim];
      if (typeof hash !== 'string') return refuse(scheme, 'missing');
      if (!sameText(hash, bodyHash(scheme, request))) return refuse(scheme, 'mismatch');
    }
    const { iat } = claims;
    if (scheme.toleranceSeconds !== undefined && (iat === undefined || !isFresh(scheme, iat, now))) return refuse(scheme, 'stale');
    return { ok: true, ...(iat === undefined ? {} : { timestamp: iat }) };
  },
  async sign(scheme, draft, keys, now) {
    const [alg = 'HS256'] = scheme.algorithms;
    const key = alg === 'HS256' ? Buffer.from(firstSecret(keys)) : createPrivateKey(firstSecret(keys));
    const audience = audienceOf(scheme, draft);
    const issuer = typeof scheme.issuer === 'string' ? scheme.issuer : scheme.issuer?.[0];
    const token = new SignJWT({
      jti: randomUUID(),
      ...scheme.claims,
      ...(scheme.bodyHashClaim ? { [scheme.bodyHashClaim]: bodyHash(scheme, draft) } : {}),
      ...(issuer === undefined ? {} : { iss: issuer }),
      ...(audience === undefined ? {} : { aud: audience }),
    })
      .setProtectedHeader({ alg, typ: 'JWT' })
      .setIssuedAt(unixSeconds(now))
      .setExpirationTime(unixSeconds(now) + 300);
    const signed = await token.sign(key);
    return withHeaders(draft, { [headerOf(scheme)]: headerOf(scheme) === 'authorization' ? `Bearer ${signed}` : signed });
  },
};
