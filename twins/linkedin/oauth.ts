import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import { json } from '../http/answer.ts';
import { formOf } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { redirectWith } from '../oauth/authorize-request.ts';
import { createOAuthServer, type OAuthServer } from '../oauth-server.ts';
import { lookUp, type Store } from '../store.ts';
import { PRODUCTS } from './seed.ts';
import { accounts, type LinkedInData } from './store.ts';

const BASE = '/linkedin/oauth';
export const ISSUER = 'https://www.linkedin.com/oauth';
const DAY_SECONDS = 86_400;
const ACCESS_SECONDS = 60 * DAY_SECONDS;
const REFRESH_SECONDS = 365 * DAY_SECONDS;
export const client = { id: 'linkedin-client', secret: 'linkedin-secret', name: 'Patchbay' };

const titles: Readonly<Record<string, string>> = {
  openid: 'Use your name and photo',
  profile: 'Use your name and photo',
  email: 'Use the primary email address of your account',
  w_member_social: 'Create, modify and delete posts on your behalf',
  r_marketing_leadgen_automation: 'Read the leads of your forms',
};

/** Made when first wanted: a key pair takes longer than all the rest of a twin. */
const createKeys = () => {
  let pair: { privateKey: KeyObject; publicKey: KeyObject } | undefined;
  return () => {
    pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return pair;
  };
};
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** LinkedIn's sign-in: all-or-nothing consent, no PKCE on the web flow, scopes by comma, refresh tokens for partners alone. */
export const createLinkedInOAuth = (store: Store<LinkedInData>, clock: VirtualClock) => {
  const keys = createKeys();
  const nowSeconds = () => Math.floor(clock.nowMs() / 1000);
  const idToken = (accountId: string): string => {
    const account = accounts.find(({ id }) => id === accountId);
    const head = part({ alg: 'RS256', typ: 'JWT', kid: 'twin-1' });
    const [given = '', family = ''] = account?.name.split(' ') ?? [];
    const claims = {
      iss: ISSUER,
      aud: client.id,
      iat: nowSeconds(),
      exp: nowSeconds() + 3600,
      sub: accountId,
      name: account?.name,
      given_name: given,
      family_name: family,
      email: account?.email,
      email_verified: 'true',
      locale: 'en_US',
    };
    const payload = part(claims);
    return `${head}.${payload}.${sign('RSA-SHA256', Buffer.from(`${head}.${payload}`), keys().privateKey).toString('base64url')}`;
  };
  const oauth = createOAuthServer(
    {
      title: 'LinkedIn',
      paths: { authorize: `${BASE}/v2/authorization`, token: `${BASE}/v2/accessToken`, revoke: `${BASE}/v2/revoke` },
      clients: [client],
      accounts,
      // Nothing can be unticked there.
      scopes: Object.values(PRODUCTS)
        .flat()
        .map((name) => ({ name, title: titles[name] ?? name, required: true })),
      pkce: 'refused',
      codeSeconds: 1800,
      accessTokenSeconds: ACCESS_SECONDS,
      tokenPrefix: { access: 'AQX', refresh: 'AQW' },
      refresh: { rotation: 'keep', seconds: REFRESH_SECONDS, isIssued: () => store.data.hasRefreshTokens },
      shapeToken: ({ scope, refresh_token, ...rest }, grant) => ({
        ...rest,
        scope: String(scope).replaceAll(' ', ','),
        // The refresh token's own clock goes on from the first grant.
        ...(refresh_token
          ? { refresh_token, refresh_token_expires_in: REFRESH_SECONDS - Math.floor((clock.nowMs() - Date.parse(grant.createdAt)) / 1000) }
          : {}),
        ...(grant.scopes.includes('openid') ? { id_token: idToken(grant.accountId) } : {}),
      }),
      shapeError: ({ status, error, description }) => json(status, { error, error_description: description }),
    },
    clock,
  );

  /** A scope the application does not own ends the whole consent; the sentence comes HTML-escaped. */
  const unauthorized = (params: URLSearchParams): string | undefined => {
    const owned = store.data.products.flatMap((product) => PRODUCTS[product] ?? []);
    const asked = (params.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    const stray = asked.find((scope) => !owned.includes(scope));
    const redirectUri = params.get('redirect_uri');
    if (!stray || !redirectUri || params.get('client_id') !== client.id) return undefined;
    const error_description = `Scope &quot;${stray}&quot; is not authorized for your application`;
    return redirectWith(redirectUri, { error: 'unauthorized_scope_error', error_description, state: params.get('state') });
  };
  /** LinkedIn's own words for a no. */
  const ownWords = (location: string): string => location.replace('error=access_denied', 'error=user_cancelled_authorize');

  const consent: OAuthServer['consent'] = (given) => {
    const url = URL.parse(given.authorizeUrl, 'http://127.0.0.1');
    const stray = url && unauthorized(url.searchParams);
    if (stray) return { ok: true, redirectUrl: stray };
    const result = oauth.consent(given);
    return result.ok ? { ok: true, redirectUrl: ownWords(result.redirectUrl) } : result;
  };

  const routes: Route[] = oauth.routes.map((route) =>
    route.path.endsWith('/authorization')
      ? {
          ...route,
          handle: async (request) => {
            const stray = unauthorized(request.query);
            if (stray) return { status: 302, headers: { location: stray, 'cache-control': 'no-store' }, body: '' };
            const answer = await route.handle(request);
            return answer.headers.location ? { ...answer, headers: { ...answer.headers, location: ownWords(answer.headers.location) } } : answer;
          },
        }
      : route,
  );
  routes.push(
    {
      method: 'POST',
      path: `${BASE}/v2/introspectToken`,
      handle: (request) => {
        const form = formOf(request);
        if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
          return json(401, { error: 'invalid_client', error_description: 'Client authentication failed' });
        const row = lookUp(oauth.store.data.accessTokens, form.get('token') ?? '');
        const grant = row && lookUp(oauth.store.data.grants, row.grantId);
        if (!row || !grant) return json(200, { active: false });
        const isRevoked = row.isRevoked || grant.revokedAt !== null;
        const isOver = row.expiresAtMs !== null && row.expiresAtMs <= clock.nowMs();
        const createdAt = Math.floor(((row.expiresAtMs ?? clock.nowMs()) - ACCESS_SECONDS * 1000) / 1000);
        return json(200, {
          active: !isRevoked && !isOver,
          status: isRevoked ? 'revoked' : isOver ? 'expired' : 'active',
          scope: grant.scopes.join(','),
          client_id: client.id,
          authorized_at: Math.floor(Date.parse(grant.createdAt) / 1000),
          created_at: createdAt,
          // An older sample of the documentation shows milliseconds, and some answers do.
          expires_at: row.expiresAtMs ?? 0,
          auth_type: '3L',
        });
      },
    },
    {
      method: 'GET',
      path: `${BASE}/openid/jwks`,
      handle: () => json(200, { keys: [{ ...keys().publicKey.export({ format: 'jwk' }), kid: 'twin-1', alg: 'RS256', use: 'sig' }] }),
    },
  );
  return { ...oauth, consent, routes };
};
