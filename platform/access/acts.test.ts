import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Actor, UserId, WorkspaceId } from '#sdk';
import { rowsOf } from '../database/database.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { accessRoom } from './testing.ts';

/** What cannot be written down does not happen, and what did not happen is not written down. */
let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
/** The same room while the audit cannot be written. */
let silent: ReturnType<typeof accessRoom>['access'];
let workspace: WorkspaceId;
let owner: { userId: UserId; email: string };
let actor: Actor;
beforeAll(async () => {
  database = await testDatabase();
  room = accessRoom(database);
  silent = accessRoom(database, {
    audit: {
      act: async () => {
        throw new Error('no audit');
      },
    },
  }).access;
});
beforeEach(async () => {
  workspace = await database.newWorkspace();
  owner = await room.person(workspace, 'owner');
  actor = { kind: 'person', userId: owner.userId, role: 'owner' };
});

/** Everything that access keeps of this workspace, as text. */
const state = async () => {
  const tables = ['members', 'invitations', 'api_keys', 'workspaces'];
  const read = (name: string) => (tx: Parameters<typeof rowsOf>[0]) =>
    rowsOf(
      tx,
      sql`select t::text from ${sql.identifier(name)} t where ${sql.identifier(name === 'workspaces' ? 'id' : 'workspace_id')} = ${workspace} order by 1`,
    );
  const users = sql`select id, email, (select password from auth.accounts a where a.user_id = u.id) from auth.users u order by id`;
  return JSON.stringify([...(await Promise.all(tables.map((name) => database.system(read(name))))), await database.system((tx) => rowsOf(tx, users))]);
};

it('no change of access stands without its act', async () => {
  const viewer = await room.person(workspace, 'viewer');
  const { id: keyId } = await room.access.apiKeys.create(workspace, actor, { name: 'x', scopes: ['*'] });
  const { inviteUrl = '' } = await room.access.invitations.add(workspace, actor, { email: 'invited@example.com', name: 'x', role: 'viewer' });
  const invited = await database.systemQuery<{ id: UserId }>({ text: "select id from auth.users where email = 'invited@example.com'" });
  const cookie = await room.signIn(owner.email);
  const sessionId = (await room.access.authenticate({ cookie }))?.sessionId ?? '';
  const changes: Record<string, () => Promise<unknown>> = {
    'role changed': () => silent.members.update(workspace, actor, viewer.userId, { role: 'manager' }),
    removed: () => silent.members.remove(workspace, actor, viewer.userId, owner.userId),
    invited: () => silent.invitations.add(workspace, actor, { email: 'other@example.com', name: 'x', role: 'viewer' }),
    'added with a password': () =>
      silent.invitations.add(workspace, actor, { email: 'third@example.com', name: 'x', role: 'viewer', password: 'a password of theirs' }),
    'invited again': () => silent.invitations.again(workspace, actor, invited[0]?.id as UserId),
    joined: () => silent.invitations.accept(inviteUrl.split('/').at(-1) ?? '', { password: 'a password of mine' }),
    'key made': () => silent.apiKeys.create(workspace, actor, { name: 'y', scopes: ['*'] }),
    'key revoked': () => silent.apiKeys.revoke(workspace, actor, keyId),
    'workspace renamed': () => silent.workspaces.update(workspace, actor, { name: 'Other' }),
    'workspace made': () => silent.workspaces.create(actor, { name: 'New' }),
    'workspace erased': () => silent.workspaces.remove(actor, workspace),
    'password changed': () =>
      silent.passwords.change(
        { workspaceId: workspace, actor: { kind: 'person', userId: owner.userId, role: 'owner' }, sessionId },
        { current: room.PASSWORD, next: 'a password of mine' },
      ),
  };
  const before = await state();
  for (const [what, change] of Object.entries(changes)) {
    await expect(change(), what).rejects.toThrow('no audit');
    expect(await state(), what).toBe(before);
  }
  expect(await database.systemQuery({ text: "select 1 from workspaces where name in ('New', 'Other')" })).toEqual([]);
});
