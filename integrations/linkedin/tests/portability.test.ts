import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
const HOUR_MS = 3_600_000;
interface Thread {
  id: string;
  names: string[];
  messages: number;
  waiting: boolean;
  isGroup: boolean;
  lastText: string;
  contactId: string | null;
  draftState: string | null;
}
interface Import {
  id: string;
  source: string;
  state: string;
  counts: Record<string, number>;
  changes: Record<string, number>;
  memberName: string | null;
  memberSlug: string | null;
}
const act = (verb: string, input: Record<string, unknown>) => hub.twins.act('linkedin', { verb, ...input });
const imports = async () => (await workspace.get<{ data: Import[] }>('/linkedin/imports')).data;
const threads = async (query = '') => (await workspace.get<{ data: Thread[] }>(`/linkedin/threads${query}`)).data;
const people = async (query = '') =>
  (await workspace.get<{ data: { slug: string; company: string; state: string; contactId: string | null }[] }>(`/linkedin/connections?limit=200${query}`)).data;
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

/** The portal's token tool: the one documented way to such a token. */
async function portalToken(): Promise<string> {
  const app = { client_id: 'linkedin-client', client_secret: 'linkedin-secret', redirect_uri: 'http://localhost:8000/tool' };
  const query = new URLSearchParams({ ...app, response_type: 'code', scope: 'r_dma_portability_self_serve', state: 's' });
  const { redirectUrl } = await hub.twins.consent('linkedin', {
    authorizeUrl: `${hub.twinsUrl}/linkedin/oauth/v2/authorization?${query}`,
    account: 'ada@acme.test',
  });
  const code = new URL(redirectUrl).searchParams.get('code') ?? '';
  const answer = await fetch(`${hub.twinsUrl}/linkedin/oauth/v2/accessToken`, {
    method: 'POST',
    body: new URLSearchParams({ ...app, grant_type: 'authorization_code', code }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
const connection = (n: number, more: Record<string, string> = {}) => ({
  'First Name': `Person${n}`,
  'Last Name': 'Example',
  URL: `https://www.linkedin.com/in/person-${n}`,
  'Email Address': '',
  Company: 'Globex',
  Position: 'Buyer',
  'Connected On': '08 Feb 2026',
  ...more,
});
const OWN = 'https://www.linkedin.com/in/ada-byron';
const message = (n: number, from: 'me' | 'them', at: string, content: string) => ({
  'CONVERSATION ID': `2-thread-${n}`,
  'CONVERSATION TITLE': '',
  FROM: from === 'me' ? 'Ada Byron' : `Person${n} Example`,
  'SENDER PROFILE URL': from === 'me' ? OWN : `https://www.linkedin.com/in/person-${n}`,
  TO: from === 'me' ? `Person${n} Example` : 'Ada Byron',
  'RECIPIENT PROFILE URLS': from === 'me' ? `https://www.linkedin.com/in/person-${n}` : OWN,
  DATE: at,
  SUBJECT: '',
  CONTENT: content,
  FOLDER: 'INBOX',
});
/** More than a page of the snapshot. */
const everybody = (more: (n: number) => Record<string, string> = () => ({})) => Array.from({ length: 260 }, (_, n) => connection(n, more(n)));

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await workspace.post('/contacts', { firstName: 'Person1', lastName: 'Example', linkedinUrl: 'https://www.linkedin.com/in/person-1' });
  // Consent was given just now: LinkedIn needs hours before it has anything.
  await act('snapshot.put', { domain: 'CONNECTIONS', rows: everybody(), readyInMs: 20 * HOUR_MS });
  await act('snapshot.put', {
    domain: 'INBOX',
    rows: [
      message(1, 'them', '2026-05-01 09:00:00 UTC', 'Shall we talk?'),
      message(2, 'them', '2026-05-01 10:00:00 UTC', 'Hi'),
      message(2, 'me', '2026-05-01 11:00:00 UTC', 'Hello'),
    ],
    readyInMs: 20 * HOUR_MS,
  });
  await act('snapshot.put', {
    domain: 'PROFILE',
    rows: [{ 'First Name': 'Ada', 'Last Name': 'Byron', Headline: 'Head of Sales', Summary: '' }],
    readyInMs: 20 * HOUR_MS,
  });
});

describe('a member’s own data (EEA, Switzerland)', () => {
  it('is connected by a token of the portal’s tool, and a wrong one says what to do', async () => {
    const connect = (accessToken: string) =>
      workspace.call<{ id?: string; detail?: string }>('POST', '/connections', {
        body: { integration: 'linkedin', provider: 'portability', credentials: { accessToken } },
      });
    const refused = await connect('AQX-this-token-is-nobody’s');
    expect(refused.status).toBeGreaterThanOrEqual(400);
    const connected = await connect(await portalToken());
    expect(connected.status, JSON.stringify(connected.body)).toBe(201);
    const { data } = await workspace.get<{ data: { path: string; feature: string; status: string }[] }>('/linkedin/capabilities');
    expect(data.filter(({ path }) => path === 'portability').map(({ status }) => status)).toEqual(['available', 'available', 'available']);
  });

  it('that is not ready is no empty data: it is asked for again until it is there, all pages of it', async () => {
    await hub.settle();
    expect(await imports()).toEqual([]);
    await hub.twins.clock({ advanceMs: 21 * HOUR_MS });
    await settled(async () => expect(await imports()).toHaveLength(1));
    expect((await imports())[0]).toMatchObject({
      source: 'portability',
      state: 'review',
      memberName: 'Ada Byron',
      memberSlug: 'ada-byron',
      counts: { connections: 260, messages: 3 },
    });
    expect(await people()).toHaveLength(200);
    expect((await threads()).map(({ isGroup }) => isGroup)).toEqual([false, false]);
    const calls = (await hub.twins.journal('linkedin')).filter(({ path }) => path.includes('memberSnapshotData') && path.includes('CONNECTIONS'));
    expect(calls.at(-1)?.path).toContain('start=1');
    expect((await workspace.get<{ data: unknown[] }>('/contacts')).data).toHaveLength(1);
  });

  it('reaches the record only when the member chooses, by the same review as an archive', async () => {
    const [one] = await imports();
    await workspace.post(`/linkedin/imports/${one?.id}/apply`, { choose: 'matched' });
    await settled(async () => expect((await imports())[0]?.state).toBe('done'));
    const { data } = await workspace.get<{ data: { snippet: string }[] }>('/activities?kind=message');
    expect(data.map(({ snippet }) => snippet)).toEqual(['Shall we talk?']);
  });

  it('changes within the hour, each message once though the boundary is inclusive, and flows on to what is shared', async () => {
    // More than an answer holds, so that its end lies within one instant.
    await act('message.deliver', { thread: '2-thread-1', from: 'urn:li:person:p1', text: 'Are you there', count: 30 });
    await hub.twins.clock({ advanceMs: 1_000 });
    await act('message.deliver', { thread: '2-thread-1', from: 'urn:li:person:p1', text: 'Still there', count: 30 });
    await hub.twins.clock({ advanceMs: HOUR_MS + 60_000 });
    await settled(async () => expect((await threads()).find(({ names }) => names.includes('Person1 Example'))?.messages).toBe(61));
    await act('message.deliver', { thread: '2-thread-1', from: 'urn:li:person:p1', text: 'Last one' });
    await hub.twins.clock({ advanceMs: HOUR_MS + 60_000 });
    await settled(async () => expect((await threads())[0]).toMatchObject({ messages: 62, lastText: 'Last one', waiting: true, isGroup: false }));
    await settled(async () => {
      const { data } = await workspace.get<{ data: { snippet: string }[] }>('/activities?kind=message');
      expect(data.map(({ snippet }) => snippet)).toContain('Last one');
    });
  });

  it('confirms a reply that was written here, and takes the conversation off the list of those that wait', async () => {
    const [waiting] = await threads('?waiting=true');
    await workspace.call('PATCH', `/linkedin/threads/${waiting?.id}`, { body: { draft: 'Yes, at ten', state: 'sent_claimed' } });
    await act('message.deliver', { thread: '2-thread-1', from: 'urn:li:person:782bbtaQ', text: 'Yes,  at ten' });
    await hub.twins.clock({ advanceMs: HOUR_MS + 60_000 });
    await settled(async () => expect((await threads()).find(({ id }) => id === waiting?.id)).toMatchObject({ draftState: 'confirmed', waiting: false }));
    expect((await threads('?waiting=true')).map(({ id }) => id)).not.toContain(waiting?.id);
    // Who writes again waits again.
    await act('message.deliver', { thread: '2-thread-1', from: 'urn:li:person:p1', text: 'Great' });
    await hub.twins.clock({ advanceMs: HOUR_MS + 60_000 });
    await settled(async () => expect((await threads()).find(({ id }) => id === waiting?.id)?.waiting).toBe(true));
  });

  it('is compared each week with the copy before; a message that both tell of is one', async () => {
    const before = (await threads()).find(({ names }) => names.includes('Person1 Example'));
    const { data } = await hub.twins.state<{ data: { changes: { activity: { content: { content: { string: string } } }; processedAt: number }[] } }>(
      'linkedin',
    );
    const last = data.changes.at(-1);
    const at = `${new Date(last?.processedAt ?? 0).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    await act('snapshot.put', { domain: 'INBOX', rows: [message(1, 'them', '2026-05-01 09:00:00 UTC', 'Shall we talk?'), message(1, 'them', at, 'Great')] });
    await act('snapshot.put', {
      domain: 'CONNECTIONS',
      rows: everybody((n): Record<string, string> => (n === 5 ? { Company: 'Acme', Position: 'VP Growth' } : {})),
    });
    await hub.twins.clock({ advanceMs: 7 * 24 * HOUR_MS });
    await settled(async () => expect(await imports()).toHaveLength(2));
    expect((await imports())[0]?.changes).toEqual({ job_changed: 1 });
    expect((await people('&q=Person5 ')).find(({ slug }) => slug === 'person-5')?.company).toBe('Acme');
    expect((await threads()).find(({ id }) => id === before?.id)?.messages).toBe(before?.messages);
  });

  it('that LinkedIn suddenly has not loses nothing of what was read', async () => {
    await act('snapshot.put', { domain: 'CONNECTIONS', rows: [], readyInMs: 0 });
    await hub.twins.clock({ advanceMs: 7 * 24 * HOUR_MS });
    await settled(async () => expect(await imports()).toHaveLength(3));
    expect(await people('&state=not_in_latest')).toEqual([]);
    expect(await people()).toHaveLength(200);
  });

  it('whose permission was withdrawn says so', async () => {
    await act('grant.withdraw', { account: 'ada@acme.test' });
    const [connection] = (await workspace.get<{ data: { id: string }[] }>('/connections')).data;
    await workspace.call('POST', `/connections/${connection?.id}/verify`, { body: {} });
    await settled(async () => {
      const { data } = await workspace.get<{ data: { path: string; status: string; reason: string }[] }>('/linkedin/capabilities');
      expect(data.find(({ path }) => path === 'portability')).toMatchObject({
        status: 'needs_setup',
        reason: 'The permission to read your own data has ended.',
      });
    });
  });
});
