import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { ConnectionId, NetTarget, WorkspaceId } from '#sdk';
import { outboundFor, scopeOf } from './testing.ts';

let database: TestDatabase;
let workspaceId: WorkspaceId;
let server: Server;
let target: NetTarget;
let hub: ReturnType<typeof outboundFor>;

beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.newWorkspace();
  server = createServer((socket) => socket.end('* OK ready\r\n')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  target = { host: 'mail.test', port: (server.address() as AddressInfo).port, security: 'none', protocol: 'imap' };
  hub = outboundFor(database, { allowPrivateHosts: ['mail.test'], resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
});
afterAll(async () => {
  await hub.outbound.stop();
  server.close();
});
const net = () => hub.outbound.netFor(scopeOf(workspaceId, undefined, { connectionId: uuidv7() as ConnectionId }));

it('gives a pinned address with the name for TLS, and a socket to it', async () => {
  expect(await net().resolve('MAIL.test')).toEqual({ address: '127.0.0.1', family: 4, servername: 'mail.test' });
  const socket = await net().connect(target);
  const [data] = (await once(socket, 'data')) as [Buffer];
  expect(data.toString()).toBe('* OK ready\r\n');
  socket.destroy();
  await expect(net().credentials()).rejects.toMatchObject({ code: 'connection_disabled' });
});

it('refuses a private host and names a dead one', async () => {
  const strict = outboundFor(database, { resolve: async () => [{ address: '10.0.0.9', family: 4 }] });
  const inside = strict.outbound.netFor(scopeOf(workspaceId, undefined));
  await expect(inside.connect(target)).rejects.toMatchObject({ code: 'host_not_allowed' });
  await expect(inside.resolve('localhost.localdomain')).rejects.toMatchObject({ code: 'host_not_allowed' });
  await expect(strict.outbound.checkHost('127.0.0.1')).rejects.toMatchObject({ code: 'host_not_allowed' });
  await strict.outbound.stop();
  await expect(net().connect({ ...target, port: 1 })).rejects.toMatchObject({ code: 'provider_unavailable' });
});

it('leaves one row per group of commands, without what looks like a credential', async () => {
  hub.rows.length = 0;
  expect(await net().command(target, 'imap FETCH 1:200 INBOX', async () => 7)).toBe(7);
  await expect(
    net().command(target, 'imap AUTHENTICATE Bearer abcdefghijkl', async () => {
      throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    }),
  ).rejects.toThrow('gone');
  expect(hub.rows).toMatchObject([
    { method: 'IMAP', operation: 'imap FETCH', url: `imap://mail.test:${target.port} imap FETCH 1:200 INBOX`, end: { outcome: 'ok' } },
    { operation: 'imap AUTHENTICATE', end: { outcome: 'failed', code: 'ECONNRESET' } },
  ]);
  expect(JSON.stringify(hub.rows)).not.toContain('abcdefghijkl');
});

it('stops asking a server whose line keeps breaking, not one that refuses a command', async () => {
  const one = net();
  const refuse = () => one.command(target, 'imap SELECT', () => Promise.reject(new Error('NO such mailbox')));
  for (let i = 0; i < 6; i++) await expect(refuse()).rejects.toThrow('NO such mailbox');
  const lose = () => one.command(target, 'imap SELECT', () => Promise.reject(Object.assign(new Error('lost'), { code: 'EPIPE' })));
  for (let i = 0; i < 5; i++) await expect(lose()).rejects.toThrow('lost');
  await expect(lose()).rejects.toMatchObject({ code: 'breaker_open' });
});
