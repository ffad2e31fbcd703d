import { randomBytes, randomUUID } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import { createStore, lookUp, type Store } from '../store.ts';
import type { OAuthOptions } from './options.ts';

/** One person's yes to one client. Revoking it ends every token that came from it. */
export interface Grant {
  id: string;
  clientId: string;
  accountId: string;
  scopes: readonly string[];
  createdAt: string;
  revokedAt: string | null;
  revokedBecause: string | null;
}

interface Code {
  grantId: string;
  redirectUri: string;
  challenge: string | null;
  hasRefreshToken: boolean;
  expiresAtMs: number;
  isUsed: boolean;
}

interface Token {
  grantId: string;
  scopes: readonly string[];
  /** Null: never. */
  expiresAtMs: number | null;
  isRevoked: boolean;
}

export interface OAuthData {
  grants: Record<string, Grant>;
  codes: Record<string, Code>;
  accessTokens: Record<string, Token>;
  refreshTokens: Record<string, Token>;
}

export type Held = { ok: true; grant: Grant; scopes: readonly string[] } | { ok: false; reason: 'unknown' | 'expired' | 'revoked' };

const afterSeconds = (nowMs: number, seconds: number | null | undefined): number | null =>
  seconds === null || seconds === undefined ? null : nowMs + seconds * 1000;

/** Grants, codes and tokens of one authorisation server. All expiries follow the virtual clock. */
export const createGrants = (options: OAuthOptions, clock: VirtualClock) => {
  const store: Store<OAuthData> = createStore(() => ({ grants: {}, codes: {}, accessTokens: {}, refreshTokens: {} }));
  const newToken = (prefix = '') => `${prefix}${randomBytes(24).toString('base64url')}`;

  const issueAccess = (grant: Grant, scopes: readonly string[]): string => {
    const token = newToken(options.tokenPrefix?.access);
    const seconds = options.accessTokenSeconds === undefined ? 3600 : options.accessTokenSeconds;
    store.data.accessTokens[token] = { grantId: grant.id, scopes, expiresAtMs: afterSeconds(clock.nowMs(), seconds), isRevoked: false };
    return token;
  };
  const issueRefresh = (grant: Grant): string => {
    const token = newToken(options.tokenPrefix?.refresh);
    store.data.refreshTokens[token] = {
      grantId: grant.id,
      scopes: grant.scopes,
      expiresAtMs: afterSeconds(clock.nowMs(), options.refresh?.seconds),
      isRevoked: false,
    };
    return token;
  };
  const read = (tokens: Record<string, Token>, value: string): Held => {
    const token = lookUp(tokens, value);
    const grant = token && lookUp(store.data.grants, token.grantId);
    if (!token || !grant) return { ok: false, reason: 'unknown' };
    if (grant.revokedAt !== null || token.isRevoked) return { ok: false, reason: 'revoked' };
    if (token.expiresAtMs !== null && token.expiresAtMs <= clock.nowMs()) return { ok: false, reason: 'expired' };
    return { ok: true, grant, scopes: token.scopes };
  };

  return {
    store,
    open: (clientId: string, accountId: string, scopes: readonly string[]): Grant => {
      const grant: Grant = { id: randomUUID(), clientId, accountId, scopes, createdAt: clock.now().toISOString(), revokedAt: null, revokedBecause: null };
      store.data.grants[grant.id] = grant;
      return grant;
    },
    isFirst: (clientId: string, accountId: string): boolean =>
      !Object.values(store.data.grants).some((grant) => grant.clientId === clientId && grant.accountId === accountId && grant.revokedAt === null),
    issueCode: (grant: Grant, bound: Pick<Code, 'redirectUri' | 'challenge' | 'hasRefreshToken'>): string => {
      const code = newToken();
      store.data.codes[code] = { ...bound, grantId: grant.id, expiresAtMs: clock.nowMs() + (options.codeSeconds ?? 600) * 1000, isUsed: false };
      return code;
    },
    findCode: (code: string): Code | undefined => lookUp(store.data.codes, code),
    findGrant: (id: string): Grant | undefined => lookUp(store.data.grants, id),
    issueAccess,
    issueRefresh,
    readAccess: (token: string) => read(store.data.accessTokens, token),
    readRefresh: (token: string) => read(store.data.refreshTokens, token),
    /** Lets a replaced refresh token live on for its grace, at most. */
    retireRefresh: (token: string): void => {
      const row = lookUp(store.data.refreshTokens, token);
      const grace = options.refresh?.graceSeconds === undefined ? 0 : options.refresh.graceSeconds;
      if (!row || grace === null) return;
      row.expiresAtMs = Math.min(row.expiresAtMs ?? Number.POSITIVE_INFINITY, clock.nowMs() + grace * 1000);
    },
    revoke: (grantId: string, because: string): void => {
      const grant = lookUp(store.data.grants, grantId);
      if (grant && grant.revokedAt === null) Object.assign(grant, { revokedAt: clock.now().toISOString(), revokedBecause: because });
    },
    revokeAccess: (token: string): void => {
      const row = lookUp(store.data.accessTokens, token);
      if (row) row.isRevoked = true;
    },
    /** For the fault dial: the token in this call dies now, alone (`expired`) or with its whole grant (`revoked`). */
    strike: (kind: 'expired' | 'revoked', value: string): void => {
      const row = lookUp(store.data.accessTokens, value) ?? lookUp(store.data.refreshTokens, value);
      const grant = row && lookUp(store.data.grants, row.grantId);
      if (!row || !grant) return;
      if (kind === 'expired') row.expiresAtMs = clock.nowMs();
      else if (grant.revokedAt === null) Object.assign(grant, { revokedAt: clock.now().toISOString(), revokedBecause: 'fault dial' });
    },
  };
};
export type Grants = ReturnType<typeof createGrants>;
