import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { emailCopies, emailMessages } from '../models/mailbox.ts';
import { arrive, asUser, credentialsOf, dovecot, fill, mailOf, newUser } from './dovecot.fixture.ts';
import { smtpServer } from './smtp-server.fixture.ts';

let hub: TestHub;
interface Stream {
  name: string;
  state: string;
  seen: number;
  kept: number;
  skipped: Record<string, number>;
  lastError: string | null;
}
interface Activity {
  id: string;
  subject: string;
  snippet: string;
  direction: string;
  participants: { address: string; contactId: string | null; role: string }[];
  source: { threadId: string };
}
const connect = (workspace: TestWorkspace, email: string, settings?: Record<string, unknown>, smtpPort?: number) =>
  workspace.post<{ id: string }>('/connections', {
    integration: 'email',
    provider: 'imap',
    credentials: credentialsOf(email, smtpPort),
    ...(settings ? { settings } : {}),
  });
const streams = async (workspace: TestWorkspace, id: string) => (await hub.hub.sync.list(workspace.id, id as never)) as Stream[];
const mails = async (workspace: TestWorkspace) => (await workspace.get<{ data: Activity[] }>('/activities?kind=email&limit=200')).data;
/** Reads until the mailbox says nothing new. */
const read = async (workspace: TestWorkspace, id: string) => {
  await workspace.post(`/connections/${id}/sync`, {});
  await hub.settle();
  for (const stream of await streams(workspace, id)) expect(stream, JSON.stringify(stream)).toMatchObject({ state: 'up_to_date' });
};
/** What a person would wait for: what is gone is taken away once every folder was looked at again. */
const later = async (minutes: number) => {
  for (let passed = 0; passed < minutes; passed++) {
    await hub.twins.clock({ advanceMs: 60_000 });
    await hub.settle();
  }
};
const at = (minutes: number) => new Date(hub.clock.now().getTime() - minutes * 60_000);

describe.runIf(dovecot.isThere)('a real mailbox', () => {
  beforeAll(async () => {
    hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  });

  it('reads the history newest first, each mail once, with a reason for each that is left out', async () => {
    const user = newUser();
    const colleague = user.replace('ada', 'bob');
    await fill(user, [
      mailOf({ id: '1@customer.example', to: user, date: at(50), subject: 'Pricing for 40 seats' }),
      mailOf({
        id: '2@acme.example',
        from: user,
        to: 'jane@customer.example',
        date: at(40),
        subject: 'Re: Pricing for 40 seats',
        headers: { 'In-Reply-To': '<1@customer.example>' },
      }),
      mailOf({ id: '3@acme.example', from: colleague, to: user, date: at(30), subject: 'Lunch' }),
      mailOf({ id: '4@shop.example', from: 'news@shop.example', to: user, date: at(20), headers: { 'List-Unsubscribe': '<https://x.example>' } }),
      mailOf({ id: '5@private.example', from: 'mum@family.example', to: user, date: at(10), subject: 'Secret recipe' }),
      mailOf({ id: '1@customer.example', to: user, date: at(50), subject: 'Pricing for 40 seats' }),
    ]);
    const workspace = await hub.newWorkspace();
    const { id } = await connect(workspace, user, { blocklist: ['@family.example'] });
    await read(workspace, id);
    const inbox = (await streams(workspace, id)).find(({ name }) => name === 'INBOX');
    expect(inbox).toMatchObject({ seen: 6, kept: 3, skipped: { internal: 1, bulk: 1, blocked: 1 } });
    const all = await mails(workspace);
    expect(all.map(({ subject, direction }) => [subject, direction])).toEqual([
      ['Re: Pricing for 40 seats', 'outbound'],
      ['Pricing for 40 seats', 'inbound'],
    ]);
    expect(new Set(all.map(({ source }) => source.threadId)).size).toBe(1);
    // Written to: she is a contact, and what she wrote before lies on her timeline too.
    expect(all.map(({ participants }) => participants.some(({ contactId }) => contactId))).toEqual([true, true]);
    const stored = await hub.database.workspace(workspace.id, async (tx) => [await tx.select().from(emailCopies), await tx.select().from(emailMessages)]);
    expect(await workspace.get('/email/trace?messageId=%3C5%40private.example%3E')).toMatchObject({
      known: true,
      activityId: null,
      copies: [{ reason: 'blocked', folder: 'INBOX' }],
    });
    expect(await workspace.get('/email/trace?messageId=nobody%40x.example')).toMatchObject({ known: false });
    const { data: threads } = await workspace.get<{ data: { id: string; subject: string; messageCount: number; status: string }[] }>('/email/threads');
    expect(threads).toMatchObject([{ subject: 'Re: Pricing for 40 seats', messageCount: 2, status: 'waiting' }]);
    expect(await workspace.get(`/email/threads/${threads[0]?.id}`)).toMatchObject({ messages: [{ direction: 'inbound' }, { direction: 'outbound' }] });
    expect(await workspace.post('/email/rules/simulate', { connectionId: id, blocklist: ['@customer.example'] })).toMatchObject({
      looked: 2,
      kept: 0,
      skipped: { blocked: 2 },
    });
    expect(JSON.stringify(stored)).not.toMatch(/Secret recipe|family\.example|Lunch/);
  });

  it('follows what arrives, is read, moved and deleted', async () => {
    const user = newUser();
    await fill(
      user,
      [1, 2, 3].map((n) => mailOf({ id: `${n}.${user}`, to: user, subject: `Mail ${n}`, date: at(60 - n) })),
    );
    const workspace = await hub.newWorkspace();
    const { id } = await connect(workspace, user);
    await read(workspace, id);
    await arrive(user, mailOf({ id: `4.${user}`, to: user, subject: 'Mail 4' }));
    await asUser(user, async (client) => {
      await client.messageFlagsAdd('1', ['\\Seen', '\\Answered']);
      await client.messageMove('2', 'Archive');
      await client.messageDelete('2');
    });
    await read(workspace, id);
    // Gone from one folder, and then every other one is looked at.
    await later(4);
    expect((await mails(workspace)).map(({ subject }) => subject).sort()).toEqual(['Mail 1', 'Mail 2', 'Mail 4']);
    const flags = await hub.database.workspace(workspace.id, (tx) => tx.select({ flags: emailCopies.flags }).from(emailCopies).where(eq(emailCopies.uid, 1)));
    expect(flags.map((row) => row.flags)).toContainEqual(expect.arrayContaining(['\\Seen', '\\Answered']));
    const { data } = await workspace.get<{ data: { stream: string; remote: number; unexplained: number }[] }>(`/connections/${id}/completeness`);
    expect(data.find(({ stream }) => stream === 'INBOX')).toMatchObject({ remote: 2, accounted: 2, onTimeline: 2, unexplained: 0 });
    expect(data.find(({ stream }) => stream === 'Archive')).toMatchObject({ remote: 1, accounted: 1, unexplained: 0 });
  });

  it('keeps one activity of a mail in several mailboxes', async () => {
    const [ada, bob] = [newUser('ada'), newUser('bob')];
    const copy = (to: string) => mailOf({ id: `shared.${ada}`, to: `${ada}, ${bob}`, subject: 'To both', headers: { 'Delivered-To': to } });
    await fill(ada, [copy(ada)]);
    await fill(bob, [copy(bob)]);
    const workspace = await hub.newWorkspace();
    for (const user of [ada, bob]) {
      const { id } = await connect(workspace, user);
      await read(workspace, id);
      expect((await streams(workspace, id)).find(({ name }) => name === 'INBOX')).toMatchObject({ seen: 1, kept: 1 });
    }
    expect(await mails(workspace)).toHaveLength(1);
  });

  it('reads a mailbox again after its numbers changed, and no mail twice', async () => {
    const user = newUser();
    await fill(
      user,
      [1, 2, 3].map((n) => mailOf({ id: `${n}.${user}`, to: user, subject: `Mail ${n}`, date: at(60 - n) })),
    );
    const workspace = await hub.newWorkspace();
    const { id } = await connect(workspace, user);
    await read(workspace, id);
    const maildir = join(dovecot.folder, 'mail', user, 'Maildir');
    for (const file of await readdir(maildir)) if (/^dovecot(-uidlist|\.index)/.test(file)) await rm(join(maildir, file));
    await read(workspace, id);
    await later(4);
    expect((await mails(workspace)).map(({ subject }) => subject)).toEqual(['Mail 3', 'Mail 2', 'Mail 1']);
    expect((await streams(workspace, id)).find(({ name }) => name === 'INBOX')).toMatchObject({ seen: 3, kept: 3 });
  });

  it('answers from the mailbox: in Sent once, in its conversation, on the timeline at once', async () => {
    const user = newUser();
    const server = await smtpServer();
    await fill(user, [mailOf({ id: `1.${user}`, to: user, subject: 'A question', date: at(5) })]);
    const workspace = await hub.newWorkspace();
    const { id } = await connect(workspace, user, { signature: 'Ada, Acme' }, server.port);
    await read(workspace, id);
    const [question] = await mails(workspace);
    const sent = await workspace.post<{ id: string; messageId: string; threadId: string }>('/email/messages', {
      connectionId: id,
      to: [{ address: 'jane@customer.example' }],
      subject: 'Re: A question',
      text: 'Here is the answer.',
      inReplyTo: question?.id,
    });
    const settled = async () => {
      await hub.settle();
      return (await mails(workspace)).length;
    };
    await expect.poll(settled, { timeout: 10_000 }).toBe(2);
    expect(server.delivered[0]?.raw).toContain(`In-Reply-To: <1.${user}>`);
    expect(server.delivered[0]?.raw).toContain('Ada, Acme');
    expect((await mails(workspace))[0]).toMatchObject({ direction: 'outbound', source: { threadId: question?.source.threadId } });
    expect(sent.threadId).toBe(question?.source.threadId);
    await read(workspace, id);
    expect((await streams(workspace, id)).find(({ name }) => name === 'Sent')).toMatchObject({ seen: 1, kept: 1 });
    expect(await mails(workspace)).toHaveLength(2);
    await asUser(user, async (client) => expect(client.mailbox).toMatchObject({ exists: 1 }), 'Sent');
  });

  it('settles a lost answer by what lies in Sent', async () => {
    const user = newUser();
    const server = await smtpServer();
    await fill(user, []);
    const workspace = await hub.newWorkspace();
    const { id } = await connect(workspace, user, undefined, server.port);
    server.acts.push('take_and_drop');
    const sent = await workspace.post<{ id: string }>('/email/messages', {
      connectionId: id,
      to: [{ address: 'jane@customer.example' }],
      subject: 'Lost?',
      text: 'x',
    });
    const state = async () => {
      await hub.settle();
      return (await workspace.get<{ state: string }>(`/email/messages/${sent.id}`)).state;
    };
    await expect.poll(state, { timeout: 10_000 }).toBe('unknown');
    // As a server does that keeps what it took over.
    await asUser(user, (client) => client.append('Sent', server.delivered[0]?.raw ?? ''), 'Sent');
    await hub.twins.clock({ advanceMs: 60_000 });
    await expect.poll(state, { timeout: 10_000 }).toBe('accepted');
    expect(server.delivered).toHaveLength(1);
  });

  it('removes nothing while a mailbox has shrunk to nothing for a moment', async () => {
    const user = newUser();
    await fill(
      user,
      Array.from({ length: 20 }, (_, n) => mailOf({ id: `${n}.${user}`, to: user, subject: `Mail ${n}`, date: at(60 - n) })),
    );
    const workspace = await hub.newWorkspace();
    const { id } = await connect(workspace, user);
    await read(workspace, id);
    await asUser(user, (client) => client.messageDelete('1:*'));
    await read(workspace, id);
    await hub.twins.clock({ advanceMs: 5 * 60_000 });
    await read(workspace, id);
    expect(await mails(workspace)).toHaveLength(20);
    await hub.twins.clock({ advanceMs: 6 * 60_000 });
    await read(workspace, id);
    await later(4);
    expect(await mails(workspace)).toHaveLength(0);
  });

  it('shows colleagues no more of a mailbox than its owner lets them', async () => {
    const user = newUser();
    await fill(user, [mailOf({ id: `1.${user}`, to: user, subject: 'Between us', text: 'a secret text' })]);
    const workspace = await hub.newWorkspace();
    const { id } = await connect(workspace, user, { visibility: 'subject' });
    await read(workspace, id);
    const colleague = await workspace.key('manager');
    const see = async <T>(path: string, at = workspace, apiKey = colleague) => (await at.call<T>('GET', path, { apiKey })).body;
    const { data: activities } = await see<{ data: Activity[] }>('/activities?kind=email');
    expect(activities).toMatchObject([{ subject: 'Between us', snippet: null }]);
    const { data: threads } = await see<{ data: { id: string }[] }>('/email/threads');
    const shown = [threads, await see(`/email/threads/${threads[0]?.id}`), await see(`/activities/${activities[0]?.id}`), await see('/search?q=secret')];
    expect(JSON.stringify(shown)).toContain('Between us');
    expect(JSON.stringify(shown)).not.toContain('a secret text');
    const other = await hub.newWorkspace();
    expect((await other.call('GET', `/email/threads/${threads[0]?.id}`)).status).toBe(404);
    const hidden = await hub.newWorkspace();
    const second = await connect(hidden, user, { visibility: 'private' });
    await read(hidden, second.id);
    const stranger = await hidden.key('manager');
    expect(await see('/activities?kind=email', hidden, stranger)).toMatchObject({ data: [] });
    expect(await see('/email/threads', hidden, stranger)).toMatchObject({ data: [] });
    expect(await mails(hidden)).toHaveLength(1);
  });
});
