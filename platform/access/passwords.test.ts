import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { UserId, WorkspaceId } from '#sdk';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { authAccounts, authUsers } from './models.ts';
import { accessRoom } from './testing.ts';

const MINUTE = 60_000;
const NEW = 'a quite new password';
let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
let workspace: WorkspaceId;
const links: { email: string; url: string }[] = [];
beforeAll(async () => {
  database = await testDatabase();
  room = accessRoom(database, { sendPasswordReset: async (link) => void links.push(link) });
});
beforeEach(async () => {
  workspace = await database.newWorkspace();
  links.length = 0;
  room.acts.length = 0;
});
const code = (work: Promise<unknown>) => work.then(() => 'done').catch((error: { code?: string }) => error.code);
const ask = async (email: string) => {
  room.access.passwords.requestReset(email);
  await room.access.passwords.idle();
  return links.at(-1)?.url.split('/').at(-1) ?? '';
};
const signsIn = (email: string, password: string) => code(room.access.signIn({ email, password }));
const callerOf = async (userId: UserId, cookie: string) => {
  const caller = await room.access.authenticate({ cookie });
  return { workspaceId: workspace, actor: { kind: 'person' as const, userId, role: 'viewer' as const }, sessionId: caller?.sessionId ?? '' };
};

it('is changed by who knows it; other sessions and links end, this session stays', async () => {
  const { userId, email } = await room.person(workspace, 'viewer');
  const [here, elsewhere] = [await room.signIn(email), await room.signIn(email)];
  const link = await ask(email);
  const caller = await callerOf(userId, here);
  expect(await code(room.access.passwords.change(caller, { current: 'not this one', next: NEW }))).toBe('invalid_input');
  expect(await code(room.access.passwords.change(caller, { current: room.PASSWORD, next: 'short' }))).toBe('invalid_input');
  expect(await signsIn(email, room.PASSWORD)).toBe('done');
  expect(room.acts).toEqual([]);
  await room.access.passwords.change(caller, { current: room.PASSWORD, next: NEW });
  expect(await room.access.authenticate({ cookie: here })).toMatchObject({ userId });
  expect(await room.access.authenticate({ cookie: elsewhere })).toBeUndefined();
  expect(await signsIn(email, room.PASSWORD)).toBe('wrong_credentials');
  expect(await signsIn(email, NEW)).toBe('done');
  expect(await code(room.access.passwords.reset(link, 'yet another one'))).toBe('not_found');
  expect(room.acts).toMatchObject([{ workspaceId: workspace, act: 'password.changed', actor: `person:${userId}`, target: { id: userId } }]);
});

it('is replaced by a link, once, by one of two at once, and every session ends', async () => {
  const { userId, email } = await room.person(workspace, 'viewer');
  const cookie = await room.signIn(email);
  const link = await ask(email.toUpperCase());
  expect(links).toMatchObject([{ email }]);
  expect(await room.access.passwords.isOpen(link)).toBe(true);
  expect(await code(room.access.passwords.reset(link, 'short'))).toBe('invalid_input');
  const both = await Promise.all([code(room.access.passwords.reset(link, NEW)), code(room.access.passwords.reset(link, NEW))]);
  expect(both.toSorted()).toEqual(['done', 'not_found']);
  expect(await room.access.authenticate({ cookie })).toBeUndefined();
  expect(await signsIn(email, NEW)).toBe('done');
  expect(await room.access.passwords.isOpen(link)).toBe(false);
  expect(room.acts).toMatchObject([{ workspaceId: workspace, act: 'password.reset', actor: `person:${userId}` }]);
});

it('a link ends after an hour and with the next one, and a mailbox is not filled', async () => {
  const { email } = await room.person(workspace, 'viewer');
  const first = await ask(email);
  for (const _ of [1, 2, 3]) await ask(email);
  expect(links).toHaveLength(1);
  room.clock.pass(3 * MINUTE);
  const second = await ask(email);
  expect(second).not.toBe(first);
  expect(await room.access.passwords.isOpen(first)).toBe(false);
  expect(await code(room.access.passwords.reset(first, NEW))).toBe('not_found');
  room.clock.pass(60 * MINUTE);
  expect(await code(room.access.passwords.reset(second, NEW))).toBe('not_found');
  expect(await code(room.access.passwords.reset('forged', NEW))).toBe('not_found');
  expect(await signsIn(email, room.PASSWORD)).toBe('done');
});

it('nobody gets a link who has no place here, or comes by the organisation’s provider alone', async () => {
  await ask('nobody@example.com');
  const owner = await room.person(workspace, 'owner');
  const actor = { kind: 'person', userId: owner.userId, role: 'owner' } as const;
  await room.access.invitations.add(workspace, actor, { email: 'invited@example.com', name: 'x', role: 'viewer' });
  await ask('invited@example.com');
  const leaver = await room.person(workspace, 'viewer');
  await room.access.members.remove(workspace, actor, leaver.userId, owner.userId);
  await ask(leaver.email);
  const guest = await room.person(workspace, 'viewer');
  await database.system(async (tx) => {
    await tx.delete(authAccounts);
    await tx.insert(authAccounts).values({ id: uuidv7(), userId: guest.userId, accountId: 'x', providerId: 'oidc' });
    await tx.update(authUsers).set({ emailVerified: true });
  });
  await ask(guest.email);
  expect(links).toEqual([]);
});

it('the answer comes before anybody is looked for, and a mail that fails is no failure of it', async () => {
  const errors: unknown[] = [];
  const { access, person } = accessRoom(database, {
    sendPasswordReset: () => Promise.reject(new Error('mail is down')),
    onError: (error) => errors.push(error),
  });
  const { email } = await person(workspace, 'viewer');
  // Synchronous: there is nothing in it that could take longer for one address than for another.
  expect(access.passwords.requestReset(email)).toBeUndefined();
  await access.passwords.idle();
  expect(errors).toHaveLength(1);
  expect(accessRoom(database).access.passwords.canReset).toBe(false);
});
