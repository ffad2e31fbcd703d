import { beforeAll, expect, it } from 'vitest';
import { INSTALLATION_WORKSPACE, Secret } from '#sdk';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { accessRoom } from './testing.ts';

let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
beforeAll(async () => {
  database = await testDatabase();
  room = accessRoom(database);
});
const forget = () => database.system(async (tx) => void (await tx.execute('update auth.users set is_installation_owner = false')));
const code = (work: Promise<unknown>) => work.then(() => 'done').catch((error: { code?: string }) => error.code);
const tokenOf = ({ setupUrl = '' }: { setupUrl?: string }) => setupUrl.split('/').at(-1) ?? '';
const who = (email: string) => ({ name: 'Ada', email, password: 'a long password', workspaceName: 'Ada Ltd' });

it('makes an owner of one of those who race on the set-up link', async () => {
  const printed = await room.access.firstOwner.ensureFirstOwner({});
  expect(printed.setupUrl).toMatch(/^http:\/\/localhost:8000\/set-up\/[\w-]{43}$/);
  // Another process started at the same time: its link works as well, until one was used.
  const second = tokenOf(await room.access.firstOwner.ensureFirstOwner({}));
  const token = tokenOf(printed);
  expect(await room.access.firstOwner.isOpen(token)).toBe(true);
  expect(await room.access.firstOwner.isOpen(`${token}x`)).toBe(false);
  expect(await code(room.access.firstOwner.setUp(token, { ...who('a@example.com'), password: 'short' }))).toBe('invalid_input');
  const emails = ['a@example.com', 'b@example.com', 'c@example.com'];
  const fates = await Promise.all(emails.map((email, i) => code(room.access.firstOwner.setUp(i < 2 ? token : second, who(email)))));
  expect(fates.toSorted()).toEqual(['done', 'not_found', 'not_found']);
  const email = emails[fates.indexOf('done')] ?? '';
  const { cookies } = await room.access.signIn({ email, password: 'a long password' });
  const cookie = room.cookieOf(cookies);
  expect(await room.access.authenticate({ cookie })).toMatchObject({ isInstallationOwner: true, actor: { role: 'owner' } });
  expect(await room.access.authenticate({ cookie, workspaceHeader: INSTALLATION_WORKSPACE })).toMatchObject({ workspaceId: INSTALLATION_WORKSPACE });
  expect(await room.access.firstOwner.isOpen(token)).toBe(false);
  expect(await code(room.access.firstOwner.setUp(second, who('d@example.com')))).toBe('not_found');
  expect(await room.access.firstOwner.ensureFirstOwner({})).toEqual({});
});

it('lets a set-up link end after a week', async () => {
  await forget();
  const token = tokenOf(await room.access.firstOwner.ensureFirstOwner({}));
  room.clock.pass(7 * 24 * 3600_000 + 1);
  expect(await code(room.access.firstOwner.setUp(token, who('e@example.com')))).toBe('not_found');
  room.clock.pass(-7 * 24 * 3600_000 - 1);
});

it('makes one owner from the environment, however many processes start', async () => {
  await forget();
  const settings = { adminEmail: 'Root@Example.com', adminPassword: new Secret('environment password'), apiKey: new Secret('pb_from_the_environment') };
  const before = await room.access.workspaces.list({ limit: 200 });
  expect(await Promise.all([1, 2, 3].map(() => room.access.firstOwner.ensureFirstOwner(settings)))).toEqual([{}, {}, {}]);
  expect(await room.access.firstOwner.ensureFirstOwner(settings)).toEqual({});
  expect((await room.access.workspaces.list({ limit: 200 })).length - before.length).toBe(1);
  const caller = await room.access.authenticate({ authorization: 'Bearer pb_from_the_environment' });
  expect(caller).toMatchObject({ isInstallationOwner: true, actor: { kind: 'key', role: 'owner', scopes: ['*'] } });
  expect(caller?.userId).toBeDefined();
  expect((await room.access.signIn({ email: 'root@example.com', password: 'environment password' })).userId).toBe(caller?.userId);
});

it('takes a key alone, and refuses one that is none', async () => {
  await forget();
  expect(await code(room.access.firstOwner.ensureFirstOwner({ apiKey: new Secret('hunter2') }))).toBe('configuration');
  expect(await room.access.firstOwner.ensureFirstOwner({ apiKey: new Secret('pb_only_a_key_here') })).toEqual({});
  expect(await room.access.authenticate({ authorization: 'Bearer pb_only_a_key_here' })).toMatchObject({ isInstallationOwner: true });
});
