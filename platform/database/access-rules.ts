import { sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { rowsOf } from './database.ts';
import { ROLE_NAMES } from './session.ts';
import { SEARCH_TABLES, SYSTEM_SCHEMAS } from './system-tables.ts';

const { app, system, search } = ROLE_NAMES;

/** Statements a database owner runs once when the hub's login may not create roles. */
export const ROLE_STATEMENTS = [
  `DO $$ BEGIN
     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${app}') THEN CREATE ROLE ${app} NOLOGIN NOSUPERUSER NOBYPASSRLS; END IF;
     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${system}') THEN CREATE ROLE ${system} NOLOGIN NOSUPERUSER NOBYPASSRLS; END IF;
     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${search}') THEN CREATE ROLE ${search} NOLOGIN NOSUPERUSER NOBYPASSRLS; END IF;
   EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another process came first
   END $$`,
  `DO $$ BEGIN EXECUTE format('GRANT ${app}, ${system}, ${search} TO %I', current_user); EXCEPTION WHEN invalid_grant_operation OR insufficient_privilege THEN NULL; END $$`,
  `DO $$ BEGIN EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO ${system}', current_database()); END $$`,
  `GRANT USAGE ON SCHEMA public TO ${app}, ${system}, ${search}`,
] as const;

export interface AccessRules {
  /** Tables that `patchbay_system` may use. */
  systemTables: readonly string[];
  /** Tables that `patchbay_app` may read and add to, never change: the audit. */
  appendOnly: readonly string[];
  /** Schemas whose tables `patchbay_system` may use and `patchbay_app` may not. Default: `SYSTEM_SCHEMAS`. */
  extraSchemas?: readonly string[];
  /** Tables that the functions of `patchbay_search` may read. Default: `SEARCH_TABLES`. */
  searchTables?: readonly string[];
}

/** Brings grants and policies of every table in line with the rules; safe to repeat. */
export async function applyAccessRules(tx: Transaction, rules: AccessRules): Promise<void> {
  for (const statement of await accessStatements(tx, rules)) await tx.execute(sql.raw(statement));
}

/**
 * The statements that make the rules hold for the tables there are. Running them locks every table, so a hub at work
 * is spared those that already stand (see `migrate`).
 * - every table with `workspace_id`: ENABLE and FORCE row-level security; `patchbay_app` sees its workspace
 * - system tables: `patchbay_system` sees all rows
 * - a table without `workspace_id` gives `patchbay_app` nothing
 * - search tables: `patchbay_search` reads all rows, and owns every SECURITY DEFINER function: one of the login's would see everything
 */
export async function accessStatements(tx: Transaction, rules: AccessRules): Promise<string[]> {
  const tables = await rowsOf<{ name: string; kind: string; hasWorkspace: boolean }>(
    tx,
    sql`
    select c.relname as name, c.relkind as kind,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as "hasWorkspace"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`,
  );
  const statements: string[] = [];
  const searchTables: readonly string[] = rules.searchTables ?? Object.keys(SEARCH_TABLES);
  for (const { name, hasWorkspace } of tables) {
    const table = `public."${name}"`;
    const isSystem = rules.systemTables.includes(name);
    statements.push(`REVOKE ALL ON ${table} FROM PUBLIC, ${app}, ${system}, ${search}`);
    if (isSystem) statements.push(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${system}`);
    if (!hasWorkspace) continue;
    statements.push(`GRANT SELECT, INSERT${rules.appendOnly.includes(name) ? '' : ', UPDATE, DELETE'} ON ${table} TO ${app}`);
    statements.push(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`, `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
    // nullif: after the first SET LOCAL of a session the setting is '' and not absent.
    const own = "workspace_id = nullif(current_setting('patchbay.workspace', true), '')::uuid";
    statements.push(
      `DROP POLICY IF EXISTS workspace_rows ON ${table}`,
      `CREATE POLICY workspace_rows ON ${table} TO ${app} USING (${own}) WITH CHECK (${own})`,
    );
    statements.push(`DROP POLICY IF EXISTS system_rows ON ${table}`);
    if (isSystem) statements.push(`CREATE POLICY system_rows ON ${table} TO ${system} USING (true) WITH CHECK (true)`);
    statements.push(`DROP POLICY IF EXISTS search_rows ON ${table}`);
    if (searchTables.includes(name))
      statements.push(`GRANT SELECT ON ${table} TO ${search}`, `CREATE POLICY search_rows ON ${table} FOR SELECT TO ${search} USING (true)`);
  }
  statements.push(...(await functionStatements(tx)));
  statements.push(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${app}, ${system}`);
  for (const schema of rules.extraSchemas ?? SYSTEM_SCHEMAS) {
    const [found] = await rowsOf<{ there: boolean }>(tx, sql`select to_regnamespace(${schema}) is not null as there`);
    if (!found?.there) continue;
    statements.push(
      `REVOKE ALL ON SCHEMA "${schema}" FROM PUBLIC, ${app}`,
      `REVOKE ALL ON ALL TABLES IN SCHEMA "${schema}" FROM PUBLIC, ${app}`,
      `GRANT USAGE ON SCHEMA "${schema}" TO ${system}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${schema}" TO ${system}`,
    );
  }
  return statements;
}

/** Every SECURITY DEFINER function goes to `patchbay_search`, and only the application calls it. */
async function functionStatements(tx: Transaction): Promise<string[]> {
  const functions = await rowsOf<{ oid: number; signature: string }>(
    tx,
    sql`
    select p.oid::int as oid, p.oid::regprocedure::text as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.prosecdef and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 2`,
  );
  if (functions.length === 0) return [];
  return [
    // To be given a function a role must be able to make one there; for this moment only.
    `GRANT CREATE ON SCHEMA public TO ${search}`,
    ...functions.flatMap(({ oid, signature }) => [
      // The number makes the rules others when the function was dropped and made again, by whatever owner.
      `ALTER FUNCTION ${signature} OWNER TO ${search} /* ${oid} */`,
      `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC, ${system}`,
      `GRANT EXECUTE ON FUNCTION ${signature} TO ${app}`,
    ]),
    `REVOKE CREATE ON SCHEMA public FROM ${search}`,
  ];
}
