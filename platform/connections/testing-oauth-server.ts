import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenReply {
  status: number;
  body: unknown;
  /** Answers only when this is settled. */
  until?: Promise<unknown>;
  /** The request is heard and acted on, the answer never sent. */
  drop?: boolean;
}

/** A small authorisation server with rotating refresh tokens and PKCE, and one account endpoint. */
export async function testingOauthServer() {
  const codes = new Map<string, { challenge: string | null; redirectUri: string; scope: string; account: string }>();
  const refreshTokens = new Map<string, { account: string; scope: string }>();
  const accessTokens = new Map<string, string>();
  const state = {
    tokenRequests: [] as Record<string, string>[],
    revoked: [] as string[],
    /** Highest number of token requests that were open at one time. */
    mostAtOnce: 0,
    grantScope: undefined as string | undefined,
    withoutRefreshToken: false,
    expiresIn: 3600,
    /** Replaces the next answers of the token endpoint. */
    next: [] as TokenReply[],
    /** Held before the ordinary answer. */
    delayMs: 0,
  };
  let open = 0;

  const issue = (account: string, scope: string) => {
    const access = `at-${randomUUID()}`;
    accessTokens.set(access, account);
    const refresh = `rt-${randomUUID()}`;
    if (!state.withoutRefreshToken) refreshTokens.set(refresh, { account, scope });
    return {
      access_token: access,
      token_type: 'Bearer',
      expires_in: state.expiresIn,
      scope: state.grantScope ?? scope,
      team: { id: account },
      ...(state.withoutRefreshToken ? {} : { refresh_token: refresh }),
    };
  };
  const grant = (form: Record<string, string>): TokenReply => {
    if (form.client_id !== 'client' || form.client_secret !== 'client-secret') return { status: 401, body: { error: 'invalid_client' } };
    if (form.grant_type === 'authorization_code') {
      const code = codes.get(form.code ?? '');
      codes.delete(form.code ?? '');
      const challenge = createHash('sha256')
        .update(form.code_verifier ?? '')
        .digest('base64url');
      if (!code || code.redirectUri !== form.redirect_uri || (code.challenge !== null && code.challenge !== challenge)) {
        return { status: 400, body: { error: 'invalid_grant' } };
      }
      return { status: 200, body: issue(code.account, code.scope) };
    }
    const held = refreshTokens.get(form.refresh_token ?? '');
    if (!held) return { status: 400, body: { error: 'invalid_grant' } };
    if (!state.withoutRefreshToken) refreshTokens.delete(form.refresh_token ?? '');
    return { status: 200, body: issue(held.account, held.scope) };
  };
  const json = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    if (request.url === '/token') {
      state.tokenRequests.push(form);
      open++;
      state.mostAtOnce = Math.max(state.mostAtOnce, open);
      const planned = state.next.shift();
      if (planned?.until) await planned.until;
      if (state.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.delayMs));
      const reply = planned && !planned.drop ? planned : grant(form);
      open--;
      if (planned?.drop) return void request.socket.destroy();
      return json(response, reply.status, reply.body);
    }
    if (request.url === '/revoke') {
      state.revoked.push(form.token ?? '');
      return json(response, 200, {});
    }
    if (request.url === '/me') {
      const account =
        accessTokens.get((request.headers.authorization ?? '').replace('Bearer ', '')) ?? (request.headers['x-api-key'] === 'good-key' ? 'keyed' : undefined);
      return account ? json(response, 200, { id: account, name: `${account}@provider.test` }) : json(response, 401, { error: 'invalid_token' });
    }
    json(response, 404, {});
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    state,
    /** What the consent page does when the person says yes. */
    consent(authorizeUrl: string, account: string): { code: string; state: string } {
      const query = new URL(authorizeUrl).searchParams;
      const code = randomUUID();
      codes.set(code, { challenge: query.get('code_challenge'), redirectUri: query.get('redirect_uri') ?? '', scope: query.get('scope') ?? '', account });
      return { code, state: query.get('state') ?? '' };
    },
    revokeEverything() {
      refreshTokens.clear();
      accessTokens.clear();
    },
    expireAccessTokens: () => accessTokens.clear(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
export type TestingOauthServer = Awaited<ReturnType<typeof testingOauthServer>>;
