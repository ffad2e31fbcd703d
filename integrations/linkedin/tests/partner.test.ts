import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '#sdk';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { archiveName, makeArchive } from '../../../twins/linkedin/archive/archive.ts';
import { sendReply } from '../network/send-message.ts';

/** What LinkedIn opens to partners is dark for everybody else; its rules bind whoever has it. */
let hub: TestHub;
let workspace: TestWorkspace;
let userId: UserId;
interface Capability {
  path: string;
  title: string;
  status: string;
  reason: string;
  nextStep: string | null;
}
const capabilities = async () => (await workspace.get<{ data: Capability[] }>('/linkedin/capabilities')).data;
const settled = async (check: () => Promise<void>) => {
  let last: unknown;
  for (const until = performance.now() + 90_000; performance.now() < until; ) {
    await hub.settle();
    try {
      return await check();
    } catch (error) {
      last = error;
    }
  }
  throw last;
};
const sentMessages = async () => (await hub.twins.state<{ data: { sent: { recipients: string[]; body: string }[] } }>('linkedin')).data.sent;
const calls = async (part: string) => (await hub.twins.journal('linkedin')).filter(({ path }) => path.includes(part)).length;

describe('without LinkedIn’s approval', () => {
  beforeAll(async () => {
    hub = await testHub();
    workspace = await hub.newWorkspace();
    await workspace.connect('linkedin', 'linkedin', 'ada@acme.test');
    await hub.settle();
  });
  it('nothing of it is called, and every line says why it is closed', async () => {
    const closed = (await capabilities()).filter(({ path }) => path === 'partner');
    expect(closed.map(({ status }) => status)).toEqual(['needs_approval', 'needs_approval', 'needs_approval']);
    expect(closed.every(({ reason }) => reason.includes('takes no new ones'))).toBe(true);
    expect(await calls('/v2/connections')).toBe(0);
  });
  it('the hosted-account service is off, with its warning in writing', async () => {
    const [bridge] = (await capabilities()).filter(({ path }) => path === 'bridge');
    expect(bridge?.status).toBe('needs_setup');
    expect(bridge?.reason).toMatch(/^Off\. .*User Agreement forbids/);
    const answer = await workspace.call<{ code: string }>('POST', '/connections', { body: { integration: 'linkedin', provider: 'bridge', credentials: {} } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await calls('/linkedin/bridge')).toBe(0);
  });
});

describe('with it', () => {
  let threadId: string;
  interface Thread {
    id: string;
    isGroup: boolean;
    canSend: boolean;
    draftState: string | null;
    names: string[];
    waiting: boolean;
  }
  const threads = async (query = '?limit=200') => (await workspace.get<{ data: Thread[] }>(`/linkedin/threads${query}`)).data;
  /** What a person's own click is: a session, not a key. */
  const asPerson = async (id: string, text: string) => {
    const ctx = await hub.hub.contextFor({ workspaceId: workspace.id, integration: 'linkedin', actor: { kind: 'person', userId, role: 'owner' } });
    return sendReply(ctx, { params: { id }, body: { text }, query: undefined } as never);
  };
  beforeAll(async () => {
    hub = await testHub({ environment: { LINKEDIN_PRODUCTS: 'signin,share,connections,messages' } });
    workspace = await hub.newWorkspace();
    const { data } = await workspace.get<{ data: { id: string }[] }>('/users');
    userId = data[0]?.id as UserId;
    const { id } = await workspace.connect('linkedin', 'linkedin', 'ada@acme.test');
    await hub.database.workspace(workspace.id, async (tx) => {
      await tx.execute(sql`update connections set owner_user_id = ${userId} where id = ${id}`);
    });
    await settled(async () => expect(await calls('/v2/connections')).toBeGreaterThan(0));
    const spec = { era: '2026', connections: 40, messages: 120 } as const;
    const form = new FormData();
    form.append('userId', userId);
    form.append('file', new Blob([new Uint8Array(makeArchive(spec))]), archiveName(spec));
    const sent = new Response(form);
    await workspace.call('POST', '/linkedin/imports', {
      body: Buffer.from(await sent.arrayBuffer()),
      headers: { 'content-type': sent.headers.get('content-type') ?? '' },
    });
  });

  it('connections are read into the private staging, whoever does not let themselves be read left out', async () => {
    expect((await capabilities()).filter(({ path }) => path === 'partner').map(({ title, status }) => [title, status])).toEqual([
      ['Connections', 'available'],
      ['Sales Navigator', 'needs_approval'],
      ['Sending', 'available'],
    ]);
    await settled(async () => {
      const { rows } = (await hub.database.workspace(workspace.id, async (tx) => {
        return tx.execute(sql`select count(*)::int as n from linkedin_people where member_urn is not null`);
      })) as unknown as { rows: { n: number }[] };
      expect(rows[0]?.n).toBeGreaterThan(100);
    });
    expect((await workspace.get<{ data: unknown[] }>('/contacts')).data).toEqual([]);
  });

  it('a message is sent by its writer’s own click, as it stands in the draft, once', async () => {
    await settled(async () => expect((await threads()).length).toBeGreaterThan(3));
    threadId = (await threads()).find(({ isGroup }) => !isGroup)?.id ?? '';
    await expect(asPerson(threadId, 'Hello')).rejects.toThrow('must be what stands in the draft');
    const draft = async (text: string) => workspace.call('PATCH', `/linkedin/threads/${threadId}`, { body: { draft: text } });
    expect((await draft('See you at ten')).status).toBe(200);
    // A key, a playbook and the system are no writers.
    const byKey = await workspace.call<{ detail: string }>('POST', `/linkedin/threads/${threadId}/send`, { body: { text: 'See you at ten' } });
    expect(byKey).toMatchObject({ status: 403, body: { detail: expect.stringContaining('its own writer’s click alone') } });
    await expect(asPerson(threadId, 'Something else')).rejects.toThrow('must be what stands in the draft');
    expect(await sentMessages()).toEqual([]);
    expect(await asPerson(threadId, 'See you at ten')).toMatchObject({ state: 'done' });
    await asPerson(threadId, 'See you at ten');
    expect((await sentMessages()).map(({ body, recipients }) => [body, recipients.length])).toEqual([['See you at ten', 1]]);
    expect((await threads()).find(({ id }) => id === threadId)).toMatchObject({ draftState: 'sent_claimed', waiting: false });
  });

  it('is not sent to a group, to whoever does not want it, nor offered as an action to programs', async () => {
    const group = (await threads()).find(({ isGroup }) => isGroup);
    await workspace.call('PATCH', `/linkedin/threads/${group?.id}`, { body: { draft: 'All of you' } });
    await expect(asPerson(group?.id ?? '', 'All of you')).rejects.toThrow('messages to one person');
    const { data } = await workspace.get<{ data: { name: string }[] }>('/actions');
    expect(data.map(({ name }) => name).filter((name) => name.startsWith('linkedin.'))).toEqual(['linkedin.create-post', 'linkedin.delete-post']);
  });
});

describe('a hosted-account service that an administrator switched on', () => {
  const accept = 'I accept that LinkedIn may restrict this account';
  const connect = (given: Record<string, string>) =>
    workspace.call<{ id?: string }>('POST', '/connections', {
      body: { integration: 'linkedin', provider: 'bridge', credentials: { apiKey: 'bridge-key', accountId: 'acc-1', ...given } },
    });
  beforeAll(async () => {
    hub = await testHub({ environment: { LINKEDIN_BRIDGE: 'on' } });
    workspace = await hub.newWorkspace();
  });
  it('is connected by whoever accepts the warning word for word, and by nobody else', async () => {
    const refused = await connect({ accept: 'yes' });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain('User Agreement forbids');
    expect((await connect({ accept, apiKey: 'not-the-key' })).status).toBeGreaterThanOrEqual(400);
    expect((await connect({ accept })).status).toBe(201);
    const [bridge] = (await capabilities()).filter(({ path }) => path === 'bridge');
    expect(bridge).toMatchObject({ status: 'available', reason: expect.stringContaining('User Agreement forbids') });
  });
  it('is read into the private staging, and nothing is ever sent through it', async () => {
    await settled(async () => {
      const { data } = await workspace.get<{ data: { slug: string }[] }>('/linkedin/connections?limit=200');
      expect(data.length).toBeGreaterThan(100);
      const { data: threads } = await workspace.get<{ data: { messages: number; waiting: boolean }[] }>('/linkedin/threads');
      expect(threads.map(({ messages, waiting }) => [messages, waiting])).toEqual([
        [2, false],
        [1, true],
      ]);
    });
    expect((await workspace.get<{ data: unknown[] }>('/contacts')).data).toEqual([]);
    const journal = (await hub.twins.journal('linkedin')).filter(({ path }) => path.startsWith('/linkedin/bridge'));
    expect(journal.every(({ method }) => method === 'GET')).toBe(true);
  });
});
