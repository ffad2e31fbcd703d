import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { composed } from '../../../twins/inbound-mail.ts';

const TOKEN = 'sendgrid-twin-inbound-token';
let hub: TestHub;
let workspace: TestWorkspace;
let sendgridId: string;
let janeId: string;

interface Entry {
  subject: string;
  snippet: string;
  occurredAt: string;
  direction: string;
  data: { attachments?: { name: string; fileId: string }[] };
}
const connect = (of: TestWorkspace, provider: string, credentials: Record<string, unknown>) =>
  of.post<{ id: string }>('/connections', { integration: 'email', provider, credentials });
const arrive = (provider: string, mail: Record<string, unknown>) =>
  hub.twins.act(provider, { verb: 'mail.arrive', from: 'Jane Doe <jane@customer.test>', ...mail });
const timeline = async (of = workspace, contactId = janeId) => (await of.get<{ data: Entry[] }>(`/activities?contactId=${contactId}&kind=email`)).data;
const formOf = (parts: readonly { name: string; value: string | Buffer; filename?: string; type?: string }[]) =>
  Buffer.concat([
    ...parts.flatMap(({ name, value, filename, type }) => [
      Buffer.from(
        `--sep\r\nContent-Disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`,
      ),
      Buffer.from(value as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--sep--\r\n'),
  ]);
const post = (body: Buffer, query = `?connection=${sendgridId}&token=${TOKEN}`) =>
  hub.app.inject({
    method: 'POST',
    url: `/integrations/email/webhooks/sendgrid/inbound${query}`,
    headers: { 'content-type': 'multipart/form-data; boundary=sep' },
    payload: body,
  });

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  sendgridId = (await connect(workspace, 'sendgrid', { apiKey: 'SG.acme.full-access' })).id;
  await connect(workspace, 'mailgun', { apiKey: 'key-acme-full', domain: 'mg.acme.test', region: 'us' });
  await hub.twins.webhookTarget('sendgrid', {
    topic: 'inbound',
    url: `${hub.url}/integrations/email/webhooks/sendgrid/inbound?connection=${sendgridId}&token=${TOKEN}`,
  });
  janeId = (await workspace.post<{ id: string }>('/contacts', { firstName: 'Jane', lastName: 'Doe', emails: [{ value: 'jane@customer.test' }] })).id;
  await hub.settle();
});

describe('mail that a provider received', () => {
  it.each(['sendgrid', 'mailgun'])('of %s lies on the timeline of who wrote it, once however often it is told', async (provider) => {
    const to = provider === 'mailgun' ? 'inbox@mg.acme.test' : 'inbox@acme.test';
    await arrive(provider, { to, subject: `By ${provider}`, text: 'Could you call me?\n\nJane', messageId: `${provider}-1@customer.test`, repeat: 3 });
    const told = async () => (await timeline()).filter(({ subject }) => subject === `By ${provider}`);
    await hub.until(told, (all) => expect(all).toHaveLength(1));
    await hub.settle();
    const found = await told();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ direction: 'inbound', snippet: expect.stringContaining('Could you call me?') });
  });

  it('is one mail when both providers bring it', async () => {
    for (const provider of ['sendgrid', 'mailgun']) await arrive(provider, { to: 'inbox@mg.acme.test', subject: 'By both', messageId: 'both@customer.test' });
    await hub.settle();
    expect((await timeline()).filter(({ subject }) => subject === 'By both')).toHaveLength(1);
  });

  it('bears its own time, not that of its coming', async () => {
    const raw = composed({
      from: 'jane@customer.test',
      to: 'inbox@mg.acme.test',
      subject: 'Of last month',
      text: 'x',
      headers: {},
      messageId: 'old@customer.test',
      at: new Date(hub.clock.now().getTime() - 30 * 86_400_000),
    });
    await arrive('mailgun', { to: 'inbox@mg.acme.test', raw, messageId: 'old@customer.test' });
    await hub.settle();
    const found = (await timeline()).find(({ subject }) => subject === 'Of last month');
    expect(hub.clock.now().getTime() - Date.parse(found?.occurredAt ?? '')).toBeGreaterThan(29 * 86_400_000);
  });

  it('is put together from the fields where the provider was not asked for all of it, in their charsets and with files', async () => {
    const answer = await post(
      formOf([
        { name: 'headers', value: 'Message-ID: <fields@customer.test>\r\nDate: Thu, 26 Nov 2026 09:00:00 +0000\r\nTo: inbox@acme.test' },
        { name: 'from', value: 'Jane <jane@customer.test>' },
        { name: 'to', value: 'inbox@acme.test' },
        { name: 'subject', value: 'By fields' },
        { name: 'charsets', value: JSON.stringify({ text: 'iso-8859-1', subject: 'UTF-8' }) },
        { name: 'text', value: Buffer.from('Grüße aus Köln', 'latin1') },
        { name: 'attachment1', value: 'one,two', filename: 'list.csv', type: 'text/csv' },
      ]),
    );
    expect(answer.statusCode).toBe(200);
    await hub.settle();
    const found = (await timeline()).find(({ subject }) => subject === 'By fields');
    expect(found?.snippet).toBe('Grüße aus Köln');
    expect(found?.data.attachments?.map(({ name }) => name)).toEqual(['list.csv']);
  });

  it('of the block list, of colleagues and of nobody is not kept, and says why', async () => {
    const before = (await timeline()).length;
    await workspace.call('PATCH', `/connections/${sendgridId}`, { body: { settings: { blocklist: ['@blocked.test'] } } });
    await arrive('sendgrid', { from: 'a@blocked.test', to: 'inbox@acme.test', messageId: 'blocked@x.test' });
    await post(formOf([{ name: 'subject', value: 'From nobody' }]));
    await hub.settle();
    expect((await timeline()).length).toBe(before);
    const trace = await workspace.get<Record<string, unknown>>('/email/trace?messageId=blocked@x.test');
    expect(JSON.stringify(trace)).toContain('block list');
  });

  it('is refused with a wrong token, and with the token at another workspace’s connection', async () => {
    const form = formOf([
      { name: 'from', value: 'jane@customer.test' },
      { name: 'to', value: 'inbox@acme.test' },
      { name: 'subject', value: 'Forged' },
    ]);
    expect((await post(form, `?connection=${sendgridId}&token=${'x'.repeat(27)}`)).statusCode).toBe(401);
    expect((await post(form, `?connection=${sendgridId}`)).statusCode).toBe(401);
    const other = await hub.newWorkspace();
    const own = await connect(other, 'sendgrid', { apiKey: 'SG.globex.full-access', inboundToken: 'a-token-of-its-own-and-long' });
    expect((await post(form, `?connection=${own.id}&token=${TOKEN}`)).statusCode).toBe(401);
    expect((await post(form, `?connection=${own.id}&token=a-token-of-its-own-and-long`)).statusCode).toBe(200);
    await hub.settle();
    expect((await timeline()).some(({ subject }) => subject === 'Forged')).toBe(false);
  });
});
