import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { provenanceOf } from '../changes.ts';
import { createContacts } from '../contacts/contacts.ts';
import { createDeals } from '../deals/deals.ts';
import { contacts, organizations, segments, todos, views } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { beginHandover, continueHandover, type Handover, reassignRecords } from './hand-over.ts';

type Scope = Awaited<ReturnType<typeof testScope>>;
let database: TestDatabase;
let scope: Scope;
let gone: string;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
  gone = scope.userId;
});

const colleague = async (id: string = uuidv7()): Promise<string> => {
  await scope.db.transaction((tx) =>
    tx.execute(
      sql`insert into members (workspace_id, user_id, role, name, email, time_zone) values (${scope.workspaceId}, ${id}, 'salesperson', 'C', ${`${id}@acme.test`}, 'UTC')`,
    ),
  );
  return id;
};
const leave = (id: string) => scope.db.transaction((tx) => tx.execute(sql`update members set state = 'left' where user_id = ${id}`));
const own = (ownerId: string) => ({ workspaceId: scope.workspaceId, id: uuidv7(), ownerId });
const many = (count: number) =>
  scope.db.transaction(async (tx) => {
    for (let from = 0; from < count; from += 400) {
      await tx.insert(contacts).values(Array.from({ length: Math.min(400, count - from) }, (_, n) => ({ ...own(gone), lastName: `Person ${from + n}` })));
    }
  });
const begin = (handover: Handover, queued: Handover[] = [], as: CrmScope = scope) =>
  scope.db.transaction((tx) => beginHandover(tx, { ...as, actorName: 'person:admin' }, handover, async (rest) => queued.push(rest)));
const leftTo = async (id: string) =>
  scope.db.transaction((tx) => rowsOf(tx, sql`select 1 from contacts where owner_id = ${id} union all select 1 from search_documents where owner_id = ${id}`));
const toldOf = (type: string) => scope.told.filter((event) => event.type === type);

it('hands everything of one person to another, and nothing of others', async () => {
  const other = await testScope(database, { userId: scope.userId });
  const heir = uuidv7();
  const third = uuidv7();
  const deal = await createDeals(scope).create({ name: 'handed over' });
  await createDeals(scope).update(deal.id, { nextStep: 'call' });
  const strange = await createDeals(other).create({ name: 'elsewhere' });
  await scope.db.transaction(async (tx) => {
    await tx.insert(contacts).values([own(gone), { ...own(gone), recordState: 'deleted' }, own(third)]);
    await tx.insert(organizations).values([{ ...own(gone), name: 'Acme' }]);
    await tx.insert(todos).values([{ ...own(gone), title: 'call', createdBy: 'x' }]);
    await tx.insert(segments).values([{ ...own(gone), name: 's', filter: {} }]);
    await tx.insert(views).values([
      { ...own(gone), name: 'v', entity: 'deal' as const },
      { workspaceId: scope.workspaceId, id: uuidv7(), name: 'all', entity: 'deal' as const },
    ]);
  });
  const queued: Handover[] = [];
  scope.told.length = 0;
  expect(await begin({ from: gone, to: heir }, queued)).toEqual({ contacts: 1, organizations: 1, deals: 1, todos: 1, segments: 1, views: 1 });
  expect(queued).toEqual([]);
  expect(scope.told.map(({ type, previous, data }) => [type, previous, data['ownerId']])).toEqual([
    ['contact.updated', { ownerId: gone }, heir],
    ['organization.updated', { ownerId: gone }, heir],
    ['deal.updated', { ownerId: gone }, heir],
  ]);
  // Twice is nothing.
  expect(Object.values(await begin({ from: gone, to: heir }))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await leftTo(gone)).toEqual([]);
  const now = await createDeals(scope).get(deal.id);
  expect(now).toMatchObject({ ownerId: heir, version: 3 });
  const provenance = await scope.db.transaction((tx) => provenanceOf(tx, scope, deal.id));
  expect(provenance.find((each) => each.field === 'ownerId')).toMatchObject({ actor: 'person:admin' });
  expect(await createDeals(other).get(strange.id)).toEqual(strange);
  // The next change of the owner is the newer one again.
  await begin({ from: heir, to: third });
  const later = await scope.db.transaction((tx) => provenanceOf(tx, scope, deal.id));
  expect(later.find((each) => each.field === 'ownerId')?.actor).toBe('person:admin');
  expect(later.every((each) => /^[0-9a-z:-]+$/.test(each.actor))).toBe(true);
});

it('lets what was removed be restored by the heir, for as long as before', async () => {
  const heir = uuidv7();
  const room = createContacts(scope);
  const { id } = await room.create({ firstName: 'Gone' });
  await room.remove(id);
  scope.setNow('2026-03-30T09:00:00Z');
  await begin({ from: gone, to: heir });
  scope.setNow('2026-04-05T09:00:00Z');
  await expect(room.restore(id)).rejects.toMatchObject({ code: 'conflict' });
  scope.setNow('2026-03-31T09:00:00Z');
  expect(await room.restore(id)).toMatchObject({ ownerId: heir });
});

it('goes on slice by slice, telling once of each record, and where it was killed', async () => {
  const heir = await colleague();
  await many(1_203);
  await createDeals(scope).create({ name: 'last of all' });
  scope.told.length = 0;
  const queued: Handover[] = [];
  expect(await begin({ from: gone, to: heir }, queued)).toMatchObject({ contacts: 1_203, deals: 1 });
  // The rest waits: the first transaction stays short, however much it is.
  expect(queued).toEqual([{ from: gone, to: heir }]);
  expect(toldOf('contact.updated')).toHaveLength(500);

  const steps: { done: number; total: number }[] = [];
  const killed = continueHandover(scope, { from: gone, to: heir }, async (at) => {
    steps.push(at);
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  await continueHandover(scope, { from: gone, to: heir }, async (at) => void steps.push(at));
  expect(steps).toEqual([
    { done: 500, total: 704 },
    { done: 204, total: 204 },
  ]);
  expect(toldOf('deal.updated')).toHaveLength(1);
  const told = toldOf('contact.updated');
  expect([told.length, new Set(told.map(({ subject }) => subject.id)).size]).toEqual([1_203, 1_203]);
  expect(await leftTo(gone)).toEqual([]);
}, 60_000);

it('gives nothing to an heir who has left meanwhile; what is left can be given to somebody else', async () => {
  const [heir, next] = [await colleague(), await colleague(), await colleague(gone)];
  await many(501);
  await begin({ from: gone, to: heir });
  await leave(heir);
  await leave(gone);
  await expect(continueHandover(scope, { from: gone, to: heir }, async () => {})).rejects.toMatchObject({ code: 'conflict' });
  const rest = async () => {};
  await expect(reassignRecords(scope, { from: gone, to: heir }, rest)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(reassignRecords(scope, { from: gone, to: gone }, rest)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(reassignRecords(scope, { from: uuidv7(), to: next }, rest)).rejects.toMatchObject({ code: 'not_found' });
  expect(await reassignRecords(scope, { from: gone, to: next }, rest)).toMatchObject({ contacts: 1 });
}, 60_000);
