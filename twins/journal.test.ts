import { expect, test } from 'vitest';
import { createVirtualClock } from './clock.ts';
import type { TwinRequest } from './http/request.ts';
import { createJournal } from './journal.ts';
import { createRing } from './ring.ts';
import { startTwinsForFile } from './testing/client.ts';

const twins = startTwinsForFile();
const read = async (query = '') => (await twins.get(`/_twins/jotter/journal${query}`)).json;

test('every call to the provider with its bytes, none to the twins’ own API', async () => {
  await twins.post('/jotter/api/notes?x=%20', { title: 'ü' }, { 'x-trace': '7' });
  const { data } = await read();
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({ method: 'POST', path: '/jotter/api/notes?x=%20', body: '{"title":"ü"}', status: 401, fault: null });
  expect(data[0].headers).toMatchObject({ 'x-trace': '7', 'content-type': 'application/json' });
  expect(new Date(data[0].at).toISOString()).toBe(data[0].at);
});

test('bytes that are no text come as base64', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xfe]);
  await fetch(`${twins.running().url}/jotter/api/notes`, { method: 'POST', body: bytes });
  expect((await read()).data[0]).toMatchObject({ body: bytes.toString('base64'), bodyEncoding: 'base64' });
});

test('since a row’s id, or a time; the newest by limit', async () => {
  for (const path of ['/jotter/a', '/jotter/b', '/jotter/c']) await twins.get(path);
  const all = (await read()).data;
  const paths = (rows: { path: string }[]) => rows.map(({ path }) => path);
  expect(paths((await read(`?since=${all[0].id}`)).data)).toEqual(['/jotter/b', '/jotter/c']);
  expect(paths((await read('?limit=1')).data)).toEqual(['/jotter/c']);
  const { json } = await twins.post('/_twins/clock', { advanceMs: 60_000 });
  await twins.get('/jotter/d');
  expect(paths((await read(`?since=${encodeURIComponent(new Date(Date.parse(json.now) - 1_000).toISOString())}`)).data)).toEqual(['/jotter/d']);
});

test('a reader that remembers the last id misses nothing over a reset', async () => {
  await twins.get('/jotter/a');
  const { id } = (await read()).data[0];
  await twins.post('/_twins/reset', { provider: 'jotter' });
  await twins.get('/jotter/b');
  expect((await read(`?since=${id}`)).data).toHaveLength(1);
});

test('the ring keeps the newest rows within its bounds, and says how many it forgot', () => {
  const byRows = createRing<number>({ rows: 3, bytes: 1_000 });
  for (let row = 1; row <= 5_000; row += 1) byRows.push(row, 1);
  expect([byRows.rows(), byRows.forgotten()]).toEqual([[4_998, 4_999, 5_000], 4_997]);
  const byBytes = createRing<string>({ rows: 100, bytes: 10 });
  for (const row of ['a', 'b', 'c']) byBytes.push(row, 4);
  expect(byBytes.rows()).toEqual(['b', 'c']);
  byBytes.push('larger than all', 50);
  expect(byBytes.rows()).toEqual(['larger than all']);
});

test('a journal of large bodies stays bounded', () => {
  const journal = createJournal(createVirtualClock());
  const rawBody = Buffer.alloc(20 * 1024 * 1024, 'x');
  const request = { method: 'POST', url: '/x', path: '/x', query: new URLSearchParams(), headers: {}, rawBody, params: {}, origin: '' } satisfies TwinRequest;
  for (let call = 0; call < 5; call += 1) journal.arrive(request);
  expect(journal.read()).toMatchObject({ forgotten: 2 });
});
