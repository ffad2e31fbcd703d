import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WorkspaceId } from '#sdk';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { accessRoom } from './testing.ts';

/** An identity provider that knows one person and answers every code with them. */
const person = { sub: 'idp-1', email: 'nobody@example.com', email_verified: true, name: 'From The Provider' };
const provider = createServer((request, response) => {
  request.resume().on('end', async () => {
    const idToken = await new SignJWT(person).setProtectedHeader({ alg: 'HS256' }).setIssuedAt().setExpirationTime('5m').sign(Buffer.alloc(32, 1));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/token' ? { access_token: 'a', token_type: 'Bearer', expires_in: 300, id_token: idToken } : person));
  });
});

let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
let workspace: WorkspaceId;
beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  database = await testDatabase();
  room = accessRoom(database, {
    oidc: {
      issuer: base,
      authorizationUrl: `${base}/authorize`,
      tokenUrl: `${base}/token`,
      userInfoUrl: `${base}/userinfo`,
      clientId: 'hub',
      clientSecret: 'secret',
    },
  });
  workspace = await database.newWorkspace();
});
afterAll(() => void provider.close());

async function roundTrip(tamper = (state: string) => state) {
  const sso = room.access.singleSignOn;
  if (!sso) throw new Error('not configured');
  const { redirectTo, cookies } = await sso.start();
  const asked = new URL(redirectTo);
  const back = new URL(asked.searchParams.get('redirect_uri') ?? '');
  back.search = new URLSearchParams({ code: 'code', state: tamper(asked.searchParams.get('state') ?? '') }).toString();
  return { asked, back, answer: await sso.callback(back.href, room.cookieOf(cookies)) };
}

it('lets in whom an administrator has added, by the address the provider vouches for', async () => {
  const known = await room.person(workspace, 'salesperson');
  const before = await room.signIn(known.email);
  person.email = known.email;
  const { asked, back, answer } = await roundTrip();
  expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
  expect(back.origin + back.pathname).toBe('http://localhost:8000/api/v1/auth/callback/oidc');
  expect(answer.redirectTo).toBe('/');
  expect(await room.access.authenticate({ cookie: room.cookieOf(answer.cookies) })).toMatchObject({ userId: known.userId, workspaceId: workspace });
  // The address was unproven until now: a password and a session that somebody else may have made end.
  await expect(room.signIn(known.email)).rejects.toMatchObject({ code: 'wrong_credentials' });
  expect(await room.access.authenticate({ cookie: before })).toBeUndefined();
  expect((await roundTrip()).answer.redirectTo).toBe('/');
});

it('is not undone by an invitation: the link alone sets no password for somebody who signs in elsewhere', async () => {
  const elsewhere = await database.newWorkspace();
  const owner = await room.person(elsewhere, 'owner');
  const known = await room.person(workspace, 'manager');
  Object.assign(person, { email: known.email, sub: 'idp-4' });
  const cookie = room.cookieOf((await roundTrip()).answer.cookies);
  const { inviteUrl = '' } = await room.access.invitations.add(
    elsewhere,
    { kind: 'person', userId: owner.userId, role: 'owner' },
    { email: known.email, name: 'x', role: 'viewer' },
  );
  const token = inviteUrl.split('/').at(-1) ?? '';
  await expect(room.access.invitations.accept(token, { password: 'chosen by another' })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(room.access.invitations.accept(token, { password: 'chosen by another', signedInAs: owner.userId })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  await room.access.invitations.accept(token, { password: '', signedInAs: known.userId });
  expect(await room.access.authenticate({ cookie, workspaceHeader: elsewhere })).toMatchObject({ userId: known.userId });
});

it('lets in nobody else, and nobody with a state of another browser', async () => {
  person.email = 'stranger@example.com';
  person.sub = 'idp-2';
  const { answer } = await roundTrip();
  expect(answer.redirectTo).toContain('error');
  expect(await room.access.authenticate({ cookie: room.cookieOf(answer.cookies) })).toBeUndefined();
  expect(await database.systemQuery({ text: 'select 1 from auth.users where email = $1', values: [person.email] })).toEqual([]);

  const known = await room.person(workspace, 'viewer');
  person.email = known.email;
  person.sub = 'idp-3';
  const forged = await roundTrip((state) => `${state}x`);
  expect(await room.access.authenticate({ cookie: room.cookieOf(forged.answer.cookies) })).toBeUndefined();
  const sso = room.access.singleSignOn;
  const { back } = await roundTrip();
  const elsewhere = await sso?.callback(back.href, undefined);
  expect(await room.access.authenticate({ cookie: room.cookieOf(elsewhere?.cookies ?? []) })).toBeUndefined();
});
