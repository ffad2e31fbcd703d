import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { arrive, asUser, credentialsOf, dovecot, fill, mailOf, newUser } from './dovecot.fixture.ts';
import { imapProxy } from './imap-proxy.fixture.ts';

interface Stream {
  name: string;
  state: string;
  seen: number;
  kept: number;
  skipped: Record<string, number>;
}
interface Certificate {
  stream: string;
  remote: number;
  accounted: number;
  onTimeline: number;
  skipped: Record<string, number>;
  unexplained: number;
}
let hub: TestHub;
const connect = async (workspace: TestWorkspace, email: string, imapPort = dovecot.port, settings?: Record<string, unknown>) =>
  (
    await workspace.post<{ id: string }>('/connections', {
      integration: 'email',
      provider: 'imap',
      credentials: { ...credentialsOf(email), imapPort },
      ...(settings ? { settings } : {}),
    })
  ).id;
const inboxOf = async (workspace: TestWorkspace, id: string) =>
  ((await hub.hub.sync.list(workspace.id, id as never)) as Stream[]).find(({ name }) => name === 'INBOX');
const read = async (workspace: TestWorkspace, id: string) => {
  await workspace.post(`/connections/${id}/sync`, {});
  await hub.settle();
};
/** What a person would wait for: tasks that come back a little later, folders that are looked at once more. */
const later = async (minutes: number) => {
  for (let at = 0; at < minutes; at++) {
    await hub.twins.clock({ advanceMs: 60_000 });
    await hub.settle();
  }
};
const certificateOf = async (workspace: TestWorkspace, id: string, folder = 'INBOX') =>
  (await workspace.get<{ data: Certificate[] }>(`/connections/${id}/completeness`)).data.find(({ stream }) => stream === folder);
const activities = async (workspace: TestWorkspace) =>
  (await workspace.get<{ data: { id: string; subject: string; occurredAt: string }[] }>('/activities?kind=email&limit=200')).data;
const at = (minutes: number) => new Date(hub.clock.now().getTime() - minutes * 60_000);
const many = (user: string, count: number) =>
  Array.from({ length: count }, (_, n) => mailOf({ id: `${n}.${user}`, to: user, subject: `Mail ${n}`, date: at(count - n) }));

describe.runIf(dovecot.isThere)(`a mailbox that makes trouble${dovecot.isThere ? '' : dovecot.why}`, () => {
  beforeAll(async () => {
    hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  });

  it('takes in what is built to hurt, each for what it is, and reads the rest', async () => {
    const user = newUser();
    const head = (id: string | undefined, subject: string, more = '') =>
      `From: Jane <jane@customer.example>\r\nTo: ${user}\r\nSubject: ${subject}\r\nDate: ${at(30).toUTCString()}\r\n${id ? `Message-ID: <${id}.${user}>\r\n` : ''}MIME-Version: 1.0\r\n${more}`;
    const deep = Array.from({ length: 2000 }, (_, n) => `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`).join('');
    const recipients = Array.from({ length: 100_000 }, (_, n) => `person${n}@customer.example`).join(',\r\n ');
    const line = `${'A'.repeat(76)}\r\n`;
    const attachment = line.repeat(Math.ceil((50 * 1024 * 1024 * 4) / 3 / 76));
    await fill(user, [
      `${head('broken', 'Broken', 'Content-Type: multipart/mixed; boundary=x\r\n')}\r\n--x\r\nContent-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x\r\nContent-Type: image/png\r\n`,
      `${head('deep', 'Endless', 'Content-Type: multipart/mixed; boundary=b0\r\n')}\r\n${deep}`,
      `${head('large', 'Fifty megabytes', 'Content-Type: multipart/mixed; boundary=x\r\n')}\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--x\r\nContent-Type: application/zip; name=all.zip\r\nContent-Disposition: attachment; filename=all.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${attachment}\r\n--x--\r\n`,
      `From: Jane <jane@customer.example>\r\nTo: ${recipients}\r\nCc: ${user}\r\nSubject: To everybody\r\nDate: ${at(30).toUTCString()}\r\nMessage-ID: <many.${user}>\r\n\r\nHi\r\n`,
      mailOf({ id: `1970.${user}`, to: user, subject: 'From 1970', headers: { Date: 'Thu, 01 Jan 1970 00:00:00 +0000' } }),
      mailOf({ id: `2099.${user}`, to: user, subject: 'From 2099', headers: { Date: 'Mon, 01 Jan 2099 00:00:00 +0000' } }),
      // One id, twice by the same, and once by somebody else.
      mailOf({ id: `twice.${user}`, to: user, subject: 'One id', date: at(20) }),
      mailOf({ id: `twice.${user}`, to: user, subject: 'One id', date: at(20) }),
      mailOf({ id: `twice.${user}`, from: 'eve@other.example', to: user, subject: 'Another under that id', date: at(19) }),
      head(undefined, 'No id').concat('\r\nfirst\r\n'),
      head(undefined, 'No id').concat('\r\nsecond\r\n'),
      '\r\n\r\n',
      mailOf({ id: `last.${user}`, to: user, subject: 'An ordinary one', date: at(1) }),
    ]);
    const workspace = await hub.newWorkspace();
    const id = await connect(workspace, user);
    await read(workspace, id);
    expect(await inboxOf(workspace, id)).toMatchObject({ state: 'up_to_date', seen: 13 });
    expect(await certificateOf(workspace, id)).toMatchObject({ remote: 13, accounted: 13, unexplained: 0 });
    const all = await activities(workspace);
    expect(all.map(({ subject }) => subject).sort()).toEqual(
      [
        'An ordinary one',
        'Another under that id',
        'Broken',
        'Endless',
        'Fifty megabytes',
        'From 1970',
        'From 2099',
        'No id',
        'No id',
        'One id',
        'To everybody',
      ].sort(),
    );
    // Nobody can have sent these then: they stand where the server took them.
    for (const year of ['1970', '2099'])
      expect(Math.abs(Date.parse(all.find(({ subject }) => subject === `From ${year}`)?.occurredAt ?? '') - Date.now())).toBeLessThan(86_400_000);
    const { data: threads } = await workspace.get<{ data: { id: string; subject: string }[] }>('/email/threads?q=Fifty');
    expect(await workspace.get(`/email/threads/${threads[0]?.id}`)).toMatchObject({
      messages: [
        {
          reply: 'See the file.',
          attachments: [{ name: 'all.zip', fileId: null, reason: 'mail_too_large' }],
          trace: expect.arrayContaining(['read_from_its_beginning']),
        },
      ],
    });
    // Read once more, nothing is more than it was.
    await read(workspace, id);
    expect(await activities(workspace)).toHaveLength(all.length);
  });

  it('goes on at once when the line breaks every 200 mails, and reads none twice', { timeout: 300_000 }, async () => {
    const user = newUser();
    await fill(user, many(user, 700));
    const { port, between } = await imapProxy({ breakAfterMails: 200 });
    const workspace = await hub.newWorkspace();
    const id = await connect(workspace, user, port);
    for (let looks = 0; looks < 10 && (await inboxOf(workspace, id))?.state !== 'up_to_date'; looks++) {
      await read(workspace, id);
      await later(1);
    }
    expect(await inboxOf(workspace, id)).toMatchObject({ state: 'up_to_date', seen: 700, kept: 700 });
    expect(between.broken).toBeGreaterThan(2);
    expect(await certificateOf(workspace, id)).toMatchObject({ remote: 700, accounted: 700, onTimeline: 700, unexplained: 0 });
  });

  it.each([
    ['a server that counts changes and says what is gone', []],
    ['a server that counts changes only', ['QRESYNC']],
    ['a server that counts nothing and tells nothing', ['QRESYNC', 'CONDSTORE', 'ENABLE', 'IDLE', 'ESEARCH', 'MOVE', 'UIDPLUS']],
  ])('follows %s', async (_name, without) => {
    const user = newUser();
    await fill(user, many(user, 40));
    const { port, between } = await imapProxy({ without });
    const workspace = await hub.newWorkspace();
    const id = await connect(workspace, user, port);
    await read(workspace, id);
    const before = new Map((await activities(workspace)).map((each) => [each.subject, each.id]));
    expect(before.size).toBe(40);
    between.said.length = 0;
    await asUser(user, async (client) => {
      await client.messageFlagsRemove('1:3', ['\\Seen']);
      await client.messageMove('4:5', 'Archive');
      await client.messageDelete('4:5');
    });
    await arrive(user, mailOf({ id: `new.${user}`, to: user, subject: 'New' }));
    await read(workspace, id);
    await later(4);
    const after = new Map((await activities(workspace)).map((each) => [each.subject, each.id]));
    expect([...before.keys()].filter((subject) => !after.has(subject))).toEqual(['Mail 6', 'Mail 5']);
    expect(after.has('New')).toBe(true);
    // What was moved is the same activity as before, not a new one in its place.
    for (const subject of ['Mail 3', 'Mail 4']) expect(after.get(subject)).toBe(before.get(subject));
    const { data: threads } = await workspace.get<{ data: { subject: string; isUnread: boolean }[] }>('/email/threads?limit=200');
    expect(threads.filter(({ isUnread, subject }) => isUnread && subject !== 'New').map(({ subject }) => subject)).toEqual(['Mail 2', 'Mail 1', 'Mail 0']);
    const said = between.said.join('\n');
    if (without.length === 0) {
      expect(said).toMatch(/CHANGEDSINCE \d+ VANISHED/);
      expect(said).not.toMatch(/SEARCH (?:RETURN \([^)]*\) )?ALL/);
    } else expect(said).not.toContain('VANISHED');
    if (without.includes('CONDSTORE')) expect(said).not.toContain('CHANGEDSINCE');
    expect(await certificateOf(workspace, id)).toMatchObject({ remote: 37, accounted: 37, unexplained: 0 });
  });

  it('keeps the place of a mail that was moved while the other folder could not be looked at', async () => {
    const user = newUser();
    await fill(user, many(user, 3));
    const workspace = await hub.newWorkspace();
    const id = await connect(workspace, user);
    await read(workspace, id);
    const before = await activities(workspace);
    // Into a folder that nobody here knows yet.
    await asUser(user, async (client) => {
      await client.mailboxCreate('Customers');
      await client.messageMove('1', 'Customers');
    });
    const context = await hub.hub.contextFor({
      workspaceId: workspace.id,
      actor: { kind: 'system', reason: 'test' },
      integration: 'email',
      connectionId: id as never,
    });
    await context.readSoon('INBOX');
    await hub.settle();
    await later(6);
    expect(await activities(workspace)).toEqual(before);
    expect(await certificateOf(workspace, id, 'Customers')).toMatchObject({ remote: 1, onTimeline: 1, unexplained: 0 });
  });
});
