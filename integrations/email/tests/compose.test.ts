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
