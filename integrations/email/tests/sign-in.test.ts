import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { arrive, asUser, dovecot, fill, forget, mailOf, newUser, postfix, refusePassword } from './dovecot.fixture.ts';
import { vouchFor } from './introspection.fixture.ts';

const isThere = dovecot.isThere && postfix.isThere;
/** One of the twin's people. */
const ADA = 'ada@acme.test';
let hub: TestHub;
let vouched: { asked: string[] };
const subjects = async (workspace: TestWorkspace) =>
  (await workspace.get<{ data: { subject: string }[] }>('/activities?kind=email')).data.map(({ subject }) => subject);
const read = async (workspace: TestWorkspace, id: string) => {
  // Refused while the connection waits for its person.
  await workspace.call('POST', `/connections/${id}/sync`, { body: {} });
  await hub.settle();
};

describe.runIf(isThere)(`signing in to a mailbox${isThere ? '' : dovecot.why}`, () => {
  beforeAll(async () => {
    hub = await testHub({
      environment: {
        PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
        GMAIL_IMAP_HOST: dovecot.host,
        GMAIL_IMAP_PORT: String(dovecot.port),
        GMAIL_IMAP_SECURITY: 'none',
        GMAIL_SMTP_HOST: '127.0.0.1',
        GMAIL_SMTP_PORT: String(postfix.port),
        GMAIL_SMTP_SECURITY: 'none',
        OUTLOOK_IMAP_HOST: dovecot.host,
        OUTLOOK_IMAP_PORT: String(dovecot.port),
        OUTLOOK_IMAP_SECURITY: 'none',
        OUTLOOK_SMTP_HOST: '127.0.0.1',
        OUTLOOK_SMTP_PORT: String(postfix.port),
        OUTLOOK_SMTP_SECURITY: 'none',
      },
    });
    vouched = await vouchFor([`${hub.twinsUrl}/google/v1/userinfo`, `${hub.twinsUrl}/microsoft/oidc/userinfo`]);
  });

  it('goes by a token (XOAUTH2) that is renewed when its hour is over, and when it is refused before', async () => {
    const bob = newUser('bob');
    await forget(ADA);
    await fill(ADA, [mailOf({ id: '1.token', to: ADA, subject: 'First' })]);
    await fill(bob, []);
    const workspace = await hub.newWorkspace();
    const { authorizeUrl } = await workspace.post<{ authorizeUrl: string }>('/connections/authorize', { integration: 'email', provider: 'gmail' });
    const { redirectUrl } = await hub.twins.consent('google', { authorizeUrl, account: ADA });
    const back = await fetch(redirectUrl, { headers: { accept: 'application/json' } });
    const { connection } = (await back.json()) as { connection: { id: string } };
    const { id } = connection;
    await read(workspace, id);
    expect(await subjects(workspace)).toEqual(['First']);
    const renewals = async () =>
      (await hub.twins.journal('google')).filter(({ path, body }) => path === '/google/token' && body.includes('refresh_token')).length;
    expect(await renewals()).toBe(0);

    await hub.twins.clock({ advanceMs: 2 * 3_600_000 });
    await arrive(ADA, mailOf({ id: '2.token', to: ADA, subject: 'After an hour' }));
    await read(workspace, id);
    expect(await subjects(workspace)).toEqual(['After an hour', 'First']);
    expect(await renewals()).toBe(1);

    // Withdrawn at the provider although its time had not come: the server refuses it, a fresh one is made.
    await hub.twins.clock({ advanceMs: 10 * 60_000 });
    await hub.twins.fault('google', { match: { path: '/v1/userinfo' }, do: 'expired', next: 1 });
    await arrive(ADA, mailOf({ id: '3.token', to: ADA, subject: 'Refused before' }));
    await read(workspace, id);
    expect(await subjects(workspace)).toEqual(['Refused before', 'After an hour', 'First']);
    expect(vouched.asked).toContain('refused');
    expect(await renewals()).toBe(2);
    expect(await workspace.get(`/connections/${id}`)).toMatchObject({ status: 'active' });

    // The outgoing server goes by it too.
    await workspace.post('/email/messages', { connectionId: id, to: [{ address: bob }], subject: 'By token', text: 'x' });
    const arrived = async () => {
      await hub.settle();
      return asUser(bob, async (client) => (client.mailbox ? client.mailbox.exists : 0));
    };
    await expect.poll(arrived, { timeout: 20_000 }).toBe(1);
  });

  it('signs in to Microsoft 365 by IMAP, as whom the sign-in itself names', async () => {
    const dora = 'dora@globex.test';
    await forget(dora);
    await fill(dora, [mailOf({ id: '1.outlook', to: dora, subject: 'By IMAP' })]);
    const workspace = await hub.newWorkspace();
    const begun = await workspace.post<{ authorizeUrl: string }>('/connections/authorize', { integration: 'email', provider: 'outlook' });
    const { redirectUrl } = await hub.twins.consent('microsoft', { authorizeUrl: begun.authorizeUrl, account: dora });
    const back = await fetch(redirectUrl, { headers: { accept: 'application/json' } });
    const { id } = ((await back.json()) as { connection: { id: string } }).connection;
    await read(workspace, id);
    expect(await subjects(workspace)).toEqual(['By IMAP']);
    expect(await workspace.get(`/connections/${id}`)).toMatchObject({ status: 'active', label: dora, data: { email: dora, sends: true } });
    const { authorizeUrl } = await workspace.post<{ authorizeUrl: string }>('/connections/authorize', { integration: 'email', provider: 'outlook' });
    // A token of Microsoft is for one service: nothing of Graph is asked for with it.
    expect(new URL(authorizeUrl).searchParams.get('scope')?.split(' ').toSorted()).toEqual(
      ['email', 'https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send', 'offline_access', 'openid', 'profile'].toSorted(),
    );
    await hub.twins.clock({ advanceMs: 2 * 3_600_000 });
    await arrive(dora, mailOf({ id: '2.outlook', to: dora, subject: 'After its hour' }));
    await read(workspace, id);
    expect(await subjects(workspace)).toEqual(['After its hour', 'By IMAP']);
  });

  it('stops at a password that was changed, says so, and goes on where it was once it has the new one', async () => {
    const user = newUser();
    await fill(user, [mailOf({ id: `1.${user}`, to: user, subject: 'Before' })]);
    const workspace = await hub.newWorkspace();
    const credentials = { email: user, password: 'pass', imapHost: dovecot.host, imapPort: dovecot.port, imapSecurity: 'none' };
    const { id } = await workspace.post<{ id: string }>('/connections', { integration: 'email', provider: 'imap', credentials });
    await read(workspace, id);
    await refusePassword(user, true);
    const isRefused = async () => {
      await read(workspace, id);
      return (await workspace.get<{ status: string }>(`/connections/${id}`)).status;
    };
    // The server looks at its list of passwords once a second.
    await expect.poll(isRefused, { timeout: 20_000 }).toBe('reauthorize');
    await arrive(user, mailOf({ id: `2.${user}`, to: user, subject: 'In between' }));
    await read(workspace, id);
    expect(await workspace.get(`/connections/${id}`)).toMatchObject({
      statusReason: expect.stringContaining('incoming mail (IMAP) does not accept'),
    });
    expect(await subjects(workspace)).toEqual(['Before']);
    await refusePassword(user, false);
    const again = async () =>
      (await workspace.call<{ id: string }>('POST', '/connections', { body: { integration: 'email', provider: 'imap', credentials } })).body.id;
    await expect.poll(again, { timeout: 20_000 }).toBe(id);
    await read(workspace, id);
    expect(await subjects(workspace)).toEqual(['In between', 'Before']);
    expect(await workspace.get(`/connections/${id}`)).toMatchObject({ status: 'active' });
  });
});
