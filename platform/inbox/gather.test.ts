import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { Context, InboundEvent, Transaction, WorkspaceId } from '#sdk';
import { type AcmeEvent, inboxScene, prepareTables, type Scene } from './testing.ts';

let database: TestDatabase;
let scene: Scene;
let a: WorkspaceId;
let b: WorkspaceId;
/** What was handled by one call, and what came alone. */
let groups: string[][];
let alone: string[];
beforeAll(async () => {
  database = await testDatabase();
  await prepareTables(database);
});

const write = (ctx: Context, tx: Transaction, { id, key }: AcmeEvent) =>
  tx.execute(sql`insert into acme_handled (workspace_id, id, event_id, ordering_key) values (${ctx.workspaceId}, ${uuidv7()}, ${id}, ${key ?? null})`);
const own = ({ payload }: InboundEvent) => payload as AcmeEvent;

beforeEach(async () => {
  await database.system((tx) => tx.execute(sql`delete from webhook_inbox`));
  groups = [];
  alone = [];
  scene = inboxScene({
    database,
    webhook: {
      async handle(ctx, tx, event) {
        if (own(event).text === 'poison') throw new Error('cannot take this');
        alone.push(own(event).id);
        await write(ctx, tx, own(event));
      },
      async handleAll(ctx, tx, events) {
        for (const event of events) {
          await write(ctx, tx, own(event));
          if (own(event).text === 'poison') throw new Error('cannot take one of these');
        }
        groups.push(events.map((event) => own(event).id));
      },
    },
  });
  a = await database.newWorkspace();
  b = await database.newWorkspace();
  scene.connect(a, 'acct-a');
  scene.connect(b, 'acct-b');
});
const event = (more: object = {}) => ({ id: uuidv7(), account: 'acct-a', ...more });
const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id);

it('handles what waits together by one call for each connection', async () => {
  const ours = Array.from({ length: 30 }, (_, index) => event({ key: `k${index % 7}` }));
  const theirs = Array.from({ length: 10 }, () => event({ account: 'acct-b' }));
  for (const one of [...ours, ...theirs]) await scene.send([one]);
  expect(await scene.inbox.drain()).toEqual({ handled: 40, failed: 0 });
  expect(groups.map((group) => group.length).toSorted((x, y) => x - y)).toEqual([10, 30]);
  // Within a key, in the order in which they came.
  expect(groups.find((group) => group.length === 30)).toEqual(ids(ours));
  expect((await scene.handled(a)).map(({ event_id }) => event_id).toSorted()).toEqual(ids(ours).toSorted());
  expect((await scene.handled(b)).map(({ event_id }) => event_id).toSorted()).toEqual(ids(theirs).toSorted());
});

it('lets one that cannot be handled fail by itself, and undoes what was done beside it first', async () => {
  const poison = event({ key: 'bad', text: 'poison' });
  const behind = event({ key: 'bad' });
  const others = Array.from({ length: 8 }, (_, index) => event({ key: `good-${index}` }));
  for (const one of [poison, behind, ...others]) await scene.send([one]);
  expect(await scene.inbox.drain()).toEqual({ handled: 8, failed: 1 });
  expect(groups).toEqual([]);
  // Each once: what the broken group had written is gone.
  expect((await scene.handled(a)).map(({ event_id }) => event_id).toSorted()).toEqual(ids(others).toSorted());
  expect(await scene.states(a)).toMatchObject({ [poison.id]: 'failed', [behind.id]: 'received' });
  // What has failed before takes nobody with it again.
  const fresh = [event(), event()];
  for (const one of fresh) await scene.send([one]);
  scene.clock.forward(5);
  expect(await scene.inbox.drain()).toEqual({ handled: 2, failed: 1 });
  expect(groups).toEqual([ids(fresh)]);
  expect(alone).toHaveLength(8);
});

it('never lets an event of a key overtake one of another webhook', async () => {
  const order: string[] = [];
  scene.behaviour.after = (one) => void order.push(one.id);
  const first = event({ key: 'k' });
  const second = event({ key: 'k' });
  const third = event({ key: 'k' });
  const beside = event();
  await scene.send([first]);
  await scene.send([second], { topic: 'lead' });
  await scene.send([third]);
  await scene.send([beside]);
  expect(await scene.inbox.drain()).toEqual({ handled: 4, failed: 0 });
  expect((await scene.handled(a)).map(({ event_id }) => event_id)).toEqual([first.id, second.id, third.id, beside.id]);
  expect(order).toEqual([second.id]);
});
