import { isLoopbackUrl } from '../loopback.ts';
import type { OAuthClient, OAuthOptions, OAuthScope } from './options.ts';

/** What a client asks of a person, checked. */
export interface AuthorizeRequest {
  client: OAuthClient;
  redirectUri: string;
  state: string | null;
  scopes: readonly OAuthScope[];
  challenge: string | null;
  loginHint: string | null;
  params: URLSearchParams;
}

export type Checked =
  | { kind: 'ok'; request: AuthorizeRequest }
  /** Told to the person: sending a browser to an address we do not trust would be an open redirect (RFC 6749 §4.1.2.1). */
  | { kind: 'page'; error: string; sentence: string }
  /** Told to the client, by redirect. */
  | { kind: 'redirect'; location: string };

const repeated = (params: URLSearchParams): string | undefined => [...params.keys()].find((name) => params.getAll(name).length > 1);

export const redirectWith = (redirectUri: string, fields: Readonly<Record<string, string | null>>): string => {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(fields)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
};

const isKnownRedirect = (client: OAuthClient, redirectUri: string): boolean =>
  client.redirectUris ? client.redirectUris.includes(redirectUri) : isLoopbackUrl(redirectUri);

const pkceProblem = (params: URLSearchParams, pkce: OAuthOptions['pkce'] = 'optional'): string | undefined => {
  const challenge = params.get('code_challenge');
  if (pkce === 'refused') return challenge === null ? undefined : 'code_challenge is not supported';
  if (challenge === null) return pkce === 'required' ? 'code_challenge is required' : undefined;
  // RFC 7636 §4.3: the method defaults to "plain", which no provider of ours takes any more.
  if (params.get('code_challenge_method') !== 'S256') return 'code_challenge_method must be S256';
  return /^[A-Za-z0-9_-]{43}$/.test(challenge) ? undefined : 'code_challenge must be 43 characters of base64url';
};

export const checkAuthorize = (params: URLSearchParams, options: OAuthOptions): Checked => {
  const client = options.clients.find(({ id }) => id === params.get('client_id'));
  if (!client || params.getAll('client_id').length > 1)
    return { kind: 'page', error: 'invalid_client', sentence: `No application is registered under the client id “${params.get('client_id') ?? ''}”.` };
  const redirectUri = params.get('redirect_uri');
  if (redirectUri === null || params.getAll('redirect_uri').length > 1 || !isKnownRedirect(client, redirectUri))
    return { kind: 'page', error: 'redirect_uri_mismatch', sentence: `The address “${redirectUri ?? ''}” is not registered for ${client.name}.` };

  const state = params.get('state');
  const refuse = (error: string, error_description: string): Checked => ({
    kind: 'redirect',
    location: redirectWith(redirectUri, { error, error_description, state }),
  });
  const twice = repeated(params);
  if (twice) return refuse('invalid_request', `${twice} is given more than once`);
  if (params.get('response_type') !== 'code') return refuse('unsupported_response_type', 'response_type must be code');
  if (!state && options.isStateRequired !== false) return refuse('invalid_request', 'state is required');
  const problem = pkceProblem(params, options.pkce);
  if (problem) return refuse('invalid_request', problem);

  const names = [...new Set((params.get('scope') ?? '').split(options.scopeSeparator ?? ' ').filter((name) => name !== ''))];
  const scopes = names.map((name) => options.scopes.find((scope) => scope.name === name));
  const unknown = names.filter((_, index) => scopes[index] === undefined);
  if (names.length === 0) return refuse('invalid_scope', 'scope is required');
  if (unknown.length > 0) return refuse('invalid_scope', `unknown scope ${unknown.join(', ')}`);
  const request = {
    client,
    redirectUri,
    state,
    scopes: scopes.filter((scope) => scope !== undefined),
    challenge: params.get('code_challenge'),
    loginHint: params.get('login_hint'),
    params,
  };
  return { kind: 'ok', request };
};
