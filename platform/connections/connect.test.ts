import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { Actor, ConnectionId, UserId, WorkspaceId } from '#sdk';
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
const person: Actor = { kind: 'person', userId: uuidv7() as UserId, role: 'admin' };
const key: Actor = { kind: 'key', apiKeyId: uuidv7(), role: 'admin', scopes: ['*'] };

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
  Object.assign(server.state, { grantScope: undefined, withoutRefreshToken: false, expiresIn: 3600, next: [], tokenRequests: [], revoked: [] });
});

const begin = (more: object = {}) => room.connections.begin({ workspaceId, actor: key, integration: 'chat', provider: 'acme', ...more });
const finish = (begun: { authorizeUrl: string }, account: string, more: object = {}) =>
  room.connections.complete({ integration: 'chat', ...server.consent(begun.authorizeUrl, account), ...more });
const connect = async (account: string, more: object = {}) => {
  const done = await finish(await begin(more), account);
  if (done.error) throw done.error;
  return done;
};

it('connects: PKCE, account verified, first sync queued, nothing secret in the row', async () => {
  const begun = await begin({ label: 'Team', returnTo: '/connections?tab=1' });
  const query = new URL(begun.authorizeUrl).searchParams;
  expect(query.get('code_challenge_method')).toBe('S256');
  expect(query.get('scope')).toBe('read write');
  expect(query.get('redirect_uri')).toBe('http://hub.test/integrations/chat/callback');
  const done = await finish(begun, 'alpha');
  if (done.error) throw done.error;
  expect(done.returnTo).toBe('/connections?tab=1');
  expect(done.missing).toEqual([]);
  expect(done.row).toMatchObject({ label: 'Team', externalId: 'alpha', status: 'active', grantedScopes: ['read', 'write'], data: { team: 'alpha' } });
  expect(room.told.connected).toContain(done.row.id);
  expect(room.told.events.at(-1)?.event).toMatchObject({ type: 'connection.health_changed', data: { connectionId: done.row.id, status: 'active' } });
  expect(room.told.acts).toContain('connection.created');
  const id = done.row.id as ConnectionId;
  expect((await room.connections.authorize(workspaceId, id)).authorization).toMatch(/^Bearer at-/);
  const stored = await database.workspace(workspaceId, (tx) => rowsOf(tx, sql`select * from connection_credentials, connections, oauth_states`));
  expect(JSON.stringify(stored)).not.toMatch(/at-[0-9a-f]{8}|rt-[0-9a-f]{8}/);
  expect(JSON.stringify(stored)).not.toContain(begun.state);
});

it('refuses an exchange whose PKCE verifier does not fit', async () => {
  const [mine, other] = [await begin(), await begin()];
  const { code } = server.consent(other.authorizeUrl, 'alpha');
  const done = await room.connections.complete({ integration: 'chat', state: mine.state, code });
  expect(done.error?.code).toBe('oauth_exchange_failed');
});

it('uses a state once, also when two callbacks come at the same instant', async () => {
  const begun = await begin();
  const answer = server.consent(begun.authorizeUrl, 'alpha');
  const both = await Promise.allSettled([1, 2].map(() => room.connections.complete({ integration: 'chat', ...answer })));
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(server.state.tokenRequests).toHaveLength(1);
  await expect(room.connections.complete({ integration: 'chat', ...answer })).rejects.toMatchObject({ code: 'oauth_state_invalid' });
});

it('burns the state before the exchange: a failed one cannot be repeated', async () => {
  const begun = await begin();
  server.state.next.push({ status: 500, body: 'oops' });
  const answer = server.consent(begun.authorizeUrl, 'alpha');
  expect((await room.connections.complete({ integration: 'chat', ...answer })).error?.code).toBe('oauth_exchange_failed');
  await expect(room.connections.complete({ integration: 'chat', ...answer })).rejects.toMatchObject({ code: 'oauth_state_invalid' });
});

it('refuses a state that is expired, invented, of another workspace or of another callback', async () => {
  const invalid = { code: 'oauth_state_invalid' };
  const begun = await begin();
  const answer = server.consent(begun.authorizeUrl, 'alpha');
  const foreign = Buffer.from(begun.state, 'base64url');
  Buffer.from((await database.newWorkspace()).replaceAll('-', ''), 'hex').copy(foreign);
  for (const state of ['', 'x', `${begun.state}!`, `${begun.state}=`, foreign.toString('base64url'), Buffer.alloc(48, 1).toString('base64url')]) {
    await expect(room.connections.complete({ ...answer, integration: 'chat', state })).rejects.toMatchObject(invalid);
  }
  await expect(room.connections.complete({ ...answer, integration: 'mail' })).rejects.toMatchObject(invalid);
  later(10 * 60_000);
  await expect(room.connections.complete({ ...answer, integration: 'chat' })).rejects.toMatchObject(invalid);
});

it('completes a state made in a browser only in that browser, and another one does not use it up', async () => {
  const begun = await begin({ actor: person, browserBinding: 'mine' });
  const answer = { integration: 'chat', ...server.consent(begun.authorizeUrl, 'alpha') };
  for (const browserBinding of [undefined, '', 'theirs']) {
    await expect(room.connections.complete({ ...answer, browserBinding })).rejects.toMatchObject({ code: 'oauth_state_invalid' });
  }
  const done = await room.connections.complete({ ...answer, browserBinding: 'mine' });
  expect(done.row?.ownerUserId).toBe(person.kind === 'person' && person.userId);
  await expect(begin({ actor: person })).rejects.toMatchObject({ code: 'internal' });
});

it('names what each feature lacks when a scope was not granted', async () => {
  server.state.grantScope = 'read';
  const done = await connect('alpha');
  expect(done.missing).toEqual([{ feature: 'chat.write', title: 'Writes messages', scopes: ['write'] }]);
  const features = room.connections.view(done.row).features;
  expect(features.map(({ id, status }) => [id, status])).toEqual([
    ['chat.read', 'available'],
    ['chat.write', 'needs_setup'],
    ['chat.admin', 'needs_approval'],
  ]);
});

it('keeps the id on reconnect, and refuses another account with a sentence', async () => {
  const first = await connect('alpha');
  const connectionId = first.row.id as ConnectionId;
  expect((await connect('alpha', { connectionId })).row.id).toBe(connectionId);
  expect((await connect('alpha')).row.id).toBe(connectionId);
  const other = await finish(await begin({ connectionId }), 'beta');
  expect(other.error).toMatchObject({ code: 'conflict' });
  expect(other.error?.message).toContain('beta@provider.test');
  expect(await room.connections.list(workspaceId, key, { limit: 10 })).toMatchObject({ rows: [{ id: connectionId, externalId: 'alpha' }], more: false });
});

it('says what the provider said when it refuses, and where to go back to', async () => {
  const begun = await begin({ returnTo: '/here' });
  const done = await room.connections.complete({ integration: 'chat', state: begun.state, error: 'access_denied' });
  expect(done).toMatchObject({ returnTo: '/here', error: { code: 'oauth_denied' } });
});

it.each(['//evil.test', '/\\evil.test', 'https://evil.test/x', '/\t/evil.test', 'javascript:alert(1)', 'http://hub.test@evil.test/'])(
  'does not return to %j',
  async (returnTo) => {
    await expect(begin({ returnTo })).rejects.toMatchObject({ code: 'invalid_input' });
  },
);

it('does not begin where it cannot end', async () => {
  await expect(begin({ provider: 'unset' })).rejects.toMatchObject({ code: 'provider_not_configured' });
  await expect(begin({ provider: 'keyed' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(begin({ provider: 'constructor' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(begin({ features: ['chat.nothing'] })).rejects.toMatchObject({ code: 'invalid_input' });
});

it('shows another workspace nothing of a connection', async () => {
  const { row } = await connect('alpha');
  const id = row.id as ConnectionId;
  const other = await database.newWorkspace();
  const gone = { code: 'not_found' };
  await expect(room.connections.get(other, key, id)).rejects.toMatchObject(gone);
  await expect(room.connections.authorize(other, id)).rejects.toMatchObject(gone);
  await expect(room.connections.patch(other, key, id, { label: 'x' })).rejects.toMatchObject(gone);
  await expect(room.connections.remove(other, key, id)).rejects.toMatchObject(gone);
  await expect(room.connections.verify(other, key, id)).rejects.toMatchObject(gone);
  await expect(room.connections.sync(other, key, id)).rejects.toMatchObject(gone);
  await expect(room.connections.secretField(other, id, 'team')).rejects.toMatchObject(gone);
  await expect(room.connections.begin({ workspaceId: other, actor: key, integration: 'chat', provider: 'acme', connectionId: id })).rejects.toMatchObject(gone);
  expect((await room.connections.list(other, key, { limit: 10 })).rows).toEqual([]);
  expect(await room.connections.ofIntegration(other, 'chat')).toEqual([]);
  expect((await room.connections.ofIntegration(workspaceId, 'chat')).map((each) => each.id)).toContain(id);
  expect((await room.connections.get(workspaceId, key, id)).label).toBe('alpha@provider.test');
});

it('routes one account to all workspaces that connected it, and revokes only when the last one goes', async () => {
  const first = await connect('shared');
  const before = workspaceId;
  workspaceId = await database.newWorkspace();
  const second = await connect('shared');
  const routes = await room.connections.routes.byAccount('chat', 'acme', 'shared');
  expect(routes.map((route) => route.connectionId).sort()).toEqual([first.row.id, second.row.id].sort());
  await room.connections.remove(before, key, first.row.id as ConnectionId);
  expect(server.state.revoked).toEqual([]);
  await room.connections.remove(workspaceId, key, second.row.id as ConnectionId);
  expect(server.state.revoked).toHaveLength(1);
  expect(await room.connections.routes.byAccount('chat', 'acme', 'shared')).toEqual([]);
  const left = await database.workspace(workspaceId, (tx) => rowsOf(tx, sql`select id from connection_credentials`));
  expect(left).toEqual([]);
});
