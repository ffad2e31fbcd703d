import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type RunningTwins, startTwins } from '../server.ts';
import type { TwinDefinition } from '../twin.ts';

/** A caller of the twins' API, as a test or the control page is one. */
export const createClient = (url: () => string) => {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url() + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    // Answers are JSON of many shapes; the tests say what they expect of them.
    const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  };
  return {
    call,
    get: (path: string, headers?: Record<string, string>) => call('GET', path, undefined, headers),
    post: (path: string, body: unknown = {}, headers?: Record<string, string>) => call('POST', path, body, headers),
    form: async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
      const response = await fetch(url() + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
      const text = await response.text();
      return { status: response.status, headers: response.headers, json: text.startsWith('{') ? JSON.parse(text) : undefined, text };
    },
  };
};
export type Client = ReturnType<typeof createClient>;

/** Twins for one test file; as on the first day before every test. */
export const startTwinsForFile = (twins?: readonly TwinDefinition[]) => {
  let running: RunningTwins | undefined;
  const get = () => {
    if (!running) throw new Error('not started');
    return running;
  };
  beforeAll(async () => {
    running = await startTwins({ port: 0, ...(twins && { twins }) });
  });
  const client = createClient(() => get().url);
  afterEach(async () => {
    await client.post('/_twins/reset');
    for (const stage of get().stages.values()) stage.twin.webhooks?.targets.reset();
  });
  afterAll(() => running?.stop());
  return { ...client, running: get };
};

const ASKED = 'jotter';
export const redirectUri = `http://localhost:8000/integrations/${ASKED}/callback`;
export const clientOf = (provider = ASKED) => ({ client_id: `${provider}-client`, client_secret: `${provider}-secret` });

export const newPkce = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

export const authorizePath = (challenge: string, changes: Record<string, string | undefined> = {}, provider = ASKED): string => {
  const params: Record<string, string | undefined> = {
    client_id: clientOf(provider).client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'notes:read notes:write',
    state: 'state-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const given = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/${provider}/oauth/authorize?${new URLSearchParams(given)}`;
};

/** Asks, says yes, and returns the code with its verifier. */
export const askCode = async (
  client: Client,
  {
    account = 'ada@acme.test',
    untick,
    params,
    provider = ASKED,
  }: { account?: string; untick?: string[]; params?: Record<string, string>; provider?: string } = {},
) => {
  const { verifier, challenge } = newPkce();
  const authorizeUrl = authorizePath(challenge, params, provider);
  const { json } = await client.post(`/_twins/${provider}/consent`, { authorizeUrl, account, untick });
  const code = new URL(json.redirectUrl).searchParams.get('code') ?? '';
  return { verifier, code };
};

export const exchange = (client: Client, { code, verifier }: { code: string; verifier: string }, changes: Record<string, string> = {}, provider = ASKED) =>
  client.form(`/${provider}/oauth/token`, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    ...clientOf(provider),
    ...changes,
  });

export const refresh = (client: Client, token: string) =>
  client.form(`/${ASKED}/oauth/token`, { grant_type: 'refresh_token', refresh_token: token, ...clientOf() });

/** A connected account: headers for its API calls and its refresh token. */
export const connect = async (client: Client, account = 'ada@acme.test', provider = ASKED) => {
  const { json } = await exchange(client, await askCode(client, { account, provider }), {}, provider);
  return { headers: { authorization: `Bearer ${json.access_token}` }, accessToken: String(json.access_token), refreshToken: String(json.refresh_token) };
};
