import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { smtpServer } from './smtp-server.fixture.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let server: Awaited<ReturnType<typeof smtpServer>>;
let connectionId: string;

interface Sent {
  id: string;
  state: string;
  messageId: string;
  threadId: string;
  history: { state: string; source: string }[];
  error: string | null;
}
const credentials = () => ({ host: '127.0.0.1', port: server.port, security: 'none', username: 'ada', password: 'pass', fromEmail: 'ada@acme.example' });
const connect = (values: Record<string, unknown> = credentials()) =>
  workspace.call<{ id: string; errors: { path: string }[]; detail: string; code: string }>('POST', '/connections', {
    body: { integration: 'email', provider: 'smtp', credentials: values },
  });
const send = (body: Record<string, unknown> = {}) =>
  workspace.post<Sent>('/email/messages', {
    connectionId,
    to: [{ address: 'jane@customer.example', name: 'Jane' }],
    subject: 'Hello',
    text: 'Dear Jane',
    ...body,
  });
const look = (id: string) => workspace.get<Sent>(`/email/messages/${id}`);
const ends = async (id: string, state: string) => {
  await expect
    .poll(
      async () => {
        await hub.settle();
        return (await look(id)).state;
      },
      { timeout: 10_000 },
    )
    .toBe(state);
  return look(id);
};

beforeAll(async () => {
  server = await smtpServer();
  hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  workspace = await hub.newWorkspace();
  connectionId = (await connect()).body.id;
});

it('proves the outgoing server by signing in, and names what is wrong', async () => {
  expect((await connect({ ...credentials(), password: 'wrong' })).body).toMatchObject({
    code: 'credentials_rejected',
    errors: [{ path: 'credentials.password' }],
  });
  const dead = await connect({ ...credentials(), port: 1 });
  expect(dead.body.detail).toContain('outgoing mail (SMTP)');
  const encrypted = await connect({ ...credentials(), security: 'starttls' });
  expect(encrypted.status).toBeGreaterThanOrEqual(400);
  expect(encrypted.body.errors[0]?.path).toBe('credentials.smtpSecurity');
});

it('sends a mail once, under a Message-ID of its own, and says what became of it', async () => {
  const sent = await send({ cc: [{ address: 'bob@customer.example' }], bcc: [{ address: 'boss@acme.example' }], html: '<p>Dear <b>Jane</b></p>' });
  expect(sent).toMatchObject({ state: 'reserved', threadId: expect.any(String) });
  const after = await ends(sent.id, 'accepted');
  expect(after.history.map(({ state }) => state)).toEqual(['scheduled', 'reserved', 'started', 'accepted']);
  expect(server.delivered).toHaveLength(1);
  const [mail] = server.delivered;
  expect(mail).toMatchObject({ from: 'ada@acme.example', to: ['jane@customer.example', 'bob@customer.example', 'boss@acme.example'], user: 'ada' });
  expect(mail?.raw).toContain(`Message-ID: ${sent.messageId}`);
  expect(mail?.raw).not.toMatch(/bcc|boss@/i);
});

it('does not let a subject or a name become a header', async () => {
  const sent = await send({ subject: 'Hi\r\nBcc: evil@x.example', to: [{ address: 'jane@customer.example', name: 'J\r\nX-Evil: 1' }] });
  await ends(sent.id, 'accepted');
  expect(server.delivered.at(-1)?.raw).not.toMatch(/^(Bcc|X-Evil):/m);
  expect(server.delivered.at(-1)?.to).toEqual(['jane@customer.example']);
});

it('is failed where the server says no, tried again where it says later, unknown where it says nothing', async () => {
  server.acts.push('refuse');
  expect(await ends((await send()).id, 'failed')).toMatchObject({ error: expect.stringContaining('5.7.1') });
  server.acts.push('later');
  const later = await send();
  await ends(later.id, 'reserved');
  await hub.twins.clock({ advanceMs: 10 * 60_000 });
  await ends(later.id, 'accepted');
  const before = server.delivered.length;
  server.acts.push('take_and_drop');
  const lost = await send();
  await ends(lost.id, 'unknown');
  await hub.twins.clock({ advanceMs: 60 * 60_000 });
  await ends(lost.id, 'unknown');
  expect(server.delivered).toHaveLength(before + 1);
});

it('waits until its time has come, and can be called back until then', async () => {
  const before = server.delivered.length;
  const later = await send({ sendAt: new Date(hub.clock.now().getTime() + 60_000).toISOString() });
  const undone = await send({ undoSeconds: 10 });
  expect([later.state, undone.state]).toEqual(['scheduled', 'scheduled']);
  expect(await workspace.post(`/email/messages/${undone.id}/cancel`, {})).toMatchObject({ state: 'cancelled' });
  await hub.settle();
  expect(server.delivered).toHaveLength(before);
  await hub.twins.clock({ advanceMs: 61_000 });
  await ends(later.id, 'accepted');
  expect((await look(undone.id)).state).toBe('cancelled');
  expect((await workspace.call('POST', `/email/messages/${later.id}/cancel`, { body: {} })).status).toBe(409);
  expect(server.delivered).toHaveLength(before + 1);
});

it('shows another workspace nothing, and refuses what cannot be sent with the path of the reason', async () => {
  const other = await hub.newWorkspace();
  const { id } = await send();
  expect((await other.call('GET', `/email/messages/${id}`)).status).toBe(404);
  expect((await other.call('POST', '/email/messages', { body: { connectionId, to: [{ address: 'a@b.example' }], text: 'x' } })).status).toBe(404);
  const bad = await workspace.call<{ errors: { path: string }[] }>('POST', '/email/messages', {
    body: { connectionId, to: [{ address: 'nobody' }], text: 'x' },
  });
  expect([bad.status, bad.body.errors[0]?.path]).toEqual([422, 'to.0.address']);
  expect((await workspace.call('POST', '/email/messages', { body: { connectionId, to: [{ address: 'a@b.example' }] } })).status).toBe(422);
});
