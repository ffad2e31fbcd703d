import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { beforeAll, expect, it } from 'vitest';
import { afterFile } from '#platform/testing/after-file';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';
import { buildApp } from './app.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let console: FastifyInstance;

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-console-'));
  await writeFile(join(folder, 'index.html'), '<html><meta nonce="%NONCE%"></html>');
  await writeFile(join(folder, 'page-1a2b.js'), 'export {}');
  await writeFile(join(folder, 'mark.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  console = await buildApp({ ...hub.hub, consoleFolder: folder });
  afterFile(async () => {
    await console.close();
    await rm(folder, { recursive: true, force: true });
  });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  hub.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { authorization: `Bearer ${workspace.apiKey}`, ...headers } });

it('packs a long answer for whoever takes it so, and a short one for nobody', async () => {
  const plain = await get('/event-types');
  expect(plain.headers['content-encoding']).toBeUndefined();
  for (const [encoding, open] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const packed = await get('/event-types', { 'accept-encoding': encoding });
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.headers.vary).toContain('accept-encoding');
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
    expect(open(packed.rawPayload).toString()).toBe(plain.body);
  }
  expect((await get('/tags', { 'accept-encoding': 'br, gzip' })).headers['content-encoding']).toBeUndefined();
});

it('leaves files as they are, in parts too', async () => {
  const file = await workspace.upload<{ id: string }>('/files', 'a,b\n'.repeat(5_000));
  const part = await get(`/files/${file.id}`, { 'accept-encoding': 'br, gzip', range: 'bytes=4000-4003' });
  expect([part.statusCode, part.headers['content-encoding'], part.body]).toEqual([206, undefined, 'a,b\n']);
});

it('unpacks nothing that is sent: what is small on its way may be endless inside', async () => {
  const answer = await hub.app.inject({
    method: 'POST',
    url: '/api/v1/tags',
    headers: { authorization: `Bearer ${workspace.apiKey}`, 'content-type': 'application/json', 'content-encoding': 'gzip' },
    payload: gzipSync(JSON.stringify({ name: 'x'.repeat(10) })),
  });
  expect(answer.statusCode).toBe(400);
  expect((await workspace.get<{ data: unknown[] }>('/tags')).data).toEqual([]);
});

it('says of data that it is no page', async () => {
  const { headers } = await get('/tags');
  expect(headers).toMatchObject({ 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff' });
  expect(headers['x-frame-options']).toBeUndefined();
});

it('gives every page its policy, also a picture that could hold a script, and the parts of a page none', async () => {
  const page = await console.inject({ method: 'GET', url: '/contacts', headers: { accept: 'text/html' } });
  const [, nonce] = /nonce="([^"]+)"/.exec(page.body) ?? [];
  expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  expect(page.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
  expect(page.headers).toMatchObject({ 'x-frame-options': expect.any(String), 'cache-control': 'no-store' });
  expect((await console.inject({ method: 'GET', url: '/mark.svg' })).headers['content-security-policy']).toContain("default-src 'none'");
  const part = await console.inject({ method: 'GET', url: '/page-1a2b.js' });
  expect(part.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=31536000, immutable' });
  expect(part.headers['content-security-policy']).toBeUndefined();
});
