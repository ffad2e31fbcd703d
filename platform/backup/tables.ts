import { type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';

export interface Column {
  name: string;
  type: string;
}

export interface Table {
  schema: string;
  name: string;
  /** Has `workspace_id`: read and written as that workspace. Else it belongs to the installation. */
  ofWorkspace: boolean;
  columns: Column[];
}

/** Never in a data stream: the keys go apart, and the target brings its own migrations. */
const NEVER = ['vault_keys', 'schema_migrations'];

/**
 * What has no meaning in another database or a minute later. Positions of readers are transaction numbers of the old
 * server: readers begin anew behind what was restored.
 */
export const VOLATILE_TABLES: readonly string[] = ['event_cursors', 'quota_windows', 'rate_limits', 'idempotency_keys', 'setup_links'];

export const qualified = ({ schema, name }: Pick<Table, 'schema' | 'name'>): SQL => sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
export const labelOf = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string => (schema === 'public' ? name : `${schema}.${name}`);

/** Every table as the catalogue knows it, so that a new one is in the backup without anybody thinking of it. */
export async function listTables(tx: Transaction, skip: readonly string[]): Promise<Table[]> {
  const rows = await rowsOf<{ schema: string; table: string; column: string; type: string; optional: boolean }>(
    tx,
    sql`select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as optional
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          and n.nspname not in ('information_schema', 'pgboss') and n.nspname not like 'pg\\_%'
        order by n.nspname, c.relname, a.attnum`,
  );
  const skipped = new Set([...NEVER, ...skip]);
  const tables = new Map<string, Table>();
  for (const { schema, table: name, column, type, optional } of rows) {
    const label = labelOf({ schema, name });
    if (skipped.has(label)) continue;
    const table = tables.get(label) ?? { schema, name, ofWorkspace: false, columns: [] };
    tables.set(label, table);
    table.columns.push({ name: column, type });
    if (column !== 'workspace_id' || schema !== 'public') continue;
    // A row without a workspace would be seen by nobody who reads, and be missing in silence.
    if (optional) throw new PatchbayError('internal', { facts: { reason: `${label}.workspace_id may be null: such rows would not be backed up` } });
    table.ofWorkspace = true;
  }
  return [...tables.values()];
}

/** Where the counters of identity columns stand. */
export const readSequences = (tx: Transaction) =>
  rowsOf<{ schema: string; name: string; value: string }>(
    tx,
    sql`select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences
        where last_value is not null and schemaname not in ('pgboss') order by 1, 2`,
  );

export const readMigrationTags = async (tx: Transaction): Promise<string[]> =>
  (await rowsOf<{ tag: string }>(tx, sql`select tag from public.schema_migrations order by tag`)).map(({ tag }) => tag);

/** The foreign keys that check at once, as statements that make them wait for the commit, and back. */
export async function foreignKeySwitch(tx: Transaction): Promise<{ later: SQL[]; atOnce: SQL[] }> {
  const keys = await rowsOf<{ schema: string; table: string; name: string }>(
    tx,
    sql`select n.nspname as schema, c.relname as table, k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
        where k.contype = 'f' and not k.condeferrable and k.conparentid = 0 and n.nspname <> 'pgboss'`,
  );
  const alter = (how: SQL) =>
    keys.map(({ schema, table, name }) => sql`alter table ${qualified({ schema, name: table })} alter constraint ${sql.identifier(name)} ${how}`);
  return { later: alter(sql`deferrable initially immediate`), atOnce: alter(sql`not deferrable`) };
}
