import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { emailMessages } from '../models/mailbox.ts';
import { arrive, credentialsOf, dovecot, fill, newUser } from './dovecot.fixture.ts';

let hub: TestHub;
let receiver: { url: string; bodies: string[] };
const SUBJECT = 'Zebrawood';
const TEXT = 'yodelling';
const FILE = 'quarry-plan.txt';
const LEVELS = ['private', 'metadata', 'subject', 'everything'] as const;
type Level = (typeof LEVELS)[number];

const written = (user: string, id: string) =>
  [
    'From: Jane <jane@customer.example>',
    `To: ${user}`,
    `Subject: ${SUBJECT} ${id}`,
    `Date: ${new Date(hub.clock.now().getTime() - 60_000).toUTCString()}`,
    `Message-ID: <${id}.${user}>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    `A ${TEXT} word.`,
    '--x',
    `Content-Type: text/plain; name=${FILE}`,
    `Content-Disposition: attachment; filename=${FILE}`,
    '',
    `${TEXT} in a file`,
    '--x--',
    '',
  ].join('\r\n');
const connect = async (workspace: TestWorkspace, user: string, visibility: Level) =>
  (await workspace.post<{ id: string }>('/connections', { integration: 'email', provider: 'imap', credentials: credentialsOf(user), settings: { visibility } }))
    .id;
const read = async (workspace: TestWorkspace, id: string) => {
  await workspace.post(`/connections/${id}/sync`, {});
  await hub.settle();
};

/** Somebody outside who is told by webhooks. */
async function webhookReceiver() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString('utf8'))).on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies };
}

/** Everything that a colleague can get to see of a mailbox, by every way there is. */
async function seenBy(
  workspace: TestWorkspace,
  apiKey: string,
  connectionId: string,
  mail: { id: string; threadId: string; activityId: string; fileId: string; rfcId: string },
) {
  const get = async (path: string) => JSON.stringify((await workspace.call('GET', path, { apiKey })).body);
  const made = await workspace.call<{ export: { id: string } }>('POST', '/exports', { apiKey, body: { kind: 'activities' } });
  expect(made.status).toBe(202);
  await hub.settle();
  const ways = {
    timeline: await get('/activities?kind=email'),
    activity: await get(`/activities/${mail.activityId}`),
    search: (await get(`/search?q=${SUBJECT}`)) + (await get(`/search?q=${TEXT}`)),
    export: await get(`/exports/${made.body.export.id}/file`),
    inbox: (await get('/email/threads')) + (await get(`/email/threads?q=${SUBJECT}`)),
    thread: await get(`/email/threads/${mail.threadId}`),
    file: (await get(`/email/mails/${mail.id}/files/${mail.fileId}`)) + (await get(`/files/${mail.fileId}`)),
    trace: await get(`/email/trace?messageId=${encodeURIComponent(mail.rfcId)}`),
    simulation: JSON.stringify(
      (await workspace.call('POST', '/email/rules/simulate', { apiKey, body: { connectionId, blocklist: ['@customer.example'] } })).body,
    ),
    events: await get('/events?limit=200'),
  };
  return ways;
}

describe.runIf(dovecot.isThere)(`what colleagues see of a mailbox${dovecot.isThere ? '' : dovecot.why}`, () => {
  beforeAll(async () => {
    hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
    receiver = await webhookReceiver();
  });

  it.each(LEVELS)('%s: in timeline, search, export, inbox, files, trace, events, live stream and webhooks', async (level) => {
    const user = newUser();
    await fill(user, [written(user, 'first')]);
    const workspace = await hub.newWorkspace();
    const colleague = await workspace.key('admin');
    const endpoint = await workspace.call<{ id: string }>('POST', '/webhook-endpoints', {
      apiKey: colleague,
      body: { url: receiver.url, eventTypes: ['activity.*', 'message.*'] },
    });
    expect(endpoint.status).toBe(201);
    receiver.bodies.length = 0;
    const abort = new AbortController();
    const response = await fetch(`${hub.url}/api/v1/stream`, { headers: { authorization: `Bearer ${colleague}` }, signal: abort.signal });
    let live = '';
    const listening = (async () => {
      for await (const chunk of response.body ?? []) live += Buffer.from(chunk).toString();
    })().catch(() => {});
    const id = await connect(workspace, user, level);
    await read(workspace, id);
    // Live, so that the world is told.
    await arrive(user, written(user, 'second'));
    await read(workspace, id);
    const rows = await hub.database.workspace(workspace.id, (tx) => tx.select().from(emailMessages).where(eq(emailMessages.workspaceId, workspace.id)));
    expect(rows).toHaveLength(2);
    const [row] = rows;
    const mail = {
      id: row?.id ?? '',
      threadId: row?.threadId ?? '',
      activityId: row?.activityId ?? '',
      fileId: row?.attachments[0]?.fileId ?? '',
      rfcId: row?.rfcId ?? '',
    };
    expect(mail.fileId).not.toBe('');
    const ways = await seenBy(workspace, colleague, id, mail);
    const all = { ...ways, live, webhooks: receiver.bodies.join('\n') };
    const showing = (what: string) =>
      Object.entries(all)
        .filter(([, text]) => text.includes(what))
        .map(([way]) => way)
        .sort();
    const [subject, text] = [level === 'subject' || level === 'everything', level === 'everything'];
    const SUBJECTS = ['activity', 'events', 'export', 'inbox', 'live', 'search', 'simulation', 'thread', 'timeline', 'webhooks'];
    expect(showing(SUBJECT)).toEqual(subject ? SUBJECTS : []);
    expect(showing(TEXT)).toEqual(text ? expect.arrayContaining(['activity', 'file', 'inbox', 'search', 'thread', 'timeline']) : []);
    expect(showing(FILE)).toEqual(text ? expect.arrayContaining(['thread']) : []);
    // That there was a mail at all.
    const exists = [...new Set([...showing(mail.activityId), ...showing('message.received')])];
    if (level === 'private') expect(exists).toEqual([]);
    else expect(exists).toEqual(expect.arrayContaining(['events', 'live', 'timeline', 'webhooks']));
    abort.abort();
    await listening;
  });

  it('goes up and down with the setting, for what is stored too', async () => {
    const user = newUser();
    await fill(user, [written(user, 'one')]);
    const workspace = await hub.newWorkspace();
    const colleague = await workspace.key('manager');
    const id = await connect(workspace, user, 'everything');
    await read(workspace, id);
    const shown = async () => JSON.stringify((await workspace.call('GET', '/activities?kind=email', { apiKey: colleague })).body);
    const found = async () => JSON.stringify((await workspace.call('GET', `/search?q=${TEXT}`, { apiKey: colleague })).body);
    expect(await shown()).toContain(TEXT);
    expect(await found()).toContain(SUBJECT);
    for (const [visibility, sees] of [
      ['subject', [SUBJECT]],
      ['private', []],
      ['everything', [SUBJECT, TEXT]],
    ] as const) {
      expect((await workspace.call('PATCH', `/connections/${id}`, { body: { settings: { visibility } } })).status).toBe(200);
      await read(workspace, id);
      const now = await shown();
      expect([SUBJECT, TEXT].filter((what) => now.includes(what))).toEqual(sees);
      expect((await found()).includes(SUBJECT)).toBe(visibility === 'everything');
    }
  });

  it('of one mail in two mailboxes is what the more open one shows', async () => {
    const [ada, bob] = [newUser('ada'), newUser('bob')];
    const both = written(`${ada}, ${bob}`, 'both');
    await fill(ada, [both]);
    await fill(bob, [both]);
    const workspace = await hub.newWorkspace();
    const colleague = await workspace.key('manager');
    const shown = async () => JSON.stringify((await workspace.call('GET', '/activities?kind=email', { apiKey: colleague })).body);
    await read(workspace, await connect(workspace, ada, 'private'));
    expect(await shown()).not.toContain(SUBJECT);
    const second = await connect(workspace, bob, 'subject');
    await read(workspace, second);
    expect(await shown()).toContain(SUBJECT);
    expect((await workspace.call('PATCH', `/connections/${second}`, { body: { settings: { visibility: 'private' } } })).status).toBe(200);
    await read(workspace, second);
    expect(await shown()).not.toContain(SUBJECT);
  });

  it('asks about stored copies when a rule is added, and takes away only what is asked for', async () => {
    const user = newUser();
    await fill(user, [written(user, 'one'), written(user, 'two').replace('jane@customer.example', 'mum@family.example')]);
    const workspace = await hub.newWorkspace();
    const id = await connect(workspace, user, 'everything');
    await read(workspace, id);
    const count = async () => (await workspace.get<{ data: unknown[] }>('/activities?kind=email')).data.length;
    expect(await count()).toBe(2);
    await workspace.call('PATCH', `/connections/${id}`, { body: { settings: { blocklist: ['@family.example'] } } });
    expect(await workspace.post('/email/rules/stored', { connectionId: id })).toEqual({ matching: 1, removed: 0 });
    expect(await count()).toBe(2);
    const colleague = await workspace.key('salesperson');
    expect((await workspace.call('POST', '/email/rules/stored', { apiKey: colleague, body: { connectionId: id, remove: true } })).status).toBe(403);
    expect(await workspace.post('/email/rules/stored', { connectionId: id, remove: true })).toEqual({ matching: 1, removed: 1 });
    expect(await count()).toBe(1);
    const stored = await hub.database.workspace(workspace.id, (tx) => tx.select().from(emailMessages));
    expect(JSON.stringify(stored)).not.toContain('family.example');
    expect(await workspace.get(`/email/trace?messageId=${encodeURIComponent(`two.${user}`)}`)).toMatchObject({
      activityId: null,
      copies: [{ reason: 'blocked' }],
    });
    const { data } = await workspace.get<{ data: { stream: string }[] }>(`/connections/${id}/completeness`);
    expect(data.find(({ stream }) => stream === 'INBOX')).toMatchObject({ remote: 2, accounted: 2, onTimeline: 1, skipped: { blocked: 1 }, unexplained: 0 });
  });
});
