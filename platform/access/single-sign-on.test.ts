import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '#sdk';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { accessRoom } from './testing.ts';
import { identityProvider } from './testing-oidc.ts';

let idp: Awaited<ReturnType<typeof identityProvider>>;
let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
let workspace: WorkspaceId;
const wrongs: unknown[] = [];
beforeAll(async () => {
  idp = await identityProvider();
  database = await testDatabase();
  room = accessRoom(database, { oidc: idp.settings, onError: (error) => wrongs.push(error) });
  workspace = await database.newWorkspace();
});
beforeEach(() => {
  for (const name of Object.keys(idp.lie)) delete idp.lie[name as keyof typeof idp.lie];
  Object.assign(idp.person, { email_verified: true });
  wrongs.length = 0;
});
afterAll(async () => {
  await idp.close();
});

const sso = () => {
  if (!room.access.singleSignOn) throw new Error('not configured');
  return room.access.singleSignOn;
};
async function roundTrip(tamper: (back: URL) => void = () => {}) {
  const { redirectTo, cookies } = await sso().start();
  const back = idp.consent(redirectTo);
  tamper(back);
  const answer = await sso().callback(back.href, room.cookieOf(cookies), { ip: '192.0.2.1' });
  return { back, cookies, answer, caller: await room.access.authenticate({ cookie: room.cookieOf(answer.cookies) }) };
}
const refused = (reason: string) => ({ answer: { redirectTo: `/sign-in?error=${reason}` }, caller: undefined });

it('lets in whom an administrator has added, by the address the provider vouches for', async () => {
  const known = await room.person(workspace, 'salesperson');
  const before = await room.signIn(known.email);
  Object.assign(idp.person, { email: known.email.toUpperCase(), sub: 'idp-1' });
  const { back, answer, caller } = await roundTrip();
  expect(idp.asked()).toMatchObject({ code_challenge_method: 'S256', response_type: 'code', scope: 'openid email profile' });
  expect(back.origin + back.pathname).toBe('http://localhost:8000/api/v1/auth/callback/oidc');
  expect(answer.redirectTo).toBe('/');
  expect(answer.cookies[0]).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(caller).toMatchObject({ userId: known.userId, workspaceId: workspace });
  expect((await room.access.sessions.list(known.userId))[0]).toMatchObject({ ipAddress: '192.0.2.1' });
  // The address was unproven until now: a password and a session that somebody else may have made end.
  await expect(room.signIn(known.email)).rejects.toMatchObject({ code: 'wrong_credentials' });
  expect(await room.access.authenticate({ cookie: before })).toBeUndefined();
  // From now on it is the subject that counts, not the address.
  Object.assign(idp.person, { email: 'new-name@example.com' });
  expect((await roundTrip()).caller).toMatchObject({ userId: known.userId });
});

it('is not undone by an invitation: the link alone sets no password for somebody who signs in elsewhere', async () => {
  const elsewhere = await database.newWorkspace();
  const owner = await room.person(elsewhere, 'owner');
  const known = await room.person(workspace, 'manager');
  Object.assign(idp.person, { email: known.email, sub: 'idp-4' });
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

it('lets in nobody else: a stranger, somebody who left, an address given to another', async () => {
  Object.assign(idp.person, { email: 'stranger@example.com', sub: 'idp-2' });
  expect(await roundTrip()).toMatchObject(refused('not_added'));
  expect(await database.systemQuery({ text: 'select 1 from auth.users where email = $1', values: ['stranger@example.com'] })).toEqual([]);

  const known = await room.person(workspace, 'viewer');
  Object.assign(idp.person, { email: known.email, sub: 'idp-3', email_verified: false });
  expect(await roundTrip()).toMatchObject(refused('unproven'));
  Object.assign(idp.person, { email_verified: true });
  expect((await roundTrip()).caller).toMatchObject({ userId: known.userId });
  Object.assign(idp.person, { sub: 'who has the address now' });
  expect(await roundTrip()).toMatchObject(refused('refused'));
  Object.assign(idp.person, { sub: 'idp-3' });
  await database.systemQuery({ text: "update members set state = 'left' where user_id = $1", values: [known.userId] });
  expect(await roundTrip()).toMatchObject(refused('not_added'));
});

describe('an answer of the provider', () => {
  beforeAll(async () => {
    const { email } = await room.person(workspace, 'admin');
    Object.assign(idp.person, { email, sub: 'idp-9' });
  });
  const now = () => Math.floor(Date.now() / 1000);

  it('counts when it is right', async () => {
    expect((await roundTrip()).answer.redirectTo).toBe('/');
    expect(wrongs).toEqual([]);
  });

  it.each([
    ['the signature of a stranger’s key', { sign: 'stranger' }],
    ['no signature', { sign: 'none' }],
    ['a signature with a shared secret', { sign: 'shared' }],
    ['another audience', { claims: { aud: 'another-client' } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['the nonce of another attempt', { claims: { nonce: 'of-another-attempt' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['an end an hour ago', { claims: { exp: now() - 3600 } }],
    ['no end', { claims: { exp: undefined } }],
    ['a begin in an hour', { claims: { nbf: now() + 3600 } }],
  ] as const)('with %s signs nobody in, and the browser is not told why', async (_, lie) => {
    Object.assign(idp.lie, lie);
    expect(await roundTrip()).toMatchObject(refused('refused'));
    expect(wrongs).toHaveLength(1);
  });

  it('counts once, in the browser that asked, for the state that was asked, within ten minutes', async () => {
    const { back, cookies } = await roundTrip();
    const again = await sso().callback(back.href, room.cookieOf(cookies));
    expect(again.redirectTo).toBe('/sign-in?error=expired');
    expect(await roundTrip((url) => url.searchParams.set('state', `${url.searchParams.get('state')}x`))).toMatchObject(refused('expired'));
    const { redirectTo } = await sso().start();
    const other = await sso().start();
    for (const cookie of [undefined, room.cookieOf(other.cookies)])
      expect((await sso().callback(idp.consent(redirectTo).href, cookie)).redirectTo).toBe('/sign-in?error=expired');
    expect(await roundTrip(() => room.clock.pass(601_000))).toMatchObject(refused('expired'));
    // Two at once: one of them.
    const twice = await sso().start();
    const url = idp.consent(twice.redirectTo).href;
    const both = await Promise.all([0, 1].map(() => sso().callback(url, room.cookieOf(twice.cookies))));
    expect(both.map((answer) => answer.redirectTo).sort()).toEqual(['/', '/sign-in?error=expired']);
  });

  it('may be a refusal', async () => {
    expect(await roundTrip((url) => url.searchParams.set('error', 'access_denied'))).toMatchObject(refused('cancelled'));
    expect(await roundTrip((url) => url.searchParams.set('error', 'server_error'))).toMatchObject(refused('refused'));
  });
});

it('says so when the provider is down or is another than configured, and works when it is back', async () => {
  const fresh = accessRoom(database, { oidc: idp.settings, onError: (error) => wrongs.push(error) });
  for (const lie of [{ isDown: true }, { isDown: false, issuer: 'https://evil.example' }]) {
    Object.assign(idp.lie, lie);
    expect(await fresh.access.singleSignOn?.start()).toMatchObject({ redirectTo: '/sign-in?error=unreachable' });
  }
  delete idp.lie.issuer;
  expect((await fresh.access.singleSignOn?.start())?.redirectTo).toMatch(/\/authorize\?/);
});
