import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { UserId } from '#sdk';
import { contacts, identities, type SearchKind } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { indexRecord, indexRecords, type SearchDocument } from './index-record.ts';
import { createSearch } from './search.ts';

let database: TestDatabase;
let scope: CrmScope & { userId: UserId };
const other = uuidv7() as UserId;
beforeAll(async () => {
  database = await testDatabase();
  scope = await testScope(database);
  const document = (entity: SearchKind, title: string, text: string, more: Partial<SearchDocument> = {}): SearchDocument => ({
    entity,
    recordId: uuidv7(),
    title,
    text,
    ownerId: null,
    ...more,
  });
  const anna = uuidv7();
  await scope.db.transaction(async (tx) => {
    await indexRecords(tx, scope, [
      document('contact', 'Anna Schmidt', 'anna.schmidt@acme.com +49 170 1234567 Acme GmbH, Zürich', { recordId: anna, ownerId: scope.userId }),
      document('contact', 'Jürgen Weiß', 'jw@example.org', { ownerId: other }),
      document('organization', 'Acme GmbH', 'acme.com', { ownerId: other }),
      document('deal', 'Renewal of Acme', 'Anna wants it before spring', { ownerId: scope.userId }),
      document('activity', 'Lunch', 'with Anna, off the record', { ownerId: other, isPrivate: true }),
      document('todo', "Call O'Brien & Sons (50% off!)", '東京 日本語'),
    ]);
    await tx.insert(contacts).values({ workspaceId: scope.workspaceId, id: anna, firstName: 'Anna', lastName: 'Schmidt', ownerId: scope.userId });
    for (const [kind, value] of [
      ['email', 'anna.schmidt@acme.com'],
      ['phone', '+491701234567'],
    ] as const)
      await tx.insert(identities).values({ workspaceId: scope.workspaceId, id: uuidv7(), contactId: anna, kind, value, source: 'person' });
  });
});

const titles = async (q: string, as: CrmScope = scope, kinds?: SearchKind[]) =>
  (await createSearch(as).search({ q, ...(kinds ? { kinds } : {}) })).flatMap(({ hits }) => hits.map((hit) => hit.title));

describe('search', () => {
  it('finds by whole words and by the beginning of the last one', async () => {
    expect(await titles('anna schm')).toEqual(['Anna Schmidt']);
    expect((await titles('ACME')).sort()).toEqual(['Acme GmbH', 'Anna Schmidt', 'Renewal of Acme']);
    // A word of the title outweighs one of the text.
    expect((await titles('acme')).at(-1)).toBe('Anna Schmidt');
    expect(await titles('acme.com')).toEqual(expect.arrayContaining(['Acme GmbH', 'Anna Schmidt']));
    expect(await titles('東京')).toEqual(["Call O'Brien & Sons (50% off!)"]);
  });

  it('does not mind accents, capitals and signs', async () => {
    expect(await titles('jurgen weiss')).toEqual(['Jürgen Weiß']);
    expect(await titles('ZURICH')).toEqual(['Anna Schmidt']);
    expect(await titles("o'brien & sons")).toEqual(["Call O'Brien & Sons (50% off!)"]);
    for (const q of ["'", "''", '\\', '!', "a':* | 'b", ' ', '%_', '(((', '\0']) expect(Array.isArray(await titles(q)), q).toBe(true);
  });

  it('forgives a typo', async () => {
    expect(await titles('schmitd', scope, ['contact'])).toEqual(['Anna Schmidt']);
    expect(await titles('anan', scope, ['contact'])).toContain('Anna Schmidt');
    expect(await titles('Jurgn Weis', scope, ['contact'])).toContain('Jürgen Weiß');
    const [group] = await createSearch(scope).search({ q: 'schmitd' });
    expect(group?.hits[0]).toMatchObject({ by: 'alike' });
  });

  it('finds exact addresses and numbers, and a number by its last digits', async () => {
    expect((await createSearch(scope).search({ q: ' Anna.Schmidt@ACME.com' }))[0]).toMatchObject({
      kind: 'contact',
      hits: [{ title: 'Anna Schmidt', by: 'email' }],
    });
    expect((await createSearch(scope).search({ q: '+49 (170) 123 45 67' }))[0]).toMatchObject({ hits: [{ title: 'Anna Schmidt', by: 'phone' }] });
    expect(await titles('0170 1234567')).toEqual(['Anna Schmidt']);
    expect(await titles('4567')).toEqual(['Anna Schmidt']);
  });

  it('shows what the caller reaches, and private things to their owner alone', async () => {
    const own: CrmScope = { ...scope, reach: { read: [scope.userId], write: [] } };
    expect((await titles('acme', own)).sort()).toEqual(['Anna Schmidt', 'Renewal of Acme']);
    expect(await titles('schmitd', { ...scope, reach: { read: [], write: [] } })).toEqual([]);
    expect(await titles('jw@example.org', own)).toEqual([]);
    expect(await titles('off the record')).toEqual([]);
    expect(await titles('off the record', { ...scope, userId: other })).toEqual(['Lunch']);
    expect(await titles('off the record', { ...scope, userId: undefined })).toEqual([]);
  });

  it('crosses into no other workspace, and answers nobody without one', async () => {
    const elsewhere = await testScope(database);
    await elsewhere.db.transaction((tx) => indexRecord(tx, elsewhere, { entity: 'contact', recordId: uuidv7(), title: 'Anna of B', text: '', ownerId: null }));
    expect(await titles('anna', elsewhere)).toEqual(['Anna of B']);
    expect(await titles('schmidt', elsewhere)).toEqual([]);
    expect(await titles('anna')).not.toContain('Anna of B');
    const lost = await database.system((tx) =>
      rowsOf(tx, sql`select has_function_privilege('search_records(tsquery,text[],uuid[],uuid,integer)', 'EXECUTE') as may`),
    );
    expect(lost).toEqual([{ may: false }]);
  });
});
