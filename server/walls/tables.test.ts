import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { APPEND_ONLY, SEARCH_TABLES, SYSTEM_SCHEMAS, SYSTEM_TABLES } from '#platform/database/system-tables';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { registry } from '../../integrations/registry.ts';

interface Table {
  name: string;
  hasWorkspace: boolean;
  isEnabled: boolean;
  isForced: boolean;
  policies: string[];
  appMay: string[];
  systemMay: string[];
  searchMay: string[];
}
let database: TestDatabase;
let tables: Table[];

/** Tables that belong to the schema itself. */
const NO_ONE_S = ['schema_migrations'];

beforeAll(async () => {
  database = await testDatabase();
  const privileges = (role: string) =>
    sql`array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p where has_table_privilege(${role}, c.oid, p))`;
  tables = await database.owner((tx) =>
    rowsOf<Table>(
      tx,
      sql`select c.relname as name, c.relrowsecurity as "isEnabled", c.relforcerowsecurity as "isForced",
                 exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as "hasWorkspace",
                 array(select polname::text from pg_policy where polrelid = c.oid order by 1) as policies,
                 ${privileges('patchbay_app')} as "appMay", ${privileges('patchbay_system')} as "systemMay", ${privileges('patchbay_search')} as "searchMay"
          from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`,
    ),
  );
});

it('reads the whole catalogue', () => {
  expect(tables.length).toBeGreaterThan(30);
});

it('forces row-level security on every table with a workspace', () => {
  const open = tables.filter((table) => table.hasWorkspace && !(table.isEnabled && table.isForced && table.policies.includes('workspace_rows')));
  expect(open.map((table) => table.name)).toEqual([]);
});

it('lets the application see nothing that has no workspace', () => {
  expect(tables.filter((table) => !table.hasWorkspace && table.appMay.length > 0).map((table) => table.name)).toEqual([]);
});

it('lets the system use its listed tables only, and lists none that is gone', () => {
  const allowed = tables.filter((table) => table.systemMay.length > 0).map((table) => table.name);
  expect(allowed.filter((name) => !(name in SYSTEM_TABLES))).toEqual([]);
  expect(Object.keys(SYSTEM_TABLES).filter((name) => !tables.some((table) => table.name === name))).toEqual([]);
});

it('lets search read its listed tables only, and change none', () => {
  const allowed = tables.filter((table) => table.searchMay.length > 0).map(({ name, searchMay }) => [name, searchMay]);
  expect(allowed).toEqual(Object.keys(SEARCH_TABLES).map((name) => [name, ['SELECT']]));
});

it('gives every function that runs as its owner to search, for the application alone', async () => {
  const functions = await database.owner((tx) =>
    rowsOf<{ name: string; owner: string; path: string | null; callers: string[] }>(
      tx,
      sql`select p.proname as name, pg_get_userbyid(p.proowner) as owner,
                 (select split_part(c, '=', 2) from unnest(p.proconfig) c where c like 'search_path=%') as path,
                 array(select r from unnest(array['patchbay_app', 'patchbay_system', 'pg_monitor']) r where has_function_privilege(r, p.oid, 'EXECUTE')) as callers
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`,
    ),
  );
  expect(functions.length).toBeGreaterThan(0);
  // A path that the caller chose would let it put its own operators under the function.
  for (const each of functions) expect(each).toMatchObject({ owner: 'patchbay_search', path: 'public, pg_temp', callers: ['patchbay_app'] });
  const [schema] = await database.owner((tx) => rowsOf(tx, sql`select has_schema_privilege('patchbay_search', 'public', 'CREATE') as may`));
  expect(schema).toEqual({ may: false });
});

it('has no table that nobody answers for', () => {
  const orphans = tables.filter((table) => !table.hasWorkspace && !(table.name in SYSTEM_TABLES) && !NO_ONE_S.includes(table.name));
  expect(orphans.map((table) => table.name)).toEqual([]);
});

it('lists no table of an integration as the system’s', () => {
  const theirs = registry.flatMap(({ name }) => Object.keys(SYSTEM_TABLES).filter((table) => table.startsWith(`${name}_`)));
  expect(theirs).toEqual([]);
});

it('keeps the audit append-only for the application', () => {
  const changeable = tables.filter((table) => APPEND_ONLY.includes(table.name) && table.appMay.some((may) => may !== 'SELECT' && may !== 'INSERT'));
  expect(changeable.map((table) => table.name)).toEqual([]);
});

it('leads every key and foreign key of a workspace’s table with the workspace', async () => {
  const keys = await database.owner((tx) =>
    rowsOf<{ table: string; key: string; first: string }>(
      tx,
      sql`select c.relname as "table", i.relname as key, a.attname as first
          from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
          where n.nspname = 'public' and x.indisunique and exists (select from pg_attribute w where w.attrelid = c.oid and w.attname = 'workspace_id')`,
    ),
  );
  const names = new Set(Object.keys(SYSTEM_TABLES));
  // A key that is looked up before its workspace is known cannot lead with it; those tables are the system's.
  expect(keys.filter(({ first, table }) => first !== 'workspace_id' && !names.has(table))).toEqual([]);
  const foreign = await database.owner((tx) =>
    rowsOf<{ table: string; name: string }>(
      tx,
      sql`select c.relname as "table", k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid join pg_namespace n on n.oid = c.relnamespace
          where k.contype = 'f' and n.nspname = 'public'
            and exists (select from pg_attribute w where w.attrelid = f.oid and w.attname = 'workspace_id')
            and not exists (select from pg_attribute w where w.attrelid = c.oid and w.attname = 'workspace_id' and w.attnum = any (k.conkey))`,
    ),
  );
  expect(foreign).toEqual([]);
});

it('gives the roles no way around the policies', async () => {
  const roles = await database.owner((tx) =>
    rowsOf<{ name: string }>(
      tx,
      sql`select rolname as name from pg_roles where rolname in ('patchbay_app', 'patchbay_system', 'patchbay_search') and (rolsuper or rolbypassrls or rolcanlogin)`,
    ),
  );
  expect(roles).toEqual([]);
  expect(SYSTEM_SCHEMAS).toEqual(['auth']);
  const appInAuth = await database.owner((tx) =>
    rowsOf(
      tx,
      sql`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'auth' and c.relkind = 'r' and has_table_privilege('patchbay_app', c.oid, 'SELECT')`,
    ),
  );
  expect(appInAuth).toEqual([]);
});
