import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let connectionId: string;

const PAGE = 50;
const notes = async () => (await workspace.get<{ data: { title: string; externalId: string }[] }>('/template/notes?limit=200')).data;
const put = (title: string, more: Record<string, unknown> = {}) => hub.twins.act('jotter', { verb: 'note.put', account: 'ada@acme.test', title, ...more });

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await put('old', { count: PAGE + 5 });
  ({ id: connectionId } = await workspace.connect('template', 'jotter', 'ada@acme.test'));
  await hub.settle();
});

it('reads everything there was, page by page, and counts it', async () => {
  expect(await notes()).toHaveLength(PAGE + 5);
  const { data } = await workspace.get<{ data: unknown[] }>(`/connections/${connectionId}/streams`);
  expect(data).toEqual([expect.objectContaining({ name: 'notes', state: 'up_to_date', kept: PAGE + 5, seen: PAGE + 5, skipped: {} })]);
});

it('hears of a new note by webhook, once, though it comes three times and out of order', async () => {
  const before = (await notes()).length;
  await put('Ada wants a demo', { repeat: 3, shuffle: true });
  await hub.settle();
  await expect.poll(async () => (await notes()).length, { timeout: 10_000 }).toBe(before + 1);
  // Events are read behind the snapshot horizon: a moment later than the rows.
  const told = async () => {
    const events = await workspace.get<{ data: { data: { title: string } }[] }>('/events?type=template.note_changed&limit=200');
    return events.data.filter((event) => event.data.title === 'Ada wants a demo').length;
  };
  await expect.poll(told, { timeout: 10_000 }).toBe(1);
});

it('writes a note once, however often it is asked', async () => {
  const body = { connectionId, title: 'Call Bob back', reference: 'r-1' };
  const answers = await Promise.all([1, 2, 3].map(() => workspace.post<{ state: string; noteId: string }>('/template/notes', body)));
  const last = await workspace.post<{ state: string; noteId: string }>('/template/notes', body);
  expect(last).toMatchObject({ state: 'done' });
  expect(new Set(answers.filter((each) => each.state === 'done').map((each) => each.noteId)).size).toBeLessThanOrEqual(1);
  const written = await hub.twins.journal('jotter');
  expect(written.filter((call) => call.method === 'POST' && call.path.startsWith('/jotter/api/notes') && call.status < 300)).toHaveLength(1);
});

it('settles a lost answer by asking the provider, and does not write twice', async () => {
  await hub.twins.fault('jotter', { match: { method: 'POST', path: '/jotter/api/notes' }, next: 1, do: 'drop_after_commit' });
  const first = await workspace.post<{ state: string }>('/template/notes', { connectionId, title: 'Lost in between', reference: 'r-2' });
  // A time-out may mean that the provider is still at it: it is asked half a minute later.
  await hub.twins.clock({ advanceMs: 60_000 });
  await hub.settle();
  const again = await workspace.post<{ state: string; noteId: string | null }>('/template/notes', { connectionId, title: 'Lost in between', reference: 'r-2' });
  expect(['done', 'unknown']).toContain(first.state);
  expect(again).toMatchObject({ state: 'done', noteId: expect.any(String) });
  const { data } = await hub.twins.state<{ data: { notes: Record<string, { title: string }> } }>('jotter');
  expect(Object.values(data.notes).filter((note) => note.title === 'Lost in between')).toHaveLength(1);
});

it('starts again when the provider has dropped the cursor', async () => {
  await hub.twins.act('jotter', { verb: 'cursor.drop' });
  await hub.twins.target('jotter', undefined);
  await put('after the drop');
  await workspace.post(`/connections/${connectionId}/sync`, {});
  await hub.settle();
  expect((await notes()).map((note) => note.title)).toContain('after the drop');
});
