import PostalMime from 'postal-mime';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { smtpServer } from './smtp-server.fixture.ts';

/** What a mail of a person becomes: its files, its pictures, its time, and how it is called back. */
let hub: TestHub;
let workspace: TestWorkspace;
let server: Awaited<ReturnType<typeof smtpServer>>;
let connectionId: string;
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

beforeAll(async () => {
  server = await smtpServer();
  hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  workspace = await hub.newWorkspace();
  const credentials = { host: '127.0.0.1', port: server.port, security: 'none', username: 'ada', password: 'pass', fromEmail: 'ada@acme.example' };
  const added = await workspace.post<{ id: string }>('/connections', { integration: 'email', provider: 'smtp', credentials, settings: { signature: 'Ada' } });
  connectionId = added.id;
});
beforeEach(() => {
  server.delivered.length = 0;
});
const send = (body: Record<string, unknown>) =>
  workspace.post<{ id: string; state: string; sendAt: string | null }>('/email/messages', {
    connectionId,
    to: [{ address: 'jane@customer.example' }],
    subject: 'With everything',
    ...body,
  });
const delivered = (count: number) =>
  expect
    .poll(
      async () => {
        await hub.settle();
        return server.delivered.length;
      },
      { timeout: 10_000 },
    )
    .toBe(count);
const stateOf = async (id: string) => (await workspace.get<{ state: string }>(`/email/messages/${id}`)).state;

it('carries files as they are, and shows pictures inside its text', async () => {
  const [plan, picture] = [
    await workspace.upload<{ id: string }>('/files', 'the plan, größer', { name: 'plan.txt' }),
    await workspace.upload<{ id: string }>('/files', PNG.toString('latin1'), { name: 'logo.png' }),
  ];
  await send({
    html: `<p>See <img src="cid:${picture.id}"></p>`,
    text: 'See the picture.',
    attachments: [
      { fileId: plan.id, name: 'Plän "a".txt' },
      { fileId: picture.id, name: 'logo.png', contentId: picture.id },
    ],
  });
  await delivered(1);
  const mail = await PostalMime.parse(server.delivered[0]?.raw ?? '');
  const [file, inside] = ['Plän "a".txt', 'logo.png'].map((name) => mail.attachments.find(({ filename }) => filename === name));
  expect(Buffer.from(file?.content as ArrayBuffer).toString()).toBe('the plan, größer');
  expect(file?.disposition).toBe('attachment');
  expect(inside).toMatchObject({ disposition: 'inline', contentId: `<${picture.id}>` });
  expect(mail.html).toContain(`cid:${picture.id}`);
  expect(mail.html).toContain('Ada');
  expect(mail.text).toContain('See the picture.');
});

it('waits ten seconds, in which its writer may call it back', async () => {
  const [kept, recalled] = [await send({ text: 'x', undoSeconds: 10 }), await send({ text: 'y', undoSeconds: 10 })];
  expect(kept.state).toBe('scheduled');
  await hub.twins.clock({ advanceMs: 5000 });
  await hub.settle();
  expect(server.delivered).toHaveLength(0);
  expect(await workspace.post(`/email/messages/${recalled.id}/cancel`, {})).toMatchObject({ state: 'cancelled' });
  await hub.twins.clock({ advanceMs: 6000 });
  await delivered(1);
  expect(server.delivered[0]?.raw).toContain('\r\nx');
  // Too late now.
  expect((await workspace.call('POST', `/email/messages/${kept.id}/cancel`, { body: {} })).status).toBe(409);
  await hub.twins.clock({ advanceMs: 60_000 });
  await hub.settle();
  expect([await stateOf(kept.id), await stateOf(recalled.id), server.delivered.length]).toEqual(['accepted', 'cancelled', 1]);
});

it('leaves when its time has come, with that time on it, and not a moment before', async () => {
  const sendAt = new Date(hub.clock.now().getTime() + 26 * 3_600_000);
  const later = await send({ text: 'Tomorrow', sendAt: sendAt.toISOString() });
  expect(later).toMatchObject({ state: 'scheduled', sendAt: sendAt.toISOString() });
  await hub.twins.clock({ advanceMs: 25 * 3_600_000 });
  await hub.settle();
  expect(server.delivered).toHaveLength(0);
  await hub.twins.clock({ advanceMs: 2 * 3_600_000 });
  await delivered(1);
  const { date } = await PostalMime.parse(server.delivered[0]?.raw ?? '');
  expect(Math.abs(Date.parse(date ?? '') - sendAt.getTime())).toBeLessThan(1000);
});

it('keeps drafts for their writer alone', async () => {
  // A key without a person behind it writes no drafts.
  const apiKey = await workspace.key('admin');
  expect((await workspace.call('POST', '/email/drafts', { apiKey, body: { content: { text: 'Dear' } } })).body).toMatchObject({ code: 'person_needed' });
});

it('follows the links of a mail to one reader when asked, and only as far as they may be followed', async () => {
  const kim = await workspace.post<{ id: string }>('/contacts', { firstName: 'Kim', emails: [{ value: 'kim@customer.example', primary: true }] });
  const html = '<p>See {{ this }} <a href="https://acme.example/offer?a=1&amp;b=2">offer</a>, <a href="mailto:ada@acme.example">me</a></p>';
  const sent = async (body: Record<string, unknown>) => {
    server.delivered.length = 0;
    const { id } = await send({ to: [{ address: 'kim@customer.example' }], html, text: 'See', ...body });
    await delivered(1);
    const mail = await PostalMime.parse(server.delivered[0]?.raw ?? '');
    return { id, mail, links: [...(mail.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href) };
  };
  expect((await sent({})).links).toEqual(['https://acme.example/offer?a=1&amp;b=2', 'mailto:ada@acme.example']);
  const other = { address: 'joe@customer.example' };
  expect((await sent({ track: true, cc: [other] })).links[0]).toContain('https://acme.example/offer');

  const { id, mail, links } = await sent({ track: true });
  expect(mail.html).toContain('See {{ this }}');
  expect(links[1]).toBe('mailto:ada@acme.example');
  // Long enough after it was sent that a person may have read it.
  await hub.twins.clock({ advanceMs: 120_000 });
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0';
  const visit = (url: string) => hub.app.inject({ method: 'GET', url: new URL(url).pathname, headers: { 'user-agent': userAgent } });
  expect((await visit(links[0] ?? '')).headers.location).toBe('https://acme.example/offer?a=1&b=2');
  expect((await visit(/src="([^"]+\/t\/o\/[^"]+)"/.exec(mail.html ?? '')?.[1] ?? '')).statusCode).toBe(200);
  await hub.settle();
  const { history } = await workspace.get<{ history: { state: string }[] }>(`/email/messages/${id}`);
  expect(history.map(({ state }) => state)).toEqual(expect.arrayContaining(['clicked', 'opened']));
  const { data } = await workspace.get<{ data: { status: string | null; data: Record<string, unknown> }[] }>(`/activities?contactId=${kim.id}&kind=email`);
  expect(data.filter(({ data: facts }) => facts.lastClickedUrl === 'https://acme.example/offer?a=1&b=2')).toHaveLength(1);
  // Looked at here, it is as it was written.
  expect(JSON.stringify(await workspace.get(`/email/threads?q=`))).not.toContain('/t/c/');

  await workspace.call('PUT', `/email/contacts/${kim.id}/tracking`, { body: { mode: 'none' } });
  expect((await sent({ track: true })).links[0]).toContain('https://acme.example/offer');
});

it('tells its writer when nobody answered in time, once, and opens the conversation again', async () => {
  const { id: userId } = await workspace.post<{ id: string }>('/users', {
    email: 'dana@acme.example',
    name: 'Dana',
    role: 'admin',
    password: 'a long enough password',
  });
  const { key } = await workspace.post<{ key: string }>('/api-keys', { name: 'Dana', scopes: ['*'], actAs: userId });
  const bell = async () =>
    (await workspace.call<{ data: { title: string }[] }>('GET', '/notifications', { apiKey: key })).body.data.filter(({ title }) =>
      title.startsWith('No answer yet'),
    );
  const asked = await workspace.post<{ id: string; threadId: string }>('/email/messages', {
    connectionId,
    to: [{ address: 'jane@customer.example' }],
    subject: 'Anybody there?',
    text: 'Hello',
    userId,
    remindAfterDays: 3,
  });
  await delivered(1);
  const status = async () => (await workspace.get<{ status: string }>(`/email/threads/${asked.threadId}`)).status;
  expect(await status()).toBe('waiting');
  await hub.twins.clock({ advanceMs: 2 * 86_400_000 });
  await hub.settle();
  expect(await status()).toBe('waiting');
  await hub.twins.clock({ advanceMs: 2 * 86_400_000 });
  await hub.settle();
  expect(await status()).toBe('open');
  expect((await bell()).map(({ title }) => title)).toEqual(['No answer yet: Anybody there?']);
});

it('goes out from another address of the mailbox where it is asked to, and from no other', async () => {
  await workspace.call('PATCH', `/connections/${connectionId}`, { body: { settings: { signature: 'Ada', aliases: ['Sales@acme.example'] } } });
  await send({ text: 'From sales', from: 'Sales@Acme.example', undoSeconds: 0 });
  await delivered(1);
  expect(server.delivered[0]?.from).toBe('sales@acme.example');
  expect((await PostalMime.parse(server.delivered[0]?.raw ?? '')).from?.address).toBe('sales@acme.example');
  const refused = await workspace.call<{ errors: { path: string; message: string }[] }>('POST', '/email/messages', {
    body: { connectionId, to: [{ address: 'jane@customer.example' }], subject: 'x', text: 'x', from: 'boss@acme.example' },
  });
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toEqual([{ path: 'from', message: expect.stringContaining('does not send as boss@acme.example') }]);
});

it('links to what is too large for a mail: for thirty days, saved and never opened, and only that file', async () => {
  const plan = await workspace.upload<{ id: string }>('/files', '<script>alert(1)</script>', { name: 'plan.html' });
  await send({ text: 'See the plan.', undoSeconds: 0, attachments: [{ fileId: plan.id, name: 'Plän (final).html', asLink: true }] });
  await delivered(1);
  const mail = await PostalMime.parse(server.delivered[0]?.raw ?? '');
  expect(mail.attachments).toEqual([]);
  expect(mail.text).toMatch(/See the plan\.\s+Plän \(final\)\.html \(1 kB\):\s+http/);
  const link = new URL(/https?:\S+\/f\/\S+/.exec(mail.text ?? '')?.[0] ?? '');
  const open = (path = link.pathname) => hub.app.inject({ method: 'GET', url: path });
  const answer = await open();
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toBe('<script>alert(1)</script>');
  expect(answer.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' });
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''Pl%C3%A4n%20%28final%29\.html$/);
  const [head, ...rest] = link.pathname.split('.');
  expect((await open(`${head}x.${rest.join('.')}`)).statusCode).toBe(404);
  await hub.twins.clock({ advanceMs: 31 * 86_400_000 });
  expect((await open()).statusCode).toBe(404);
});
