import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import multipart from '@fastify/multipart';
import { sql } from 'drizzle-orm';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { createFiles } from '#platform/files/files';
import { localDriver } from '#platform/files/local-driver';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { rootKeyOf } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import type { UserId, WorkspaceId } from '#sdk';
import { mountRoutes } from '../http/mount-routes.ts';
import { sendProblem } from '../http/problem.ts';
import type { Hub } from '../hub.ts';
import { fileRoutes } from './files.ts';

let app: FastifyInstance;
let database: TestDatabase;
let folder: string;
let here: WorkspaceId;
let there: WorkspaceId;
let now = new Date('2026-03-01T12:00:00Z');
const content = randomBytes(150_000);

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'patchbay-upload-'));
  [here, there] = [await database.newWorkspace(), await database.newWorkspace()];
  const clock = { now: () => now };
  const vault = createVault({ database, rootKeys: [rootKeyOf(randomBytes(32))], clock });
  const files = createFiles({ database, vault, clock, driver: localDriver(folder) });
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(reply, request, error));
  await app.register(multipart);
  app.addHook('onRequest', async (request) => {
    const workspaceId = { here, there }[String(request.headers['x-test'])];
    if (workspaceId) request.caller = { actor: { kind: 'person', userId: 'u' as UserId, role: 'admin' }, workspaceId, isInstallationOwner: false };
  });
  mountRoutes(app, { clock, files } as unknown as Hub, fileRoutes, 'files');
  await app.listen({ port: 0, host: '127.0.0.1' });
  return async () => vault.stop();
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const form = (data: Buffer, name = 'call.wav', type = 'audio/wav') => {
  const boundary = 'x-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'x-test': 'here' },
    payload: Buffer.concat([Buffer.from(head), data, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
};
const upload = (...args: Parameters<typeof form>) => app.inject({ method: 'POST', url: '/files', ...form(...args) });
const get = (url: string, headers: Record<string, string> = { 'x-test': 'here' }) => app.inject({ method: 'GET', url, headers });
const rowCount = async () => (await database.system((tx) => rowsOf(tx, sql`select 1 from files`))).length;

it('takes a file and gives it back as an attachment that no browser interprets', async () => {
  const answer = await upload(content, '../Anruf "1".html', 'text/html');
  expect(answer.statusCode).toBe(201);
  const { id, ...facts } = answer.json();
  expect(facts).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), size: content.length, contentType: 'text/html' });
  const got = await get(`/files/${id}`);
  expect(got.statusCode).toBe(200);
  expect(got.rawPayload.equals(content)).toBe(true);
  expect(got.headers).toMatchObject({
    'content-length': '150000',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-disposition': expect.stringMatching(/^attachment; filename="[^"]+"; filename/),
  });
  expect((await get(`/files/${id}`, { 'x-test': 'here', 'if-none-match': String(got.headers.etag) })).statusCode).toBe(304);
});

it('serves one range, and says when there is no such part', async () => {
  const { id } = (await upload(content)).json();
  const part = await get(`/files/${id}`, { 'x-test': 'here', range: 'bytes=65530-65545' });
  expect(part.statusCode).toBe(206);
  expect(part.headers).toMatchObject({ 'content-range': 'bytes 65530-65545/150000', 'content-length': '16' });
  expect(part.rawPayload.equals(content.subarray(65_530, 65_546))).toBe(true);
  const none = await get(`/files/${id}`, { 'x-test': 'here', range: 'bytes=150000-' });
  expect(none.statusCode).toBe(416);
  expect(none.headers['content-range']).toBe('bytes */150000');
  expect(none.json()).toMatchObject({ code: 'range_not_satisfiable' });
  const changed = await get(`/files/${id}`, { 'x-test': 'here', range: 'bytes=0-1', 'if-range': '"another"' });
  expect(changed.statusCode).toBe(200);
});

it('hides it from another workspace and from nobody known', async () => {
  const { id } = (await upload(content)).json();
  expect((await get(`/files/${id}`, { 'x-test': 'there' })).statusCode).toBe(404);
  expect((await get(`/files/${id}`, {})).statusCode).toBe(401);
  expect((await app.inject({ method: 'POST', url: `/files/${id}/link`, headers: { 'x-test': 'there' }, payload: {} })).statusCode).toBe(404);
});

it('gives a link that works without an account, until it is over', async () => {
  const { id } = (await upload(content)).json();
  const link = await app.inject({ method: 'POST', url: `/files/${id}/link`, headers: { 'x-test': 'here' }, payload: { expiresInSeconds: 60 } });
  expect(link.statusCode).toBe(201);
  const url = (link.json().path as string).replace('/api/v1', '');
  expect((await get(url, {})).rawPayload.equals(content)).toBe(true);
  expect((await get(`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`, {})).statusCode).toBe(404);
  now = new Date(now.getTime() + 61_000);
  expect((await get(url, {})).statusCode).toBe(404);
});

it('refuses what is no upload, and what is over 100 MB, without keeping anything', async () => {
  const before = await rowCount();
  expect((await app.inject({ method: 'POST', url: '/files', headers: { 'x-test': 'here' }, payload: { file: 'x' } })).statusCode).toBe(415);
  const empty = await app.inject({
    method: 'POST',
    url: '/files',
    headers: { 'x-test': 'here', 'content-type': 'multipart/form-data; boundary=b' },
    payload: '--b--\r\n',
  });
  expect(empty.statusCode).toBe(422);
  const large = await upload(Buffer.alloc(100 * 1024 * 1024 + 1));
  expect(large.statusCode).toBe(413);
  expect(large.json()).toMatchObject({ code: 'payload_too_large' });
  expect(await rowCount()).toBe(before);
});

it('keeps nothing of an upload that breaks off', async () => {
  const before = await rowCount();
  const { headers, payload } = form(randomBytes(400_000));
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const head = Object.entries({ ...headers, host: 'x', 'content-length': payload.length }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST /files HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
  socket.write(payload.subarray(0, 200_000));
  await vi.waitFor(async () => expect(await rowCount()).toBe(before + 1), { timeout: 10_000 });
  socket.destroy();
  await vi.waitFor(async () => expect(await rowCount()).toBe(before), { timeout: 10_000 });
});
