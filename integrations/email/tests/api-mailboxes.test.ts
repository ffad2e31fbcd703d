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
  expire: string;
  read: (id: string) => Record<string, unknown>;
  trash: (id: string) => Record<string, unknown>;
  sent: (state: unknown) => { raw: string }[];
}
const PROVIDERS: readonly Provider[] = [
  {
    name: 'google',
    account: 'ada@acme.test',
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
    janeId = (await workspace.post<{ id: string }>('/contacts', { firstName: 'Jane', lastName: 'Doe', emails: [{ value: 'jane@customer.test' }] })).id;
    await arrive({ subject: 'Hello', text: 'Are you there?', messageId: 'first@customer.test', count: 1 });
    await arrive({ subject: 'Batch', count: 230 });
    await arrive({
      from: 'bulk@shop.test',
      subject: 'Sale!',
      headers: { 'List-Unsubscribe': '<https://shop.test/u>', Precedence: 'bulk' },
      messageId: 'sale@shop.test',
    });
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
});
