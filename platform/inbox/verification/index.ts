import type { RawRequest, Scheme, Verdict, VerificationKeys } from '#sdk';
import { basic } from './basic.ts';
import { ecdsa } from './ecdsa.ts';
import { ed25519 } from './ed25519.ts';
import { hmacBody } from './hmac-body.ts';
import { hmacFields } from './hmac-fields.ts';
import { hmacUrlParams } from './hmac-url-params.ts';
import { jwt } from './jwt.ts';
import type { Draft, SchemeRunner, VerificationDeps } from './scheme-runner.ts';
import { secretPath } from './secret-path.ts';
import { sharedToken } from './shared-token.ts';

export type { Draft, VerificationDeps } from './scheme-runner.ts';

const RUNNERS: { readonly [K in Scheme['kind']]: SchemeRunner<Extract<Scheme, { kind: K }>> } = {
  'hmac-body': hmacBody,
  'hmac-url-params': hmacUrlParams,
  ecdsa,
  ed25519,
  'hmac-fields': hmacFields,
  'shared-token': sharedToken,
  jwt,
  basic,
  'secret-path': secretPath,
};

/** True when the keys come from the provider's address and no secret of ours is needed. */
const needsNoSecret = (scheme: Scheme) => scheme.kind === 'jwt' && scheme.jwksUrl !== undefined;

/**
 * Runs a scheme over exactly what came over the wire. Fails closed: no key, an empty key or an exception refuses.
 * Answers at once except where keys must be fetched.
 */
export function verify(scheme: Scheme, request: RawRequest, keys: VerificationKeys, now: Date, deps: VerificationDeps = {}): Verdict | Promise<Verdict> {
  const secrets = keys.secrets.filter((secret) => secret.reveal() !== '');
  if (secrets.length === 0 && !needsNoSecret(scheme)) return { ok: false, status: 404, reason: 'not_configured' };
  const malformed: Verdict = { ok: false, status: scheme.refusalStatus, reason: 'malformed' };
  try {
    const verdict = (RUNNERS[scheme.kind] as SchemeRunner).verify(scheme, request, { secrets }, now, deps);
    return verdict instanceof Promise ? verdict.catch(() => malformed) : verdict;
  } catch {
    return malformed;
  }
}

/** The inverse: the request as the provider would send it. Tests and the self-test of `doctor`. */
export async function sign(scheme: Scheme, draft: Draft, keys: VerificationKeys, now: Date): Promise<RawRequest> {
  const headers = Object.fromEntries(Object.entries(draft.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const request: RawRequest = { method: draft.method ?? 'POST', url: draft.url, headers, rawBody: Buffer.from(draft.body ?? '') };
  return (RUNNERS[scheme.kind] as SchemeRunner).sign(scheme, request, keys, now);
}
