import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { provenanceOf } from '../changes.ts';
import { contacts, organizations, segments, todos, views } from '../models.ts';
import { testScope } from '../testing-scope.ts';
import { createDeals } from './deals.ts';
import { reassignOwner } from './reassign-owner.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});

it('hands everything of one person to another, and nothing of others', async () => {
  const scope = await testScope(database);
  const { workspaceId, userId: gone } = scope;
  const other = await testScope(database, { userId: gone });
  const heir = uuidv7();
  const third = uuidv7();
  const own = (ownerId: string) => ({ workspaceId, id: uuidv7(), ownerId });
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
      { workspaceId, id: uuidv7(), name: 'all', entity: 'deal' as const },
    ]);
  });
  const run = () => scope.db.transaction((tx) => reassignOwner(tx, { ...scope, actorName: 'person:admin' }, gone, heir));
  expect(await run()).toEqual({ contacts: 1, organizations: 1, deals: 1, todos: 1, segments: 1, views: 1 });
  // Twice, and to oneself, is nothing.
  expect(Object.values(await run())).toEqual([0, 0, 0, 0, 0, 0]);
  const left = await scope.db.transaction((tx) =>
    rowsOf(tx, sql`select 1 from contacts where owner_id = ${gone} union all select 1 from search_documents where owner_id = ${gone}`),
  );
  expect(left).toEqual([]);
  const now = await createDeals(scope).get(deal.id);
  expect(now).toMatchObject({ ownerId: heir, version: 3 });
  const provenance = await scope.db.transaction((tx) => provenanceOf(tx, scope, deal.id));
  expect(provenance.find((each) => each.field === 'ownerId')).toMatchObject({ actor: 'person:admin' });
  expect(await createDeals(other).get(strange.id)).toEqual(strange);
  // The next change of the owner is the newer one again.
  await scope.db.transaction((tx) => reassignOwner(tx, { ...scope, actorName: 'person:later' }, heir, third));
  const later = await scope.db.transaction((tx) => provenanceOf(tx, scope, deal.id));
  expect(later.find((each) => each.field === 'ownerId')).toMatchObject({ actor: 'person:later' });
  expect(later.every((each) => /^[0-9a-z:-]+$/.test(each.actor))).toBe(true);
});
