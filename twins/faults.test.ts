import { expect, test } from 'vitest';
import { createFaultDial, faultOrder, isPathMatch } from './faults.ts';
import { connect, refresh, startTwinsForFile } from './testing/client.ts';

const twins = startTwinsForFile();
const order = (fault: Record<string, unknown>) => twins.post('/_twins/jotter/faults', fault);
const notes = () => twins.get('/_twins/jotter/state').then(({ json }) => json.counts.notes);

test('status: the provider’s own error shape with status and headers, for the next two calls', async () => {
  const { headers } = await connect(twins);
  await order({ match: { method: 'get', path: '/jotter/api/*' }, next: 2, do: 'status', status: 503, headers: { 'retry-after': '7' } });
  for (let call = 0; call < 2; call += 1) {
    const answer = await twins.get('/jotter/api/me', headers);
    expect([answer.status, answer.headers.get('retry-after'), answer.json.error.code]).toEqual([503, '7', 'ordered_fault']);
  }
  expect((await twins.get('/jotter/api/me', headers)).status).toBe(200);
  expect((await twins.get('/_twins/jotter/faults')).json.data).toEqual([]);
});

test('drop: nothing happens and the connection ends', async () => {
  const { headers } = await connect(twins);
  await order({ match: { method: 'POST', path: '/jotter/api/notes' }, next: 1, do: 'drop' });
  await expect(twins.post('/jotter/api/notes', { title: 'lost' }, headers)).rejects.toThrow();
  expect(await notes()).toBe(0);
});

test('drop_after_commit: it happened, and the connection ends before the answer', async () => {
  const { headers } = await connect(twins);
  await order({ match: { method: 'POST', path: '/jotter/api/notes' }, next: 1, do: 'drop_after_commit' });
  await expect(twins.post('/jotter/api/notes', { title: 'kept', external_ref: 'ref-1' }, headers)).rejects.toThrow();
  const found = await twins.get('/jotter/api/notes?external_ref=ref-1', headers);
  expect(found.json.notes).toHaveLength(1);
  const { data } = (await twins.get('/_twins/jotter/journal')).json;
  expect(data.find((row: { fault: string }) => row.fault === 'drop_after_commit')).toMatchObject({ method: 'POST', status: null });
});

test('html: a proxy’s error page where JSON was expected', async () => {
  const { headers } = await connect(twins);
  await order({ match: {}, next: 1, do: 'html', status: 200 });
  const answer = await twins.get('/jotter/api/me', headers);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
});

test('delay: adds up, then the call goes on', async () => {
  const { headers } = await connect(twins);
  await order({ match: { path: '/api/me' }, next: 1, do: 'delay', delayMs: 60 });
  await order({ match: { path: '/api/me' }, next: 1, do: 'delay', delayMs: 60 });
  const begun = performance.now();
  expect((await twins.get('/jotter/api/me', headers)).status).toBe(200);
  expect(performance.now() - begun).toBeGreaterThan(110);
  expect((await order({ match: {}, do: 'delay' })).status).toBe(422);
});

test('expired: that token is over, refreshing helps', async () => {
  const { headers, refreshToken } = await connect(twins);
  await order({ match: { path: '/jotter/api/me' }, next: 1, do: 'expired' });
  for (let call = 0; call < 2; call += 1) expect((await twins.get('/jotter/api/me', headers)).json.error.code).toBe('token_expired');
  const { json } = await refresh(twins, refreshToken);
  expect((await twins.get('/jotter/api/me', { authorization: `Bearer ${json.access_token}` })).status).toBe(200);
});

test('revoked: refreshing does not help either', async () => {
  const { headers, refreshToken } = await connect(twins);
  await order({ match: { path: '/jotter/api/me' }, next: 1, do: 'revoked' });
  expect((await twins.get('/jotter/api/me', headers)).json.error.code).toBe('token_revoked');
  expect((await refresh(twins, refreshToken)).json.error).toBe('invalid_grant');
});

test('expired at the token endpoint strikes the refresh token', async () => {
  const { refreshToken } = await connect(twins);
  await order({ match: { path: '/jotter/oauth/token' }, next: 1, do: 'expired' });
  expect((await refresh(twins, refreshToken)).json).toMatchObject({ error: 'invalid_grant', error_description: 'the refresh token is expired' });
});

test('a fault is removed by id, all by DELETE, and unknown fields are refused', async () => {
  const { json } = await order({ match: {}, do: 'drop' });
  expect((await twins.call('DELETE', `/_twins/jotter/faults/${json.id}`)).status).toBe(204);
  expect((await twins.call('DELETE', `/_twins/jotter/faults/${json.id}`)).status).toBe(404);
  await order({ match: {}, do: 'drop' });
  expect((await twins.call('DELETE', '/_twins/jotter/faults')).status).toBe(204);
  expect((await twins.get('/jotter/api/me')).status).toBe(401);
  expect((await order({ match: {}, do: 'drop', often: true })).status).toBe(422);
});

test('rate strikes that share of calls, and the same ones every time', () => {
  const strikes = () => {
    const dial = createFaultDial('jotter');
    dial.add(faultOrder.parse({ match: {}, rate: 0.3, do: 'drop' }));
    return Array.from({ length: 1_000 }, () => dial.strike('GET', '/jotter/api/me').fault !== undefined);
  };
  const first = strikes();
  expect(first.filter(Boolean).length).toBeGreaterThan(250);
  expect(first.filter(Boolean).length).toBeLessThan(350);
  expect(strikes()).toEqual(first);
});

test.each([
  ['/jotter/api/notes', '/jotter/api/notes', true],
  ['/jotter/api/notes', '/jotter/api/notes/1', true],
  ['/jotter/api/notes', '/jotter/api/notebooks', false],
  ['/api/notes', '/jotter/api/notes', true],
  ['/jotter/api/*/x', '/jotter/api/a/b/x', true],
  ['*', '/jotter/anything', true],
  ['/jotter/api/', '/jotter/api/me', true],
  ['/jotter/api.me', '/jotter/apixme', false],
])('path %s, call %s: %s', (pattern, path, expected) => {
  expect(isPathMatch(pattern, path, 'jotter')).toBe(expected);
});
