import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, INSTALLATION_WORKSPACE, type Role, type UserId, type WorkspaceId } from '#sdk';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { accessRoom } from './testing.ts';

let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
let workspace: WorkspaceId;
const reassigned: string[][] = [];
beforeAll(async () => {
  database = await testDatabase();
  room = accessRoom(database, { reassign: async (_tx, _workspaceId, from, to) => void reassigned.push([from, to]) });
});
beforeEach(async () => {
  workspace = await database.newWorkspace();
});
const as = (userId: UserId, role: Role): Actor => ({ kind: 'person', userId, role });
const code = (work: Promise<unknown>) => work.then(() => 'done').catch((error: { code?: string }) => error.code);

describe('the last owner', () => {
  it('stays, and stays an owner', async () => {
    const { userId } = await room.person(workspace, 'owner');
    const heir = await room.person(workspace, 'admin');
    const owner = as(userId, 'owner');
    expect(await code(room.access.members.update(workspace, owner, userId, { role: 'admin' }))).toBe('conflict');
    expect(await code(room.access.members.remove(workspace, owner, userId, heir.userId))).toBe('conflict');
    expect((await room.access.members.get(workspace, userId)).role).toBe('owner');
  });
  it('remains when two owners demote each other at once', async () => {
    const [a, b] = [await room.person(workspace, 'owner'), await room.person(workspace, 'owner')];
    const set = (by: typeof a, who: typeof a, role: Role) => code(room.access.members.update(workspace, as(by.userId, 'owner'), who.userId, { role }));
    // Whether they truly meet is up to the scheduler, so several rounds.
    for (let round = 0; round < 8; round++) {
      const both = await Promise.all([set(a, b, 'viewer'), set(b, a, 'viewer')]);
      expect(both.toSorted()).toEqual(['conflict', 'done']);
      await set(a, both[0] === 'done' ? b : a, 'owner');
    }
  });
});

describe('members', () => {
  it('are changed by nobody below them, and lifted by nobody above himself', async () => {
    const owner = await room.person(workspace, 'owner');
    const admin = await room.person(workspace, 'admin');
    const viewer = await room.person(workspace, 'viewer');
    const { update, get } = room.access.members;
    expect(await code(update(workspace, as(admin.userId, 'admin'), owner.userId, { role: 'viewer' }))).toBe('forbidden');
    expect(await code(update(workspace, as(admin.userId, 'admin'), viewer.userId, { role: 'owner' }))).toBe('forbidden');
    expect(await code(update(workspace, as(admin.userId, 'admin'), admin.userId, { role: 'owner' }))).toBe('forbidden');
    room.acts.length = 0;
    expect((await update(workspace, as(admin.userId, 'admin'), viewer.userId, { role: 'manager', timeZone: 'Europe/Berlin' })).role).toBe('manager');
    expect(room.acts).toMatchObject([{ act: 'member.role_changed', before: ['role:viewer'], after: ['role:manager'] }]);
    expect(await get(workspace, viewer.userId)).toMatchObject({ timeZone: 'Europe/Berlin' });
  });

  it('hand their records on when they leave, and their keys act as nobody', async () => {
    const owner = await room.person(workspace, 'owner');
    const leaver = await room.person(workspace, 'salesperson');
    const { key } = await room.access.apiKeys.create(workspace, as(owner.userId, 'owner'), { name: 'k', scopes: ['*'], actAs: leaver.userId });
    const cookie = await room.signIn(leaver.email);
    expect(await room.access.authenticate({ authorization: `Bearer ${key}` })).toMatchObject({ userId: leaver.userId });
    await room.access.members.remove(workspace, as(owner.userId, 'owner'), leaver.userId, owner.userId);
    expect(reassigned.at(-1)).toEqual([leaver.userId, owner.userId]);
    const caller = await room.access.authenticate({ authorization: `Bearer ${key}` });
    expect(caller?.userId).toBeUndefined();
    expect(await room.access.authenticate({ cookie })).toBeUndefined();
    expect((await room.access.members.list(workspace, { limit: 50 })).map((m) => m.id)).toEqual([owner.userId]);
    expect(await code(room.access.members.remove(workspace, as(owner.userId, 'owner'), leaver.userId, owner.userId))).toBe('not_found');
  });

  it('stay when the reassignment fails', async () => {
    const owner = await room.person(workspace, 'owner');
    const leaver = await room.person(workspace, 'viewer');
    const broken = accessRoom(database, { reassign: async () => Promise.reject(new Error('no')) });
    await expect(broken.access.members.remove(workspace, as(owner.userId, 'owner'), leaver.userId, owner.userId)).rejects.toThrow('no');
    expect((await room.access.members.get(workspace, leaver.userId)).state).toBe('active');
  });

  it('of another workspace are not there', async () => {
    const other = await database.newWorkspace();
    const stranger = await room.person(other, 'viewer');
    const owner = await room.person(workspace, 'owner');
    const actor = as(owner.userId, 'owner');
    expect(await code(room.access.members.get(workspace, stranger.userId))).toBe('not_found');
    expect(await code(room.access.members.update(workspace, actor, stranger.userId, { role: 'viewer' }))).toBe('not_found');
    expect(await code(room.access.members.remove(workspace, actor, owner.userId, stranger.userId))).toBe('conflict');
    const { id } = await room.access.teams.create(other, { name: 'theirs' });
    expect(await code(room.access.teams.update(workspace, id, { name: 'ours' }))).toBe('not_found');
    expect(await code(room.access.teams.create(workspace, { name: 'x', userIds: [stranger.userId] }))).toBe('invalid_input');
    expect(await code(room.access.members.update(workspace, actor, owner.userId, { teamIds: [id] }))).toBe('invalid_input');
  });
});

describe('an invitation', () => {
  const invite = async (email = `${uuidv7()}@example.com`) => {
    const owner = await room.person(workspace, 'owner');
    const { userId, inviteUrl = '' } = await room.access.invitations.add(workspace, as(owner.userId, 'owner'), { email, name: 'New', role: 'salesperson' });
    return { owner: as(owner.userId, 'owner'), userId, email, token: inviteUrl.split('/').at(-1) ?? '' };
  };
  it('is accepted once, by one of two who race', async () => {
    const { token, email, userId } = await invite();
    const both = await Promise.all(['first password', 'other password'].map((password) => code(room.access.invitations.accept(token, { password }))));
    expect(both.sort()).toEqual(['done', 'not_found']);
    const signedIn = await Promise.all(['first password', 'other password'].map((password) => code(room.access.signIn({ email, password }))));
    expect(signedIn.sort()).toEqual(['done', 'wrong_credentials']);
    expect((await room.access.members.get(workspace, userId)).state).toBe('active');
  });
  it('ends after seven days, when it is revoked, and is not made up', async () => {
    const { token, owner, userId } = await invite();
    for (const forged of ['', 'x', token.split('.')[0] ?? '', `${token.split('.')[0]}.x`, `${'A'.repeat(22)}.${token.split('.')[1]}`]) {
      expect(await code(room.access.invitations.accept(forged, { password: 'long enough password' }))).toBe('not_found');
    }
    room.clock.pass(7 * 24 * 3600_000 + 1);
    expect(await code(room.access.invitations.accept(token, { password: 'long enough password' }))).toBe('not_found');
    room.clock.pass(-7 * 24 * 3600_000 - 1);
    await room.access.invitations.again(workspace, owner, userId);
    expect(await code(room.access.invitations.accept(token, { password: 'long enough password' }))).toBe('not_found');
  });
  it('never lets an administrator set the password of somebody who has one', async () => {
    const other = await database.newWorkspace();
    const known = await room.person(other, 'owner');
    const owner = await room.person(workspace, 'owner');
    const { inviteUrl = '' } = await room.access.invitations.add(workspace, as(owner.userId, 'owner'), {
      email: known.email,
      name: 'N',
      role: 'viewer',
      password: 'a taken over one',
    });
    expect(await code(room.access.signIn({ email: known.email, password: 'a taken over one' }))).toBe('wrong_credentials');
    const token = inviteUrl.split('/').at(-1) ?? '';
    const cookie = await room.signIn(known.email);
    expect(await code(room.access.authenticate({ cookie, workspaceHeader: workspace }))).toBe('not_found');
    expect(await code(room.access.invitations.accept(token, { password: 'a guessed password' }))).toBe('wrong_credentials');
    await room.access.invitations.accept(token, { password: room.PASSWORD });
    expect(await room.access.authenticate({ cookie, workspaceHeader: workspace })).toMatchObject({ workspaceId: workspace, actor: { role: 'viewer' } });
    expect(await room.access.authenticate({ cookie, workspaceHeader: other })).toMatchObject({ actor: { role: 'owner' } });
  });
  it('refuses a short password, a role above the inviter’s, and somebody who is here', async () => {
    const { token, owner, email } = await invite();
    expect(await code(room.access.invitations.accept(token, { password: 'too short' }))).toBe('invalid_input');
    expect(await code(room.access.invitations.add(workspace, owner, { email, name: 'x', role: 'viewer' }))).toBe('already_exists');
    const admin = await room.person(workspace, 'admin');
    expect(await code(room.access.invitations.add(workspace, as(admin.userId, 'admin'), { email: 'z@example.com', name: 'x', role: 'owner' }))).toBe(
      'forbidden',
    );
  });
});

describe('an API key', () => {
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  it('names its workspace, role and scopes; unknown, revoked and expired ones name nobody', async () => {
    const { userId } = await room.person(workspace, 'admin');
    const actor = as(userId, 'admin');
    const { id, key } = await room.access.apiKeys.create(workspace, actor, {
      name: 'k',
      scopes: ['contacts:read'],
      expiresAt: new Date(room.clock.now().getTime() + 1000),
    });
    expect(await room.access.authenticate(bearer(key))).toEqual({
      actor: { kind: 'key', apiKeyId: id, role: 'admin', scopes: ['contacts:read'] },
      workspaceId: workspace,
      isInstallationOwner: false,
    });
    for (const wrong of [`${key}x`, key.slice(0, -1), 'pb_', 'pb_unknown_unknown', `${key}\n`])
      expect(await room.access.authenticate(bearer(wrong))).toBeUndefined();
    expect(
      await room.access.authenticate({ authorization: `Basic ${key}`, cookie: await room.signIn((await room.person(workspace, 'viewer')).email) }),
    ).toBeUndefined();
    room.clock.pass(1001);
    expect(await room.access.authenticate(bearer(key))).toBeUndefined();
    const second = await room.access.apiKeys.create(workspace, actor, { name: 'k', scopes: ['*'] });
    await room.access.apiKeys.revoke(workspace, actor, second.id);
    expect(await room.access.authenticate(bearer(second.key))).toBeUndefined();
  });
  it('is stored as a hash, and its last use is written in batches', async () => {
    const { userId } = await room.person(workspace, 'admin');
    const { id, key } = await room.access.apiKeys.create(workspace, as(userId, 'admin'), { name: 'k', scopes: ['*'] });
    await room.access.authenticate(bearer(key));
    const read = () => room.access.apiKeys.list(workspace, { limit: 10 });
    expect(await read()).toMatchObject([{ id, lastUsedAt: null, prefix: key.slice(0, 9) }]);
    await room.access.apiKeys.flush();
    expect((await read())[0]?.lastUsedAt).toBeInstanceOf(Date);
    const [row] = await database.systemQuery({ text: 'select row_to_json(k)::text as all from api_keys k where id = $1', values: [id] });
    expect(row?.all).not.toContain(key);
  });
  it('never holds more than its maker', async () => {
    const manager = await room.person(workspace, 'manager');
    const viewer = await room.person(workspace, 'viewer');
    const { create, revoke } = room.access.apiKeys;
    const actor = as(manager.userId, 'manager');
    expect(await code(create(workspace, actor, { name: 'k', scopes: ['*'], role: 'admin' }))).toBe('forbidden');
    expect(await code(create(workspace, actor, { name: 'k', scopes: ['*'], actAs: viewer.userId }))).toBe('forbidden');
    expect(await code(create(workspace, actor, { name: 'k', scopes: ['*'], actAs: manager.userId }))).toBe('done');
    expect(await code(create(workspace, actor, { name: 'k', scopes: [] }))).toBe('invalid_input');
    const narrow: Actor = { kind: 'key', apiKeyId: 'k', role: 'admin', scopes: ['contacts:*', 'api-keys:write'] };
    expect(await code(create(workspace, narrow, { name: 'k', scopes: ['contacts:read'] }))).toBe('done');
    expect(await code(create(workspace, narrow, { name: 'k', scopes: ['*'] }))).toBe('forbidden');
    expect(await code(create(workspace, narrow, { name: 'k', scopes: ['*:read'] }))).toBe('forbidden');
    const { id } = await create(workspace, as(manager.userId, 'owner'), { name: 'k', scopes: ['*'] });
    expect(await code(revoke(workspace, actor, id))).toBe('forbidden');
    expect(await code(revoke(await database.newWorkspace(), as(manager.userId, 'owner'), id))).toBe('not_found');
  });
  it('stays in its workspace whatever the header says', async () => {
    const { userId } = await room.person(workspace, 'admin');
    const { key } = await room.access.apiKeys.create(workspace, as(userId, 'admin'), { name: 'k', scopes: ['*'] });
    const other = await database.newWorkspace();
    for (const workspaceHeader of [other, INSTALLATION_WORKSPACE, 'nonsense', '']) {
      expect(await code(room.access.authenticate({ ...bearer(key), workspaceHeader }))).toBe('not_found');
    }
    expect(await room.access.authenticate({ ...bearer(key), workspaceHeader: workspace.toUpperCase() })).toBeDefined();
  });
});

it('shows a person no workspace but their own, and the installation’s only to its owner', async () => {
  const { email } = await room.person(workspace, 'owner');
  const cookie = await room.signIn(email);
  for (const workspaceHeader of [await database.newWorkspace(), INSTALLATION_WORKSPACE, 'nonsense']) {
    expect(await code(room.access.authenticate({ cookie, workspaceHeader }))).toBe('not_found');
  }
});

it('creates a workspace with a key and erases every row of it', async () => {
  const { userId } = await room.person(workspace, 'owner');
  const gone: string[] = [];
  const { access } = accessRoom(database, { onWorkspaceDeleted: async (id) => void gone.push(id) });
  const actor = as(userId, 'owner');
  const made = await access.workspaces.create(actor, { name: 'Ünïcode & Co' });
  expect(made.workspace.slug).toMatch(/^unicode-co-[0-9a-f]{6}$/);
  const id = made.workspace.id as WorkspaceId;
  expect(await access.authenticate({ authorization: `Bearer ${made.apiKey}` })).toMatchObject({ workspaceId: id, userId, isInstallationOwner: false });
  const { id: teamId } = await access.teams.create(id, { name: 'Sales', userIds: [userId] });
  await access.invitations.add(id, actor, { email: 'someone@example.com', name: 'x', role: 'viewer', teamIds: [teamId] });
  await access.workspaces.remove(actor, id);
  expect(gone).toEqual([id]);
  expect(await access.authenticate({ authorization: `Bearer ${made.apiKey}` })).toBeUndefined();
  for (const table of ['members', 'api_keys', 'invitations']) {
    expect(await database.systemQuery({ text: `select 1 from ${table} where workspace_id = $1`, values: [id] })).toEqual([]);
  }
  expect(await database.workspace(id, async (tx) => (await tx.execute(sql`select 1 from teams`)) as unknown as { rows: unknown[] })).toMatchObject({
    rows: [],
  });
  expect((await access.members.get(workspace, userId)).state).toBe('active');
  expect(await code(access.workspaces.remove(actor, id))).toBe('not_found');
  expect(await code(access.workspaces.remove(actor, INSTALLATION_WORKSPACE))).toBe('forbidden');
});

describe('a short password', () => {
  it('is counted in characters', async () => {
    const { owner } = { owner: as(uuidv7() as UserId, 'owner') };
    const add = (password: string) =>
      code(room.access.invitations.add(workspace, owner, { email: `${uuidv7()}@example.com`, name: 'x', role: 'viewer', password }));
    expect(await add('nine char')).toBe('invalid_input');
    expect(await add('ten chars!')).toBe('done');
    expect(await add('👩🏽'.repeat(4))).toBe('invalid_input');
    expect(await add('x'.repeat(201))).toBe('invalid_input');
  });
});
