import { expect, it } from 'vitest';
import { testDatabase } from '#platform/testing/database';
import type { WorkspaceId } from '#sdk';
import { someone, testClock, testEvents, thing, until } from './events.fixture.ts';
import type { LiveMessage } from './live-stream.ts';

const database = await testDatabase();
const all = () => true;

async function hub() {
  const events = testEvents(database, testClock());
  await events.start({ roles: new Set(['api']) });
  const listen = async (
    workspaceId: WorkspaceId,
    { gate, ...more }: { lastEventId?: string; mayTransmit?: (event: { type: string }) => boolean; gate?: Promise<void> } = {},
  ) => {
    const seen: { n: number; at: string; type: string }[] = [];
    const send = async (message: LiveMessage) => {
      if (message.kind === 'event') seen.push({ n: message.event.data.n as number, at: message.event.sequence, type: message.event.type });
      else seen.push({ n: message.message.data.n as number, at: '', type: message.message.type });
      await gate;
    };
    const end = await events.subscribe({ workspaceId, mayTransmit: all, ...more }, send);
    return { seen, end, numbers: () => seen.map((each) => each.n) };
  };
  const publish = (workspaceId: WorkspaceId, ...n: number[]) => events.forWorkspace(workspaceId, someone).publish(...n.map((each) => thing(each)));
  return { events, listen, publish };
}

it('shows what is published from another process, to its workspace only and to whom it may be shown', async () => {
  const [mine, other] = [await database.newWorkspace(), await database.newWorkspace()];
  const [here, there] = [await hub(), await hub()];
  await there.publish(mine, 0);
  const watcher = await here.listen(mine);
  const stranger = await here.listen(other);
  const blind = await here.listen(mine, { mayTransmit: (event) => event.type === 'other.created' });
  await there.publish(mine, 1, 2);
  await there.publish(other, 7);
  await there.events.forWorkspace(mine, someone).publish(thing(3, 'one', 'other.created'));
  await until(() => watcher.seen.length === 3 && stranger.seen.length === 1 && blind.seen.length === 1);
  expect([watcher.numbers(), stranger.numbers(), blind.numbers()]).toEqual([[1, 2, 3], [7], [3]]);
  watcher.end();
  await there.publish(mine, 4);
  await until(() => true);
  expect(watcher.numbers()).toEqual([1, 2, 3]);
  await Promise.all([here.events.stop(), there.events.stop()]);
});

it('resumes after the last event without gap and without repeating, while more arrive', async () => {
  const mine = await database.newWorkspace();
  const { events, listen, publish } = await hub();
  const first = await listen(mine);
  const many = Array.from({ length: 400 }, (_, n) => n);
  for (const n of many.slice(0, 5)) await publish(mine, n);
  await until(() => first.seen.length === 5);
  first.end();
  // In the table between one's own: others' rows are not handed over with them.
  await publish(await database.newWorkspace(), 1_000, 1_001, 1_002);
  await publish(mine, ...many.slice(5, 200));
  // Stopped at its first old event while the rest is published and handed out to others.
  const [gate, control] = [Promise.withResolvers<void>(), await listen(mine)];
  const resuming = listen(mine, { lastEventId: first.seen.at(-1)?.at ?? '', gate: gate.promise });
  for (let n = 200; n < 400; n += 4) await publish(mine, n, n + 1, n + 2, n + 3);
  await until(() => control.seen.at(-1)?.n === 399);
  gate.resolve();
  const second = await resuming;
  await until(() => second.seen.length >= 395);
  expect([...first.numbers(), ...second.numbers()]).toEqual(many);
  await events.stop();
});

it.runIf(database.engine === 'postgres')('skips nothing of a transaction that commits late', async () => {
  const mine = await database.newWorkspace();
  const { events, listen, publish } = await hub();
  const watcher = await listen(mine);
  const [wrote, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = database.workspace(mine, async () => {
    await publish(mine, 1);
    wrote.resolve();
    await go.promise;
  });
  await wrote.promise;
  await publish(mine, 2);
  await events.drain();
  const meanwhile = watcher.numbers();
  go.resolve();
  await slow;
  expect(meanwhile).toEqual([]);
  await until(() => watcher.seen.length === 2);
  expect(watcher.numbers()).toEqual([1, 2]);
  await events.stop();
});

it('carries passing messages without rows, the latest of each subject, and not those of an undone transaction', async () => {
  const mine = await database.newWorkspace();
  const { events, listen } = await hub();
  const watcher = await listen(mine);
  const progress = (n: number, subjectId: string) => events.pass({ workspaceId: mine, type: 'job.progress', subjectId, data: { n } });
  await database
    .workspace(mine, async () => {
      progress(99, 'c');
      throw new Error('no');
    })
    .catch(() => {});
  for (let n = 1; n <= 50; n++) progress(n, 'a');
  for (let n = 0; n < 200; n++) progress(1000 + n, `b${n} ${'x'.repeat(60)}`);
  await until(() => watcher.seen.length >= 201);
  expect(watcher.numbers().filter((n) => n < 1000)).toEqual([50]);
  expect(new Set(watcher.numbers()).size).toBe(201);
  expect((await events.list(mine, { limit: 10 })).events).toEqual([]);
  expect(() => progress(1, 'x'.repeat(8_000))).toThrow(RangeError);
  await events.stop();
});

it('starts at now for a position from the future', async () => {
  const mine = await database.newWorkspace();
  const { events, listen, publish } = await hub();
  await publish(mine, 1);
  const watcher = await listen(mine, { lastEventId: 'f'.repeat(24) });
  await publish(mine, 2);
  await until(() => watcher.seen.length > 0);
  expect(watcher.numbers()).toEqual([2]);
  await events.stop();
});
