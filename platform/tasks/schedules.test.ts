import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type ConnectionId, type Context, INSTALLATION_WORKSPACE, type Schedule, task, type WorkspaceId } from '#sdk';
import type { ActiveConnection } from './schedules.ts';
import { taskRoom, until, virtualClock } from './test-bench.ts';

let database: TestDatabase;
let a: WorkspaceId;
let b: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  a = await database.newWorkspace();
  b = await database.newWorkspace();
});
afterEach(() =>
  database.owner(async (tx) => {
    for (const table of ['pgboss.job', 'task_schedules']) await tx.execute(sql.raw(`delete from ${table}`));
  }),
);

const HOUR = 3_600_000;
const define = (run: (ctx: Context) => void) => task({ name: 's.tick', payload: z.strictObject({}), run: async (ctx) => run(ctx) });
function scheduled(schedule: Omit<Schedule, 'task'>, connections: () => ActiveConnection[] = () => [], clock = virtualClock()) {
  const ran: Context[] = [];
  const room = taskRoom(database, { clock, activeConnections: async () => connections() });
  room.register([define((ctx) => void ran.push(ctx))], { integration: 's', schedules: [{ task: 's.tick', ...schedule }] });
  return { room, clock, ran };
}
const dueRows = () => database.owner((tx) => rowsOf<{ key: string; next_due_at: string }>(tx, sql`select key, next_due_at from task_schedules order by key`));

it('fires once per workspace when two processes look at the same time', async () => {
  const clock = virtualClock();
  const [one, two] = [scheduled({ each: 'workspace', everyMs: HOUR }, undefined, clock), scheduled({ each: 'workspace', everyMs: HOUR }, undefined, clock)];
  await Promise.all([one.room.start(), two.room.start()]);
  clock.advance(HOUR);
  await Promise.all([one.room.lookNow(), two.room.lookNow(), one.room.lookNow(), two.room.lookNow()]);
  const ran = () => [...one.ran, ...two.ran].map(({ workspaceId }) => workspaceId);
  await until(() => ran().length >= 2);
  await until(async () => (await one.room.depth()).queued === 0);
  expect(ran().sort()).toEqual([a, b].sort());
});

it('makes up for one missed time, not for all of them, and keeps its phase', async () => {
  const { room, clock, ran } = scheduled({ each: 'installation', everyMs: HOUR });
  await room.start();
  clock.advance(50 * HOUR + 1234);
  await room.lookNow();
  await until(() => ran.length === 1);
  await until(async () => (await room.depth()).queued === 0);
  await room.lookNow();
  expect(await room.depth()).toEqual({ queued: 0, timers: 0 });
  expect(ran.map(({ workspaceId, actor }) => [workspaceId, actor])).toEqual([[INSTALLATION_WORKSPACE, { kind: 'system', reason: 'schedule' }]]);
  clock.advance(HOUR - 1235);
  await room.lookNow();
  expect(await room.depth()).toEqual({ queued: 0, timers: 0 });
  clock.advance(1);
  await room.lookNow();
  await until(() => ran.length === 2);
});

it('leaves one waiting when the work is slower than its rhythm', async () => {
  const { room, clock } = scheduled({ each: 'installation', everyMs: HOUR });
  await room.start({ roles: ['api'] });
  for (let n = 0; n < 3; n++) {
    await room.lookNow();
    clock.advance(HOUR);
  }
  await room.lookNow();
  expect((await room.depth()).queued).toBe(1);
});

it('follows connections that come and go, and a rhythm that was changed', async () => {
  const id = uuidv7() as ConnectionId;
  let connections: ActiveConnection[] = [
    { workspaceId: a, connectionId: id, integration: 's' },
    { workspaceId: a, connectionId: uuidv7() as ConnectionId, integration: 'another' },
  ];
  const first = scheduled({ each: 'connection', everyMs: HOUR }, () => connections);
  await first.room.start();
  expect((await dueRows()).map(({ key }) => key)).toEqual([`s.tick ${id}`]);
  first.clock.advance(HOUR);
  await first.room.lookNow();
  await until(() => first.ran.length === 1);
  expect(first.ran[0]).toMatchObject({ workspaceId: a, connection: { id } });
  const before = await dueRows();
  await first.room.alignSchedules();
  expect(await dueRows()).toEqual(before);
  const next = scheduled({ each: 'connection', cron: '0 0 * * *' }, () => connections, first.clock);
  await next.room.start({ roles: ['api'] });
  await next.room.alignSchedules();
  expect((await dueRows()).map((row) => new Date(row.next_due_at))).toEqual([new Date('2026-03-02T00:00:00Z')]);
  connections = [];
  await next.room.alignSchedules();
  expect(await dueRows()).toEqual([]);
});
