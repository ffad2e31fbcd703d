import type { z } from 'zod';
import type { Classify } from './classify.ts';
import type { HttpClient, Net } from './http.ts';
import type { Secret } from './secret.ts';

/** Values of an integration's `env` after parsing. Secrets arrive as `Secret`. */
export type Env = Readonly<Record<string, string | Secret | undefined>>;

/** OAuth 2.0 authorisation code grant (RFC 6749 §4.1), PKCE by RFC 7636 unless `pkce: false`. */
export interface OAuth2 {
  kind: 'oauth2';
  authorizeUrl: string;
  tokenUrl: string;
  revokeUrl?: string;
  /** Name of the environment value, so that a twin, proxy or government cloud can be put in its place. */
  urlOverrides?: { authorizeUrl?: string; tokenUrl?: string; revokeUrl?: string };
  clientId: string;
  clientSecret: string;
  /** Where people come back to, when it is not the hub's own address; of an application that serves several integrations the callback of any. */
  redirectUri?: string;
  pkce: boolean;
  /** How the client authenticates at the token endpoint. */
  clientAuth: 'basic' | 'post';
  scopeSeparator: ' ' | ',';
  /** Always asked. */
  baseScopes: readonly string[];
  extraAuthorizeParams?: Readonly<Record<string, string>>;
  /** Seconds a token lives when the answer does not say. Absent: it does not expire. */
  defaultExpiresInSeconds?: number;
  /** Refresh this long before expiry. Default 300. */
  refreshMarginSeconds?: number;
  /** `error` values of the token endpoint that no retry mends, beside `invalid_grant`, with the cause in words. */
  permanentErrors?: Readonly<Record<string, string>>;
  /** Picks what the provider's token answer puts elsewhere. */
  readToken?: (answer: Readonly<Record<string, unknown>>) => { accessToken?: string; refreshToken?: string; expiresInSeconds?: number; scope?: string };
  /** How an authorization is given up where the provider has its own way; else by RFC 7009 at `revokeUrl`. `http` bears no credentials. */
  revoke?: (http: HttpClient, accessToken: Secret) => Promise<unknown>;
  /** Header for API calls; default `Authorization: Bearer`. */
  authorize?: (accessToken: Secret) => Record<string, string>;
}

/** Key, password or certificate given by a person; checked by `verifyAccount` before it is stored. */
export interface Credentials {
  kind: 'credentials';
  /** Strict object; secret fields are named in `secretFields` and drawn as password inputs. */
  schema: z.ZodObject;
  secretFields: readonly string[];
  authorize?: (credentials: Readonly<Record<string, unknown>>) => Record<string, string>;
}

/**
 * An allowance the provider states. A call takes `cost` units of every quota whose `classes` hold its class.
 * `per` says whose allowance it is: one connection's, or one of the application on all connections.
 */
export interface Quota {
  name: string;
  limit: number;
  intervalMs: number;
  per: 'connection' | 'application';
  /** Quota classes of calls; absent = all. */
  classes?: readonly string[];
  /** Counted for each `quotaSubject` apart; a call that names none does not draw on it. */
  perSubject?: boolean;
  /** False where other programs use the same allowance or the provider does not say: the first 429 is believed at once. */
  exact: boolean;
}

export interface VerifiedAccount {
  /** The provider's own stable id of the account; webhooks are routed by it. */
  externalId: string;
  /** What a person recognises: address, team name, number. */
  displayName: string;
  data?: Readonly<Record<string, unknown>>;
}

export interface Provider {
  title: string;
  auth: OAuth2 | Credentials;
  /** Base of relative request paths. `baseUrlOverride` names the environment value that replaces it. */
  baseUrl?: string;
  baseUrlOverride?: string;
  /** Environment values without which the provider cannot be used; shown in the catalogue with `needs_setup`. */
  requires: readonly string[];
  quotas: readonly Quota[];
  /** Calls of one connection that may be under way at once, where the provider bounds that beside its allowances. */
  maxConcurrent?: number;
  classify: Classify;
  /**
   * Proves the credentials by a real call and says whose they are. `net` is there for protocols that are not HTTP.
   * @throws PatchbayError credentials_rejected with `errors` naming the field, where the provider says which
   */
  verifyAccount: (http: HttpClient, credentials: Readonly<Record<string, unknown>>, net?: Net) => Promise<VerifiedAccount>;
  /** Hosts typed by users must pass the private-address guard; providers with fixed hosts need not. */
  hostsFromUsers?: boolean;
}

export const oauth2 = (spec: Omit<OAuth2, 'kind' | 'pkce' | 'clientAuth' | 'scopeSeparator' | 'baseScopes'> & Partial<OAuth2>): OAuth2 => ({
  pkce: true,
  clientAuth: 'post',
  scopeSeparator: ' ',
  baseScopes: [],
  ...spec,
  kind: 'oauth2',
});
export const credentials = (spec: Omit<Credentials, 'kind'>): Credentials => ({ ...spec, kind: 'credentials' });
