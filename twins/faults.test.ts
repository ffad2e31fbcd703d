import { expect, test } from 'vitest';
import { createFaultDial, faultOrder, isPathMatch } from './faults.ts';
import { connect, refresh, startTwinsForFile } from './testing/client.ts';

const twins = startTwinsForFile();
const order = (fault: Record<string, unknown>) => twins.post('/_twins/acme/faults', fault);
const notes = () => twins.get('/_twins/acme/state').then(({ json }) => json.counts.notes);

test('status: the provider’s own error shape with status and headers, for the next two calls', async () => {
  const { headers } = await connect(twins);
  await order({ match: { method: 'get', path: '/acme/api/*' }, next: 2, do: 'status', status: 503, headers: { 'retry-after': '7' } });
  for (let call = 0; call < 2; call += 1) {
    const answer = await twins.get('/acme/api/me', headers);
    expect([answer.status, answer.headers.get('retry-after'), answer.json.error.code]).toEqual([503, '7', 'ordered_fault']);
  }
  expect((await twins.get('/acme/api/me', headers)).status).toBe(200);
  expect((await twins.get('/_twins/acme/faults')).json.data).toEqual([]);
});

test('drop: nothing happens and the connection ends', async () => {
  const { headers } = await connect(twins);
  await order({ match: { method: 'POST', path: '/acme/api/notes' }, next: 1, do: 'drop' });
  await expect(twins.post('/acme/api/notes', { title: 'lost' }, headers)).rejects.toThrow();
  expect(await notes()).toBe(0);
});

test('drop_after_commit: it happened, and the connection ends before the answer', async () => {
  const { headers } = await connect(twins);
  await order({ match: { method: 'POST', path: '/acme/api/notes' }, next: 1, do: 'drop_after_commit' });
  await expect(twins.post('/acme/api/notes', { title: 'kept', external_ref: 'ref-1' }, headers)).rejects.toThrow();
  const found = await twins.get('/acme/api/notes?external_ref=ref-1', headers);
  expect(found.json.notes).toHaveLength(1);
  const { data } = (await twins.get('/_twins/acme/journal')).json;
  expect(data.find((row: { fault: string }) => row.fault === 'drop_after_commit')).toMatchObject({ method: 'POST', status: null });
});

test('html: a proxy’s error page where JSON was expected', async () => {
  const { headers } = await connect(twins);
  await order({ match: {}, next: 1, do: 'html', status: 200 });
  const answer = await twins.get('/acme/api/me', headers);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
});

test('delay: adds up, then the call goes on', async () => {
  const { headers } = await connect(twins);
  await order({ match: { path: '/api/me' }, next: 1, do: 'delay', delayMs: 60 });
  await order({ match: { path: '/api/me' }, next: 1, do: 'delay', delayMs: 60 });
  const begun = performance.now();
  expect((await twins.get('/acme/api/me', headers)).status).toBe(200);
  expect(performance.now() - begun).toBeGreaterThan(110);
  expect((await order({ match: {}, do: 'delay' })).status).toBe(422);
});

test('expired: that token is over, refreshing helps', async () => {
  const { headers, refreshToken } = await connect(twins);
  await order({ match: { path: '/acme/api/me' }, next: 1, do: 'expired' });
  for (let call = 0; call < 2; call += 1) expect((await twins.get('/acme/api/me', headers)).json.error.code).toBe('token_expired');
  const { json } = await refresh(twins, refreshToken);
  expect((await twins.get('/acme/api/me', { authorization: `Bearer ${json.access_token}` })).status).toBe(200);
});

test('revoked: refreshing does not help either', async () => {
  const { headers, refreshToken } = await connect(twins);
  await order({ match: { path: '/acme/api/me' }, next: 1, do: 'revoked' });
  expect((await twins.get('/acme/api/me', headers)).json.error.code).toBe('token_revoked');
  expect((await refresh(twins, refreshToken)).json.error).toBe('invalid_grant');
});

test('expired at the token endpoint strikes the refresh token', async () => {
  const { refreshToken } = await connect(twins);
  await order({ match: { path: '/acme/oauth/token' }, next: 1, do: 'expired' });
  expect((await refresh(twins, refreshToken)).json).toMatchObject({ error: 'invalid_grant', error_description: 'the refresh token is expired' });
});

test('a fault is removed by id, all by DELETE, and unknown fields are refused', async () => {
  const { json } = await order({ match: {}, do: 'drop' });
  expect((await twins.call('DELETE', `/_twins/acme/faults/${json.id}`)).status).toBe(204);
  expect((await twins.call('DELETE', `/_twins/acme/faults/${json.id}`)).status).toBe(404);
  await order({ match: {}, do: 'drop' });
  expect((await twins.call('DELETE', '/_twins/acme/faults')).status).toBe(204);
  expect((await twins.get('/acme/api/me')).status).toBe(401);
  expect((await order({ match: {}, do: 'drop', often: true })).status).toBe(422);
});

test('rate strikes that share of calls, and the same ones every time', () => {
  const strikes = () => {
    const dial = createFaultDial('acme');
    dial.add(faultOrder.parse({ match: {}, rate: 0.3, do: 'drop' }));
    return Array.from({ length: 1_000 }, () => dial.strike('GET', '/acme/api/me').fault !== undefined);
  };
  const first = strikes();
  expect(first.filter(Boolean).length).toBeGreaterThan(250);
  expect(first.filter(Boolean).length).toBeLessThan(350);
  expect(strikes()).toEqual(first);
});

test.each([
  ['/acme/api/notes', '/acme/api/notes', true],
  ['/acme/api/notes', '/acme/api/notes/1', true],
  ['/acme/api/notes', '/acme/api/notebooks', false],
  ['/api/notes', '/acme/api/notes', true],
  ['/acme/api/*/x', '/acme/api/a/b/x', true],
  ['*', '/acme/anything', true],
  ['/acme/api/', '/acme/api/me', true],
  ['/acme/api.me', '/acme/apixme', false],
])('path %s, call %s: %s', (pattern, path, expected) => {
  expect(isPathMatch(pattern, path, 'acme')).toBe(expected);
});
