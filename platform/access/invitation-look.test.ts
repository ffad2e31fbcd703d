import { expect, it } from 'vitest';
import type { Actor } from '#sdk';
import { testDatabase } from '../testing/database.ts';
import { accessRoom } from './testing.ts';

it('tells whoever holds a link what became of it, and nobody else anything', async () => {
  const database = await testDatabase();
  const room = accessRoom(database);
  const workspace = await database.newWorkspace();
  const elsewhere = await database.newWorkspace();
  const { invitations } = room.access;
  const { userId } = await room.person(workspace, 'owner');
  const owner: Actor = { kind: 'person', userId, role: 'owner' };
  const invite = async (email: string) => {
    const { inviteUrl = '', userId: invited } = await invitations.add(workspace, owner, { email, name: 'Ada', role: 'viewer' });
    return { token: inviteUrl.split('/').at(-1) ?? '', invited };
  };

  const first = await invite('ada@example.com');
  expect(await invitations.look(first.token)).toMatchObject({ state: 'open', name: 'Ada', email: 'ada@example.com', proof: 'new_password' });
  const { inviteUrl: again } = await invitations.again(workspace, owner, first.invited);
  expect(await invitations.look(first.token)).toEqual({ state: 'expired' });
  const token = again.split('/').at(-1) ?? '';
  await invitations.accept(token, { password: room.PASSWORD });
  expect(await invitations.look(token)).toEqual({ state: 'used' });

  const known = await room.person(elsewhere, 'viewer');
  const second = await invite(known.email);
  expect(await invitations.look(second.token)).toMatchObject({ state: 'open', proof: 'password' });
  room.clock.pass(8 * 24 * 3600_000);
  expect(await invitations.look(second.token)).toEqual({ state: 'expired' });

  for (const wrong of ['nonsense', `${second.token}x`, `${second.token.split('.')[0]}.${'a'.repeat(43)}`])
    expect(await invitations.look(wrong)).toEqual({ state: 'unknown' });
});
