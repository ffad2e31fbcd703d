import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, testHub } from '../../../server/testing/test-hub.ts';
import { asUser, dovecot, fill, mailOf, newUser, postfix } from './dovecot.fixture.ts';
import { imapProxy } from './imap-proxy.fixture.ts';

const isThere = dovecot.isThere && postfix.isThere;
const trusted = getCACertificates('default');
let hub: TestHub;
const credentials = (email: string, imap: { port: number; security: string }, smtp: { port: number; security: string }) => ({
  email,
  password: 'pass',
  imapHost: dovecot.host,
  imapPort: imap.port,
  imapSecurity: imap.security,
  smtpHost: '127.0.0.1',
  smtpPort: smtp.port,
  smtpSecurity: smtp.security,
});
const body = (given: ReturnType<typeof credentials>) => ({ integration: 'email', provider: 'imap', credentials: given });
const trustIt = async () => setDefaultCACertificates([...trusted, await readFile(join(dovecot.folder, 'cert.pem'), 'utf8')]);

describe.runIf(isThere)(`encrypted lines to real servers${isThere ? '' : dovecot.why}`, () => {
  beforeAll(async () => {
    hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  });
  afterEach(() => setDefaultCACertificates(trusted));

  it.each([
    ['TLS from the first byte', { port: dovecot.tlsPort, security: 'tls' }, { port: postfix.tlsPort, security: 'tls' }],
    ['STARTTLS', { port: dovecot.port, security: 'starttls' }, { port: postfix.port, security: 'starttls' }],
  ])('reads and sends by %s', async (_name, imap, smtp) => {
    await trustIt();
    const [ada, bob] = [newUser('ada'), newUser('bob')];
    await fill(ada, [mailOf({ id: `1.${ada}`, to: ada, subject: 'Over a safe line' })]);
    await fill(bob, []);
    const workspace = await hub.newWorkspace();
    const { id } = await workspace.post<{ id: string }>('/connections', body(credentials(ada, imap, smtp)));
    await workspace.post(`/connections/${id}/sync`, {});
    await hub.settle();
    expect((await workspace.get<{ data: { subject: string }[] }>('/activities?kind=email')).data).toMatchObject([{ subject: 'Over a safe line' }]);
    const sent = await workspace.post<{ id: string }>('/email/messages', { connectionId: id, to: [{ address: bob }], subject: 'Through Postfix', text: 'x' });
    const arrived = async () => {
      await hub.settle();
      return asUser(bob, async (client) =>
        client.mailbox && client.mailbox.exists > 0 ? ((await client.fetchOne('*', { source: true })) || undefined)?.source?.toString() : '',
      );
    };
    // As the server that took it over saw the line.
    await expect.poll(arrived, { timeout: 20_000 }).toMatch(/using TLSv1/);
    expect(await workspace.get(`/email/messages/${sent.id}`)).toMatchObject({ state: 'accepted' });
    await asUser(ada, async (client) => expect(client.mailbox).toMatchObject({ exists: 1 }), 'Sent');
  });

  it('names the part whose certificate nobody vouches for, and sends no password there', async () => {
    const workspace = await hub.newWorkspace();
    const incoming = body(credentials(newUser(), { port: dovecot.tlsPort, security: 'tls' }, { port: postfix.port, security: 'none' }));
    expect(await workspace.call('POST', '/connections', { body: incoming })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'credentials.imapSecurity' }] },
    });
    const outgoing = body(credentials(newUser(), { port: dovecot.port, security: 'none' }, { port: postfix.port, security: 'starttls' }));
    expect(await workspace.call('POST', '/connections', { body: outgoing })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'credentials.smtpSecurity' }] },
    });
  });

  it('does not go on in plain text where a server no longer offers STARTTLS', async () => {
    await trustIt();
    const { port, between } = await imapProxy({ without: ['STARTTLS'] });
    const workspace = await hub.newWorkspace();
    const given = body(credentials(newUser(), { port, security: 'starttls' }, { port: postfix.port, security: 'starttls' }));
    const { status, body: problem } = await workspace.call<{ errors?: { path: string }[] }>('POST', '/connections', { body: given });
    expect(status).toBe(422);
    expect(problem.errors).toMatchObject([{ path: 'credentials.imapSecurity' }]);
    expect(between.said.join('\n')).not.toMatch(/LOGIN|AUTHENTICATE|pass/);
  });
});
