import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { UserId } from '#sdk';
import { createDeals } from '../deals/deals.ts';
import { contacts } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { createTodos } from './todos.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
let room: ReturnType<typeof createTodos>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
  room = createTodos(scope);
});
const colleague = async (zone = 'UTC'): Promise<UserId> => {
  const id = uuidv7() as UserId;
  await scope.db.transaction((tx) =>
    tx.execute(
      sql`insert into members (workspace_id, user_id, role, name, email, time_zone) values (${scope.workspaceId}, ${id}, 'salesperson', 'C', ${`${id}@acme.test`}, ${zone})`,
    ),
  );
  return id;
};
const contact = async (of: CrmScope = scope, more: object = {}): Promise<string> => {
  const id = uuidv7();
  await of.db.transaction((tx) => tx.insert(contacts).values({ workspaceId: of.workspaceId, id, ...more }));
  return id;
};
const titles = async (query: object, by = room) => (await by.list({ limit: 50, ...query })).todos.map((todo) => todo.title);

it('is made, changed, done, undone and removed', async () => {
  const deal = await createDeals(scope).create({ name: 'A' });
  const todo = await room.create({ title: 'Call', dealId: deal.id, contactId: await contact(), dueAt: new Date('2026-03-03T10:00:00Z'), priority: 'high' });
  expect(todo).toMatchObject({ ownerId: scope.userId, completedAt: null, version: 1, createdBy: scope.actorName });
  expect(await room.update(todo.id, { title: 'Call back', version: 1 })).toMatchObject({ title: 'Call back', version: 2 });
  await expect(room.update(todo.id, { title: 'x', version: 1 })).rejects.toMatchObject({ code: 'conflict' });
  const done = await room.done(todo.id, { outcome: 'reached' });
  expect(done).toMatchObject({ completedAt: scope.clock.now(), outcome: 'reached' });
  scope.setNow('2026-03-04T09:00:00Z');
  expect(await room.done(todo.id, { outcome: 'again' })).toEqual(done);
  expect(await titles({ done: false })).toEqual([]);
  expect(await titles({ done: true, dealId: deal.id })).toEqual(['Call back']);
  expect(await room.undone(todo.id)).toMatchObject({ completedAt: null, outcome: null });
  await room.remove(todo.id);
  await expect(room.get(todo.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('stands on the timelines of those it was done for, once', async () => {
  const deal = await createDeals(scope).create({ name: 'A' });
  const contactId = await contact();
  const todo = await room.create({ title: 'Call', dealId: deal.id, contactId });
  const onTimelines = () =>
    scope.db.transaction((tx) =>
      rowsOf(
        tx,
        sql`select t.record_id as record, a.kind, a.status, a.subject, a.snippet from timeline_entries t join activities a on a.workspace_id = t.workspace_id and a.id = t.activity_id
          where t.workspace_id = ${scope.workspaceId} order by t.record_id`,
      ),
    );
  const both = (status: string, snippet: string) => [deal.id, contactId].sort().map((record) => ({ record, kind: 'task', status, subject: 'Call', snippet }));
  await room.done(todo.id, { outcome: 'reached' });
  expect(await onTimelines()).toEqual(both('done', 'reached'));
  scope.setNow('2026-03-02T10:00:00Z');
  await room.undone(todo.id);
  expect(await onTimelines()).toEqual(both('reopened', ''));
  scope.setNow('2026-03-02T11:00:00Z');
  await room.done(todo.id);
  expect(await onTimelines()).toEqual(both('done', ''));
  const broken = createTodos({ ...scope, events: { publish: () => Promise.reject(new Error('killed')) } });
  await expect(broken.undone(todo.id)).rejects.toThrow('killed');
  expect(await room.get(todo.id)).toMatchObject({ completedAt: new Date('2026-03-02T11:00:00Z') });
});

it('belongs to a person', async () => {
  const nobody = createTodos({ ...scope, userId: undefined });
  await expect(nobody.create({ title: 'x' })).rejects.toMatchObject({ code: 'person_needed' });
  await expect(nobody.list({ limit: 5, mine: true })).rejects.toMatchObject({ code: 'person_needed' });
  await expect(nobody.create({ title: 'x', ownerId: uuidv7() })).rejects.toMatchObject({ details: { errors: [{ path: 'ownerId' }] } });
  expect(await nobody.create({ title: 'x', ownerId: await colleague() })).toMatchObject({ title: 'x' });
});

describe('what is due', () => {
  // New York: on 8 March 2026 the day has 23 hours, from 05:00Z to 04:00Z.
  const DUE = {
    yesterday: '2026-03-08T04:59:59Z',
    midnight: '2026-03-08T05:00:00Z',
    'last minute': '2026-03-09T03:59:59Z',
    tomorrow: '2026-03-09T04:00:00Z',
  };
  it('is told by the day of the person who asks', async () => {
    const me = createTodos({ ...scope, userId: await colleague('America/New_York') });
    for (const [title, at] of Object.entries(DUE)) await me.create({ title, dueAt: new Date(at) });
    await me.create({ title: 'some day' });
    for (const now of ['2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z']) {
      scope.setNow(now);
      expect(await titles({ due: 'overdue' }, me)).toEqual(['yesterday']);
      expect(await titles({ due: 'today', mine: true }, me)).toEqual(['midnight', 'last minute']);
      expect(await titles({ due: 'upcoming' }, me)).toEqual(['tomorrow']);
      expect(await titles({ due: 'none' }, me)).toEqual(['some day']);
    }
    // Somebody further east is a day ahead.
    scope.setNow('2026-03-08T16:00:00Z');
    const there = createTodos({ ...scope, userId: await colleague('Asia/Tokyo') });
    expect(await titles({ due: 'today' }, there)).toEqual(['last minute', 'tomorrow']);
    expect(await titles({ due: 'today', mine: true }, there)).toEqual([]);
  });

  it('comes in pages, first what is due first', async () => {
    for (let n = 0; n < 9; n++) await room.create({ title: `${n}`, ...(n % 3 ? { dueAt: new Date(Date.UTC(2026, 2, 9 - (n % 4))) } : {}) });
    const all = await titles({});
    const paged: string[] = [];
    let after: (string | number)[] | undefined;
    do {
      const page = await room.list({ limit: 2, after });
      paged.push(...page.todos.map((todo) => todo.title));
      after = page.next ?? undefined;
    } while (after);
    expect(paged).toEqual(all);
    expect(all.slice(-3)).toEqual(['0', '3', '6']);
    await expect(room.list({ limit: 2, after: ['due', 'soon', uuidv7()] })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('walls', () => {
  it('keep out another workspace’s records and to-dos', async () => {
    const other = await testScope(database);
    const theirs = await createTodos(other).create({ title: 'theirs', contactId: await contact(other) });
    for (const act of [() => room.get(theirs.id), () => room.update(theirs.id, { title: 'x' }), () => room.done(theirs.id), () => room.remove(theirs.id)]) {
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    }
    const deal = await createDeals(other).create({ name: 'theirs' });
    await expect(room.create({ title: 'x', dealId: deal.id })).rejects.toMatchObject({ details: { errors: [{ path: 'dealId' }] } });
    await expect(room.create({ title: 'x', contactId: theirs.contactId })).rejects.toMatchObject({ details: { errors: [{ path: 'contactId' }] } });
    expect(await createTodos(other).get(theirs.id)).toEqual(theirs);
  });

  it('leave another person’s alone, and a merged contact is named by who it is now', async () => {
    const winner = await contact();
    const loser = await contact(scope, { recordState: 'merged', mergedIntoId: winner });
    const todo = await room.create({ title: 'x', contactId: loser });
    expect(todo.contactId).toBe(winner);
    const me = await colleague();
    const blind = createTodos({ ...scope, userId: me, reach: { read: [me], write: [me] } });
    const reader = createTodos({ ...scope, userId: me, reach: { read: 'all', write: [me] } });
    expect(await titles({}, blind)).toEqual([]);
    await expect(blind.done(todo.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(reader.done(todo.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await reader.get(todo.id)).toEqual(todo);
  });
});
