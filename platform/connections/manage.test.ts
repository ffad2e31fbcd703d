import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type Actor, type ConnectionId, PatchbayError, type Role, type UserId, type WorkspaceId } from '#sdk';
import { createLately } from './lately.ts';
import { incidentKeys } from './standing.ts';
import { type TestingOauthServer, testingOauthServer } from './testing-oauth-server.ts';
import { testingRoom } from './testing-room.ts';

let database: TestDatabase;
let server: TestingOauthServer;
let room: ReturnType<typeof testingRoom>;
let workspaceId: WorkspaceId;
const clock = { at: new Date('2026-03-01T10:00:00Z'), now: () => clock.at };
const later = (ms: number) => {
  clock.at = new Date(clock.at.getTime() + ms);
};
const as = (role: Role): Actor => ({ kind: 'person', userId: uuidv7() as UserId, role });
const admin = as('admin');
const chat = { integration: 'chat', provider: 'acme' };

beforeAll(async () => {
  database = await testDatabase();
  server = await testingOauthServer();
  room = testingRoom({ database, clock, origin: server.origin });
});
afterAll(async () => {
  await room.close();
  await server.close();
});
beforeEach(async () => {
  workspaceId = await database.newWorkspace();
});
const add = (more: object = {}) =>
  room.connections.addWithCredentials({
    workspaceId,
    actor: admin,
    integration: 'chat',
    provider: 'keyed',
    credentials: { apiKey: 'good-key', signingSecret: 'keep-this-quiet' },
    ...more,
  });
const signIn = async (actor: Actor = admin, account: string = uuidv7()) => {
  const begun = await room.connections.begin({ workspaceId, actor, ...chat, browserBinding: 'b' });
  const done = await room.connections.complete({ integration: 'chat', ...server.consent(begun.authorizeUrl, account), browserBinding: 'b' });
  if (done.error) throw done.error;
  server.state.tokenRequests = [];
  return done.row.id as ConnectionId;
};
const get = (id: ConnectionId) => room.connections.get(workspaceId, admin, id);

it('stores a key only after a real call, and never gives it out', async () => {
  const row = await add();
  expect(row).toMatchObject({ externalId: 'keyed', status: 'active', settings: {} });
  const id = row.id as ConnectionId;
  expect(await room.connections.authorize(workspaceId, id)).toEqual({ 'x-api-key': 'good-key' });
  expect((await room.connections.secretField(workspaceId, id, 'signingSecret'))?.reveal()).toBe('keep-this-quiet');
  const everything = JSON.stringify([room.connections.view(row), await room.connections.list(workspaceId, admin, { limit: 10 }), room.told.events]);
  expect(everything).not.toMatch(/good-key|keep-this-quiet/);
  const stored = await database.workspace(workspaceId, (tx) => rowsOf(tx, sql`select sealed from connection_credentials`));
  expect(JSON.stringify(stored)).not.toMatch(/good-key|keep-this-quiet/);
});

it('stores nothing of a key that is refused, and names the fields that are wrong', async () => {
  await expect(add({ credentials: { apiKey: 'bad-key' } })).rejects.toMatchObject({ code: 'credentials_rejected' });
  await expect(add({ credentials: { apiKey: 'x', more: 1 } })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { errors: expect.arrayContaining([expect.objectContaining({ path: 'credentials.apiKey' })]) },
  });
  await expect(add({ settings: { visibility: 'nobody' } })).rejects.toMatchObject({ details: { errors: [{ path: 'settings.visibility' }] } });
  await expect(add({ provider: 'acme' })).rejects.toMatchObject({ code: 'invalid_input' });
  expect((await room.connections.list(workspaceId, admin, { limit: 10 })).rows).toEqual([]);
});

it('keeps the connection when the same account is added again, also at the same instant', async () => {
  const many = await Promise.all([add(), add(), add()]);
  expect(new Set(many.map((row) => row.id)).size).toBe(1);
  expect((await room.connections.list(workspaceId, admin, { limit: 10 })).rows).toHaveLength(1);
});

it('refuses a clear text in the column of sealed credentials', async () => {
  const { id } = await add();
  const write = database.workspace(workspaceId, (tx) => tx.execute(sql`update connection_credentials set sealed = '{"apiKey":"x"}' where id = ${id}`));
  await expect(write).rejects.toThrow();
});

it('opens no credentials that were moved to another row', async () => {
  const [one, two] = [await signIn(), await signIn()];
  await database.workspace(workspaceId, (tx) =>
    tx.execute(sql`update connection_credentials set sealed = (select sealed from connection_credentials where id = ${one}) where id = ${two}`),
  );
  await expect(room.connections.authorize(workspaceId, two)).rejects.toMatchObject({ code: 'vault_locked' });
});

it('changes label and settings, and switches off and on', async () => {
  const id = await signIn();
  const patch = (change: object) => room.connections.patch(workspaceId, admin, id, change);
  expect(await patch({ label: 'Ours', settings: { visibility: 'everything' } })).toMatchObject({ label: 'Ours', settings: { visibility: 'everything' } });
  await expect(patch({ settings: { colour: 'red' } })).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await patch({ enabled: false })).toMatchObject({ status: 'disabled' });
  await expect(room.connections.authorize(workspaceId, id)).rejects.toMatchObject({ code: 'connection_disabled' });
  await expect(room.connections.sync(workspaceId, admin, id)).rejects.toMatchObject({ code: 'connection_disabled' });
  expect(await room.connections.routes.byConnection(id)).toMatchObject({ status: 'disabled' });
  expect(await patch({ enabled: true })).toMatchObject({ status: 'active' });
  expect(await room.connections.sync(workspaceId, admin, id)).toMatchObject({ state: 'waiting' });
});

it('cannot switch a refused connection on without a sign-in', async () => {
  const id = await signIn();
  await room.connections.refused(workspaceId, id, { code: 'http_401', sentence: 'Gone.' });
  expect(await room.connections.patch(workspaceId, admin, id, { enabled: true })).toMatchObject({ status: 'reauthorize', statusReason: 'Gone.' });
});

it('verifies by a real call: recovers what works again, marks what does not', async () => {
  const id = await signIn();
  await room.connections.refused(workspaceId, id, { code: 'http_401', sentence: 'Gone.' });
  expect(room.told.incidents.has(incidentKeys.refused(id))).toBe(true);
  later(60_000);
  const row = await room.connections.verify(workspaceId, admin, id);
  expect(row).toMatchObject({ status: 'active', statusReason: null, lastOkAt: clock.at, lastCheckedAt: clock.at });
  expect(room.told.incidents.has(incidentKeys.refused(id))).toBe(false);
  server.revokeEverything();
  await expect(room.connections.verify(workspaceId, admin, id)).rejects.toMatchObject({ code: 'reauthorize' });
  expect(await get(id)).toMatchObject({ status: 'reauthorize' });
});

it('takes health from the calls that were made: a good one, a bad one, a refusal', async () => {
  const id = await signIn();
  const http = room.connections.httpFor(workspaceId, { id, ...chat }, admin);
  const call = (url: string) => http.request({ method: 'GET', url, operation: 'test' });
  const health = async () => {
    await room.connections.flush();
    return room.connections.health(workspaceId, admin, id);
  };
  later(1000);
  await call('/me');
  expect(await health()).toMatchObject({ state: 'ok', lastOkAt: clock.at, lastCallId: expect.any(String) });
  later(1000);
  await expect(call('/nowhere')).rejects.toMatchObject({ code: 'provider_rejected' });
  expect(await health()).toMatchObject({ state: 'ok', lastOkAt: clock.at });
  later(1000);
  room.connections.report({ workspaceId, connectionId: id, ok: false, code: 'provider_timeout' });
  expect(await health()).toMatchObject({ state: 'failing', lastErrorCode: 'provider_timeout' });
  // Refused, renewed, used: the caller notices nothing.
  server.expireAccessTokens();
  expect((await call('/me')).status).toBe(200);
  server.revokeEverything();
  await expect(call('/me')).rejects.toMatchObject({ code: 'reauthorize' });
  expect(await health()).toMatchObject({ state: 'reauthorize' });
});

it('shows a salesperson their own and the team’s, and lets them change their own only', async () => {
  const [ann, bob] = [as('salesperson'), as('salesperson')];
  const own = await signIn(ann);
  const shared = (await add({ actor: { kind: 'key', apiKeyId: uuidv7(), role: 'admin', scopes: ['*'] } })).id as ConnectionId;
  const seen = async (actor: Actor) => (await room.connections.list(workspaceId, actor, { limit: 10 })).rows.map((row) => row.id).sort();
  expect(await seen(ann)).toEqual([own, shared].sort());
  expect(await seen(bob)).toEqual([shared]);
  await expect(room.connections.get(workspaceId, bob, own)).rejects.toMatchObject({ code: 'not_found' });
  await expect(room.connections.patch(workspaceId, bob, shared, { label: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(room.connections.remove(workspaceId, ann, shared)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(room.connections.begin({ workspaceId, actor: bob, ...chat, connectionId: own, browserBinding: 'b' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await room.connections.remove(workspaceId, ann, own);
  await expect(get(own)).rejects.toThrow(PatchbayError);
});

it('pages through the list without gap or repetition', async () => {
  const ids = [await signIn(), await signIn(), await signIn()].reverse();
  const first = await room.connections.list(workspaceId, admin, { limit: 2 });
  const rest = await room.connections.list(workspaceId, admin, { limit: 2, before: first.rows.at(-1)?.id });
  expect([...first.rows, ...rest.rows].map((row) => row.id)).toEqual(ids);
  expect([first.more, rest.more]).toEqual([true, false]);
});

it('tells what can be connected and what works', async () => {
  const [before] = await room.connections.overview(workspaceId, admin);
  expect(before?.providers.map(({ name, configured, reason }) => [name, configured, reason])).toEqual([
    ['acme', true, undefined],
    ['keyed', true, undefined],
    ['unset', false, 'UNSET_CLIENT_ID is not set on this hub.'],
  ]);
  expect(before?.features.map((feature) => feature.status)).toEqual(['needs_setup', 'needs_setup', 'needs_approval']);
  await signIn();
  const [after] = await room.connections.overview(workspaceId, admin);
  expect(after?.features.map((feature) => feature.status)).toEqual(['available', 'available', 'needs_approval']);
  expect((await room.connections.overview(await database.newWorkspace(), admin))[0]?.features[0]?.status).toBe('needs_setup');
});

it('removes a connection with its credentials, and tells the provider and the others', async () => {
  const id = await signIn();
  const before = server.state.revoked.length;
  await room.connections.remove(workspaceId, admin, id);
  expect(server.state.revoked.length).toBe(before + 1);
  expect(room.told.events.at(-1)?.event).toMatchObject({ subject: { id }, data: { status: 'disabled' } });
  await expect(room.connections.authorize(workspaceId, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await database.workspace(workspaceId, (tx) => rowsOf(tx, sql`select id from connection_credentials`))).toEqual([]);
});

it('removes a connection whose provider cannot be told', async () => {
  const id = await signIn();
  const unreachable = testingRoom({ database, clock, origin: server.origin, auth: { revokeUrl: 'http://127.0.0.1:9/revoke' } });
  await unreachable.connections.remove(workspaceId, admin, id);
  await unreachable.close();
  await expect(get(id)).rejects.toMatchObject({ code: 'not_found' });
});

it('shows webhooks a connection as it was a moment ago, and what this process changed at once', async () => {
  const id = (await add()).id as ConnectionId;
  const { lately } = room.connections;
  const first = await lately(workspaceId, id);
  expect(await lately(workspaceId, id)).toBe(first);
  await room.connections.patch(workspaceId, admin, id, { label: 'The other name' });
  expect((await lately(workspaceId, id)).label).toBe('The other name');
  await room.connections.patch(workspaceId, admin, id, { enabled: false });
  expect((await lately(workspaceId, id)).status).toBe('disabled');
  await room.connections.patch(workspaceId, admin, id, { enabled: true });
  expect((await lately(workspaceId, id)).status).toBe('active');
  await room.connections.refused(workspaceId, id, { code: 'http_401', sentence: 'Gone.' });
  expect((await lately(workspaceId, id)).status).toBe('reauthorize');
  // Inside a transaction nobody is shown what another one remembers, and nobody remembers what it sees.
  await expect(
    database.workspace(workspaceId, async (tx) => {
      await tx.execute(sql`update connections set label = 'never' where id = ${id}`);
      expect((await lately(workspaceId, id)).label).toBe('never');
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect((await lately(workspaceId, id)).label).toBe('The other name');
  await room.connections.remove(workspaceId, admin, id);
  await expect(lately(workspaceId, id)).rejects.toMatchObject({ code: 'not_found' });
});

it('gives webhooks what it knew last while the database is away, and nothing of what is gone', async () => {
  const id = (await add()).id as ConnectionId;
  let error: PatchbayError | undefined;
  const read = async (workspace: WorkspaceId, one: ConnectionId) => {
    if (error) throw error;
    return room.connections.connection(workspace, one);
  };
  const { lately } = createLately(database, read, 0);
  const known = await lately(workspaceId, id);
  error = new PatchbayError('database_unavailable');
  for (let round = 0; round < 3; round++) expect(await lately(workspaceId, id)).toEqual(known);
  await expect(lately(workspaceId, uuidv7() as ConnectionId)).rejects.toMatchObject({ code: 'database_unavailable' });
  error = new PatchbayError('not_found');
  await expect(lately(workspaceId, id)).rejects.toMatchObject({ code: 'not_found' });
  error = undefined;
  expect(await lately(workspaceId, id)).toEqual(known);
});
