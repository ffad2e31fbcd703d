import { createHash } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import { type Answer, empty, json } from '../http/answer.ts';
import { formOf, mediaType, type TwinRequest } from '../http/request.ts';
import { authenticateClient } from './client-authentication.ts';
import type { Grant, Grants } from './grants.ts';
import type { OAuthClient, OAuthOptions } from './options.ts';

class Refusal extends Error {
  readonly error: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  constructor(error: string, description: string, status = 400, headers: Record<string, string> = {}) {
    super(description);
    this.error = error;
    this.status = status;
    this.headers = headers;
  }
}

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };
const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** RFC 6749 §3.2 and RFC 7009, as far as the hub uses them: authorisation codes, refreshing, revoking. */
export const createTokenEndpoint = (options: OAuthOptions, grants: Grants, clock: VirtualClock) => {
  const answerToken = (grant: Grant, scopes: readonly string[], refreshToken: string | undefined): Answer => {
    const seconds = options.accessTokenSeconds === undefined ? 3600 : options.accessTokenSeconds;
    const answer: Record<string, unknown> = {
      access_token: grants.issueAccess(grant, scopes),
      token_type: 'Bearer',
      scope: scopes.join(options.scopeSeparator ?? ' '),
    };
    if (seconds !== null) answer.expires_in = seconds;
    if (refreshToken !== undefined) answer.refresh_token = refreshToken;
    return json(200, options.shapeToken?.(answer, grant) ?? answer, noStore);
  };

  const exchangeCode = (form: URLSearchParams, client: OAuthClient): Answer => {
    const code = grants.findCode(form.get('code') ?? '');
    const grant = code && grants.findGrant(code.grantId);
    if (!code || !grant || grant.clientId !== client.id) throw new Refusal('invalid_grant', 'the code is unknown');
    if (code.isUsed) {
      // RFC 6749 §4.1.2: a second use means that the code was stolen, so what the first one got ends too.
      grants.revoke(grant.id, 'authorisation code used twice');
      throw new Refusal('invalid_grant', 'the code has been used before');
    }
    code.isUsed = true;
    if (grant.revokedAt !== null) throw new Refusal('invalid_grant', 'the permission has been revoked');
    if (code.expiresAtMs <= clock.nowMs()) throw new Refusal('invalid_grant', 'the code has expired');
    if (form.get('redirect_uri') !== code.redirectUri) throw new Refusal('invalid_grant', 'redirect_uri differs from the authorisation request');
    const verifier = form.get('code_verifier');
    if (code.challenge !== null && (verifier === null || s256(verifier) !== code.challenge)) throw new Refusal('invalid_grant', 'code_verifier does not match');
    if (code.challenge === null && verifier !== null) throw new Refusal('invalid_grant', 'code_verifier without code_challenge');
    return answerToken(grant, grant.scopes, code.hasRefreshToken ? grants.issueRefresh(grant) : undefined);
  };

  const refresh = (form: URLSearchParams, client: OAuthClient): Answer => {
    const old = form.get('refresh_token') ?? '';
    const held = grants.readRefresh(old);
    if (!held.ok) throw new Refusal('invalid_grant', `the refresh token is ${held.reason}`);
    if (held.grant.clientId !== client.id) throw new Refusal('invalid_grant', 'the refresh token belongs to another client');
    const asked = form.get('scope')?.split(options.scopeSeparator ?? ' ');
    if (asked?.some((name) => !held.scopes.includes(name))) throw new Refusal('invalid_scope', 'more was asked than had been granted');
    if (options.refresh?.rotation !== 'replace') return answerToken(held.grant, asked ?? held.scopes, undefined);
    grants.retireRefresh(old);
    return answerToken(held.grant, asked ?? held.scopes, grants.issueRefresh(held.grant));
  };

  const readForm = (request: TwinRequest): { form: URLSearchParams; client: OAuthClient } => {
    if (mediaType(request) !== 'application/x-www-form-urlencoded') throw new Refusal('invalid_request', 'the body must be application/x-www-form-urlencoded');
    const form = formOf(request);
    const twice = [...form.keys()].find((name) => form.getAll(name).length > 1);
    if (twice) throw new Refusal('invalid_request', `${twice} is given more than once`);
    const verdict = authenticateClient(request, form, options.clients);
    if (verdict.ok) return { form, client: verdict.client };
    const headers: Record<string, string> = verdict.usedBasic ? { 'www-authenticate': 'Basic realm="token"' } : {};
    throw new Refusal(verdict.error, verdict.description, verdict.error === 'invalid_client' ? 401 : 400, headers);
  };

  const guarded =
    (act: (request: TwinRequest) => Answer) =>
    (request: TwinRequest): Answer => {
      try {
        return act(request);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const shaped = options.shapeError?.({ status: error.status, error: error.error, description: error.message });
        return shaped ?? json(error.status, { error: error.error, error_description: error.message }, { ...noStore, ...error.headers });
      }
    };

  return {
    token: guarded((request) => {
      const { form, client } = readForm(request);
      const type = form.get('grant_type');
      if (type === 'authorization_code') return exchangeCode(form, client);
      if (type === 'refresh_token') return refresh(form, client);
      throw new Refusal(type === null ? 'invalid_request' : 'unsupported_grant_type', 'grant_type must be authorization_code or refresh_token');
    }),
    /** RFC 7009: an unknown token is answered like a known one. A refresh token takes its grant along. */
    revoke: guarded((request) => {
      const { form, client } = readForm(request);
      const token = form.get('token') ?? '';
      const refreshed = grants.readRefresh(token);
      const access = grants.readAccess(token);
      if (refreshed.ok && refreshed.grant.clientId === client.id) grants.revoke(refreshed.grant.id, 'revoked by the client');
      else if (access.ok && access.grant.clientId === client.id) grants.revokeAccess(token);
      return empty(200);
    }),
  };
};
