import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type ErrorCode, PatchbayError, type UserId } from '#sdk';
import type { Filter } from '../filter/filter.ts';
import { contacts } from '../models.ts';
import { withPatience } from '../patience.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { createSegments } from './segments.ts';
import { createViews } from './views.ts';

let database: TestDatabase;
let scope: CrmScope & { userId: UserId };
const other = uuidv7() as UserId;
const GERMANS: Filter = { field: 'country', op: 'eq', value: 'DE' };
beforeAll(async () => {
  database = await testDatabase();
  scope = await testScope(database);
  await scope.db.transaction((tx) =>
    tx.insert(contacts).values(
      ['Ada', 'Ben', 'Cy', 'Dee'].map((firstName, n) => ({
        workspaceId: scope.workspaceId,
        id: uuidv7(),
        firstName,
        country: n < 3 ? 'DE' : 'FR',
        noEmail: n === 0,
        primaryEmail: n === 1 ? 'ben@acme.com' : null,
        ownerId: n === 2 ? other : null,
        recordState: 'live' as const,
      })),
    ),
  );
});
const code = async (work: Promise<unknown>): Promise<ErrorCode | undefined> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error !== undefined && !(error instanceof PatchbayError)) throw error;
  return error?.code;
};
const salesperson = (userId: UserId = scope.userId): CrmScope => ({
  ...scope,
  userId,
  actor: { kind: 'person', userId, role: 'salesperson' },
  reach: { read: [userId], write: [userId] },
});

describe('a segment', () => {
  it('is previewed with its count, a few of it, and who cannot be reached', async () => {
    const preview = await createSegments(scope).preview(GERMANS);
    expect(preview).toMatchObject({ count: 3, exact: true, sentence: 'Country is “DE”', excluded: { without_email: 2, do_not_email: 1, without_phone: 3 } });
    expect(preview.sample.map(({ name }) => name).sort()).toEqual(['Ada', 'Ben', 'Cy']);
    // Others' contacts are not counted.
    expect(await createSegments(salesperson()).preview(GERMANS)).toMatchObject({ count: 2 });
    expect(await createSegments(scope).preview({ field: 'name', op: 'contains', value: 'x' }, { entity: 'deal' })).toMatchObject({
      count: 0,
      exact: true,
      excluded: {},
    });
  });

  it('is kept, renamed, read page by page and removed', async () => {
    const room = createSegments(scope);
    const { id } = await room.create({ name: 'Germans', filter: GERMANS });
    expect(await room.get(id)).toMatchObject({ name: 'Germans', entity: 'contact', filter: GERMANS, ownerId: scope.userId, sentence: 'Country is “DE”' });
    expect(await code(room.create({ name: 'Germans', filter: {} }))).toBe('already_exists');
    expect(await code(room.create({ name: 'Wrong', filter: { field: 'nothing', op: 'eq', value: 1 } }))).toBe('invalid_input');
    expect((await room.list({ limit: 10 })).map(({ name }) => name)).toEqual(['Germans']);
    const [first, second] = await room.contacts(id, { limit: 2 });
    const rest = await room.contacts(id, { limit: 2, after: second?.id });
    expect([first, second, ...rest].map((each) => each?.name)).toEqual(['Cy', 'Ben', 'Ada']);
    expect((await createSegments(salesperson()).contacts(id, { limit: 9 })).map(({ name }) => name)).toEqual(['Ben', 'Ada']);
    expect(await room.update(id, { name: 'French', filter: { field: 'country', op: 'eq', value: 'FR' } })).toMatchObject({ sentence: 'Country is “FR”' });
    expect(await code(createSegments(salesperson(other)).update(id, { name: 'mine' }))).toBe('forbidden');
    expect(await code(createSegments(salesperson(other)).remove(id))).toBe('forbidden');
    const deals = await room.create({ name: 'Deals', entity: 'deal', filter: {} });
    expect(await code(room.contacts(deals.id, { limit: 2 }))).toBe('invalid_input');
    await room.remove(id);
    expect(await code(room.get(id))).toBe('not_found');
    expect(await code(createSegments(await testScope(database)).get(deals.id))).toBe('not_found');
  });

  it('whose field is gone still reads, and says what is missing when it is asked', async () => {
    const room = createSegments(scope);
    const { id } = await room.create({ name: 'Old', filter: GERMANS });
    await scope.db.transaction((tx) => tx.execute(sql`update segments set filter = '{"field":"custom.gone","op":"eq","value":1}' where id = ${id}`));
    expect((await room.get(id)).sentence).toContain('a field that is gone');
    expect(await code(room.contacts(id, { limit: 1 }))).toBe('invalid_input');
  });

  it('that takes too long to count is estimated, and the transaction goes on', async () => {
    await scope.db.transaction(async (tx) => {
      const slow = await withPatience(tx, 20, (inner) =>
        inner.execute(sql`select count(*) from generate_series(1, ${database.engine === 'postgres' ? 100_000_000 : 10}) n`),
      );
      if (database.engine === 'postgres') expect(slow).toBeUndefined();
      await tx.execute(sql`select 1`);
      expect(await rowsOf(tx, sql`show statement_timeout`)).toEqual([{ statement_timeout: '0' }]);
    });
  });
});

describe('a saved view', () => {
  it('is one’s own, or shared by a manager', async () => {
    const mine = createViews(salesperson());
    const own = await mine.create({
      entity: 'contact',
      name: 'Mine',
      shared: false,
      filter: { field: 'ownerId', op: 'eq', value: 'me' },
      columns: ['name'],
      sort: '-createdAt',
    });
    expect(await code(mine.create({ entity: 'contact', name: 'All', shared: true }))).toBe('forbidden');
    const shared = await createViews(scope).create({ entity: 'deal', name: 'Board', shared: true, layout: 'board' });
    const theirs = createViews(salesperson(other));
    expect((await theirs.list({ limit: 9 })).map(({ name }) => name)).toEqual(['Board']);
    expect((await mine.list({ limit: 9, entity: 'contact' })).map(({ name }) => name)).toEqual(['Mine']);
    expect(await code(theirs.get(own.id))).toBe('not_found');
    expect(await code(theirs.update(own.id, { name: 'x' }))).toBe('not_found');
    expect(await code(theirs.update(shared.id, { name: 'x' }))).toBe('forbidden');
    expect(await code(theirs.remove(shared.id))).toBe('forbidden');
    expect(await code(mine.update(own.id, { shared: true }))).toBe('forbidden');
    expect(await mine.update(own.id, { filter: {}, columns: [] })).toMatchObject({ name: 'Mine', filter: {}, columns: [], sort: '-createdAt', shared: false });
    expect(await code(mine.update(own.id, { filter: { field: 'x', op: 'eq', value: 1 } }))).toBe('invalid_input');
    expect(await code(createViews({ ...scope, userId: undefined }).create({ entity: 'contact', name: 'x', shared: false }))).toBe('person_needed');
    await mine.remove(own.id);
    expect(await code(mine.get(own.id))).toBe('not_found');
    expect(await code(createViews(await testScope(database)).get(shared.id))).toBe('not_found');
  });
});
