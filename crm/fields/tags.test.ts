import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { UserId } from '#sdk';
import { provenanceOf } from '../changes.ts';
import { createDeals } from '../deals/deals.ts';
import { contacts } from '../models.ts';
import { createOrganizations } from '../organizations/organizations.ts';
import { testScope } from '../testing-scope.ts';
import { setTags, tagsOf } from './record-tags.ts';
import { createTags } from './tags.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
});

const newContact = async (ownerId: string | null = null): Promise<string> => {
  const id = uuidv7();
  await scope.db.transaction((tx) => tx.insert(contacts).values({ workspaceId: scope.workspaceId, id, ownerId }));
  return id;
};
const set = (id: string, names: string[]) => scope.db.transaction((tx) => setTags(tx, scope, 'contact', id, names));
const of = async (id: string) => (await scope.db.transaction((tx) => tagsOf(tx, scope, [id]))).get(id);

it('are made by their name, once, however many name them at a time', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, () => newContact()));
  await Promise.all(ids.map((id, n) => set(id, n % 2 ? ['VIP', ' new  one '] : ['new one', 'VIP'])));
  expect(await of(ids[0] ?? '')).toEqual(['VIP', 'new one']);
  expect(await createTags(scope).list({ limit: 10 })).toMatchObject([
    { name: 'VIP', records: 10 },
    { name: 'new one', records: 10 },
  ]);
  await set(ids[0] ?? '', []);
  expect(await of(ids[0] ?? '')).toEqual([]);
});

it('hang on many records at once: those the caller changes, no others', async () => {
  const tags = createTags(scope);
  const tag = await tags.create({ name: 'VIP', color: 'red' });
  const other = await testScope(database);
  const strange = uuidv7();
  await other.db.transaction((tx) => tx.insert(contacts).values({ workspaceId: other.workspaceId, id: strange }));
  const mine = await newContact(scope.userId);
  const nobodys = await newContact();
  const theirs = await newContact(uuidv7());
  const seller = createTags({ ...scope, reach: { read: 'all', write: [scope.userId] } });
  const ids = [mine, nobodys, theirs, strange, uuidv7()];
  expect(await seller.apply(tag.id, { entity: 'contact', ids, remove: false })).toEqual({ changed: 2 });
  // Twice changes nothing.
  expect(await seller.apply(tag.id, { entity: 'contact', ids, remove: false })).toEqual({ changed: 0 });
  expect(await tags.apply(tag.id, { entity: 'contact', ids, remove: false })).toEqual({ changed: 1 });
  expect(await seller.apply(tag.id, { entity: 'contact', ids, remove: true })).toEqual({ changed: 2 });
  expect(await of(theirs)).toEqual(['VIP']);
  await expect(createTags(other).apply(tag.id, { entity: 'contact', ids: [strange], remove: false })).rejects.toMatchObject({ code: 'not_found' });
  const blind = createTags({ ...scope, reach: { read: ['0199a2f0-0000-7000-8000-00000000000a' as UserId], write: 'all' } });
  expect(await blind.apply(tag.id, { entity: 'contact', ids: [theirs], remove: true })).toEqual({ changed: 0 });
});

it('are renamed and removed for all records, and names are one each', async () => {
  const tags = createTags(scope);
  const [one, two] = [await tags.create({ name: 'one' }), await tags.create({ name: 'two' })];
  await expect(tags.update(two.id, { name: 'one' })).rejects.toMatchObject({ code: 'already_exists' });
  const id = await newContact();
  await set(id, ['one']);
  expect(await tags.update(one.id, { name: 'three', color: 'blue' })).toMatchObject({ name: 'three', color: 'blue', records: 1 });
  expect(await of(id)).toEqual(['three']);
  await tags.remove(one.id);
  expect(await of(id)).toEqual([]);
  await expect(tags.remove(one.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('are told of per record, whatever kind it is, and stand in its history', async () => {
  const tags = createTags(scope);
  const tag = await tags.create({ name: 'VIP' });
  const contact = await newContact();
  const house = await createOrganizations(scope).create({ name: 'Acme' });
  const deal = await createDeals(scope).create({ name: 'A deal' });
  scope.told.length = 0;
  for (const [entity, id] of [['contact', contact] as const, ['organization', house.id] as const, ['deal', deal.id] as const]) {
    expect(await tags.apply(tag.id, { entity, ids: [id], remove: false })).toEqual({ changed: 1 });
    expect(await tags.apply(tag.id, { entity, ids: [id], remove: false })).toEqual({ changed: 0 });
    expect(scope.told.splice(0)).toMatchObject([{ type: `${entity}.updated`, subject: { id }, previous: { tags: [] }, data: { tags: ['VIP'], version: 2 } }]);
    expect(await tags.apply(tag.id, { entity, ids: [id], remove: true })).toEqual({ changed: 1 });
    expect(scope.told.splice(0)).toMatchObject([{ type: `${entity}.updated`, previous: { tags: ['VIP'] }, data: { tags: [], version: 3 } }]);
    const provenance = await scope.db.transaction((tx) => provenanceOf(tx, scope, id));
    expect(provenance.find(({ field }) => field === 'tags')).toMatchObject({ actor: scope.actorName });
  }
});
