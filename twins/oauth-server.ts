import type { VirtualClock } from './clock.ts';
import { type Answer, json, redirect } from './http/answer.ts';
import { bearerOf, formOf, type TwinRequest } from './http/request.ts';
import type { Route } from './http/router.ts';
import { type AuthorizeRequest, checkAuthorize, redirectWith } from './oauth/authorize-request.ts';
import { consentPage, refusalPage } from './oauth/consent-page.ts';
import { createGrants, type Grant } from './oauth/grants.ts';
import type { OAuthAccount, OAuthOptions } from './oauth/options.ts';
import { createTokenEndpoint } from './oauth/token-endpoint.ts';

export interface Consent {
  authorizeUrl: string;
  /** Id or address of the account. */
  account: string;
  untick?: readonly string[];
  deny?: boolean;
}

export type ConsentResult = { ok: true; redirectUrl: string } | { ok: false; sentence: string };
export type Bearer =
  | { ok: true; token: string; grant: Grant; account: OAuthAccount; scopes: readonly string[] }
  | { ok: false; reason: 'missing' | 'unknown' | 'expired' | 'revoked' };

/** OAuth 2.0 authorisation server (RFC 6749, 7636, 7009) that every twin configures to its provider's habits. */
export const createOAuthServer = (options: OAuthOptions, clock: VirtualClock) => {
  const grants = createGrants(options, clock);
  const endpoint = createTokenEndpoint(options, grants, clock);
  const findAccount = (key: string) => options.accounts.find(({ id, email }) => id === key || email === key);

  const decide = (request: AuthorizeRequest, account: OAuthAccount, isAllowed: boolean, ticked: (scope: string) => boolean): string => {
    const { client, redirectUri, state, challenge } = request;
    if (!isAllowed) return redirectWith(redirectUri, { error: 'access_denied', error_description: 'the person said no', state });
    const scopes = request.scopes.filter(({ name, required }) => required || ticked(name)).map(({ name }) => name);
    if (scopes.length === 0) return redirectWith(redirectUri, { error: 'access_denied', error_description: 'no scope was left', state });
    const hasRefreshToken = options.refresh?.isIssued?.(request.params, grants.isFirst(client.id, account.id)) ?? true;
    const code = grants.issueCode(grants.open(client.id, account.id, scopes), { redirectUri, challenge, hasRefreshToken });
    return redirectWith(redirectUri, { code, state });
  };

  const authorize = (request: TwinRequest): Answer => {
    const checked = checkAuthorize(request.query, options);
    if (checked.kind === 'page') return refusalPage(options.title, checked.error, checked.sentence);
    if (checked.kind === 'redirect') return redirect(checked.location);
    if (request.method !== 'POST') return consentPage(options.title, checked.request, options.accounts);
    const form = formOf(request);
    const isAllowed = form.get('decision') === 'allow';
    const account = findAccount(form.get('account') ?? '') ?? (isAllowed ? undefined : options.accounts[0]);
    if (!account) return consentPage(options.title, checked.request, options.accounts);
    return redirect(decide(checked.request, account, isAllowed, (scope) => form.getAll('granted').includes(scope)));
  };

  const consent = ({ authorizeUrl, account: key, untick = [], deny = false }: Consent): ConsentResult => {
    const url = URL.parse(authorizeUrl, 'http://127.0.0.1');
    if (url?.pathname !== options.paths.authorize) return { ok: false, sentence: `The address must lead to ${options.paths.authorize}.` };
    const account = findAccount(key);
    if (!account) return { ok: false, sentence: `No account “${key}”. There are: ${options.accounts.map(({ email }) => email).join(', ')}.` };
    const checked = checkAuthorize(url.searchParams, options);
    if (checked.kind === 'page') return { ok: false, sentence: checked.sentence };
    if (checked.kind === 'redirect') return { ok: true, redirectUrl: checked.location };
    const strange = untick.filter((name) => !checked.request.scopes.some((scope) => scope.name === name));
    if (strange.length > 0) return { ok: false, sentence: `Not asked for, so it cannot be unticked: ${strange.join(', ')}.` };
    return { ok: true, redirectUrl: decide(checked.request, account, !deny, (scope) => !untick.includes(scope)) };
  };

  const authenticate = (request: TwinRequest): Bearer => {
    const token = bearerOf(request);
    if (token === undefined) return { ok: false, reason: 'missing' };
    const held = grants.readAccess(token);
    if (!held.ok) return held;
    const account = findAccount(held.grant.accountId);
    return account ? { ...held, token, account } : { ok: false, reason: 'unknown' };
  };

  const userinfo = (request: TwinRequest): Answer => {
    const bearer = authenticate(request);
    if (!bearer.ok) {
      const detail = bearer.reason === 'missing' ? '' : ` error="invalid_token", error_description="the token is ${bearer.reason}"`;
      return json(401, { error: 'invalid_token', error_description: `the token is ${bearer.reason}` }, { 'www-authenticate': `Bearer${detail}` });
    }
    const { account, grant } = bearer;
    return json(200, options.shapeUserinfo?.(account, grant) ?? { sub: account.id, email: account.email, name: account.name });
  };

  const { paths } = options;
  const routes: Route[] = [
    { method: 'GET', path: paths.authorize, handle: authorize },
    { method: 'POST', path: paths.authorize, handle: authorize },
    { method: 'POST', path: paths.token, handle: endpoint.token },
    ...(paths.revoke ? [{ method: 'POST' as const, path: paths.revoke, handle: endpoint.revoke }] : []),
    ...(paths.userinfo ? [{ method: 'GET' as const, path: paths.userinfo, handle: userinfo }] : []),
  ];

  return {
    routes,
    consent,
    authenticate,
    store: grants.store,
    accounts: options.accounts,
    /** For the fault dial: kills the token in this call, wherever it stands. */
    strike: (kind: 'expired' | 'revoked', request: TwinRequest): void => {
      const form = formOf(request);
      for (const token of [bearerOf(request), form.get('refresh_token'), form.get('token')]) if (token) grants.strike(kind, token);
    },
    /** A person withdraws the permission in the provider's own settings. */
    withdraw: (accountKey: string): number => {
      const account = findAccount(accountKey);
      const open = Object.values(grants.store.data.grants).filter((grant) => grant.accountId === account?.id && grant.revokedAt === null);
      for (const grant of open) grants.revoke(grant.id, 'withdrawn by the person');
      return open.length;
    },
  };
};
export type OAuthServer = ReturnType<typeof createOAuthServer>;
