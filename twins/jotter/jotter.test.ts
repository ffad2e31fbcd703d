import { expect, test } from 'vitest';
import { connect as connectTo, startTwinsForFile } from '../testing/client.ts';

const twins = startTwinsForFile();
const connect = (account?: string) => connectTo(twins, account, 'jotter');
const act = (verb: string, input: Record<string, unknown> = {}) => twins.post('/_twins/jotter/act', { verb, ...input });

interface NoteRow {
  id: string;
  sequence: number;
  deleted: boolean;
}

const readAll = async (headers: Record<string, string>, from = '') => {
  const notes: NoteRow[] = [];
  let cursor: string | null = from;
  let pages = 0;
  for (;;) {
    const { json } = await twins.get(`/jotter/api/notes?cursor=${cursor}`, headers);
    notes.push(...json.notes);
    pages += 1;
    cursor = json.next_cursor;
    if (!cursor) return { notes, pages, syncCursor: String(json.sync_cursor) };
  }
};

test('who the token belongs to', async () => {
  const { headers } = await connect('bob@acme.test');
  expect((await twins.get('/jotter/api/me', headers)).json).toEqual({
    id: 'acct_bob',
    email: 'bob@acme.test',
    name: 'Bob Noyce',
    team: { id: 'team_acme', name: 'Acme' },
  });
  const missing = await twins.get('/jotter/api/me');
  expect([missing.status, missing.json.error.code]).toEqual([401, 'token_missing']);
});

test('pages of fifty, each note once, and only one’s own', async () => {
  const { headers } = await connect();
  await act('note.put', { title: 'Mine', count: 120 });
  await act('note.put', { title: 'His', account: 'bob@acme.test' });
  const { notes, pages } = await readAll(headers);
  expect([pages, notes.length, new Set(notes.map(({ id }) => id)).size]).toEqual([3, 120, 120]);
});

test('a sync cursor tells what changed since, deletions and those made during the read included', async () => {
  const { headers } = await connect();
  const { json } = await act('note.put', { title: 'N', count: 60 });
  const [first, second, third] = json.result.notes as NoteRow[];
  const page = await twins.get('/jotter/api/notes', headers);
  await act('note.delete', { id: first?.id });
  const { syncCursor } = await readAll(headers, page.json.next_cursor);
  await act('note.delete', { id: second?.id });
  await act('note.put', { id: third?.id, title: 'changed' });
  const since = await readAll(headers, syncCursor);
  expect(since.notes.map(({ id, deleted }) => [id, deleted])).toEqual([
    [first?.id, true],
    [second?.id, true],
    [third?.id, false],
  ]);
  expect((await readAll(headers, since.syncCursor)).notes).toEqual([]);
});

test('updated_since gives what changed from that time on', async () => {
  const { headers } = await connect();
  await act('note.put', { title: 'old' });
  const { json: clock } = await twins.post('/_twins/clock', { advanceMs: 60_000 });
  await act('note.put', { title: 'new' });
  const { json } = await twins.get(`/jotter/api/notes?updated_since=${clock.now}`, headers);
  expect(json.notes.map(({ title }: { title: string }) => title)).toEqual(['new']);
  expect((await twins.get('/jotter/api/notes?updated_since=yesterday', headers)).status).toBe(400);
});

test('a dropped cursor is 410, a foreign one 400', async () => {
  const { headers } = await connect();
  const { syncCursor } = await readAll(headers);
  await act('cursor.drop');
  expect((await twins.get(`/jotter/api/notes?cursor=${syncCursor}`, headers)).json.error.code).toBe('cursor_gone');
  expect((await twins.get(`/jotter/api/notes?cursor=${syncCursor}`, headers)).status).toBe(410);
  const bob = await connect('bob@acme.test');
  expect((await twins.get(`/jotter/api/notes?cursor=${(await readAll(headers)).syncCursor}`, bob.headers)).status).toBe(400);
  expect((await twins.get('/jotter/api/notes?cursor=rubbish', headers)).status).toBe(400);
});

test('an Idempotency-Key makes one note of many calls', async () => {
  const { headers } = await connect();
  const post = (body: unknown) => twins.post('/jotter/api/notes', body, { ...headers, 'idempotency-key': 'k1' });
  const first = await post({ title: 'once', external_ref: 'r' });
  const again = await post({ title: 'once', external_ref: 'r' });
  expect([first.status, again.status, again.json.id, again.headers.get('idempotent-replayed')]).toEqual([201, 201, first.json.id, 'true']);
  expect((await post({ title: 'other' })).status).toBe(409);
  // Another account's key is another key; after a day the key is forgotten.
  const bob = await connect('bob@acme.test');
  expect((await twins.post('/jotter/api/notes', { title: 'other' }, { ...bob.headers, 'idempotency-key': 'k1' })).status).toBe(201);
  await twins.post('/_twins/clock', { advanceMs: 86_400_000 });
  const later = await connect();
  expect((await twins.post('/jotter/api/notes', { title: 'other' }, { ...later.headers, 'idempotency-key': 'k1' })).status).toBe(201);
});

test('notes are changed and deleted; what is gone, or another’s, is 404', async () => {
  const { headers } = await connect();
  const { json } = await twins.post('/jotter/api/notes', { title: 'a', body: 'b' }, headers);
  expect((await twins.call('PATCH', `/jotter/api/notes/${json.id}`, { title: 'c' }, headers)).json).toMatchObject({ title: 'c', body: 'b', sequence: 2 });
  const bob = await connect('bob@acme.test');
  expect((await twins.call('DELETE', `/jotter/api/notes/${json.id}`, undefined, bob.headers)).status).toBe(404);
  expect((await twins.call('DELETE', `/jotter/api/notes/${json.id}`, undefined, headers)).status).toBe(204);
  expect((await twins.call('DELETE', `/jotter/api/notes/${json.id}`, undefined, headers)).status).toBe(404);
  expect((await twins.post('/jotter/api/notes', { titel: 'typo' }, headers)).status).toBe(422);
  expect((await twins.get('/jotter/api/notes/__proto__', headers)).status).toBe(404);
  expect((await twins.call('PUT', '/jotter/api/notes', {}, headers)).headers.get('allow')).toBe('GET, POST');
});

test('a hundred calls a minute, then 429 with Retry-After, per account', async () => {
  const { headers } = await connect();
  await twins.post('/_twins/clock', { freeze: true });
  const first = await twins.get('/jotter/api/me', headers);
  expect(['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map((name) => first.headers.get(name))).toEqual(['100', '99', '60']);
  for (let call = 2; call <= 100; call += 1) expect((await twins.get('/jotter/api/me', headers)).status).toBe(200);
  await twins.post('/_twins/clock', { advanceMs: 20_000 });
  const refused = await twins.get('/jotter/api/me', headers);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
  expect((await twins.get('/jotter/api/me', (await connect('bob@acme.test')).headers)).status).toBe(200);
  await twins.post('/_twins/clock', { advanceMs: 40_000 });
  expect((await twins.get('/jotter/api/me', headers)).status).toBe(200);
});

test('quota.set changes the allowance; sliding never gives more than the limit in any window', async () => {
  const { headers } = await connect();
  await act('quota.set', { limit: 2, windowSeconds: 10, kind: 'sliding' });
  await twins.post('/_twins/clock', { freeze: true });
  const statuses: number[] = [];
  for (const advanceMs of [0, 9_000, 0, 1_000, 0]) {
    await twins.post('/_twins/clock', { advanceMs });
    statuses.push((await twins.get('/jotter/api/me', headers)).status);
  }
  expect(statuses).toEqual([200, 200, 429, 200, 429]);
});

test('verbs name what they do not know', async () => {
  expect((await act('note.fold')).json.detail).toContain('note.put');
  expect((await act('note.delete', { id: 'nothing' })).status).toBe(422);
  expect((await act('note.put', { account: 'eve' })).json.detail).toContain('ada@acme.test');
  expect((await act('note.put', { titel: 'typo' })).status).toBe(422);
});
