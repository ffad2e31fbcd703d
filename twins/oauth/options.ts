import type { Answer } from '../http/answer.ts';
import type { Grant } from './grants.ts';

export interface OAuthAccount {
  id: string;
  email: string;
  name: string;
}

export interface OAuthScope {
  name: string;
  /** What the consent page says: "Read your notes". */
  title: string;
  /** Always granted when asked for; its box cannot be unticked. */
  required?: boolean;
}

export interface OAuthClient {
  id: string;
  secret: string;
  name: string;
  redirectUris?: readonly string[];
}

/** How one provider's authorisation server differs from RFC 6749. */
export interface OAuthOptions {
  title: string;
  paths: { authorize: string; token: string; revoke?: string; userinfo?: string };
  clients: readonly OAuthClient[];
  accounts: readonly OAuthAccount[];
  scopes: readonly OAuthScope[];
  scopeSeparator?: ' ' | ',';
  /** `refused`: the provider does not know PKCE and says so. Default `optional`. */
  pkce?: 'required' | 'optional' | 'refused';
  /** Default true: a client that forgets `state` shall notice here, not in production. */
  isStateRequired?: boolean;
  codeSeconds?: number;
  /** Null: the token does not expire. Default 3600. */
  accessTokenSeconds?: number | null;
  refresh?: {
    /** `keep`: the same token for ever. `replace`: a new one with every refresh; the old one dies after `graceSeconds` (default 0: at once; null: never). */
    rotation: 'keep' | 'replace';
    graceSeconds?: number | null;
    /** Life of a refresh token; null or absent: until it is revoked. */
    seconds?: number | null;
    /** Whether a grant comes with a refresh token at all (`access_type=offline`, approved partners …). Default: always. */
    isIssued?: (authorizeParams: URLSearchParams, isFirstGrant: boolean) => boolean;
  };
  tokenPrefix?: { access?: string; refresh?: string };
  /** Puts the token answer into the provider's own shape. */
  shapeToken?: (answer: Record<string, unknown>, grant: Grant) => Record<string, unknown>;
  /** The provider's own shape of a refusal at the token endpoint. */
  shapeError?: (error: { status: number; error: string; description: string }) => Answer;
  shapeUserinfo?: (account: OAuthAccount, grant: Grant) => Record<string, unknown>;
}
