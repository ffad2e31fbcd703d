import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database, rowsOf } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { Actor, ConnectionId, WorkspaceId } from '#sdk';
import type { Checkpoint } from './ports.ts';
import { incidentKeys } from './standing.ts';
import { type TestingOauthServer, testingOauthServer } from './testing-oauth-server.ts';
import { testingRoom } from './testing-room.ts';

let database: TestDatabase;
let second: Database;
let server: TestingOauthServer;
let workspaceId: WorkspaceId;
const clock = { at: new Date('2026-03-01T10:00:00Z'), now: () => clock.at };
const later = (ms: number) => {
  clock.at = new Date(clock.at.getTime() + ms);
};
const HOUR = 3_600_000;
const key: Actor = { kind: 'key', apiKeyId: uuidv7(), role: 'admin', scopes: ['*'] };
const rooms: ReturnType<typeof testingRoom>[] = [];
type Options = Partial<Parameters<typeof testingRoom>[0]>;
const newRoom = (options: Options = {}) => {
  const room = testingRoom({ database, clock, origin: server.origin, timing: { leaseMs: 600, pollMs: 10, maxWaitMs: 20_000 }, ...options });
  rooms.push(room);
  return room;
};
let room: ReturnType<typeof testingRoom>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testingOauthServer();
  second = database;
  if (database.url) {
    second = createDatabase(await openPostgres({ url: database.url, poolSize: 6 }));
    await second.rolesReady();
  }
});
afterAll(async () => {
  for (const each of rooms) await each.close();
  if (second !== database) await second.close();
  await server.close();
});
beforeEach(async () => {
  room = newRoom();
  workspaceId = await database.newWorkspace();
  Object.assign(server.state, { withoutRefreshToken: false, expiresIn: 3600, next: [], tokenRequests: [], mostAtOnce: 0, delayMs: 0 });
});

async function connected(account = uuidv7()): Promise<ConnectionId> {
  const begun = await room.connections.begin({ workspaceId, actor: key, integration: 'chat', provider: 'acme' });
  const done = await room.connections.complete({ integration: 'chat', ...server.consent(begun.authorizeUrl, account) });
  if (done.error) throw done.error;
  server.state.tokenRequests = [];
  return done.row.id as ConnectionId;
}
const renewals = () => server.state.tokenRequests.length;
const authorize = (id: ConnectionId, options = {}) => room.connections.authorize(workspaceId, id, options);
const row = async (id: ConnectionId) => {
  const [found] = await database.workspace(workspaceId, (tx) =>
    rowsOf<{ version: number; failures: number; lease_token: string | null; asked_at: string | null; answered_at: string | null }>(
      tx,
      sql`select version, failures, lease_token, asked_at, answered_at from connection_credentials where id = ${id}`,
    ),
  );
  return found;
};
const works = async (headers: Record<string, string>) => (await fetch(`${server.origin}/me`, { headers })).status;
/** A room whose process dies at the named point, for ever. */
const dyingRoom = (at: Checkpoint, options: Options = {}) =>
  newRoom({
    ...options,
    checkpoint(name) {
      if (name === at) throw new Error('killed');
    },
  });

it('uses a token that is not about to expire, and renews ahead of expiry', async () => {
  const id = await connected();
  const first = await authorize(id);
  later(HOUR - 301_000);
  expect(await authorize(id)).toEqual(first);
  expect(renewals()).toBe(0);
  later(2000);
  const renewed = await authorize(id);
  expect(renewed).not.toEqual(first);
  expect(await works(renewed)).toBe(200);
  expect(renewals()).toBe(1);
});

it('makes one token request for 200 callers in one process and two database handles', async () => {
  const id = await connected();
  later(2 * HOUR);
  server.state.delayMs = 50;
  const other = newRoom({ database: second });
  const all = await Promise.all(
    Array.from({ length: 200 }, (_, i) => (i % 2 ? room : other).connections.authorize(workspaceId, id, i % 5 === 0 ? { force: true, staleVersion: 1 } : {})),
  );
  expect(renewals()).toBe(1);
  expect(new Set(all.map((headers) => headers.authorization)).size).toBe(1);
  expect(await row(id)).toMatchObject({ version: 2, lease_token: null });
});

it('keeps the lease of a slow token endpoint: nobody else asks meanwhile', async () => {
  const id = await connected();
  later(2 * HOUR);
  server.state.delayMs = 1500; // more than twice the lease
  const other = newRoom({ database: second });
  await Promise.all([authorize(id), other.connections.authorize(workspaceId, id)]);
  expect(renewals()).toBe(1);
  expect(server.state.mostAtOnce).toBe(1);
});

it('hands out the present token while somebody else renews ahead of expiry', async () => {
  const id = await connected();
  later(HOUR - 60_000);
  const answer = Promise.withResolvers<void>();
  server.state.next.push({ status: 500, body: '', until: answer.promise });
  const renewing = authorize(id);
  const other = newRoom({ database: second });
  await expect.poll(renewals).toBe(1);
  expect(await works(await other.connections.authorize(workspaceId, id))).toBe(200);
  answer.resolve();
  // The renewal failed, and the token is still good.
  expect(await works(await renewing)).toBe(200);
});

it('keeps the stored refresh token when an answer has none', async () => {
  const id = await connected();
  for (let round = 1; round <= 2; round++) {
    later(2 * HOUR);
    server.state.withoutRefreshToken = true;
    expect(await works(await authorize(id))).toBe(200);
    expect(renewals()).toBe(round);
  }
});

it('marks reauthorize once, with the cause in words and an incident, and asks no more', async () => {
  const id = await connected();
  later(2 * HOUR);
  server.revokeEverything();
  await expect(authorize(id)).rejects.toMatchObject({ code: 'reauthorize', message: expect.stringContaining('taken back') });
  await expect(authorize(id)).rejects.toMatchObject({ code: 'reauthorize' });
  expect(renewals()).toBe(1);
  expect(room.told.incidents.get(incidentKeys.refused(id))).toMatchObject({ level: 'critical', times: 1 });
  expect(room.told.events.filter(({ event }) => event.subject.id === id && event.data.status === 'reauthorize')).toHaveLength(1);
  expect((await room.connections.get(workspaceId, key, id)).statusReason).toContain('taken back');
  expect(await room.connections.routes.byConnection(id)).toMatchObject({ status: 'reauthorize' });
});

it('takes a reconnect as the end of the trouble', async () => {
  const account = uuidv7();
  const id = await connected(account);
  later(2 * HOUR);
  server.revokeEverything();
  await authorize(id).catch(() => {});
  expect(await connected(account)).toBe(id);
  expect(room.told.incidents.size).toBe(0);
  expect(await works(await authorize(id))).toBe(200);
});

it('never kills a connection for a passing failure: cools down, tells after three, mends itself', async () => {
  const id = await connected();
  later(2 * HOUR);
  server.state.next.push(...[500, 503, 429].map((status) => ({ status, body: 'busy' })));
  for (let failures = 1; failures <= 3; failures++) {
    await expect(authorize(id)).rejects.toMatchObject({ code: 'provider_unavailable', details: { retryAfterMs: expect.any(Number) } });
    await expect(authorize(id)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(renewals()).toBe(failures);
    expect((await room.connections.get(workspaceId, key, id)).status).toBe('active');
    later(15 * 60_000);
  }
  expect(room.told.incidents.get(incidentKeys.renewal(id))).toMatchObject({ level: 'warning', times: 1 });
  expect(await works(await authorize(id))).toBe(200);
  expect(room.told.incidents.size).toBe(0);
  expect(await row(id)).toMatchObject({ failures: 0, lease_token: null });
});

it.each<Checkpoint>(['lease_acquired'])('a holder killed at %s has asked nothing: the next one renews', async (at) => {
  const id = await connected();
  later(2 * HOUR);
  await expect(dyingRoom(at).connections.authorize(workspaceId, id)).rejects.toThrow('killed');
  expect(await works(await authorize(id))).toBe(200);
  expect(renewals()).toBe(1);
});

it('a holder killed after the journal and before the request lost nothing: the next one tries the stored token', async () => {
  const id = await connected();
  later(2 * HOUR);
  await expect(dyingRoom('ask_journaled').connections.authorize(workspaceId, id)).rejects.toThrow('killed');
  expect(await row(id)).toMatchObject({ answered_at: null, asked_at: expect.anything() });
  expect(await works(await authorize(id))).toBe(200);
  expect(renewals()).toBe(1);
});

it('names a rotated token that died with its process, and asks for a reconnect', async () => {
  const id = await connected();
  later(2 * HOUR);
  await expect(dyingRoom('answer_received').connections.authorize(workspaceId, id)).rejects.toThrow('killed');
  await expect(authorize(id)).rejects.toMatchObject({ code: 'reauthorize', message: expect.stringContaining('never arrived') });
  expect(renewals()).toBe(2);
  expect(server.state.mostAtOnce).toBe(1);
  expect((await room.connections.get(workspaceId, key, id)).lastErrorCode).toBe('rotated_token_lost');
});

it('remembers the lost answer through a failure in between', async () => {
  const id = await connected();
  later(2 * HOUR);
  server.state.next.push({ status: 0, body: '', drop: true }, { status: 400, body: { error: 'temporarily_unavailable' } });
  await expect(authorize(id)).rejects.toMatchObject({ code: 'provider_unavailable' });
  later(HOUR);
  await expect(authorize(id)).rejects.toMatchObject({ code: 'provider_unavailable' });
  later(HOUR);
  await expect(authorize(id)).rejects.toMatchObject({ message: expect.stringContaining('never arrived') });
});

it('a holder killed after the store left nothing to do', async () => {
  const id = await connected();
  later(2 * HOUR);
  await expect(dyingRoom('answer_stored').connections.authorize(workspaceId, id)).rejects.toThrow('killed');
  expect(await works(await authorize(id))).toBe(200);
  expect(renewals()).toBe(1);
});

it('a stale writer loses: what it got is not written over a newer version', async () => {
  const account = uuidv7();
  const id = await connected(account);
  later(2 * HOUR);
  const answer = Promise.withResolvers<void>();
  const slow = newRoom({ checkpoint: (name) => (name === 'answer_received' ? answer.promise : undefined) });
  const renewing = slow.connections.authorize(workspaceId, id);
  await expect.poll(renewals).toBe(1);
  await connected(account);
  const version = (await row(id))?.version;
  const current = await authorize(id);
  answer.resolve();
  expect(await renewing).toEqual(current);
  expect((await row(id))?.version).toBe(version);
  expect(await works(current)).toBe(200);
});

it('a holder that lost its lease neither writes nor marks the connection', async () => {
  const id = await connected();
  later(2 * HOUR);
  const go = Promise.withResolvers<void>();
  const stalled = newRoom({ checkpoint: (name) => (name === 'ask_journaled' ? go.promise : undefined) });
  const renewing = stalled.connections.authorize(workspaceId, id);
  await expect.poll(async () => (await row(id))?.asked_at ?? null).not.toBeNull();
  // As if its process had been paused beyond its lease and somebody else had come.
  await database.workspace(workspaceId, (tx) =>
    tx.execute(sql`update connection_credentials set lease_until = now() - interval '1 s', lease_token = ${uuidv7()}`),
  );
  const current = await authorize(id);
  go.resolve();
  expect(await renewing).toEqual(current);
  expect(await row(id)).toMatchObject({ version: 2 });
  expect((await room.connections.get(workspaceId, key, id)).status).toBe('active');
});

it('renews when the provider refuses a token that looked good, once for all who were refused', async () => {
  const id = await connected();
  const scope = room.connections.outboundScope(workspaceId, { id, integration: 'chat', provider: 'acme' }, key);
  const before = await scope.authorize?.();
  server.expireAccessTokens();
  const after = await Promise.all([scope.authorize?.(true), scope.authorize?.(true), scope.authorize?.(true)]);
  expect(renewals()).toBe(1);
  expect(new Set(after.map((headers) => headers?.authorization)).size).toBe(1);
  expect(await scope.authorize?.(true)).toEqual(after[0]);
  expect(after[0]).not.toEqual(before);
  // Protocols without headers get the same permission as values.
  expect(await scope.credentials?.()).toMatchObject({ accessToken: after[0]?.authorization?.replace('Bearer ', '') });
});

it('asks for a new sign-in when a permission ends that cannot be renewed', async () => {
  server.state.withoutRefreshToken = true;
  const id = await connected();
  later(HOUR - 1000);
  expect(await works(await authorize(id))).toBe(200);
  later(2000);
  await expect(authorize(id)).rejects.toMatchObject({ code: 'reauthorize' });
  expect(renewals()).toBe(0);
  expect((await room.connections.get(workspaceId, key, id)).status).toBe('reauthorize');
});

it('refuses to renew inside a transaction', async () => {
  const id = await connected();
  await expect(database.workspace(workspaceId, () => authorize(id))).rejects.toMatchObject({ code: 'scope_violation' });
});
