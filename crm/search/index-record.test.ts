import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { indexRecord, indexRecords, unindexRecord } from './index-record.ts';

let database: TestDatabase;
let scope: CrmScope;
beforeAll(async () => {
  database = await testDatabase();
  scope = await testScope(database);
});

const documents = () =>
  scope.db.transaction((tx) => rowsOf(tx, sql`select title, folded, words::text as words, is_private from search_documents order by title`));

it('writes one document per record and replaces it', async () => {
  const recordId = uuidv7();
  await scope.db.transaction((tx) => indexRecord(tx, scope, { entity: 'contact', recordId, title: 'Jürgen Weiß', text: 'first@acme.com', ownerId: null }));
  await scope.db.transaction((tx) => indexRecord(tx, scope, { entity: 'contact', recordId, title: "O'Brien \\ 'x'", text: 'a\0b 日本語', ownerId: null }));
  expect(await documents()).toEqual([
    { title: "O'Brien \\ 'x'", folded: "o'brien \\ 'x'", words: "'ab':4 'brien':2A 'o':1A 'x':3A '日本語':5", is_private: false },
  ]);
  await scope.db.transaction((tx) => unindexRecord(tx, scope, 'contact', recordId));
  expect(await documents()).toEqual([]);
});

it('takes many at once, of which two may be of one record', async () => {
  const recordId = uuidv7();
  const many = Array.from({ length: 1200 }, (_, n) => ({ entity: 'deal' as const, recordId: uuidv7(), title: `Deal ${n}`, text: '', ownerId: null }));
  await scope.db.transaction((tx) =>
    indexRecords(tx, scope, [
      { entity: 'deal', recordId, title: 'old', text: '', ownerId: null },
      ...many,
      { entity: 'deal', recordId, title: 'new', text: '', ownerId: null },
    ]),
  );
  const found = await documents();
  expect(found).toHaveLength(1201);
  expect(found.map((row) => row.title)).not.toContain('old');
});

it('bears the longest words and texts', async () => {
  const text = `${'x'.repeat(5000)} ${Array.from({ length: 30_000 }, (_, n) => `w${n}`).join(' ')}`;
  await scope.db.transaction((tx) => indexRecord(tx, scope, { entity: 'todo', recordId: uuidv7(), title: text, text, ownerId: null }));
  expect((await documents()).length).toBeGreaterThan(0);
});
