import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type ConnectionId, type Context, PatchbayError, type Transaction, task, type WorkspaceId } from '#sdk';
import { SYSTEM, taskRoom, until, virtualClock } from './test-bench.ts';

let database: TestDatabase;
let a: WorkspaceId;
let b: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  a = await database.newWorkspace();
  b = await database.newWorkspace();
});

// What a test leaves waiting is not the next one's.
afterEach(() =>
  database.owner(async (tx) => {
    for (const table of ['pgboss.job', 'task_timers', 'task_failures', 'task_schedules']) await tx.execute(sql.raw(`delete from ${table}`));
  }),
);

const payload = z.strictObject({ n: z.number() });
const define = (name: string, run: (ctx: Context, n: number) => Promise<void> | void, more: object = {}) =>
  task({ name, payload, run: async (ctx, { n }) => run(ctx, n), ...more });

it('runs what was queued, with the payload, the actor and the workspace it was queued with', async () => {
  const tasks = taskRoom(database);
  const seen: unknown[] = [];
  tasks.register([define('t.see', (ctx, n) => void seen.push([ctx.workspaceId, ctx.actor, n]))], { integration: 't' });
  await tasks.start();
  await tasks.forWorkspace(a, SYSTEM).enqueue('t.see', { n: 1 });
  await database.workspace(b, () => tasks.forWorkspace(b, SYSTEM).enqueue('t.see', { n: 2 }));
  await until(() => seen.length === 2);
  expect(seen).toContainEqual([a, SYSTEM, 1]);
  expect(seen).toContainEqual([b, SYSTEM, 2]);
  await until(async () => (await tasks.depth()).queued === 0);
  expect(tasks.errors).toEqual([]);
});

it('takes the task back with the transaction it was queued in, and refuses bad payloads and foreign transactions', async () => {
  const tasks = taskRoom(database);
  tasks.register([define('t.never', () => {})], { integration: 't' });
  await tasks.start({ roles: ['api'] });
  const queue = tasks.forWorkspace(a, SYSTEM);
  const attempt = database.workspace(a, async () => {
    await queue.enqueue('t.never', { n: 1 });
    await queue.enqueue('t.never', { n: 1 }, { dueAt: new Date('2030-01-01') });
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  expect(await tasks.depth()).toEqual({ queued: 0, timers: 0 });
  await expect(queue.enqueue('t.never', { n: 'x' })).rejects.toMatchObject({ code: 'invalid_input', details: { errors: [{ path: 'n' }] } });
  await expect(database.workspace(b, () => queue.enqueue('t.never', { n: 1 }, { dueAt: new Date('2030-01-01') }))).rejects.toMatchObject({
    code: 'scope_violation',
  });
  await expect(database.workspace(b, () => queue.enqueue('t.never', { n: 1 }))).rejects.toMatchObject({ code: 'scope_violation' });
  expect(await tasks.depth()).toEqual({ queued: 0, timers: 0 });
});

it('waits for the due time of its clock', async () => {
  const clock = virtualClock();
  const tasks = taskRoom(database, { clock });
  const ran = vi.fn();
  tasks.register([define('t.later', ran)], { integration: 't' });
  await tasks.start();
  await tasks.forWorkspace(a, SYSTEM).enqueue('t.later', { n: 1 }, { dueAt: new Date(clock.now().getTime() + 86_400_000) });
  clock.advance(86_399_000);
  await tasks.lookNow();
  expect(await tasks.depth()).toEqual({ queued: 0, timers: 1 });
  clock.advance(1000);
  await until(() => ran.mock.calls.length === 1, 'the timer');
  expect((await tasks.depth()).timers).toBe(0);
});

it('keeps one waiting task of a singleton key, in the queue and among the timers, per workspace', async () => {
  const clock = virtualClock();
  const tasks = taskRoom(database, { clock });
  tasks.register([define('t.single', () => {})], { integration: 't' });
  await tasks.start({ roles: ['api'] });
  const mine = tasks.forWorkspace(a, SYSTEM);
  const later = new Date(clock.now().getTime() + 1000);
  await mine.enqueue('t.single', { n: 1 }, { singletonKey: 'k', dueAt: later });
  await mine.enqueue('t.single', { n: 2 }, { singletonKey: 'k', dueAt: later });
  expect(await tasks.depth()).toEqual({ queued: 0, timers: 1 });
  // "Now" takes the timer's place.
  await mine.enqueue('t.single', { n: 3 }, { singletonKey: 'k' });
  await mine.enqueue('t.single', { n: 4 }, { singletonKey: 'k' });
  await mine.enqueue('t.single', { n: 5 }, { singletonKey: 'k', dueAt: later });
  expect(await tasks.depth()).toEqual({ queued: 1, timers: 0 });
  await tasks.forWorkspace(b, SYSTEM).enqueue('t.single', { n: 6 }, { singletonKey: 'k' });
  expect((await tasks.depth()).queued).toBe(2);
});

it('tries again by the clock and gives up visibly, with an incident that the next success closes', async () => {
  const clock = virtualClock();
  const open = vi.fn(async () => {});
  const resolve = vi.fn(async () => {});
  const tasks = taskRoom(database, { clock, incidentsFor: () => ({ open, resolve }), random: () => 1 });
  let broken = true;
  const tries: number[] = [];
  tasks.register(
    [
      define(
        't.flaky',
        (_, n) => {
          tries.push(n);
          if (broken) throw new PatchbayError('provider_unavailable');
        },
        { retry: { tries: 3, firstDelayMs: 1000 } },
      ),
    ],
    { integration: 't' },
  );
  await tasks.start();
  const connectionId = uuidv7() as ConnectionId;
  const queue = tasks.forWorkspace(a, SYSTEM, connectionId);
  await queue.enqueue('t.flaky', { n: 1 });
  await until(async () => (await tasks.depth()).timers === 1);
  expect(tries).toHaveLength(1);
  clock.advance(1000);
  await until(() => tries.length === 2);
  await until(async () => (await tasks.depth()).timers === 1);
  clock.advance(1999);
  await tasks.lookNow();
  expect((await tasks.depth()).timers).toBe(1);
  clock.advance(1);
  await until(() => open.mock.calls.length === 1, 'the incident');
  expect(tries).toHaveLength(3);
  expect(await tasks.depth()).toEqual({ queued: 0, timers: 0 });
  expect(open).toHaveBeenCalledWith(expect.objectContaining({ level: 'warning', connectionId }));
  expect(await tasks.failures.list(a)).toMatchObject([{ task: 't.flaky', attempts: 3, code: 'provider_unavailable' }]);
  expect(await tasks.failures.list(b)).toEqual([]);
  broken = false;
  await queue.enqueue('t.flaky', { n: 2 });
  await until(() => resolve.mock.calls.length === 1, 'the incident to close');
});

it('does not try again what a second try cannot change', async () => {
  const tasks = taskRoom(database);
  const ran = vi.fn(() => {
    throw new PatchbayError('reauthorize');
  });
  tasks.register([define('t.refused', ran)], { integration: 't' });
  await tasks.start();
  await tasks.forWorkspace(b, SYSTEM).enqueue('t.refused', { n: 1 });
  await until(async () => (await tasks.failures.list(b)).length === 1);
  expect(ran).toHaveBeenCalledTimes(1);
});

it('gives the task of a dead worker to another, and the dead one coming back changes nothing', async () => {
  const first = taskRoom(database, { capacity: { quick: 1 } });
  const second = taskRoom(database);
  const hangs = Promise.withResolvers<void>();
  const ran: string[] = [];
  first.register([define('t.hang', () => hangs.promise.then(() => Promise.reject(new Error('woke up late'))))], { integration: 't' });
  second.register([define('t.hang', () => void ran.push('second'))], { integration: 't' });
  await first.start();
  await first.forWorkspace(a, SYSTEM).enqueue('t.hang', { n: 1 });
  await until(async () => (await rowsOfQueue('active')) === 1);
  await second.start();
  // Its heartbeats stop: as after kill -9.
  await database.owner((tx) => tx.execute(sql`update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`));
  await database.owner((tx) => tx.execute(sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null`));
  await second.lookNow();
  await until(() => ran.length === 1, 'the second worker');
  hangs.resolve();
  await until(async () => (await second.depth()).queued === 0);
  expect(ran).toEqual(['second']);
  // The late failure must not set a timer for work that is done.
  await first.stop(2000);
  expect(await second.depth()).toEqual({ queued: 0, timers: 0 });
});

const rowsOfQueue = async (state: string) =>
  (
    await database.owner((tx) =>
      rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from pgboss.job where state = ${state}::pgboss.job_state and name like 'tasks-%'`),
    )
  )[0]?.n;

it('hands back what is running when it stops, without counting a try', async () => {
  const first = taskRoom(database);
  const second = taskRoom(database);
  const begun = Promise.withResolvers<void>();
  first.register(
    [
      define(
        't.long',
        (ctx) => {
          begun.resolve();
          return new Promise<void>((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason)));
        },
        { retry: { tries: 1, firstDelayMs: 1000 } },
      ),
    ],
    { integration: 't' },
  );
  const ran = vi.fn();
  second.register([define('t.long', ran, { retry: { tries: 1, firstDelayMs: 1000 } })], { integration: 't' });
  await first.start();
  await first.forWorkspace(a, SYSTEM).enqueue('t.long', { n: 1 });
  await begun.promise;
  await first.stop(50);
  await second.start();
  await until(() => ran.mock.calls.length === 1, 'the second process');
  expect((await second.failures.list(a)).filter((row) => row.task === 't.long')).toEqual([]);
});

it('shares out the work of one queue: every task once, whoever runs it', async () => {
  const rooms = [taskRoom(database), taskRoom(database)];
  const seen: number[] = [];
  for (const room of rooms) {
    room.register([define('t.count', (_, n) => void seen.push(n))], { integration: 't' });
    await room.start();
  }
  const queue = (rooms[0] ?? expect.fail()).forWorkspace(a, SYSTEM);
  await Promise.all(Array.from({ length: 200 }, (_, n) => queue.enqueue('t.count', { n })));
  await until(() => seen.length >= 200);
  await until(async () => ((await rooms[1]?.depth())?.queued ?? 1) === 0);
  expect(seen.sort((x, y) => x - y)).toEqual(Array.from({ length: 200 }, (_, n) => n));
});

it('does a batch in one transaction with its completion, and one by one when one of it fails', async () => {
  const tasks = taskRoom(database);
  const batches: number[][] = [];
  const singles: number[] = [];
  tasks.register(
    [
      {
        ...define('t.batch', (_, n) => {
          singles.push(n);
          if (n === 7) throw new PatchbayError('provider_rejected');
        }),
        batch: {
          size: 50,
          async run(_ctx: Context, tx: Transaction, payloads: readonly { n: number }[]) {
            const numbers = payloads.map(({ n }) => n);
            await tx.execute(sql`select set_config('patchbay.test', 'x', true)`);
            if (numbers.includes(7)) throw new Error('one of them');
            batches.push(numbers);
          },
        } as never,
      },
    ],
    { integration: 't' },
  );
  await tasks.start({ roles: ['api'] });
  const queue = tasks.forWorkspace(a, SYSTEM);
  await database.workspace(a, async () => {
    for (let n = 10; n < 20; n++) await queue.enqueue('t.batch', { n });
  });
  await tasks.stop();
  await tasks.start();
  await until(async () => (await tasks.depth()).queued === 0);
  expect(batches.flat().sort()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(singles).toEqual([]);
  await database.workspace(a, async () => {
    for (const n of [6, 7, 8]) await queue.enqueue('t.batch', { n });
  });
  await until(async () => (await tasks.depth()).queued === 0);
  expect([...singles, ...batches.flat()]).toEqual(expect.arrayContaining([6, 7, 8]));
  expect((await tasks.failures.list(a))[0]).toMatchObject({ task: 't.batch', code: 'provider_rejected' });
});

it('queues many at once, each key once, and takes the place of what was to be done later', async () => {
  const tasks = taskRoom(database);
  const seen: number[] = [];
  tasks.register([define('t.many', (_, n) => void seen.push(n)), task({ name: 't.shown', payload, run: async () => {}, job: { title: 'Shown' } })], {
    integration: 't',
  });
  await tasks.start({ roles: ['api'] });
  const queue = tasks.forWorkspace(a, SYSTEM);
  await queue.enqueue('t.many', { n: 1 }, { singletonKey: 'one', dueAt: new Date('2030-01-01') });
  const all = [3, 1, 2, 1].map((n) => ({ payload: { n }, singletonKey: n === 1 ? 'one' : `key-${n}` }));
  await database.workspace(a, async () => {
    await queue.enqueueAll('t.many', all);
    await queue.enqueueAll('t.many', all);
    await queue.enqueueAll('t.many', []);
  });
  expect(await tasks.depth()).toEqual({ queued: 3, timers: 0 });
  const undone = database.workspace(a, async () => {
    await queue.enqueueAll('t.many', [{ payload: { n: 9 } }]);
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  await expect(queue.enqueueAll('t.many', [{ payload: { n: 'x' } }])).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(queue.enqueueAll('t.shown', [{ payload: { n: 1 } }])).rejects.toMatchObject({ code: 'internal' });
  await tasks.stop();
  await tasks.start();
  await until(async () => (await tasks.depth()).queued === 0);
  expect(seen.toSorted()).toEqual([1, 2, 3]);
});
