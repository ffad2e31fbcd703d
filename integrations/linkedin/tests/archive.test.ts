import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { type ArchiveSpec, archiveFiles, archiveName, ERAS, makeArchive } from '../../../twins/linkedin/archive/archive.ts';
import { writeZip } from '../../../twins/linkedin/archive/zip.ts';

let hub: TestHub;
interface Import {
  id: string;
  state: string;
  counts: Record<string, number>;
  skipped: Record<string, number>;
  applied: Record<string, number>;
  changes: Record<string, number>;
  warnings: string[];
  error: string | null;
  memberName: string | null;
  memberSlug: string | null;
}
interface Person {
  id: string;
  slug: string | null;
  firstName: string;
  lastName: string;
  company: string | null;
  connectedOn?: string;
  match: string;
  contactId: string | null;
  contact?: { name: string };
  matchReason: string | null;
  state: string;
}

const send = async (workspace: TestWorkspace, name: string, content: Buffer) => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(content)]), name);
  const sent = new Response(form);
  const answer = await workspace.call<{ job: { id: string }; import: { id: string } }>('POST', '/linkedin/imports', {
    body: Buffer.from(await sent.arrayBuffer()),
    headers: { 'content-type': sent.headers.get('content-type') ?? '' },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  expect(answer.body.job.id).toEqual(expect.any(String));
  await hub.settle();
  return until(workspace, answer.body.import.id, ['review', 'failed']);
};
const until = async (workspace: TestWorkspace, id: string, states: string[]): Promise<Import> => {
  for (let rounds = 0; rounds < 200; rounds++) {
    await hub.settle();
    const found = await workspace.get<Import>(`/linkedin/imports/${id}`);
    if (states.includes(found.state)) return found;
  }
  throw new Error('the import does not come to its end');
};
const archive = (spec: ArchiveSpec) => makeArchive(spec);
const bring = (workspace: TestWorkspace, spec: ArchiveSpec) => send(workspace, archiveName(spec), archive(spec));
const apply = async (workspace: TestWorkspace, id: string, body: Record<string, unknown> = { choose: 'matched' }) => {
  await workspace.post(`/linkedin/imports/${id}/apply`, body);
  return until(workspace, id, ['done', 'failed']);
};
const network = async (workspace: TestWorkspace, query = '') => (await workspace.get<{ data: Person[] }>(`/linkedin/connections?limit=200${query}`)).data;

beforeAll(async () => {
  hub = await testHub();
});

describe('an archive of every era', () => {
  for (const era of ERAS)
    it(`${era}: is read whole, to the last row, and nothing reaches the record before it is chosen`, async () => {
      const workspace = await hub.newWorkspace();
      const before = (await workspace.get<{ data: unknown[] }>('/contacts')).data.length;
      const done = await bring(workspace, {
        era,
        connections: 60,
        messages: 140,
        invitations: 20,
        byteOrderMark: era === '2023',
        newline: era === '2025' ? '\r\n' : '\n',
      });
      expect(done.error).toBeNull();
      expect(done).toMatchObject({ state: 'review', memberName: 'Ada Byron', counts: { invitations: 20 } });
      const skipped = Object.values(done.skipped).reduce((sum, n) => sum + n, 0);
      expect((done.counts.connections ?? 0) + (done.counts.messages ?? 0) + (done.counts.invitations ?? 0) + skipped).toBe(220);
      expect(done.counts.connections).toBeGreaterThan(55);
      if (era >= '2022') expect(done.skipped.sponsored ?? 0).toBeGreaterThan(0);
      if (era >= '2025') expect(done.memberSlug).toBe('ada-byron');
      if (era < '2023') expect(done.warnings.join(' ')).toContain('older layout');
      expect((await workspace.get<{ data: unknown[] }>('/contacts')).data).toHaveLength(before);
      const people = await network(workspace);
      expect(people.every(({ slug }) => (slug === null) === era < '2023')).toBe(true);
      expect(people.some(({ lastName }) => lastName === 'Smith, Ph.D.')).toBe(true);
    });
});

describe('matching', () => {
  let workspace: TestWorkspace;
  let done: Import;
  const spec: ArchiveSpec = { era: '2026', connections: 40, messages: 120, invitations: 6 };
  beforeAll(async () => {
    workspace = await hub.newWorkspace();
    const [first, second, third, fourth] = await people();
    await workspace.post('/contacts', {
      firstName: 'Known',
      lastName: 'ByAddress',
      linkedinUrl: `https://de.linkedin.com/in/${encodeURIComponent(first?.slug ?? '').toUpperCase()}/?x=1`,
    });
    await workspace.post('/contacts', { firstName: 'Known', lastName: 'ByMail', emails: [{ value: 'second@somewhere.test' }] });
    const organization = await workspace.post<{ id: string }>('/organizations', { name: `${third?.company} GmbH` });
    await workspace.post('/contacts', {
      firstName: third?.first,
      lastName: third?.last,
      organizationId: organization.id,
      emails: [{ value: 'third@private.test' }],
    });
    await workspace.post('/contacts', { firstName: fourth?.first, lastName: fourth?.last, emails: [{ value: 'fourth@private.test' }] });
    const files = archiveFiles(spec).map((file) =>
      file.name === 'Connections.csv' ? { ...file, content: file.content.replace(new RegExp(`(${second?.slug}),[^,]*,`), '$1,Second@Somewhere.test,') } : file,
    );
    done = await send(workspace, archiveName(spec), writeZip(files));
  });
  const people = async () => {
    const { makePeople } = await import('../../../twins/linkedin/archive/people.ts');
    const { seededRandom } = await import('../../../twins/random.ts');
    return makePeople(spec.connections, seededRandom(1), new Date('2020-01-01T00:00:00Z')).filter(({ company, last }) => !/[",]/.test(company + last));
  };

  it('is certain by address and e-mail, suggests by name and company with its reason, and does nothing by name alone', async () => {
    expect(done.state).toBe('review');
    const all = await network(workspace);
    expect(all.filter(({ match }) => match === 'slug')).toHaveLength(1);
    expect(all.filter(({ match }) => match === 'email')).toHaveLength(1);
    const { data: waiting } = await workspace.get<{ data: Person[] }>('/linkedin/matches');
    expect(waiting).toHaveLength(1);
    expect(waiting[0]?.matchReason).toMatch(/^Same name, and .+ is the company of both\.$/);
    const [, , , fourth] = await people();
    expect(all.find(({ slug }) => slug === fourth?.slug)).toMatchObject({ match: 'none', contactId: null });
  });

  it('takes a person’s decision, once', async () => {
    const {
      data: [suggestion],
    } = await workspace.get<{ data: Person[] }>('/linkedin/matches');
    expect(await workspace.post(`/linkedin/matches/${suggestion?.id}/accept`, {})).toMatchObject({ match: 'accepted' });
    expect((await workspace.call('POST', `/linkedin/matches/${suggestion?.id}/reject`, { body: {} })).status).toBe(404);
  });

  it('brings in those that are contacts already, with their threads; nobody else', async () => {
    const contacts = async () => (await workspace.get<{ data: { id: string; linkedinUrl: string | null }[] }>('/contacts?limit=200')).data;
    const before = (await contacts()).length;
    const applied = await apply(workspace, done.id);
    expect(applied).toMatchObject({ state: 'done', applied: { updated: 3 } });
    expect(await contacts()).toHaveLength(before);
    const all = await network(workspace);
    const shared = all.filter(({ match }) => ['slug', 'email', 'accepted'].includes(match));
    for (const { contactId, slug } of shared) {
      const contact = (await contacts()).find(({ id }) => id === contactId);
      expect(decodeURIComponent(contact?.linkedinUrl ?? '').toLowerCase()).toContain(slug);
    }
    const { data: activities } = await workspace.get<{ data: { threadId?: string; subject: string }[] }>('/activities?kind=message&limit=200');
    expect(activities.length).toBeGreaterThan(0);
    const { data: threads } = await workspace.get<{ data: { contactId: string | null; isGroup: boolean }[] }>('/linkedin/threads?limit=200');
    expect(threads.filter(({ isGroup, contactId }) => isGroup && contactId !== null)).toEqual([]);
  });

  it('brings the same file in again without doubling anything', async () => {
    const count = async () => (await workspace.get<{ data: unknown[] }>('/activities?kind=message&limit=200')).data.length;
    const before = await count();
    const again = await bring(workspace, spec);
    expect(again.changes).toEqual({});
    await apply(workspace, again.id);
    expect(await count()).toBe(before);
    expect(await network(workspace)).toHaveLength(done.counts.connections ?? 0);
  });

  it('makes contacts of those that are named', async () => {
    const fresh = (await network(workspace)).filter(({ match }) => match === 'none').slice(0, 2);
    const again = await bring(workspace, spec);
    const applied = await apply(workspace, again.id, { choose: 'ids', ids: fresh.map(({ id }) => id) });
    expect(applied.applied).toMatchObject({ created: 2 });
    const after = (await network(workspace)).filter(({ id }) => fresh.some((each) => each.id === id));
    expect(after.every(({ contactId }) => contactId !== null)).toBe(true);
  });
});

describe('the next copy', () => {
  let workspace: TestWorkspace;
  beforeAll(async () => {
    workspace = await hub.newWorkspace();
    const first = await bring(workspace, { era: '2023', connections: 50, messages: 20 });
    await apply(workspace, first.id, { choose: 'all' });
  });

  it('says who is new, who is gone and who works somewhere else, between which days', async () => {
    const second = await bring(workspace, { era: '2025', connections: 53, messages: 20, moved: 2, gone: 0 });
    expect(second.changes).toMatchObject({ new: 3, job_changed: 2 });
    const { data } = await workspace.get<{ data: { kind: string; since: string; until: string; after: { company: string } }[] }>(
      '/linkedin/changes?kind=job_changed',
    );
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({ since: '2023-09-02T12:00:00.000Z', until: '2025-05-30T12:00:00.000Z', after: { company: 'Acme' } });
    await apply(workspace, second.id);
    const events = await workspace.get<{ data: { data: { after: string } }[] }>('/events?type=linkedin.job_changed');
    expect(events.data.map((each) => each.data.after)).toEqual(['VP Growth at Acme', 'VP Growth at Acme']);
    const third = await bring(workspace, { era: '2026', connections: 53, messages: 20, moved: 2, gone: 4 });
    expect(third.changes).toEqual({ gone: 4 });
    expect((await network(workspace, '&state=not_in_latest')).length).toBe(4);
  });

  it('knows somebody again whose profile has another address', async () => {
    const own = await hub.newWorkspace();
    const csv = (slug: string, company: string) =>
      Buffer.from(
        `First Name,Last Name,URL,Company,Connected On\nJane,Doe,https://www.linkedin.com/in/${slug},${company},08 Feb 2024\nOmar,Haddad,https://www.linkedin.com/in/omar,Hooli,09 Feb 2024`,
      );
    const first = await send(own, 'Connections_01-01-2026.csv', csv('jane-doe', 'Globex'));
    await apply(own, first.id, { choose: 'all' });
    const second = await send(own, 'Connections_02-01-2026.csv', csv('jane-smith', 'Globex'));
    expect(second.changes).toEqual({ slug_changed: 1 });
    expect((await network(own)).map(({ slug }) => slug).sort()).toEqual(['jane-smith', 'omar']);
    const { data } = await own.get<{ data: { before: object; after: object; since: string; until: string }[] }>('/linkedin/changes?kind=slug_changed');
    expect(data[0]).toMatchObject({
      before: { slug: 'jane-doe' },
      after: { slug: 'jane-smith' },
      since: '2026-01-01T12:00:00.000Z',
      until: '2026-02-01T12:00:00.000Z',
    });
  });

  it('that has lost a third marks nobody as gone, and says so', async () => {
    const fourth = await bring(workspace, { era: '2026', connections: 30, messages: 0, moved: 2, exportedOn: new Date('2026-07-01T12:00:00Z') });
    expect(fourth.warnings.join(' ')).toContain('nobody was marked as gone');
    expect(fourth.changes.gone).toBeUndefined();
  });

  it('that is older changes nothing', async () => {
    const old = await bring(workspace, { era: '2025', connections: 50, messages: 5, exportedOn: new Date('2024-01-01T12:00:00Z') });
    expect(old.warnings.join(' ')).toContain('newer copy');
    expect(old.changes).toEqual({});
  });
});

describe('what is around the people', () => {
  let workspace: TestWorkspace;
  let done: Import;
  beforeAll(async () => {
    workspace = await hub.newWorkspace();
    done = await bring(workspace, { era: '2026', connections: 400, messages: 700, invitations: 30 });
  });
  it('rows that were left out are shown page by page, each with its reason and where it stands', async () => {
    const all: { file: string; line: number; reason: string }[] = [];
    for (let cursor = ''; ; ) {
      const page = await workspace.get<{ data: typeof all; nextCursor: string | null }>(
        `/linkedin/imports/${done.id}/skipped?limit=10${cursor ? `&cursor=${cursor}` : ''}`,
      );
      all.push(...page.data);
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    const skipped = Object.values(done.skipped).reduce((sum, n) => sum + n, 0);
    expect(skipped).toBeGreaterThan(10);
    expect(all).toHaveLength(skipped);
    expect(new Set(all.map(({ file, line }) => `${file} ${line}`)).size).toBe(skipped);
    expect(Object.fromEntries([...Map.groupBy(all, ({ reason }) => reason)].map(([reason, rows]) => [reason, rows.length]))).toEqual(done.skipped);
  });
  it('invitations are a funnel: who is connected now has accepted', async () => {
    const { data, funnel } = await workspace.get<{ data: { state: string; direction: string }[]; funnel: { direction: string; state: string; n: number }[] }>(
      '/linkedin/invitations?limit=200',
    );
    expect(data).toHaveLength(30);
    expect(funnel.reduce((sum, { n }) => sum + n, 0)).toBe(30);
    const out = (state: string) => funnel.filter((each) => each.direction === 'outgoing' && each.state === state).reduce((sum, { n }) => sum + n, 0);
    expect(out('accepted')).toBeGreaterThan(5);
    expect(out('open')).toBeGreaterThan(5);
    // A later copy that does not list them any more: nobody says whether they were declined or withdrawn.
    await bring(workspace, { era: '2026', connections: 400, messages: 0, invitations: 3, exportedOn: new Date('2026-08-01T12:00:00Z') });
    const after = await workspace.get<{ funnel: { state: string; n: number }[] }>('/linkedin/invitations');
    expect(after.funnel.some(({ state }) => state === 'not_in_latest')).toBe(true);
  });
  it('progress is in rows of the whole', async () => {
    const { data } = await workspace.get<{ data: { title: string; done: number; total: number | null }[] }>('/jobs?limit=50');
    const job = data.filter(({ title }) => title === 'Read a copy of LinkedIn data').at(-1);
    expect(job?.total).toBe(1_130);
    expect(job?.done).toBeGreaterThanOrEqual(1_000);
  });
  it('a follow-up is a to-do of whoever asks, and of nobody who does not reach the person', async () => {
    const [person] = await network(workspace);
    const ask = (apiKey?: string) => workspace.call('POST', `/linkedin/connections/${person?.id}/follow-up`, { body: {}, ...(apiKey ? { apiKey } : {}) });
    expect((await ask(await workspace.key('admin'))).status).toBe(404);
    expect((await ask()).status).toBe(201);
    const [user] = (await workspace.get<{ data: { id: string }[] }>('/users')).data;
    const { data: todos } = await workspace.get<{ data: { title: string; ownerId: string }[] }>('/tasks');
    expect(todos).toEqual([expect.objectContaining({ title: `Follow up with ${person?.firstName} ${person?.lastName}`, ownerId: user?.id })]);
  });
});

describe('what is no archive', () => {
  let workspace: TestWorkspace;
  beforeAll(async () => {
    workspace = await hub.newWorkspace();
  });
  const whole = () => archive({ era: '2026', connections: 20, messages: 20 });
  const fails = async (name: string, content: Buffer, sentence: RegExp) => {
    const done = await send(workspace, name, content);
    expect(done.state).toBe('failed');
    expect(done.error).toMatch(sentence);
    expect(await network(workspace)).toEqual([]);
  };
  it('a zip cut off in the middle', () => fails('Basic.zip', whole().subarray(0, 2_000), /damaged or not whole/));
  it('a zip with a changed byte', async () => {
    const bytes = Buffer.from(whole());
    for (let at = 300; at < 340; at++) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await fails('Basic.zip', bytes, /damaged or not whole/);
  });
  it('a zip bomb', () =>
    fails(
      'Basic.zip',
      writeZip([
        { name: 'Connections.csv', content: Buffer.alloc(8 * 1_048_576, 'First Name,Last Name,Connected On\n') },
        { name: 'x', content: '' },
      ]),
      /unpacks to far more than/,
    ));
  it('a zip of thousands of files', () =>
    fails('Basic.zip', writeZip(Array.from({ length: 5_001 }, (_, n) => ({ name: `x/${n}.csv`, content: '' }))), /unpacks to far more than/));
  it('a zip whose connections are of other columns', () =>
    fails('Basic.zip', writeZip([{ name: 'Connections.csv', content: 'Vorname;Name\nA;B' }]), /Connections\.csv has none of the columns that LinkedIn writes/));
  it('a zip of something else', () => fails('photos.zip', writeZip([{ name: 'readme.txt', content: 'hello' }]), /no connections, messages or invitations/));
  it('a file with a header and not one row', () =>
    fails('Connections.csv', Buffer.from('First Name,Last Name,URL,Email Address,Company,Position,Connected On\n'), /not one row/));
  it('a file of other columns', () => fails('Connections.csv', Buffer.from('a,b\n1,2\n'), /no columns that LinkedIn writes/));
  it('a picture', () => fails('Connections.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /no CSV|no columns/));
  it('an empty file', () => fails('Connections.csv', Buffer.from(' '), /empty|no columns/));
  it('a file whose rows all hide', () =>
    fails('Connections.csv', Buffer.from('First Name,Last Name,URL,Email Address,Company,Position,Connected On\n,,,,,,07 Jun 2026'), /could be used/));
});

describe('a single file of an archive', () => {
  it('is read by its header, with semicolons and preamble too, and formulas stay text', async () => {
    const workspace = await hub.newWorkspace();
    const text =
      '\ufeffNotes:\n"One long; sentence"\n\nFirst Name;Last Name;URL;Email Address;Company;Position;Connected On\n=HYPERLINK("x");Doe;https://www.linkedin.com/in/jane-doe;;Globex;Buyer;08 Feb 2026';
    const done = await send(workspace, 'my list.csv', Buffer.from(text));
    expect(done).toMatchObject({ state: 'review', counts: { connections: 1 } });
    expect((await network(workspace))[0]).toMatchObject({ slug: 'jane-doe', company: 'Globex' });
  });
  it('is read in the letters of an older Windows, with quotes, commas and line breaks inside its fields', async () => {
    const workspace = await hub.newWorkspace();
    const text =
      'First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\nZoë,"O""Brien, Ph.D.",https://de.linkedin.com/in/Zo%C3%AB-1/?x=1,,"Müller &\r\nSöhne",VP,7-Feb-22';
    const done = await send(workspace, 'Connections.csv', Buffer.from(text, 'latin1'));
    expect(done).toMatchObject({ state: 'review', counts: { connections: 1 } });
    expect((await network(workspace))[0]).toMatchObject({
      firstName: 'Zoë',
      lastName: 'O"Brien, Ph.D.',
      slug: 'zoë-1',
      company: 'Müller &\r\nSöhne',
      connectedOn: '2022-02-07',
    });
  });
  it('keeps a formula in a name as the text that it is, here and in what is exported', async () => {
    const workspace = await hub.newWorkspace();
    const done = await send(
      workspace,
      'Connections.csv',
      Buffer.from('First Name,Last Name,URL,Connected On\n"=HYPERLINK(""http://x"")",Doe,https://www.linkedin.com/in/formula,08 Feb 2026'),
    );
    await apply(workspace, done.id, { choose: 'all' });
    const { data } = await workspace.get<{ data: { firstName: string }[] }>('/contacts');
    expect(data.map(({ firstName }) => firstName)).toEqual(['=HYPERLINK("http://x")']);
  });
  it('knows the member of a messages.csv by who is in every conversation', async () => {
    const workspace = await hub.newWorkspace();
    const file = archiveFiles({ era: '2026', connections: 12, messages: 70 }).find(({ name }) => name === 'messages.csv');
    const done = await send(workspace, 'messages.csv', Buffer.from(file?.content ?? ''));
    expect(done).toMatchObject({ state: 'review', memberSlug: 'ada-byron' });
    const { data } = await workspace.get<{ data: { id: string; isInmail: boolean; isGroup: boolean; waiting: boolean }[] }>('/linkedin/threads');
    expect(data.some(({ isInmail }) => isInmail)).toBe(true);
    const [thread] = data;
    const one = await workspace.get<{ said: { direction: string }[] }>(`/linkedin/threads/${thread?.id}`);
    expect(new Set(one.said.map(({ direction }) => direction)).size).toBeGreaterThanOrEqual(1);
    expect(
      await workspace.call('PATCH', `/linkedin/threads/${thread?.id}`, { body: { draft: 'Thank you, see you then', state: 'sent_claimed' } }),
    ).toMatchObject({ status: 200, body: { draftState: 'sent_claimed' } });
  });
});

it('is nobody else’s: another person sees nothing of it', async () => {
  const workspace = await hub.newWorkspace();
  const { data: users } = await workspace.get<{ data: { userId?: string; id?: string }[] }>('/users');
  const userId = users[0]?.userId ?? users[0]?.id;
  const form = new FormData();
  form.append('userId', userId ?? '');
  form.append('file', new Blob([new Uint8Array(archive({ era: '2026', connections: 10, messages: 10 }))]), 'Basic_LinkedInDataExport_06-12-2026.zip');
  const sent = new Response(form);
  const { body } = await workspace.call<{ import: { id: string } }>('POST', '/linkedin/imports', {
    body: Buffer.from(await sent.arrayBuffer()),
    headers: { 'content-type': sent.headers.get('content-type') ?? '' },
  });
  await hub.settle();
  const apiKey = await workspace.key('admin');
  const seen = await workspace.call<{ data: Person[] }>('GET', '/linkedin/connections', { apiKey });
  expect(seen.body.data).toEqual([]);
  expect((await workspace.call('GET', `/linkedin/imports/${body.import.id}`, { apiKey })).status).toBe(404);
  expect((await workspace.call('GET', `/linkedin/imports/${body.import.id}`)).status).toBe(200);
});
