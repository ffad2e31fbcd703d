import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import type { AccessRules } from './access-rules.ts';
import { rowsOf } from './database.ts';
import { migrate, schemaState } from './migrations.ts';

const rules: AccessRules = { systemTables: ['workspaces'], appendOnly: [], extraSchemas: [] };
const made = { tag: '0000_things', hash: 'x', statements: ['create table things (workspace_id uuid not null, name text)'] };
const grown = { tag: '0001_parts', hash: 'y', statements: ['create table parts (workspace_id uuid not null, name text)'] };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.owner(async (tx) => {
    await tx.execute(sql`drop table if exists schema_migrations`);
  });
});

/** A policy made again has a new number. */
const policies = () =>
  database.owner((tx) =>
    rowsOf<{ table: string; oid: number }>(tx, sql`select polrelid::regclass::text as "table", oid::int as oid from pg_policy order by 1, 2`),
  );

it('makes what is missing, once, and leaves what stands untouched', async () => {
  expect(await schemaState(database, [made])).toBe('empty');
  expect(await migrate(database, [made], rules)).toEqual({ applied: ['0000_things'] });
  const before = await policies();
  expect(before.map((each) => each.table)).toContain('things');
  // The other processes of a running hub hold locks on these tables: nothing may be altered again.
  expect(await migrate(database, [made], rules)).toEqual({ applied: [] });
  expect(await policies()).toEqual(before);
});

it('gives a new table its rules', async () => {
  expect(await schemaState(database, [made, grown])).toBe('older');
  expect(await migrate(database, [made, grown], rules)).toEqual({ applied: ['0001_parts'] });
  expect((await policies()).map((each) => each.table)).toContain('parts');
});

it('applies changed rules to old tables', async () => {
  await migrate(database, [made, grown], { ...rules, systemTables: [...rules.systemTables, 'things'] });
  const [row] = await database.owner((tx) => rowsOf<{ may: boolean }>(tx, sql`select has_table_privilege('patchbay_system', 'things', 'select') as may`));
  expect(row).toEqual({ may: true });
});

it('leaves a newer database alone', async () => {
  expect(await schemaState(database, [made])).toBe('newer');
  await expect(migrate(database, [made], rules)).rejects.toMatchObject({ code: 'configuration' });
});
