import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  genericTokenEndpointRequest,
  revocationRequest,
} from 'oauth4webapi';
import { type Clock, type HttpClient, type OAuth2, PatchbayError } from '#sdk';
import { readAnswer, type TokenOutcome } from './token-answer.ts';

/**
 * Requests are made by oauth4webapi (client authentication, encoding), answers are read by us: its validation is stricter
 * than several providers are (status 200 with an error, tokens nested elsewhere, no token_type).
 */
export interface TokenEndpoint {
  exchange(input: { code: string; redirectUri: string; verifier?: string }): Promise<TokenOutcome>;
  renew(refreshToken: string, signal: AbortSignal): Promise<TokenOutcome>;
  /** Best effort: true when the provider said yes. */
  revoke(token: string): Promise<boolean>;
}

export function createTokenEndpoint(deps: { auth: OAuth2; http: HttpClient; clock: Clock; requestMs: number }): TokenEndpoint {
  const { auth } = deps;
  const { revokeUrl } = auth;
  const server: AuthorizationServer = {
    issuer: new URL(auth.tokenUrl).origin,
    token_endpoint: auth.tokenUrl,
    ...(revokeUrl ? { revocation_endpoint: revokeUrl } : {}),
  };
  const client: Client = { client_id: auth.clientId };
  const authentication = auth.clientAuth === 'basic' ? ClientSecretBasic(auth.clientSecret) : ClientSecretPost(auth.clientSecret);
  // Whether plain http is acceptable is the outbound guard's decision, not this library's.
  const options = (signal?: AbortSignal) => ({
    [customFetch]: (url: string, init: object) => deps.http.fetch(url, init as RequestInit),
    [allowInsecureRequests]: true,
    signal: AbortSignal.any([AbortSignal.timeout(deps.requestMs), ...(signal ? [signal] : [])]),
  });

  const ask = async (grant: string, parameters: Record<string, string>, signal?: AbortSignal): Promise<TokenOutcome> => {
    try {
      const response = await genericTokenEndpointRequest(server, client, authentication, grant, parameters, options(signal));
      return readAnswer(auth, { status: response.status, headers: response.headers, text: await response.text() }, deps.clock.now());
    } catch (error) {
      const known = error instanceof PatchbayError ? error : undefined;
      // A call that the breaker or the quota held back never left.
      const held = known?.code === 'breaker_open' || known?.code === 'quota_exhausted' || known?.code === 'host_not_allowed';
      const afterMs = known?.details.retryAfterMs;
      return { kind: 'failed', code: known?.code ?? 'no_answer', answered: held, ...(afterMs === undefined ? {} : { afterMs }) };
    }
  };

  return {
    exchange: ({ code, redirectUri, verifier }) =>
      ask('authorization_code', { code, redirect_uri: redirectUri, ...(verifier === undefined ? {} : { code_verifier: verifier }) }),
    renew: (refreshToken, signal) => ask('refresh_token', { refresh_token: refreshToken }, signal),
    async revoke(token) {
      if (!revokeUrl) return false;
      try {
        const response = await revocationRequest(server, client, authentication, token, options());
        await response.body?.cancel();
        return response.ok;
      } catch {
        return false;
      }
    },
  };
}
