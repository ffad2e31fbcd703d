import type { Secret } from './secret.ts';

/**
 * How a provider signs its webhooks, as data. `platform/inbox/verification` runs these, and runs them backwards to sign
 * (twins have their own signers; ours serve tests, the self-test of `doctor` and outgoing webhooks).
 *
 * Every scheme says what it covers: a change inside `covers` must be refused, a change outside is not noticed, so a body
 * that is not covered is only a hint to fetch.
 */
export type Scheme =
  | HmacBodyScheme
  | HmacUrlParamsScheme
  | EcdsaScheme
  | Ed25519Scheme
  | HmacFieldScheme
  | SharedTokenScheme
  | JwtScheme
  | BasicScheme
  | SecretPathScheme;

export type Covered = 'body' | 'timestamp' | 'url' | 'body_hash' | 'fields';

interface SchemeBase {
  /** Seconds a signed timestamp may lie in the past or the future. Absent: the scheme has no timestamp. */
  toleranceSeconds?: number;
  /** What the provider expects of a refusal. */
  refusalStatus: 400 | 401 | 403 | 404 | 406;
  covers: readonly Covered[];
}

type Encoding = 'hex' | 'base64' | 'base64url';
type Hash = 'sha1' | 'sha256' | 'sha512';

/**
 * HMAC over a template of the raw body. Placeholders: `{body}`, `{timestamp}`, `{id}`.
 * @example { kind: 'hmac-body', hash: 'sha256', encoding: 'hex', signatureHeader: 'x-acme-signature', prefix: 'v0=',
 *   timestampHeader: 'x-acme-timestamp', template: 'v0:{timestamp}:{body}', toleranceSeconds: 300, refusalStatus: 401, covers: ['body', 'timestamp'] }
 */
export interface HmacBodyScheme extends SchemeBase {
  kind: 'hmac-body';
  hash: Hash;
  encoding: Encoding;
  signatureHeader: string;
  /** Text before the signature inside the header, such as `sha256=` or `v0=`. */
  prefix?: string;
  /** The prefix may be missing in the header. */
  prefixOptional?: boolean;
  /** Separator when the header lists several signatures; one match is enough. */
  separator?: string;
  timestampHeader?: string;
  idHeader?: string;
  /** Default `{body}`. */
  template?: string;
  /** The secret is base64 behind a prefix (Standard Webhooks: `whsec_`). */
  secretPrefix?: string;
}

/**
 * HMAC over the public URL followed by the form parameters, sorted by name, name and value joined without separator.
 * A body that is no form must have its hash in the URL, otherwise it is refused: nothing would cover it. The scheme
 * cannot tell `ab=c` from `a=bc`.
 */
export interface HmacUrlParamsScheme extends SchemeBase {
  kind: 'hmac-url-params';
  hash: Hash;
  encoding: Encoding;
  signatureHeader: string;
  /** Query parameter with the SHA-256 hex of a body that is not a form. */
  bodyHashParam?: string;
}

/** ECDSA (P-256, SHA-256, DER) over `timestamp + body`; the key is a public one in SPKI base64. */
export interface EcdsaScheme extends SchemeBase {
  kind: 'ecdsa';
  signatureHeader: string;
  timestampHeader: string;
}

/** Ed25519 over a template; the key is a public one, raw 32 bytes in base64. */
export interface Ed25519Scheme extends SchemeBase {
  kind: 'ed25519';
  signatureHeader: string;
  timestampHeader: string;
  /** Default `{timestamp}|{body}`. */
  template?: string;
}

/** HMAC over fields of the JSON or form body, the signature itself inside the body. */
export interface HmacFieldScheme extends SchemeBase {
  kind: 'hmac-fields';
  hash: Hash;
  encoding: Encoding;
  /** Paths joined without separator, such as `['signature.timestamp', 'signature.token']`. */
  fields: readonly string[];
  signatureField: string;
  timestampField?: string;
  /** One-time token: a second use with another body is refused within the replay window. */
  tokenField?: string;
}

/** A shared token compared in constant time. Nothing is signed: the body is only a hint to fetch. */
export interface SharedTokenScheme extends SchemeBase {
  kind: 'shared-token';
  header?: string;
  query?: string;
  /** JSON path. For bodies with a list, every member must carry the token: `value.*.clientState`. */
  field?: string;
}

/**
 * A signed JWT in a header: HS256 with a shared secret, or RS256/ES256 with keys fetched from a URL. `toleranceSeconds`
 * bounds `iat`; without it the token must carry `exp`. With keys from a URL an audience or `claims` is required, because
 * such keys sign for all of the provider's customers.
 */
export interface JwtScheme extends SchemeBase {
  kind: 'jwt';
  /** Default `authorization`, where `Bearer ` is dropped. */
  header?: string;
  algorithms: readonly ('HS256' | 'RS256' | 'ES256')[];
  /** Named URL of the provider's key set; absent = shared secret. */
  jwksUrl?: string;
  issuer?: string | readonly string[];
  audience?: string;
  /** The token is made out for the address it came to, without its query. */
  audienceIsAddress?: boolean;
  /** Claim that holds the SHA-256 of the body. */
  bodyHashClaim?: string;
  bodyHashEncoding?: Encoding;
  /** What the hash covers when a GET has no body: the query as a JSON object, names in the order received. */
  getBodyHash?: 'query-json';
  /** Claims that must equal, such as `{ email: 'push@…' }`. */
  claims?: Readonly<Record<string, string | boolean>>;
}

/** HTTP basic authentication; the secret is `user:password`. */
export interface BasicScheme extends SchemeBase {
  kind: 'basic';
}

/** The secret is a part of the address (`?token=…`), because the provider can sign nothing. */
export interface SecretPathScheme extends SchemeBase {
  kind: 'secret-path';
  query: string;
}

/** A question that the provider asks before it sends webhooks. Answered by the route itself, stored nowhere. */
export type Challenge =
  /** Answers the query parameter as text; `requireSignature: false` because providers ask before they sign. */
  | { kind: 'echo-query'; method: 'GET' | 'POST'; param: string; contentType: string }
  /** Answers a field of a *signed* JSON body, when `when` matches. */
  | { kind: 'echo-field'; when: { field: string; equals: string }; field: string; as: 'text' | { jsonField: string } }
  /**
   * Answers `{ challengeCode, challengeResponse: HMAC(challengeCode) }` of the query parameter. `pattern`: what a code looks
   * like (a regular expression over all of it). Without it whoever asks would have an event signed by the same secret.
   */
  | { kind: 'hmac-query'; method: 'GET'; param: string; pattern: string; responseField: string; hash: Hash; encoding: Encoding };

/** What a verifier sees: exactly what came over the wire. */
export interface RawRequest {
  method: string;
  /** `PATCHBAY_URL` + path + query as received. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  rawBody: Buffer;
}

export interface VerificationKeys {
  /** Current and, while it rotates, previous secret or public key. One match is enough; empty = refuse. */
  secrets: readonly Secret[];
}

export type Verdict =
  | { ok: true; timestamp?: number; onceToken?: string }
  | { ok: false; status: number; reason: 'not_configured' | 'missing' | 'mismatch' | 'stale' | 'malformed' | 'unavailable' };
