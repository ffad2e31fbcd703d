import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inboxScene, prepareTables, type Scene, SECRET } from '#platform/inbox/testing';
import { sign } from '#platform/inbox/verification/index';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { Scheme, WorkspaceId } from '#sdk';
import { webhookRoutes } from './webhook-routes.ts';

let app: FastifyInstance;
let database: TestDatabase;
let scene: Scene;
let workspace: WorkspaceId;
const PATH = '/integrations/acme/webhooks/acme';
beforeAll(async () => {
  database = await testDatabase();
  await prepareTables(database);
  scene = inboxScene({ database });
  workspace = await database.newWorkspace();
  scene.connect(workspace, 'acct-a');
  app = Fastify({ genReqId: () => uuidv7() });
  // Parsers and hooks of the rest of the house must not reach the webhooks.
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, _body, done) => done(new Error('parsed by somebody else')));
  await app.register(webhookRoutes({ inbox: scene.inbox, publicUrl: 'https://hub.test/' }));
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

const scheme: Scheme = {
  kind: 'hmac-body',
  hash: 'sha256',
  encoding: 'hex',
  signatureHeader: 'x-acme-signature',
  timestampHeader: 'x-acme-timestamp',
  template: '{timestamp}.{body}',
  refusalStatus: 401,
  covers: [],
};
async function post(body: string | Buffer, { path = PATH, headers = {} as Record<string, string> } = {}) {
  const signed = await sign(scheme, { url: '', headers, body }, { secrets: [SECRET] }, scene.clock.now());
  return app.inject({ method: 'POST', url: path, headers: signed.headers as Record<string, string>, payload: signed.rawBody });
}
const event = (more: object = {}) => JSON.stringify({ events: [{ id: uuidv7(), account: 'acct-a', ...more }] });

it('hands over the bytes as they came, whatever their content type', async () => {
  for (const type of [
    undefined,
    'application/json',
    'application/json; charset=latin1',
    'text/plain',
    'application/x-www-form-urlencoded',
    'image/x-unknown',
  ]) {
    expect((await post(`  ${event({ text: 'ü\r\n' })}\r\n`, { headers: type === undefined ? {} : { 'content-type': type } })).statusCode, type).toBe(202);
  }
  expect(Object.keys(await scene.states(workspace))).toHaveLength(6);
});

it('refuses in problem+json and stores nothing', async () => {
  const before = Object.keys(await scene.states(workspace)).length;
  const unsigned = await app.inject({ method: 'POST', url: PATH, payload: event() });
  expect(unsigned.statusCode).toBe(401);
  expect(unsigned.headers['content-type']).toContain('application/problem+json');
  expect(unsigned.json()).toMatchObject({ code: 'webhook_refused', status: 401 });
  expect((await app.inject({ method: 'POST', url: `${PATH}/unset`, payload: event() })).statusCode).toBe(404);
  expect((await app.inject({ method: 'GET', url: PATH })).statusCode).toBe(404);
  expect((await post(event(), { path: `${PATH}/owned?connection=${uuidv7()}` })).statusCode).toBe(404);
  expect((await post(event(), { path: `${PATH}/owned?connection=${uuidv7()}&connection=${uuidv7()}` })).statusCode).toBe(404);
  expect((await post(event(), { path: `${PATH}/owned?connection=../../x` })).statusCode).toBe(404);
  expect(Object.keys(await scene.states(workspace))).toHaveLength(before);
});

it('answers a challenge by GET', async () => {
  const answer = await app.inject({ method: 'GET', url: `${PATH}/lead?code=abc` });
  expect(answer.json()).toMatchObject({ code: 'abc' });
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

it('refuses a body of 5 MB', async () => {
  const answer = await post(Buffer.alloc(5 * 1024 * 1024, 'a'));
  expect(answer.statusCode).toBe(413);
  expect(answer.json()).toMatchObject({ code: 'payload_too_large' });
});

it('ends a body that never ends, without keeping it', async () => {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  let sent = 0;
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => {});
  socket.on('data', (data) => {
    answer += data.toString();
  });
  socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n`);
  const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
  const pour = () => {
    if (socket.destroyed || sent > 64 * 1024 * 1024) return;
    sent += chunk.length;
    socket.write(chunk, () => setImmediate(pour));
  };
  pour();
  await closed;
  expect(answer).toContain('413');
  expect(answer).toContain('application/problem+json');
  expect(sent).toBeLessThan(32 * 1024 * 1024);
});

it('is bounded in headers', async () => {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString();
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 3000 }, (_, i) => `x-${i}: ${'y'.repeat(20)}\r\n`).join('')}\r\n`);
  await closed;
  expect(answer).toContain('431');
});
