import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  ClientSecretBasic,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  clockTolerance,
  discoveryRequest,
  getValidatedIdTokenClaims,
  type JWKSCacheInput,
  jwksCache,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  processUserInfoResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from 'oauth4webapi';

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** For a provider whose discovery document names addresses that are not reached from here. */
  authorizationUrl?: string;
  tokenUrl?: string;
}

/** What one sign-in at the provider remembers until the browser is back. */
export interface OidcAttempt {
  state: string;
  nonce: string;
  verifier: string;
}

export interface OidcIdentity {
  subject: string;
  email: string | undefined;
  /** The provider itself says that it has not proven the address. */
  isUnproven: boolean;
}

const DISCOVERY_MS = 3600_000;
const TIMEOUT_MS = 10_000;
const isLoopback = ({ hostname }: URL) => hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);

/**
 * The organisation's identity provider. Its addresses and keys are read where the issuer publishes them; an id_token counts
 * only with a signature of one of those keys (RS256, ES256 and the like, never `none` or a shared secret), for this issuer,
 * this client, this attempt's nonce, and in time.
 */
export function createOidcProvider({ issuer, clientId, clientSecret, authorizationUrl, tokenUrl }: OidcSettings, redirectUri: string) {
  const issuerUrl = new URL(issuer);
  const client: Client = { client_id: clientId, [clockTolerance]: 30 };
  // Plain http only to this machine: on the way a secret and a person's token would be readable.
  const http = () => ({ [allowInsecureRequests]: isLoopback(issuerUrl), signal: AbortSignal.timeout(TIMEOUT_MS) });
  const keys: JWKSCacheInput = {};

  let known: { server: AuthorizationServer; until: number } | undefined;
  /** Read when needed and again after an hour: a provider that is down when the hub starts does no harm. */
  const discover = async (): Promise<AuthorizationServer> => {
    const now = performance.now();
    if (known && known.until > now) return known.server;
    const read = await processDiscoveryResponse(issuerUrl, await discoveryRequest(issuerUrl, { algorithm: 'oidc', ...http() }));
    const server = {
      ...read,
      ...(authorizationUrl ? { authorization_endpoint: authorizationUrl } : {}),
      ...(tokenUrl ? { token_endpoint: tokenUrl } : {}),
    };
    known = { server, until: now + DISCOVERY_MS };
    return server;
  };
  const secretIn = ({ token_endpoint_auth_methods_supported: ways = ['client_secret_basic'] }: AuthorizationServer) =>
    ways.includes('client_secret_basic') || !ways.includes('client_secret_post') ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret);

  return {
    async authorizeUrl({ state, nonce, verifier }: OidcAttempt): Promise<string> {
      const { authorization_endpoint: endpoint } = await discover();
      if (!endpoint) throw new Error('the identity provider names no authorization endpoint');
      const url = new URL(endpoint);
      const asked = {
        client_id: clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },

    /** Who the provider says has come back. @throws whatever is wrong with its answer */
    async identify(back: URLSearchParams, { state, nonce, verifier }: OidcAttempt): Promise<OidcIdentity> {
      const server = await discover();
      const parameters = validateAuthResponse(server, client, back, state);
      const answer = await authorizationCodeGrantRequest(server, client, secretIn(server), parameters, redirectUri, verifier, http());
      const tokens = await processAuthorizationCodeResponse(server, client, answer, { expectedNonce: nonce, requireIdToken: true });
      await validateApplicationLevelSignature(server, answer, { [jwksCache]: keys, ...http() });
      const claims = getValidatedIdTokenClaims(tokens);
      if (!claims) throw new Error('the identity provider sent no id_token');
      const told =
        typeof claims.email === 'string' || !server.userinfo_endpoint
          ? claims
          : await processUserInfoResponse(server, client, claims.sub, await userInfoRequest(server, client, tokens.access_token, http()));
      return { subject: claims.sub, email: typeof told.email === 'string' ? told.email : undefined, isUnproven: told.email_verified === false };
    },
  };
}
