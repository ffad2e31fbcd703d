import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

interface Entry {
  id: string;
  subject: string;
  direction: string;
  snippet: string;
  source: { threadId: string | null };
}
interface Certificate {
  data: { remote: number; accounted: number; onTimeline: number; skipped: Record<string, number>; unexplained: number }[];
}
interface Provider {
  name: 'google' | 'microsoft';
  account: string;
  alias: string;
  expire: string;
  read: (id: string) => Record<string, unknown>;
  trash: (id: string) => Record<string, unknown>;
  sent: (state: unknown) => { raw: string }[];
}
const PROVIDERS: readonly Provider[] = [
  {
    name: 'google',
    account: 'ada@acme.test',
    alias: 'support@acme.test',
    expire: 'history.expire',
    read: (id) => ({ verb: 'mail.label', id, remove: ['UNREAD'] }),
    trash: (id) => ({ verb: 'mail.label', id, add: ['TRASH'], remove: ['INBOX'] }),
    sent: (state) =>
      Object.values((state as { data: { gmail: { messages: Record<string, { raw: string; labelIds: string[] }> } } }).data.gmail.messages).filter(
        ({ labelIds }) => labelIds.includes('SENT'),
      ),
  },
  {
    name: 'microsoft',
    account: 'dora@globex.test',
    alias: 'support@globex.test',
    expire: 'mail-delta.expire',
    read: (id) => ({ verb: 'mail.read', id }),
    trash: (id) => ({ verb: 'mail.move', id, folder: 'deleteditems' }),
    sent: (state) =>
      Object.values((state as { data: { mail: { mails: Record<string, { raw: string; folderId: string }> } } }).data.mail.mails).filter(({ folderId }) =>
        folderId.includes('sentitems'),
      ),
  },
];

describe.each(PROVIDERS)('a mailbox of $name', (provider) => {
  let hub: TestHub;
  let workspace: TestWorkspace;
  let connectionId: string;
  let janeId: string;
  const arrive = async (mail: Record<string, unknown>) =>
    (await hub.twins.act<{ result: { ids: string[] } }>(provider.name, { verb: 'mail.arrive', from: 'Jane Doe <jane@customer.test>', ...mail })).result
      .ids[0] ?? '';
  const sync = async () => {
    await workspace.call('POST', `/connections/${connectionId}/sync`, { body: {} });
    await hub.settle();
  };
  const timeline = async () => (await workspace.get<{ data: Entry[] }>(`/activities?contactId=${janeId}&kind=email&limit=200`)).data;
  const subjects = async () => (await timeline()).map(({ subject }) => subject);
  const certificate = async () => {
    const { data } = await workspace.get<Certificate>(`/connections/${connectionId}/completeness`);
    return data.reduce((sum, each) => ({ remote: sum.remote + each.remote, unexplained: sum.unexplained + each.unexplained }), { remote: 0, unexplained: 0 });
  };

  beforeAll(async () => {
    hub = await testHub();
    workspace = await hub.newWorkspace();
    const organization = await workspace.post<{ id: string }>('/organizations', { name: 'Customer' });
    const jane = { firstName: 'Jane', lastName: 'Doe', organizationId: organization.id, emails: [{ value: 'jane@customer.test' }] };
    janeId = (await workspace.post<{ id: string }>('/contacts', jane)).id;
    await arrive({ subject: 'Hello', text: 'Are you there?', messageId: 'first@customer.test', count: 1 });
    await arrive({ subject: 'Batch', count: 230 });
    await arrive({
      from: 'bulk@shop.test',
      subject: 'Sale!',
      headers: { 'List-Unsubscribe': '<https://shop.test/u>', Precedence: 'bulk' },
      messageId: 'sale@shop.test',
    });
    if (provider.name === 'google') {
      await hub.twins.act('google', { verb: 'mail.alias', address: provider.alias });
      await hub.twins.act('google', { verb: 'mail.alias', address: 'board@acme.test', isProven: false });
    } else await hub.twins.act('microsoft', { verb: 'mail.alias', address: provider.alias });
    ({ id: connectionId } = await workspace.connect('email', provider.name, provider.account));
    await hub.settle();
  });

  it('is read whole, newest first, and every mail is accounted for', async () => {
    expect((await timeline()).length).toBe(200);
    const { data } = await workspace.get<Certificate>(`/connections/${connectionId}/completeness`);
    const sum = (pick: (each: Certificate['data'][number]) => number) => data.reduce((total, each) => total + pick(each), 0);
    expect({
      remote: sum((e) => e.remote),
      kept: sum((e) => e.onTimeline),
      bulk: sum((e) => e.skipped.bulk ?? 0),
      unexplained: sum((e) => e.unexplained),
    }).toEqual({
      remote: 232,
      kept: 231,
      bulk: 1,
      unexplained: 0,
    });
    const [connection] = (await workspace.get<{ data: { label: string }[] }>('/connections')).data;
    expect(connection?.label).toBe(provider.account);
  });

  it('shows what arrives, in its conversation, and once however often it is looked at', async () => {
    await arrive({ subject: 'Re: Hello', inReplyTo: 'first@customer.test', text: 'Yes, at ten.', messageId: 'second@customer.test' });
    await sync();
    await sync();
    const found = (await timeline()).filter(({ subject }) => subject === 'Re: Hello');
    expect(found).toMatchObject([{ direction: 'inbound', snippet: 'Yes, at ten.' }]);
    const whole = await workspace.get<{ data: Entry[] }>(`/activities?threadId=${found[0]?.source.threadId}`);
    expect(whole.data.map(({ subject }) => subject).toSorted()).toEqual(['Hello', 'Re: Hello']);
  });

  it('follows reading and throwing away', async () => {
    const id = await arrive({ subject: 'To be read', messageId: 'read@customer.test' });
    await sync();
    const unread = async () =>
      (await workspace.get<{ data: { subject: string; unread?: boolean; isUnread?: boolean }[] }>('/email/threads?limit=50')).data.find(
        ({ subject }) => subject === 'To be read',
      );
    expect(await unread()).toBeDefined();
    await hub.twins.act(provider.name, provider.read(id));
    await sync();
    await hub.twins.act(provider.name, provider.trash(id));
    await sync();
    // It is gone once every folder was looked at again.
    for (let minutes = 0; minutes < 6; minutes++) {
      await hub.twins.clock({ advanceMs: 60_000 });
      await hub.settle();
    }
    expect(await subjects()).not.toContain('To be read');
    expect(await certificate()).toMatchObject({ unexplained: 0 });
  });

  it('starts again without doubling anything when the provider forgot where we stood', async () => {
    const before = (await timeline()).length;
    await hub.twins.act(provider.name, { verb: provider.expire });
    await arrive({ subject: 'After the gap', messageId: 'gap@customer.test' });
    await sync();
    await sync();
    expect((await timeline()).slice(0, 1)).toMatchObject([{ subject: 'After the gap' }]);
    expect((await timeline()).length).toBe(Math.min(200, before + 1));
    expect(await certificate()).toMatchObject({ unexplained: 0 });
  });

  it('sends as the person, in the conversation, and its copy in Sent is the same mail', async () => {
    const answered = (await timeline()).find(({ subject }) => subject === 'Re: Hello');
    const sent = await workspace.post<{ id: string }>('/email/messages', {
      connectionId,
      to: [{ address: 'jane@customer.test' }],
      bcc: [{ address: 'boss@acme.test' }],
      subject: 'Re: Hello',
      text: 'See you then.',
      inReplyTo: answered?.id,
    });
    await hub.settle();
    expect(await workspace.get(`/email/messages/${sent.id}`)).toMatchObject({ state: 'accepted' });
    const [copy, ...more] = provider.sent(await hub.twins.state(provider.name));
    expect(more).toEqual([]);
    const raw = Buffer.from(copy?.raw ?? '', 'base64').toString('utf8');
    expect(raw).toMatch(/^Bcc: boss@acme\.test\r\n/);
    expect(raw).toContain('In-Reply-To: <second@customer.test>');
    await sync();
    const found = (await timeline()).filter(({ direction }) => direction === 'outbound');
    expect(found).toMatchObject([{ subject: 'Re: Hello', snippet: 'See you then.' }]);
    expect(await certificate()).toMatchObject({ unexplained: 0 });
  });

  it('answers from the address that was written to, of those that are the person’s own', async () => {
    expect(await workspace.get(`/connections/${connectionId}`)).toMatchObject({ data: { aliases: [provider.alias] } });
    await arrive({ subject: 'It broke', text: 'Help!', to: provider.alias, messageId: 'broke@customer.test' });
    await sync();
    const question = (await timeline()).find(({ subject }) => subject === 'It broke');
    const answer = { to: [{ address: 'jane@customer.test' }], subject: 'Re: It broke', inReplyTo: question?.id };
    await workspace.post('/email/messages', { ...answer, text: 'We look at it.' });
    expect((await workspace.call('POST', '/email/messages', { body: { ...answer, text: 'x', from: 'board@acme.test' } })).status).toBe(422);
    await hub.settle();
    const raws = provider.sent(await hub.twins.state(provider.name)).map(({ raw }) => Buffer.from(raw, 'base64').toString('utf8'));
    expect(raws.filter((raw) => raw.includes('We look at it.'))).toEqual([
      expect.stringMatching(new RegExp(`^From: [^\\n]*<?${provider.alias.replaceAll('.', '\\.')}>?\\r$`, 'm')),
    ]);
    await sync();
    expect((await timeline()).filter(({ subject }) => subject === 'Re: It broke')).toMatchObject([{ direction: 'outbound' }]);
  });

  it('a send whose answer was lost is looked for, and never sent twice', async () => {
    await hub.twins.fault(provider.name, { match: { method: 'POST' }, next: 1, do: 'drop_after_commit' });
    const sent = await workspace.post<{ id: string }>('/email/messages', {
      connectionId,
      to: [{ address: 'jane@customer.test' }],
      subject: 'Only once',
      text: 'x',
    });
    await hub.settle();
    for (let minutes = 0; minutes < 8; minutes++) {
      await hub.twins.clock({ advanceMs: 60_000 });
      await hub.settle();
    }
    expect(await workspace.get(`/email/messages/${sent.id}`)).toMatchObject({ state: 'accepted' });
    expect(provider.sent(await hub.twins.state(provider.name)).filter(({ raw }) => Buffer.from(raw, 'base64').includes('Only once'))).toHaveLength(1);
  });

  it('keeps nothing of mail among colleagues', async () => {
    await arrive({ from: `boss@${provider.account.split('@')[1]}`, to: provider.account, subject: 'Between us', messageId: 'internal@acme.test' });
    await sync();
    const trace = await workspace.get<{ copies: { reason: string }[] }>('/email/trace?messageId=internal@acme.test');
    expect(trace.copies).toMatchObject([{ reason: 'internal' }]);
  });

  describe('follows up in a conversation', () => {
    interface Outcome {
      outcome: string;
      reason: string | null;
      retryAt: string | null;
      message: { id: string; threadId: string } | null;
    }
    let threadId: string;
    let rfcId: string;
    const followUp = (key: string, more: Record<string, unknown> = {}) =>
      workspace.post<Outcome>('/actions/email.send-in-thread', { input: { key, threadId, contactId: janeId, text: 'Did you see this?', ...more } });
    const copies = async () =>
      provider
        .sent(await hub.twins.state(provider.name))
        .map(({ raw }) => Buffer.from(raw, 'base64').toString('utf8'))
        .filter((raw) => raw.includes('Did you see this?'));
    const events = async (type: string) =>
      (await workspace.get<{ data: { data: Record<string, unknown> }[] }>(`/events?type=${type}&limit=200`)).data.map(({ data }) => data);

    it('once, however often the step is asked for, under what went before', async () => {
      const first = await workspace.post<{ messageId: string; threadId: string }>('/email/messages', {
        connectionId,
        to: [{ address: 'jane@customer.test' }],
        subject: 'Our offer',
        text: 'Here it is.',
        contactId: janeId,
      });
      threadId = first.threadId;
      rfcId = first.messageId.slice(1, -1);
      await hub.settle();
      const done = await Promise.all([followUp('step-1'), followUp('step-1')]);
      expect(done).toMatchObject([{ outcome: 'sent' }, { outcome: 'sent' }]);
      await hub.settle();
      expect(await followUp('step-1')).toMatchObject({ outcome: 'sent', message: { id: done[0]?.message?.id, threadId } });
      const [copy = '', ...more] = await copies();
      expect(more).toEqual([]);
      expect(copy).toContain(`In-Reply-To: <${rfcId}>`);
      expect(copy).toContain('Subject: Re: Our offer');
    });

    it('later, when a machine says until when they are away', async () => {
      const back = new Date(hub.clock.now().getTime() + 10 * 86_400_000);
      await arrive({
        subject: 'Automatic reply: Our offer',
        inReplyTo: rfcId,
        headers: { 'Auto-Submitted': 'auto-replied' },
        text: `I am out of the office until ${back.toISOString().slice(0, 10)}.`,
        messageId: 'away@customer.test',
      });
      const { outcome, reason, retryAt } = await followUp('step-2');
      expect({ outcome, reason }).toEqual({ outcome: 'wait', reason: 'away' });
      expect(Date.parse(retryAt ?? '')).toBeGreaterThan(back.getTime());
    });

    it('not, when they answered, though nobody had read that yet', async () => {
      await arrive({ subject: 'Re: Our offer', inReplyTo: rfcId, text: 'Yes, let us talk.', messageId: 'yes@customer.test' });
      expect(await followUp('step-3')).toMatchObject({ outcome: 'not_sent', reason: 'replied', message: null });
      expect(await copies()).toHaveLength(1);
      const { organizationId } = await workspace.get<{ organizationId: string | null }>(`/contacts/${janeId}`);
      expect(organizationId).not.toBeNull();
      const about = { threadId, contactIds: [janeId], organizationId };
      expect((await events('message.replied')).find(({ messageId }) => messageId === 'yes@customer.test')).toMatchObject(about);
      expect((await events('message.auto_replied')).find(({ messageId }) => messageId === 'away@customer.test')).toMatchObject(about);
    });

    it('later, when the mailbox cannot be read', async () => {
      const { threadId: other } = await workspace.post<{ threadId: string }>('/email/messages', {
        connectionId,
        to: [{ address: 'jane@customer.test' }],
        subject: 'Another matter',
        text: 'Hello.',
      });
      await hub.settle();
      await hub.twins.fault(provider.name, { match: { method: 'GET' }, do: 'status', status: 503 });
      expect(await followUp('step-4', { threadId: other })).toMatchObject({ outcome: 'wait', reason: 'mailbox_not_read', message: null });
      await fetch(`${hub.twins.url}/_twins/${provider.name}/faults`, { method: 'DELETE' });
    }, 30_000);

    it('says what is wrong with what was asked', async () => {
      const ask = (input: Record<string, unknown>) => workspace.call<{ code: string }>('POST', '/actions/email.send-in-thread', { body: { input } });
      expect((await ask({ key: 'x', threadId, contactId: janeId, text: 'x', sendAt: new Date().toISOString() })).status).toBe(422);
      expect((await ask({ key: 'x', threadId: janeId, contactId: janeId, text: 'x' })).status).toBe(404);
      const elsewhere = await hub.newWorkspace();
      expect(
        (await elsewhere.call('POST', '/actions/email.send-in-thread', { body: { input: { key: 'x', threadId, contactId: janeId, text: 'x' } } })).status,
      ).toBe(404);
    });
  });
});
