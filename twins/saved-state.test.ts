import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningTwins, startTwins } from './server.ts';
import { connect, createClient, refresh } from './testing/client.ts';

let folder = '';
let running: RunningTwins | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twins-'));
});
afterEach(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Stopping writes nothing: what the next start finds is what a kill would have left. */
const start = async () => {
  await running?.stop();
  running = await startTwins({ port: 0, dataFolder: folder });
  const { url } = running;
  return createClient(() => url);
};

test('a twin that was killed comes back with its notes, tokens, keys and webhook address', async () => {
  const before = await start();
  const { headers, refreshToken } = await connect(before);
  const keyed = { ...headers, 'idempotency-key': 'k' };
  const { json } = await before.post('/jotter/api/notes', { title: 'kept' }, keyed);
  await before.post('/_twins/jotter/webhook-target', { url: 'http://127.0.0.1:9/hook' });

  const after = await start();
  expect((await after.get(`/jotter/api/notes/${json.id}`, headers)).json.title).toBe('kept');
  expect((await after.post('/jotter/api/notes', { title: 'kept' }, keyed)).json.id).toBe(json.id);
  expect((await after.get('/_twins/jotter/webhook-target')).json.data.default.url).toBe('http://127.0.0.1:9/hook');
  expect((await refresh(after, refreshToken)).status).toBe(200);
  // The token replaced a moment ago stays dead after another restart.
  expect((await refresh(await start(), refreshToken)).json.error).toBe('invalid_grant');
});

test('what was answered is in the file, however many calls came at once', async () => {
  const before = await start();
  const { headers } = await connect(before);
  await Promise.all(Array.from({ length: 40 }, (_, index) => before.post('/jotter/api/notes', { title: `n${index}` }, headers)));
  expect((await (await start()).get('/_twins/jotter/state')).json.counts.notes).toBe(40);
});

test('a file that cannot be read stops the start and is named', async () => {
  await writeFile(join(folder, 'jotter.json'), '{"store":');
  await expect(startTwins({ port: 0, dataFolder: folder })).rejects.toThrow('jotter.json cannot be read');
});
