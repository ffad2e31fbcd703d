import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database, rowsOf } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { INSTALLATION_WORKSPACE, type WorkspaceId } from '#sdk';
import { inboxScene, prepareTables, type Scene, until } from './testing.ts';

let database: TestDatabase;
let scene: Scene;
let a: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  await prepareTables(database);
});
beforeEach(async () => {
  await database.system((tx) => tx.execute(sql`delete from webhook_inbox`));
  scene = inboxScene({ database });
  a = await database.newWorkspace();
  scene.connect(a, 'acct-a');
});
const id = () => uuidv7();
const event = (more: object = {}) => ({ id: id(), account: 'acct-a', ...more });
const names = async (of: Scene = scene, workspace = a) => (await of.handled(workspace)).map((row) => row.event_id);

it('handles each event once in its workspace, and moves it to the archive with its key kept', async () => {
  const events = Array.from({ length: 120 }, () => event());
  await Promise.all(events.map((one) => scene.send([one])));
  expect(await scene.inbox.drain()).toEqual({ handled: 120, failed: 0 });
  expect((await names()).sort()).toEqual(events.map((one) => one.id).sort());
  // A late repeat finds its key.
  await scene.send([events[0] ?? event()]);
  expect(await scene.inbox.drain()).toEqual({ handled: 0, failed: 0 });
  const { data } = await scene.inbox.list(a, { limit: 200 });
  expect(data).toHaveLength(120);
  expect(data.every((row) => row.state === 'processed' && row.processedAt !== null)).toBe(true);
  const rows = await database.system((tx) =>
    rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from webhook_inbox where workspace_id = ${a} and sealed is not null`),
  );
  expect(rows).toEqual([{ n: 0 }]);
});

it('keeps an event that was inserted and not drained when the process dies', async () => {
  const one = event();
  expect((await scene.send([one])).status).toBe(202);
  // Another process, with nothing of the first in memory.
  const next = inboxScene({ database, routes: scene.routes });
  await next.inbox.drain();
  expect(await names(next)).toEqual([one.id]);
});

it('does not keep fresh events waiting when the clock steps back', async () => {
  await scene.send([event()]);
  scene.clock.forward(-3600);
  expect(await scene.inbox.drain()).toEqual({ handled: 1, failed: 0 });
});

it('undoes handler, archive and state together when the process dies inside the batch', async () => {
  await scene.send([event()]);
  const dying = {
    ...database,
    system: <T>(work: (tx: never) => Promise<T>) =>
      database.system(async (tx): Promise<T> => {
        await work(tx as never);
        throw new Error('killed before commit');
      }),
  };
  const killed = inboxScene({ database: dying as unknown as Database, routes: scene.routes });
  await expect(killed.inbox.drain()).rejects.toThrow('killed');
  expect(await names()).toEqual([]);
  expect(await scene.inbox.drain()).toEqual({ handled: 1, failed: 0 });
  expect(await names()).toHaveLength(1);
});

it('keeps the order of receipt within a key, and the provider’s own sequence where there is one', async () => {
  const plain = Array.from({ length: 70 }, () => event({ key: 'k' }));
  for (const one of plain) await scene.send([one]);
  const numbered = [3, 1, 4, 2].map((seq) => event({ key: 'numbered', seq }));
  for (const one of numbered) await scene.send([one]);
  await scene.inbox.drain();
  const done = await names();
  expect(done.filter((one) => plain.some(({ id }) => id === one))).toEqual(plain.map((one) => one.id));
  const sequence = done.map((one) => numbered.find(({ id }) => id === one)).filter((one) => one !== undefined);
  expect(sequence.map((one) => (one as { seq?: number }).seq)).toEqual([1, 2, 3, 4]);
});

it('lets a failing event hold its own key and no other, then parks it and goes on', async () => {
  const poison = event({ key: 'bad', text: 'poison' });
  const behind = Array.from({ length: 60 }, () => event({ key: 'bad' }));
  const others = Array.from({ length: 60 }, (_, i) => event({ key: `good-${i}` }));
  for (const one of [poison, ...behind, ...others]) await scene.send([one]);
  scene.behaviour.after = (one) => {
    if (one.text === 'poison') throw new Error('cannot take this');
  };
  expect(await scene.inbox.drain()).toEqual({ handled: 60, failed: 1 });
  expect((await names()).sort()).toEqual(others.map((one) => one.id).sort());
  expect(await scene.states(a)).toMatchObject({ [poison.id]: 'failed' });

  for (const [index, seconds] of [5, 15, 60, 180].entries()) {
    scene.clock.forward(seconds - 1);
    expect(await scene.inbox.drain(), `try ${index + 2}`).toEqual({ handled: 0, failed: 0 });
    scene.clock.forward(1);
    expect(await scene.inbox.drain()).toEqual({ handled: 0, failed: 1 });
  }
  // The sixth try, 15 minutes after the first: parked, and the key goes on.
  scene.clock.forward(640);
  expect(await scene.inbox.drain()).toEqual({ handled: 60, failed: 1 });
  expect((await names()).slice(60)).toEqual(behind.map((one) => one.id));
  expect(await scene.states(a)).toMatchObject({ [poison.id]: 'overtaken' });
  expect(scene.incidents).toEqual([{ workspaceId: a, act: 'open', key: 'webhook.parked:acme:acme' }]);

  const [row] = (await scene.inbox.list(a, { limit: 5, state: 'overtaken' })).data;
  expect(row).toMatchObject({ eventId: poison.id, attempts: 6, error: 'Error: cannot take this' });
  scene.behaviour.after = () => {};
  expect(await scene.inbox.replay(a, { ids: [row?.id ?? ''] })).toEqual({ replayed: 1 });
  expect(await scene.inbox.drain()).toEqual({ handled: 1, failed: 0 });
  expect(scene.incidents.at(-1)).toEqual({ workspaceId: a, act: 'resolve', key: 'webhook.parked:acme:acme' });
});

it('finds the event that breaks at commit and lets the others through', async () => {
  await database.owner(async (tx) => {
    await tx.execute(sql`create table if not exists acme_parents (id text primary key)`);
    await tx.execute(sql`create table if not exists acme_children (parent text references acme_parents (id) deferrable initially deferred)`);
    await tx.execute(sql`grant insert on acme_children to patchbay_app`);
  });
  const bad = event({ text: 'orphan' });
  const events = [event(), bad, event()];
  for (const one of events) await scene.send([one]);
  scene.behaviour.before = async (one, tx) => {
    if (one.text === 'orphan') await tx.execute(sql`insert into acme_children values ('nobody')`);
  };
  expect(await scene.inbox.drain()).toEqual({ handled: 2, failed: 1 });
  expect(await scene.states(a)).toMatchObject({ [bad.id]: 'failed' });
});

it('does not wait for a handler that never ends', async () => {
  const slow = inboxScene({ database, routes: scene.routes, limits: { handleMs: 150 } });
  const stuck = event({ text: 'stuck' });
  for (const one of [event(), stuck, event()]) await slow.send([one]);
  slow.behaviour.before = (one) => (one.text === 'stuck' ? new Promise<void>(() => {}) : undefined);
  expect(await slow.inbox.drain()).toEqual({ handled: 2, failed: 1 });
  expect(await slow.states(a)).toMatchObject({ [stuck.id]: 'failed' });
});

it('keeps workspaces apart: a handler cannot write into another one', async () => {
  const b = await database.newWorkspace();
  const forged = event({ text: 'forge' });
  await scene.send([forged]);
  scene.behaviour.before = async (_one, tx) => {
    await tx.execute(sql`insert into acme_handled (workspace_id, id) values (${b}, ${id()})`);
  };
  expect(await scene.inbox.drain()).toEqual({ handled: 0, failed: 1 });
  expect(await scene.handled(b)).toEqual([]);
});

it('two drains never handle one event twice, nor one key at the same time, nor out of order', async () => {
  const second: Database = database.url ? createDatabase(await openPostgres({ url: database.url })) : database;
  if (database.url) await second.rolesReady();
  const scenes = [scene, inboxScene({ database: second, routes: scene.routes }), inboxScene({ database: second, routes: scene.routes })];
  const running = new Map<string, number>();
  let overlaps = 0;
  for (const one of scenes) {
    one.behaviour.before = async ({ key = '' }, tx) => {
      overlaps += running.get(key) ?? 0;
      running.set(key, (running.get(key) ?? 0) + 1);
      await tx.execute(sql`select pg_sleep(0.002)`);
    };
    one.behaviour.after = ({ key = '', text }) => {
      running.set(key, (running.get(key) ?? 0) - 1);
      if (text === 'once' && !failed.has(key)) {
        failed.add(key);
        throw new Error('the first time');
      }
    };
  }
  const failed = new Set<string>();
  const events = Array.from({ length: 400 }, (_, i) => event({ key: `k${i % 7}`, text: i === 100 ? 'once' : '' }));
  for (let i = 0; i < events.length; i += 20) await scene.send(events.slice(i, i + 20));
  for (const one of scenes) await one.inbox.start();
  const heldBack = events.slice(100).filter((one) => (one as { key?: string }).key === 'k2').length;
  await until(async () => (await names()).length === 400 - heldBack, 'the other keys are handled');
  for (const one of scenes) one.clock.forward(5);
  await until(async () => (await names()).length >= 400, 'everything is handled');
  for (const one of scenes) await one.inbox.stop();
  expect(overlaps).toBe(0);
  const done = await names();
  expect(done).toHaveLength(400);
  for (let k = 0; k < 7; k++) {
    const own = events.filter((one) => (one as { key?: string }).key === `k${k}`).map((one) => one.id);
    expect(done.filter((one) => own.includes(one))).toEqual(own);
  }
  if (second !== database) await second.close();
}, 60_000);

it('gives unrouted events their owner when a connection appears, also to two workspaces', async () => {
  const account = `late-${id()}`;
  const events = Array.from({ length: 5 }, () => ({ id: id(), account, key: 'k' }));
  await scene.send(events.slice(0, 4));
  await scene.send(events.slice(4));
  await scene.inbox.drain();
  expect(await names()).toEqual([]);
  const b = await database.newWorkspace();
  scene.connect(a, account);
  const connectionId = scene.connect(b, account);
  expect(await scene.inbox.connectionAppeared('acme', 'acme', account)).toBe(5);
  expect(await scene.inbox.drain()).toEqual({ handled: 10, failed: 0 });
  expect(await names()).toEqual(events.map((one) => one.id));
  expect((await scene.handled(b)).map((row) => row.connection_id)).toEqual(events.map(() => connectionId));
  const left = await scene.states(INSTALLATION_WORKSPACE);
  for (const one of events) expect(left[one.id]).toBeUndefined();
  // Repeats of what was moved meet their keys.
  await scene.send(events);
  expect(await scene.inbox.drain()).toEqual({ handled: 0, failed: 0 });
});

it('finds by itself that a connection appeared', async () => {
  const account = `sweep-${id()}`;
  await scene.send([{ id: id(), account }]);
  scene.connect(a, account);
  await scene.inbox.start();
  await until(async () => (await names()).length === 1, 'it is handled');
  await scene.inbox.stop();
});

it('replays handled events from the archive, in the own workspace only', async () => {
  const events = [event(), event()];
  await scene.send(events);
  await scene.inbox.drain();
  const [row] = (await scene.inbox.list(a, { limit: 5 })).data;
  const b = await database.newWorkspace();
  expect(await scene.inbox.replay(b, { ids: [row?.id ?? ''] })).toEqual({ replayed: 0 });
  await scene.inbox.replay(a, { ids: [row?.id ?? ''] });
  expect(await scene.states(a)).toMatchObject({ [row?.eventId ?? '']: 'received' });
  expect(await scene.inbox.drain()).toEqual({ handled: 1, failed: 0 });
  expect(await names()).toHaveLength(3);
  expect((await scene.inbox.list(a, { limit: 5 })).data).toHaveLength(2);
});

it('reads an unreadable request again when its reader is mended', async () => {
  let broken = true;
  const mended = inboxScene({
    database,
    routes: scene.routes,
    webhook: {
      parse: ({ rawBody }) => {
        if (broken) throw new Error('not yet');
        return (JSON.parse(rawBody.toString()) as { events: { id: string; account: string }[] }).events.map((one) => ({
          eventId: one.id,
          type: 't',
          accountId: one.account,
          payload: one,
        }));
      },
    },
  });
  const one = event();
  await mended.send([one]);
  const unreadable = async () => (await mended.inbox.list(INSTALLATION_WORKSPACE, { limit: 5, state: 'parked' })).data;
  const [row] = await unreadable();
  expect(row).toMatchObject({ error: 'Error: not yet' });
  await mended.inbox.replay(INSTALLATION_WORKSPACE, { ids: [row?.id ?? ''] });
  expect(await unreadable()).toHaveLength(1);
  broken = false;
  await mended.inbox.replay(INSTALLATION_WORKSPACE, { ids: [row?.id ?? ''] });
  expect(await unreadable()).toEqual([]);
  await mended.inbox.drain();
  expect(await names(mended)).toEqual([one.id]);
});

it('forgets keys and archive after their time, not before', async () => {
  const one = event();
  await scene.send([one]);
  await scene.inbox.drain();
  scene.clock.forward(4 * 86_400);
  await scene.inbox.expire();
  await scene.send([one]);
  expect(await scene.inbox.drain()).toEqual({ handled: 0, failed: 0 });
  scene.clock.forward(2 * 86_400);
  await scene.inbox.expire();
  await scene.send([one]);
  expect(await scene.inbox.drain()).toEqual({ handled: 1, failed: 0 });
  scene.clock.forward(31 * 86_400);
  await scene.inbox.expire();
  expect((await scene.inbox.list(a, { limit: 5 })).data).toEqual([]);
});

it('pages through inbox and archive as one list', async () => {
  const events = Array.from({ length: 11 }, () => event());
  for (const one of events.slice(0, 6)) await scene.send([one]);
  await scene.inbox.drain();
  await scene.send(events.slice(6, 9));
  await scene.send([{ ...events[9], id: id() } as never]);
  const seen: string[] = [];
  let after: { requestId: string; id: string } | undefined;
  do {
    const page = await scene.inbox.list(a, { limit: 3, after });
    seen.push(...page.data.map((row) => row.eventId));
    after = page.next ?? undefined;
  } while (after);
  expect(seen).toHaveLength(10);
  expect(new Set(seen).size).toBe(10);
  expect((await scene.inbox.list(a, { limit: 20, state: 'processed' })).data).toHaveLength(6);
  expect((await scene.inbox.list(a, { limit: 20, type: 'nothing' })).data).toEqual([]);
});

it.runIf(process.env.TEST_DATABASE_URL)('a batch that takes long keeps nobody else waiting: another worker goes on', async () => {
  const gate = Promise.withResolvers<void>();
  const [slow, next] = [uuidv7(), uuidv7()];
  scene.behaviour.before = ({ id }) => (id === slow ? gate.promise : undefined);
  await scene.inbox.start();
  try {
    await scene.send([{ id: slow, account: 'acct-a', key: 'one' }]);
    await until(async () => (await scene.states(a))[slow] === 'received', 'it is there');
    await scene.send([{ id: next, account: 'acct-a', key: 'two' }]);
    await until(async () => (await scene.handled(a)).some(({ event_id }) => event_id === next), 'the other is handled');
    expect((await scene.states(a))[slow]).toBe('received');
  } finally {
    gate.resolve();
  }
  await until(async () => (await scene.states(a))[slow] === 'processed', 'the slow one is handled');
  await scene.inbox.stop();
});
