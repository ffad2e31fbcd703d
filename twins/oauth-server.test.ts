import { expect, test } from 'vitest';
import { askCode, authorizePath, clientOf, connect, exchange, newPkce, redirectUri, refresh, startTwinsForFile } from './testing/client.ts';

const twins = startTwinsForFile();
const query = (location: string | null) => Object.fromEntries(new URL(location ?? '').searchParams);

test('a person says yes on the page and the client gets a token with the ticked scopes', async () => {
  const { verifier, challenge } = newPkce();
  const page = await twins.get(authorizePath(challenge, { login_hint: 'bob@acme.test' }));
  expect(page.status).toBe(200);
  expect(page.text).toContain('value="acct_bob" required checked');
  expect(page.text).not.toContain('<script');
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:8000;");

  const body = new URLSearchParams({ account: 'acct_bob', granted: 'notes:read', decision: 'allow' });
  const yes = await fetch(twins.running().url + authorizePath(challenge), { method: 'POST', body, redirect: 'manual' });
  const { code, state } = query(yes.headers.get('location'));
  expect([yes.status, state]).toEqual([302, 'state-1']);

  const token = await exchange(twins, { code: code ?? '', verifier });
  expect(token.json).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'notes:read' });
  expect(token.headers.get('cache-control')).toBe('no-store');
  const headers = { authorization: `Bearer ${token.json.access_token}` };
  expect((await twins.get('/jotter/oauth/userinfo', headers)).json).toEqual({ sub: 'acct_bob', email: 'bob@acme.test', name: 'Bob Noyce' });
  expect((await twins.post('/jotter/api/notes', { title: 'x' }, headers)).json.error.code).toBe('insufficient_scope');
});

test.each([
  ['no client id', { client_id: undefined }],
  ['another client', { client_id: 'stranger' }],
  ['no redirect uri', { redirect_uri: undefined }],
  ['a redirect uri elsewhere', { redirect_uri: 'https://evil.example/callback' }],
  ['a redirect uri that only looks local', { redirect_uri: 'http://localhost.evil.example/callback' }],
  ['a redirect uri with a name in front', { redirect_uri: 'http://localhost@evil.example/callback' }],
])('%s is told to the person, never by redirect', async (_name, changes) => {
  const answer = await twins.get(authorizePath(newPkce().challenge, changes));
  expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
});

test.each([
  ['response_type token', { response_type: 'token' }, 'unsupported_response_type'],
  ['no PKCE', { code_challenge: undefined }, 'invalid_request'],
  ['PKCE plain', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['a challenge that is none', { code_challenge: 'short' }, 'invalid_request'],
  ['an unknown scope', { scope: 'notes:read notes:burn' }, 'invalid_scope'],
  ['no scope', { scope: '' }, 'invalid_scope'],
  ['no state', { state: undefined }, 'invalid_request'],
])('%s goes back to the client as an error', async (_name, changes, error) => {
  const answer = await twins.get(authorizePath(newPkce().challenge, changes));
  expect(answer.status).toBe(302);
  expect(query(answer.headers.get('location'))).toMatchObject({ error });
});

test('a parameter given twice is refused', async () => {
  const answer = await twins.get(`${authorizePath(newPkce().challenge)}&scope=notes:read`);
  expect(query(answer.headers.get('location'))).toMatchObject({ error: 'invalid_request' });
});

test('values on the pages are escaped', async () => {
  const answer = await twins.get(authorizePath(newPkce().challenge, { client_id: '<img src=x>' }));
  expect(answer.text).not.toContain('<img');
});

test('denying and unticking', async () => {
  const authorizeUrl = authorizePath(newPkce().challenge);
  const denied = await twins.post('/_twins/jotter/consent', { authorizeUrl, account: 'ada@acme.test', deny: true });
  expect(query(denied.json.redirectUrl)).toMatchObject({ error: 'access_denied', state: 'state-1' });
  const unticked = await exchange(twins, await askCode(twins, { untick: ['notes:write'] }));
  expect(unticked.json.scope).toBe('notes:read');
  const nobody = await twins.post('/_twins/jotter/consent', { authorizeUrl, account: 'eve@acme.test' });
  expect(nobody.status).toBe(422);
  expect(nobody.json.detail).toContain('ada@acme.test');
});

test('a wrong or missing PKCE verifier gets nothing', async () => {
  for (const verifier of [newPkce().verifier, '']) {
    const { code } = await askCode(twins);
    expect((await exchange(twins, { code, verifier })).json).toMatchObject({ error: 'invalid_grant' });
  }
});

test('a code works once; a second use ends what the first one got', async () => {
  const asked = await askCode(twins);
  const first = await exchange(twins, asked);
  const headers = { authorization: `Bearer ${first.json.access_token}` };
  expect((await twins.get('/jotter/api/me', headers)).status).toBe(200);
  expect((await exchange(twins, asked)).json.error).toBe('invalid_grant');
  expect((await twins.get('/jotter/api/me', headers)).json.error.code).toBe('token_revoked');
  expect((await refresh(twins, first.json.refresh_token)).json.error).toBe('invalid_grant');
});

test('a code is bound to its redirect uri and dies after ten minutes of the virtual clock', async () => {
  expect((await exchange(twins, await askCode(twins), { redirect_uri: `${redirectUri}/other` })).json.error).toBe('invalid_grant');
  const late = await askCode(twins);
  await twins.post('/_twins/clock', { advanceMs: 600_000 });
  expect((await exchange(twins, late)).json.error).toBe('invalid_grant');
});

test('refreshing replaces the refresh token and the old one is dead at once', async () => {
  const { refreshToken, headers } = await connect(twins);
  const next = await refresh(twins, refreshToken);
  expect(next.json.refresh_token).not.toBe(refreshToken);
  expect((await refresh(twins, refreshToken)).json.error).toBe('invalid_grant');
  // The old access token lives on until its hour is over, as with the real ones.
  expect((await twins.get('/jotter/api/me', headers)).status).toBe(200);
  expect((await refresh(twins, next.json.refresh_token)).status).toBe(200);
});

test('an access token ends after an hour of the virtual clock', async () => {
  const { headers } = await connect(twins);
  await twins.post('/_twins/clock', { advanceMs: 3_599_000, freeze: true });
  expect((await twins.get('/jotter/api/me', headers)).status).toBe(200);
  await twins.post('/_twins/clock', { advanceMs: 10_000 });
  expect((await twins.get('/jotter/api/me', headers)).json.error.code).toBe('token_expired');
  expect((await twins.get('/jotter/oauth/userinfo', headers)).headers.get('www-authenticate')).toContain('invalid_token');
});

test('clients authenticate by body or basic header, once, and wrong secrets are told apart by status', async () => {
  const fields = { grant_type: 'refresh_token', refresh_token: (await connect(twins)).refreshToken };
  const basic = (secret: string) => ({ authorization: `Basic ${Buffer.from(`jotter-client:${secret}`).toString('base64')}` });
  const wrong = await twins.form('/jotter/oauth/token', fields, basic('wrong'));
  expect([wrong.status, wrong.json.error, wrong.headers.get('www-authenticate')]).toEqual([401, 'invalid_client', 'Basic realm="token"']);
  expect((await twins.form('/jotter/oauth/token', { ...fields, ...clientOf(), client_secret: 'wrong' })).status).toBe(401);
  expect((await twins.form('/jotter/oauth/token', { ...fields, ...clientOf() }, basic('jotter-secret'))).json.error).toBe('invalid_request');
  expect((await twins.form('/jotter/oauth/token', fields, basic('jotter-secret'))).status).toBe(200);
});

test('the token endpoint names what is wrong with a request', async () => {
  expect((await twins.post('/jotter/oauth/token', { grant_type: 'refresh_token' })).json.error).toBe('invalid_request');
  expect((await twins.form('/jotter/oauth/token', { grant_type: 'password', ...clientOf() })).json.error).toBe('unsupported_grant_type');
  expect((await twins.form('/jotter/oauth/token', clientOf())).json.error).toBe('invalid_request');
  const wide = { grant_type: 'refresh_token', refresh_token: (await connect(twins)).refreshToken, scope: 'notes:read admin' };
  expect((await twins.form('/jotter/oauth/token', { ...wide, ...clientOf() })).json.error).toBe('invalid_scope');
  expect((await refresh(twins, '__proto__')).json.error).toBe('invalid_grant');
});

test('revoking a refresh token ends the whole permission; an unknown token is answered alike', async () => {
  const { headers, refreshToken } = await connect(twins);
  expect((await twins.form('/jotter/oauth/revoke', { token: refreshToken, ...clientOf() })).status).toBe(200);
  expect((await twins.form('/jotter/oauth/revoke', { token: 'unknown', ...clientOf() })).status).toBe(200);
  expect((await twins.get('/jotter/api/me', headers)).json.error.code).toBe('token_revoked');
});

test('a person withdraws the permission at the provider', async () => {
  const { headers, refreshToken } = await connect(twins);
  const done = await twins.post('/_twins/jotter/act', { verb: 'grant.withdraw', account: 'ada@acme.test' });
  expect(done.json.result).toEqual({ revoked: 1 });
  expect((await twins.get('/jotter/api/me', headers)).status).toBe(401);
  expect((await refresh(twins, refreshToken)).json.error).toBe('invalid_grant');
});
