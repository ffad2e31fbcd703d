import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '#sdk';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { accessRoom } from './testing.ts';

let database: TestDatabase;
let room: ReturnType<typeof accessRoom>;
let workspace: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  room = accessRoom(database);
  workspace = await database.newWorkspace();
});

/** RFC 6238 with the secret of an `otpauth:` address. */
function codeOf(uri: string, at = Date.now()): string {
  const base32 = new URL(uri).searchParams.get('secret') ?? '';
  let bits = '';
  for (const char of base32.replace(/=+$/, '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('sign-in', () => {
  it('gives a cookie that names the person, and a signed-out one that names nobody', async () => {
    const { email, userId } = await room.person(workspace, 'manager');
    const { cookies } = await room.access.signIn({ email: email.toUpperCase(), password: room.PASSWORD, ip: '192.0.2.7', userAgent: 'test' });
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^patchbay\.session_token=.*; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const cookie = room.cookieOf(cookies);
    const caller = await room.access.authenticate({ cookie });
    expect(caller).toMatchObject({ workspaceId: workspace, userId, isInstallationOwner: false, actor: { kind: 'person', userId, role: 'manager' } });
    expect(await room.access.sessions.list(userId)).toMatchObject([{ id: caller?.sessionId, ipAddress: '192.0.2.7', userAgent: 'test' }]);
    expect(await room.access.signOut(cookie)).toMatch(/Max-Age=0/);
    expect(await room.access.authenticate({ cookie })).toBeUndefined();
  });

  it('marks the cookie Secure behind https', async () => {
    const { email } = await room.person(workspace, 'viewer');
    const secure = accessRoom(database, { publicUrl: 'https://hub.example.com/' });
    const { cookies } = await secure.access.signIn({ email, password: secure.PASSWORD });
    expect(cookies[0]).toMatch(/^__Secure-patchbay\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(await secure.access.authenticate({ cookie: secure.cookieOf(cookies) })).toBeDefined();
  });

  it('answers alike for an unknown address and a wrong password', async () => {
    const { email } = await room.person(workspace, 'viewer');
    const wrong = await room.access.signIn({ email, password: 'not the password' }).catch((e: unknown) => e);
    const unknown = await room.access.signIn({ email: 'nobody@example.com', password: 'not the password' }).catch((e: unknown) => e);
    const garbage = await room.access.signIn({ email: 'no address', password: 'not the password' }).catch((e: unknown) => e);
    for (const error of [wrong, unknown, garbage]) expect(error).toMatchObject({ code: 'wrong_credentials' });
    expect((wrong as Error).message).toBe((unknown as Error).message);
  });

  it('refuses a token without our signature, a foreign signature, and one that has ended', async () => {
    const { email } = await room.person(workspace, 'viewer');
    const cookie = await room.signIn(email);
    const value = decodeURIComponent(cookie.split('=').slice(1).join('='));
    const name = room.access.cookieName;
    const [token = ''] = value.split('.');
    for (const forged of [token, `${token}.`, `${token}.${Buffer.alloc(32).toString('base64')}`, `x${value}`, '%', '']) {
      expect(await room.access.authenticate({ cookie: `${name}=${forged}` })).toBeUndefined();
    }
    expect(await room.access.authenticate({ cookie: `a=b; ${cookie}; c` })).toBeDefined();
    room.clock.pass(31 * 24 * 3600_000);
    expect(await room.access.authenticate({ cookie })).toBeUndefined();
    room.clock.pass(-31 * 24 * 3600_000);
  });

  it('keeps a session in use alive', async () => {
    const { email, userId } = await room.person(workspace, 'viewer');
    const cookie = await room.signIn(email);
    const ends = async () =>
      (await database.systemQuery<{ at: Date }>({ text: 'select expires_at as at from auth.sessions where user_id = $1', values: [userId] }))[0]?.at;
    const before = await ends();
    room.clock.pass(3 * 24 * 3600_000);
    await room.access.authenticate({ cookie });
    await expect.poll(ends).not.toEqual(before);
    room.clock.pass(-3 * 24 * 3600_000);
  });

  it('revokes one session of a person and nobody else’s', async () => {
    const [a, b] = [await room.person(workspace, 'viewer'), await room.person(workspace, 'viewer')];
    const cookie = await room.signIn(a.email);
    const caller = await room.access.authenticate({ cookie });
    const sessionId = caller?.sessionId ?? '';
    await expect(room.access.sessions.revoke(b.userId, sessionId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await room.access.authenticate({ cookie })).toBeDefined();
    await room.access.sessions.revoke(a.userId, sessionId);
    expect(await room.access.authenticate({ cookie })).toBeUndefined();
  });
});

describe('second factor', () => {
  it('is asked for once it was confirmed, takes a code or a backup code once, and can be switched off', async () => {
    const { email } = await room.person(workspace, 'admin');
    let cookie = await room.signIn(email);
    const { secondFactor, signIn, authenticate } = room.access;
    await expect(secondFactor.enable(cookie, 'not the password')).rejects.toMatchObject({ code: 'invalid_input' });
    const { uri, backupCodes } = await secondFactor.enable(cookie, room.PASSWORD);
    expect(backupCodes).toHaveLength(10);
    // Not confirmed yet: the password alone still does.
    expect((await signIn({ email, password: room.PASSWORD })).cookies).toHaveLength(1);
    await expect(secondFactor.confirm(cookie, '000000')).rejects.toMatchObject({ code: 'invalid_input' });
    cookie = room.cookieOf((await secondFactor.confirm(cookie, codeOf(uri))).cookies);
    expect(await authenticate({ cookie })).toBeDefined();

    await expect(signIn({ email, password: room.PASSWORD })).rejects.toMatchObject({ code: 'second_factor_needed' });
    await expect(signIn({ email, password: 'not the password', totp: codeOf(uri) })).rejects.toMatchObject({ code: 'wrong_credentials' });
    await expect(signIn({ email, password: room.PASSWORD, totp: '000000' })).rejects.toMatchObject({ code: 'wrong_credentials' });
    const signedIn = await signIn({ email, password: room.PASSWORD, totp: codeOf(uri) });
    expect(await authenticate({ cookie: room.cookieOf(signedIn.cookies) })).toBeDefined();
    const totp = backupCodes[0] ?? '';
    expect(await signIn({ email, password: room.PASSWORD, totp })).toBeDefined();
    await expect(signIn({ email, password: room.PASSWORD, totp })).rejects.toMatchObject({ code: 'wrong_credentials' });

    await secondFactor.disable(cookie, room.PASSWORD);
    expect(await signIn({ email, password: room.PASSWORD })).toBeDefined();
  });
});

it('keeps the people out of reach of a workspace', async () => {
  await expect(database.workspace(workspace, (tx) => tx.execute('select * from auth.sessions'))).rejects.toMatchObject({ cause: { code: '42501' } });
});
