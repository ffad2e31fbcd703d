import type { RawRequest, Scheme, Verdict, VerificationKeys } from '#sdk';
import type { KeySets } from './key-sets.ts';

/** What some schemes need beside the request: keys of a provider, fetched and kept. */
export interface VerificationDeps {
  keySets?: KeySets;
}

/** A request as it would be sent, before it is signed. */
export interface Draft {
  method?: string;
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
}

/** One scheme, run forwards and backwards. `verify` is only called with at least one key, unless the scheme needs none. */
export interface SchemeRunner<S extends Scheme = Scheme> {
  verify(scheme: S, request: RawRequest, keys: VerificationKeys, now: Date, deps: VerificationDeps): Verdict | Promise<Verdict>;
  /** For asymmetric schemes the first key is the private one, PKCS #8 in PEM. */
  sign(scheme: S, draft: RawRequest, keys: VerificationKeys, now: Date): RawRequest | Promise<RawRequest>;
}

type Refusal = Extract<Verdict, { ok: false }>;
export const refuse = (scheme: Scheme, reason: Refusal['reason']): Refusal => ({ ok: false, status: scheme.refusalStatus, reason });

export function firstSecret(keys: VerificationKeys): string {
  const [first] = keys.secrets;
  if (!first) throw new TypeError('signing needs a key');
  return first.reveal();
}

export const withHeaders = (request: RawRequest, headers: Record<string, string>): RawRequest => ({ ...request, headers: { ...request.headers, ...headers } });
