import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { SYSTEM, until, virtualClock } from '#platform/tasks/test-bench';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import {
  type ConnectedContext,
  type Connection,
  type ConnectionId,
  type Context,
  CursorGone,
  type Page,
  PatchbayError,
  type StreamDefinition,
  type TaskDefinition,
  type WorkspaceId,
} from '#sdk';
import { createSync } from './sync.ts';

let database: TestDatabase;
let workspaceId: WorkspaceId;
let other: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.newWorkspace();
  other = await database.newWorkspace();
  await database.owner(async (tx) => {
    await tx.execute(
      sql`create table kept_records (workspace_id uuid not null, id text not null, times int not null default 1, primary key (workspace_id, id))`,
    );
    await tx.execute(sql`grant all on kept_records to patchbay_app`);
  });
});
let connectionId: ConnectionId;
beforeEach(async () => {
  connectionId = uuidv7() as ConnectionId;
  await database.owner(async (tx) => {
    for (const table of ['kept_records', 'streams', 'stream_seen']) await tx.execute(sql.raw(`delete from ${table}`));
  });
});

type Definition = StreamDefinition<ConnectedContext>;
const records = (...ids: string[]) => ids.map((externalId) => ({ externalId, value: {} }));
const numbered = (n: number, from = 0) => records(...Array.from({ length: n }, (_, i) => `r${from + i}`));
const kept = async () =>
  await database.workspace(workspaceId, (tx) => rowsOf<{ id: string; times: number }>(tx, sql`select id, times from kept_records order by id`));
const keptIds = async () => (await kept()).map(({ id }) => id);

/** A provider that gives the pages it is told to; ids that begin with "s" are skipped. */
function streamOf(read: Definition['read'], more: Partial<Definition> = {}): Definition {
  return {
    name: 'things',
    everyMs: 60_000,
    read,
    async apply(_ctx, tx, some) {
      for (const { externalId, deleted } of some) {
        if (externalId.startsWith('s')) continue;
        await tx.execute(
          deleted
            ? sql`delete from kept_records where workspace_id = ${workspaceId} and id = ${externalId}`
            : sql`insert into kept_records (workspace_id, id) values (${workspaceId}, ${externalId})
                  on conflict (workspace_id, id) do update set times = kept_records.times + 1`,
        );
      }
      return some.map(({ externalId }) => (externalId.startsWith('s') ? { kept: false, reason: 'not_a_contact' } : { kept: true }));
    },
    async removeMissing(_ctx, tx, ids) {
      for (const id of ids) await tx.execute(sql`delete from kept_records where workspace_id = ${workspaceId} and id = ${id}`);
    },
    ...more,
  };
}
const pages = (...list: Page[]): Definition['read'] =>
  async function* () {
    yield* list;
  };

/** The sync over a queue that runs a task when told to. */
function room(definition: Definition, clock = virtualClock(), connection: Partial<Connection> = {}) {
  const queue: { task: string; payload: Record<string, unknown>; key: string | undefined; dueAt: Date | undefined }[] = [];
  const tasks = new Map<string, TaskDefinition<Context>>();
  const stop = new AbortController();
  const context = (signal?: AbortSignal) =>
    ({
      workspaceId,
      actor: SYSTEM,
      clock,
      signal: signal ?? stop.signal,
      connection: { id: connectionId, integration: 'x', status: 'active', ...connection },
    }) as unknown as Context;
  const sync = createSync({
    database,
    clock,
    contextFor: ({ signal }) => context(signal),
    tasks: {
      register: (more) => {
        for (const one of more) tasks.set(one.name, one);
      },
      forWorkspace: () => ({
        async enqueue(task, payload, { singletonKey: key, dueAt } = {}) {
          // One waits per key, and "now" takes the place of a "later", as in the real one.
          const waiting = queue.findIndex((one) => one.task === task && one.key === key);
          if (waiting >= 0 && !dueAt && queue[waiting]?.dueAt) queue.splice(waiting, 1);
          else if (waiting >= 0) return;
          queue.push({ task, payload: { ...payload }, key, dueAt });
        },
      }),
    },
  });
  sync.register([definition], { integration: 'x' });
  /** Runs what waits and is due, including what that queues. */
  const work = async () => {
    for (;;) {
      const index = queue.findIndex(({ dueAt }) => !dueAt || dueAt <= clock.now());
      const [next] = index < 0 ? [] : queue.splice(index, 1);
      if (!next) return;
      await tasks.get(next.task)?.run(context(), next.payload as never);
    }
  };
  return {
    ...sync,
    clock,
    queue,
    work,
    stopNow: () => stop.abort(new Error('shutdown')),
    async read() {
      await sync.request(workspaceId, connectionId);
      await work();
      return (await sync.list(workspaceId, connectionId))[0];
    },
  };
}

it('reads page after page, counts what it kept and why it skipped, and knows when the provider has nothing further', async () => {
  const sync = room(
    streamOf(
      pages({ records: records('a', 's1', 'b'), cursor: { p: 1 }, more: true, total: 5 }, { records: records('c', 's2'), cursor: { p: 2 }, more: false }),
    ),
  );
  expect(await sync.read()).toEqual({
    name: 'things',
    state: 'up_to_date',
    seen: 5,
    kept: 3,
    skipped: { not_a_contact: 2 },
    total: 5,
    cursorAgeSeconds: 0,
    lastError: null,
    awaitingDeletion: 0,
  });
  expect(await keptIds()).toEqual(['a', 'b', 'c']);
  sync.clock.advance(30_000);
  expect((await sync.list(workspaceId, connectionId))[0]?.cursorAgeSeconds).toBe(30);
  expect(await sync.list(other, connectionId)).toEqual([]);
});

it('asks from the saved cursor, and again when its time has come', async () => {
  const read = vi.fn<Definition['read']>(pages({ records: records('a'), cursor: { p: 1 }, more: false }));
  const sync = room(streamOf(read));
  await sync.read();
  await sync.poll();
  expect(sync.queue).toEqual([]);
  sync.clock.advance(60_000);
  await sync.poll();
  await sync.work();
  expect(read.mock.calls.map(([, from]) => from)).toEqual([
    { name: 'things', cursor: null, full: true },
    { name: 'things', cursor: { p: 1 }, full: false },
  ]);
});

it('goes on at the last page after a crash, and counts nothing twice', async () => {
  let crash = true;
  const from: unknown[] = [];
  const sync = room(
    streamOf(async function* (_ctx, { cursor }) {
      from.push(cursor);
      if (!cursor) yield { records: records('a', 'b'), cursor: { p: 1 }, more: true };
      if (crash) throw new PatchbayError('provider_unavailable');
      yield { records: records('c'), cursor: { p: 2 }, more: false };
    }),
  );
  await expect(sync.read()).rejects.toMatchObject({ code: 'provider_unavailable' });
  expect((await sync.list(workspaceId, connectionId))[0]).toMatchObject({ state: 'waiting', seen: 2, lastError: expect.stringContaining('provider') });
  crash = false;
  expect(await sync.read()).toMatchObject({ state: 'up_to_date', seen: 3, kept: 3, lastError: null });
  expect(from).toEqual([null, { p: 1 }]);
});

it('applies a page and its cursor together or not at all', async () => {
  const broken = streamOf(pages({ records: records('a'), cursor: { p: 1 }, more: false }), {
    apply: async (_ctx, tx, some) => {
      await tx.execute(sql`insert into kept_records (workspace_id, id) values (${workspaceId}, ${some[0]?.externalId})`);
      throw new Error('in the middle');
    },
  });
  const sync = room(broken);
  await expect(sync.read()).rejects.toThrow('in the middle');
  expect(await keptIds()).toEqual([]);
  const [row] = await database.workspace(workspaceId, (tx) => rowsOf(tx, sql`select cursor, seen, state, lease_token from streams`));
  expect(row).toEqual({ cursor: null, seen: 0, state: 'failed', lease_token: null });
});

it('applies a large page in slices on the embedded database and resumes inside it', async () => {
  let sizes: number[] = [];
  let failAt = 3;
  const page: Page = { records: numbered(450), cursor: { p: 1 }, more: false };
  const base = streamOf(pages(page));
  const sync = room({
    ...base,
    apply: (ctx, tx, some, from) => {
      sizes.push(some.length);
      if (sizes.length === failAt) throw new PatchbayError('provider_unavailable');
      return base.apply(ctx, tx, some, from);
    },
  });
  if (database.engine === 'postgres') {
    expect(await sync.read()).toMatchObject({ seen: 450, kept: 450 });
    expect(sizes).toEqual([450]);
    return;
  }
  await expect(sync.read()).rejects.toThrow();
  const partly = (await sync.list(workspaceId, connectionId))[0];
  expect(partly?.seen).toBe((await keptIds()).length);
  expect(partly?.seen).toBeGreaterThan(0);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
  sizes = [];
  failAt = -1;
  expect(await sync.read()).toMatchObject({ state: 'up_to_date', seen: 450, kept: 450 });
  expect(await keptIds()).toHaveLength(450);
});

it('starts over with a full read when the provider has dropped the cursor', async () => {
  const from: unknown[] = [];
  const sync = room(
    streamOf(async function* (_ctx, at) {
      from.push([at.cursor, at.full]);
      if (at.cursor) throw new CursorGone();
      yield { records: records('a', 'b'), cursor: { p: from.length }, more: false, complete: true };
    }),
  );
  await sync.read();
  expect(await sync.read()).toMatchObject({ state: 'up_to_date', seen: 2, kept: 2 });
  expect(from).toEqual([
    [null, true],
    [{ p: 1 }, false],
    [null, true],
  ]);
});

it('fails visibly instead of starting over for ever', async () => {
  const read = vi.fn<Definition['read']>(async function* () {
    yield* [];
    throw new CursorGone();
  });
  const sync = room(streamOf(read));
  await expect(sync.read()).rejects.toThrow();
  expect(read).toHaveBeenCalledTimes(3);
});

it('removes what a complete read no longer sees, and believes deletions between reads', async () => {
  let page: Page = { records: numbered(20), cursor: null, more: false, complete: true };
  const sync = room(
    streamOf(async function* () {
      yield page;
    }),
  );
  await sync.read();
  page = { records: [...numbered(19), { externalId: 'r18', deleted: true, value: {} }], cursor: null, more: false, complete: true };
  await sync.read();
  expect(await keptIds()).not.toContain('r19');
  expect(await keptIds()).not.toContain('r18');
  expect(await keptIds()).toHaveLength(18);
});

it('removes nothing after a shrunken read until a second one agrees ten minutes later', async () => {
  let page: Page = { records: numbered(40), cursor: null, more: false, complete: true };
  const sync = room(
    streamOf(async function* () {
      yield page;
    }),
  );
  await sync.read();
  page = { records: numbered(10), cursor: null, more: false, complete: true };
  expect(await sync.read()).toMatchObject({ state: 'up_to_date', seen: 10, awaitingDeletion: 30 });
  expect(await keptIds()).toHaveLength(40);
  sync.clock.advance(9 * 60_000);
  await sync.read();
  expect(await keptIds()).toHaveLength(40);
  // Two are back: they stay.
  page = { records: numbered(12), cursor: null, more: false, complete: true };
  sync.clock.advance(60_000);
  await sync.work();
  expect(await keptIds()).toHaveLength(12);
  expect((await sync.list(workspaceId, connectionId))[0]?.awaitingDeletion).toBe(0);
});

it('keeps everything when the shrunken read was a mistake', async () => {
  let page: Page = { records: numbered(40), cursor: null, more: false, complete: true };
  const sync = room(
    streamOf(async function* () {
      yield page;
    }),
  );
  await sync.read();
  page = { ...page, records: [] };
  expect(await sync.read()).toMatchObject({ awaitingDeletion: 40 });
  page = { ...page, records: numbered(40) };
  expect(await sync.read()).toMatchObject({ awaitingDeletion: 0 });
  sync.clock.advance(20 * 60_000);
  await sync.work();
  expect(await keptIds()).toHaveLength(40);
});

it('reads fully a second time though it has a cursor, and lets a person confirm at once', async () => {
  let ids = numbered(40);
  const full: boolean[] = [];
  const sync = room(
    streamOf(async function* (_ctx, from) {
      full.push(from.full);
      if (from.cursor && ids.length === 5) throw new CursorGone();
      yield from.full ? { records: ids, cursor: { p: 1 }, more: false, complete: true } : { records: [], cursor: { p: 2 }, more: false };
    }),
  );
  await sync.read();
  ids = numbered(5);
  expect(await sync.read()).toMatchObject({ awaitingDeletion: 35 });
  ids = numbered(6);
  sync.clock.advance(10 * 60_000);
  await sync.work();
  expect(full).toEqual([true, false, true, true]);
  expect(await keptIds()).toHaveLength(6);

  ids = numbered(0);
  await database.workspace(workspaceId, (tx) => tx.execute(sql`update streams set cursor = null`));
  expect(await sync.read()).toMatchObject({ awaitingDeletion: 6 });
  await expect(sync.confirmDeletion(other, connectionId, 'things', SYSTEM)).rejects.toMatchObject({ code: 'not_found' });
  expect(await sync.confirmDeletion(workspaceId, connectionId, 'things', SYSTEM)).toEqual({ removed: 6 });
  expect(await keptIds()).toEqual([]);
  await expect(sync.confirmDeletion(workspaceId, connectionId, 'things', SYSTEM)).rejects.toMatchObject({ code: 'conflict' });
});

it('lets one process read a stream at a time and looks once more when asked meanwhile', async () => {
  const go = Promise.withResolvers<void>();
  let reads = 0;
  const definition = streamOf(async function* () {
    reads++;
    await go.promise;
    yield { records: records('a'), cursor: { p: reads }, more: false };
  });
  const [one, two] = [room(definition), room(definition)];
  const first = one.read();
  await until(() => reads === 1);
  await two.read();
  expect(reads).toBe(1);
  go.resolve();
  await first;
  expect(reads).toBe(2);
});

it('takes over from a dead reader, whose late page is refused', async () => {
  const late = Promise.withResolvers<void>();
  let begun = false;
  const dead = room(
    streamOf(async function* () {
      begun = true;
      await late.promise;
      yield { records: records('late'), cursor: { p: 99 }, more: false };
    }),
  );
  const attempt = dead.read().catch((error: unknown) => error);
  await until(() => begun);
  const heir = room(streamOf(pages({ records: records('a'), cursor: { p: 1 }, more: false })));
  await database.owner((tx) => tx.execute(sql`update streams set lease_until = now() - interval '1 second'`));
  await heir.poll();
  await heir.work();
  late.resolve();
  expect(await attempt).toMatchObject({ code: 'conflict' });
  expect(await keptIds()).toEqual(['a']);
  expect((await heir.list(workspaceId, connectionId))[0]).toMatchObject({ state: 'up_to_date', seen: 1 });
});

it('stops between pages when the process stops, and leaves a free lease', async () => {
  let sync: ReturnType<typeof room>;
  const read: Definition['read'] = async function* () {
    yield { records: records('a'), cursor: { p: 1 }, more: true };
    sync.stopNow();
    yield { records: records('b'), cursor: { p: 2 }, more: false };
  };
  sync = room(streamOf(read));
  await expect(sync.read()).rejects.toThrow('shutdown');
  const [row] = await database.workspace(workspaceId, (tx) => rowsOf(tx, sql`select cursor, state, lease_token, last_error from streams`));
  expect(row).toEqual({ cursor: { p: 1 }, state: 'waiting', lease_token: null, last_error: null });
  expect(await keptIds()).toEqual(['a']);
});

it('asks a stream that can say what its provider has', async () => {
  const counted = { remote: 2, accounted: 2, onTimeline: 1, skipped: { s: 1 }, unexplained: 0, checkedAt: new Date() };
  const sync = room(streamOf(pages({ records: [], cursor: { p: 1 }, more: false }), { completeness: async () => counted }));
  await sync.read();
  expect(await sync.completeness(workspaceId, connectionId, SYSTEM)).toEqual([{ stream: 'things', ...counted }]);
});

it('finds the streams of a connection, and leaves one that needs a person alone', async () => {
  const read = vi.fn<Definition['read']>(pages({ records: [], cursor: { p: 1 }, more: false }));
  const sync = room(streamOf(read, { discover: async () => ['INBOX', 'Sent'] }));
  await sync.read();
  expect((await sync.list(workspaceId, connectionId)).map(({ name, state }) => [name, state])).toEqual([
    ['INBOX', 'up_to_date'],
    ['Sent', 'up_to_date'],
  ]);
  const closed = room(streamOf(read, { discover: async () => ['INBOX'] }), undefined, { status: 'reauthorize' });
  const before = read.mock.calls.length;
  await closed.read();
  expect(read.mock.calls.length).toBe(before);
  await sync.forget(workspaceId, connectionId);
  expect(await sync.list(workspaceId, connectionId)).toEqual([]);
});
