import { sql } from 'drizzle-orm';
import pg from 'pg';
import { beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { WorkspaceId } from '#sdk';
import { settle, someone, testClock, testEvents, thing } from './events.fixture.ts';
import { positionOf } from './position.ts';
import { readEvents, type StoredEvent } from './read-events.ts';

const database: TestDatabase = await testDatabase();
const onPostgres = database.engine === 'postgres';
let workspaceId: WorkspaceId;
let name: string;
let nth = 0;
beforeEach(async () => {
  workspaceId = await database.newWorkspace();
  name = `test-${++nth}`;
});

/** A hub with one subscriber that handles by `handle` and remembers what it handled. */
async function hub(handle: (event: StoredEvent) => Promise<void> = async () => {}) {
  const clock = testClock();
  const incidents: string[] = [];
  const events = testEvents(database, clock, {
    incidentsFor: () => ({ open: async ({ key }) => void incidents.push(key), resolve: async () => {} }),
  });
  const handled: number[] = [];
  const on = async (event: StoredEvent) => {
    if (event.workspaceId !== workspaceId) return;
    await handle(event);
    handled.push(event.data.n as number);
  };
  events.addSubscriber({ name, on: { 'thing.changed': on } });
  await events.prepare();
  return { clock, events, handled, incidents, publish: (...n: number[]) => events.forWorkspace(workspaceId, someone).publish(...n.map((each) => thing(each))) };
}

it('hands over what was committed, in order, and nothing that was rolled back', async () => {
  const { events, handled, publish } = await hub();
  await publish(1, 2);
  await database
    .workspace(workspaceId, async () => {
      await publish(99);
      throw new Error('no');
    })
    .catch(() => {});
  await database.workspace(workspaceId, async () => {
    await publish(3);
    await events.forWorkspace(workspaceId, someone).publish(thing(98, 'one', 'other.created'));
  });
  await settle(database, events);
  await settle(database, events);
  expect(handled).toEqual([1, 2, 3]);
});

it('is heard only where somebody listens, and elsewhere passed over for good', async () => {
  const events = testEvents(database, testClock());
  const other = await database.newWorkspace();
  const heard: [string, unknown][] = [];
  const asked: (readonly string[])[] = [];
  events.addSubscriber({
    name,
    async listensIn(workspaceIds) {
      asked.push(workspaceIds);
      return new Set([workspaceId]);
    },
    on: { 'thing.changed': async (event) => void heard.push([event.workspaceId, event.data.n]) },
  });
  await events.prepare();
  await events.forWorkspace(workspaceId, someone).publish(thing(1));
  await events.forWorkspace(other, someone).publish(thing(2), thing(3));
  await settle(database, events);
  expect(heard).toEqual([[workspaceId, 1]]);
  const questions = asked.length;
  await settle(database, events);
  expect(heard).toHaveLength(1);
  // The cursor has passed them: nothing is asked again.
  expect(asked).toHaveLength(questions);
});

it('refuses an unknown type and data of another shape, and another workspace', async () => {
  const { events } = await hub();
  const room = events.forWorkspace(workspaceId, someone);
  await expect(room.publish({ ...thing(1), type: 'thing.vanished' })).rejects.toMatchObject({ code: 'internal' });
  await expect(room.publish({ ...thing(1), data: { n: 'one' } })).rejects.toMatchObject({ code: 'internal' });
  const other = await database.newWorkspace();
  await expect(database.workspace(other, () => room.publish(thing(1)))).rejects.toMatchObject({ code: 'scope_violation' });
  expect((await events.list(workspaceId, { limit: 10 })).events).toEqual([]);
});

it.runIf(onPostgres)('skips nothing when transactions commit in another order than they drew their numbers', async () => {
  const { events, handled, publish } = await hub();
  const [early, late, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  // The first has the lower transaction id, but the second draws the lower sequence and commits last.
  const first = database.workspace(workspaceId, async (tx) => {
    await tx.execute(sql`select pg_current_xact_id()`);
    early.resolve();
    await late.promise;
    await publish(2);
  });
  await early.promise;
  const second = database.workspace(workspaceId, async () => {
    await publish(1);
    late.resolve();
    await go.promise;
  });
  await first;
  await events.drain();
  const meanwhile = [...handled];
  go.resolve();
  await second;
  expect(meanwhile).toEqual([2]);
  await settle(database, events);
  expect(handled).toEqual([2, 1]);
});

it.runIf(onPostgres)('waits for an older transaction that is still open', async () => {
  const { events, handled, publish } = await hub();
  const [wrote, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = database.workspace(workspaceId, async () => {
    await publish(1);
    wrote.resolve();
    await go.promise;
  });
  await wrote.promise;
  await publish(2);
  await events.drain();
  const meanwhile = [...handled];
  go.resolve();
  await slow;
  expect(meanwhile).toEqual([]);
  await settle(database, events);
  expect(handled).toEqual([1, 2]);
});

it.runIf(onPostgres)('is not held up by a transaction of another database of the server', async () => {
  const { events, handled, publish } = await hub();
  const elsewhere = new pg.Client(process.env.TEST_DATABASE_URL);
  await elsewhere.connect();
  await elsewhere.query('begin; select pg_current_xact_id()');
  await publish(1, 2);
  await events.drain();
  expect(handled).toEqual([1, 2]);
  await elsewhere.query('rollback');
  await elsewhere.end();
});

it('reads no event of a transaction beyond the horizon', async () => {
  const { events, publish } = await hub();
  await publish(1);
  await database.owner((tx) =>
    tx.execute(sql`insert into events (workspace_id, id, xid, type, subject_type, subject_id, data, actor, at)
      values (${workspaceId}, gen_random_uuid(), (pg_current_xact_id()::text::bigint + 1000000)::text::xid8, 'thing.changed', 'thing', 'one', '{"n": 2}', '{}', now())`),
  );
  const page = await readEvents(database, positionOf(0n, 0n), { limit: 10, workspaceId });
  expect(page.events.map((event) => event.data.n)).toEqual([1]);
  expect(page.pending).toBe(true);
  await database.owner((tx) => tx.execute(sql`delete from events where data ->> 'n' = '2'`));
  void events;
});

it('repeats what a lost process had handled but not yet noted, and ignores it when it comes back', async () => {
  const [reached, back] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lost = await hub(async (event) => {
    if (event.data.n !== 3) return;
    reached.resolve();
    await back.promise;
  });
  await lost.publish(1, 2, 3);
  const draining = lost.events.drain();
  await reached.promise;
  expect(lost.handled).toEqual([1, 2]);
  await database.owner((tx) => tx.execute(sql`update event_cursors set lease_until = now() - interval '1 second'`));

  const next = testEvents(database, testClock());
  const handled: number[] = [];
  next.addSubscriber({ name, on: { 'thing.changed': async (event) => void (event.workspaceId === workspaceId && handled.push(event.data.n as number)) } });
  await settle(database, next);
  expect(handled).toEqual([1, 2, 3]);
  await lost.publish(4);
  await settle(database, next);
  const cursor = () => database.systemQuery({ text: 'select position, lease_owner from event_cursors where subscriber = $1', values: [name] });
  const before = await cursor();
  back.resolve();
  await draining;
  expect(await cursor()).toEqual(before);
  await settle(database, next);
  expect(handled).toEqual([1, 2, 3, 4]);
});

it('keeps the order past the tenth event', async () => {
  const { events, handled, publish } = await hub();
  const many = Array.from({ length: 250 }, (_, n) => n);
  for (const n of many) await publish(n);
  await settle(database, events);
  expect(handled).toEqual(many);
});

it('leaves a subscriber to the process that holds its lease', async () => {
  const one = await hub();
  await one.publish(1);
  await settle(database, one.events);
  const other = testEvents(database, testClock());
  const handled: unknown[] = [];
  other.addSubscriber({ name, on: { 'thing.changed': async (event) => void handled.push(event.data.n) } });
  await one.publish(2);
  await settle(database, other);
  expect(handled).toEqual([]);
  await settle(database, one.events);
  expect(one.handled).toEqual([1, 2]);
});

it('holds only the subject of a failing event, in order, and parks after six tries', async () => {
  let broken = true;
  const { clock, events, handled, incidents, publish } = await hub(async (event) => {
    if (event.data.n === 1 && broken) throw new Error('cannot');
  });
  await publish(1, 2);
  await events.forWorkspace(workspaceId, someone).publish(thing(10, 'two'));
  await settle(database, events);
  expect(handled).toEqual([10]);
  await publish(3);
  await settle(database, events);
  expect(handled).toEqual([10]);
  for (let tries = 1; tries < 6; tries++) {
    expect(incidents).toEqual([]);
    clock.advance(600_000);
    await settle(database, events);
  }
  expect(handled).toEqual([10, 2, 3]);
  expect(incidents).toEqual([`event-parked:${name}:thing.changed`]);
  const [parked] = await database
    .workspace(
      workspaceId,
      async (tx) =>
        (await tx.execute(sql`select id, attempts, last_error from event_holds where state = 'parked'`)) as unknown as {
          rows: { id: string; attempts: number }[];
        },
    )
    .then((result) => result.rows);
  expect(parked).toMatchObject({ attempts: 6, last_error: 'cannot' });
  broken = false;
  const other = await database.newWorkspace();
  expect(await events.replayParked(other, parked?.id ?? '')).toBe(false);
  expect(await events.replayParked(workspaceId, parked?.id ?? '')).toBe(true);
  await settle(database, events);
  expect(handled).toEqual([10, 2, 3, 1]);
});

it('goes on with the held subject in order once the cause is gone', async () => {
  let broken = true;
  const { clock, events, handled, publish } = await hub(async () => {
    if (broken) throw new Error('cannot');
  });
  await publish(1, 2, 3);
  await settle(database, events);
  broken = false;
  await publish(4);
  await settle(database, events);
  expect(handled).toEqual([]);
  clock.advance(5_000);
  await settle(database, events);
  expect(handled).toEqual([1, 2, 3, 4]);
});
