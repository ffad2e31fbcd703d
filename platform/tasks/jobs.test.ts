import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type Context, PatchbayError, task, type WorkspaceId } from '#sdk';
import type { JobNews } from './job-watch.ts';
import type { TasksDeps } from './tasks.ts';
import { SYSTEM, taskRoom, until, virtualClock } from './test-bench.ts';

let database: TestDatabase;
let workspaceId: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.newWorkspace();
});

function working(run: (ctx: Context) => Promise<void>, more: Partial<TasksDeps> = {}) {
  const news: JobNews[] = [];
  const clock = virtualClock();
  const room = taskRoom(database, { clock, random: () => 1, announce: (one) => news.push(one), ...more });
  room.register([task({ name: 'j.work', payload: z.strictObject({}), job: { title: 'Work' }, retry: { tries: 2, firstDelayMs: 1000 }, run })], {
    integration: 'j',
  });
  const begin = async () => (await room.startJob(workspaceId, SYSTEM, 'j.work', {})).jobId ?? expect.fail();
  const stateOf = async (id: string) => (await room.jobs.get(workspaceId, id)).state;
  return { room, clock, news, begin, stateOf };
}

it('tells of begin, progress and end, and keeps the last numbers', async () => {
  const { room, news, begin, stateOf } = working(async (ctx) => {
    for (let done = 1; done <= 1000; done++) await ctx.tasks.progress({ done, total: 1000 });
  });
  await room.start();
  const id = await begin();
  await until(async () => (await stateOf(id)) === 'done');
  expect(await room.jobs.get(workspaceId, id)).toMatchObject({ done: 1000, total: 1000, error: null, createdBy: null });
  await until(() => news.at(-1)?.state === 'done');
  // A thousand calls are not a thousand messages.
  expect(news.length).toBeLessThan(10);
});

it('waits visibly for its next try, and fails with the sentence for the person', async () => {
  const { room, clock, begin, stateOf } = working(async () => {
    throw new PatchbayError('provider_unavailable', { detail: 'The mail server is away.' });
  });
  await room.start();
  const id = await begin();
  await until(async () => (await room.depth()).timers === 1);
  expect(await room.jobs.get(workspaceId, id)).toMatchObject({ state: 'queued', error: 'The mail server is away.' });
  clock.advance(1000);
  await until(async () => (await stateOf(id)) === 'failed');
  expect(await room.jobs.get(workspaceId, id)).toMatchObject({ finishedAt: clock.now().toISOString() });
});

it('never begins what was cancelled while it waited', async () => {
  let ran = 0;
  const { room, begin, stateOf } = working(async () => void ran++);
  await room.start({ roles: ['api'] });
  const id = await begin();
  await room.jobs.cancel(workspaceId, id);
  await room.stop();
  await room.start();
  await until(async () => (await room.depth()).queued === 0);
  expect([await stateOf(id), ran]).toEqual(['cancelled', 0]);
});

it('is not run again when its worker died between the end of the work and the end of the task', async () => {
  let ran = 0;
  const { room, begin, stateOf } = working(async () => void ran++);
  await room.start({ roles: ['api'] });
  const id = await begin();
  await database.owner((tx) => tx.execute(sql`update jobs set state = 'done' where id = ${id}`));
  await room.stop();
  await room.start();
  await until(async () => (await room.depth()).queued === 0);
  expect([await stateOf(id), ran]).toEqual(['done', 0]);
});

it('does not exist when the transaction that wanted it rolled back', async () => {
  const { room, begin } = working(async () => {});
  await room.start({ roles: ['api'] });
  let id = '';
  const attempt = database.workspace(workspaceId, async () => {
    id = await begin();
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  await expect(room.jobs.get(workspaceId, id)).rejects.toMatchObject({ code: 'not_found' });
});
