import { type SQL, sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import { SYSTEM_TABLES } from '#platform/database/system-tables';
import type { Ciphertext, Transaction, WorkspaceId } from '#sdk';
import { keyHandle, uuidBytes } from './envelope.ts';
import type { WorkspaceVault } from './workspace-vault.ts';

/** A column whose values the vault seals. Its table has `workspace_id`; the row's `idColumn` is the `id` of the seal's ref. */
export interface SealedColumn {
  table: string;
  column: string;
  idColumn: string;
  /** Default `text` (a Ciphertext); `bytes` for what `sealBytes` made. */
  form?: 'text' | 'bytes';
  /** What the ref said, where it did not name table and column themselves. */
  ref?: { table: string; column: string };
}

export interface ResealCounts {
  resealed: number;
  /** Values that do not open: damaged, or moved from their row. Named by `table.column id`, at most 100. */
  unreadable: string[];
}

const BATCH_BYTES = 4 * 1024 * 1024;

/** A system table may be append-only for the workspace's own role; there the system does the work. */
const scopeOf = (database: Database, workspaceId: WorkspaceId, table: string) =>
  table in SYSTEM_TABLES
    ? <T>(work: (tx: Transaction) => Promise<T>) => database.system(work)
    : <T>(work: (tx: Transaction) => Promise<T>) => database.workspace(workspaceId, work);

const namesKey = (column: SQL, form: 'text' | 'bytes', keyId: string): SQL =>
  form === 'text' ? sql`${column} like ${`v1.${keyHandle(keyId)}.%`}` : sql`substring(${column} from 2 for 16) = ${uuidBytes(keyId)}::bytea`;

/**
 * Seals again, under the active key, every value of one column that another key sealed. Batches are read, worked out
 * without a transaction, and written by compare-and-swap: a row that changed meanwhile is left to the next pass.
 * Killed anywhere it has done some rows and the next call does the others.
 */
export async function resealColumn(
  database: Database,
  vault: WorkspaceVault,
  { workspaceId, activeKeyId, batch, progress }: { workspaceId: WorkspaceId; activeKeyId: string; batch: number; progress: (done: number) => void },
  { table, column, idColumn, form = 'text', ref }: SealedColumn,
): Promise<ResealCounts> {
  const inScope = scopeOf(database, workspaceId, table);
  const [tableName, columnName, idName] = [sql.identifier(table), sql.identifier(column), sql.identifier(idColumn)];
  const counts: ResealCounts = { resealed: 0, unreadable: [] };
  let after: string | undefined;
  let limit = batch;
  for (;;) {
    const rows = await inScope((tx) =>
      rowsOf<{ id: string; value: string | Uint8Array }>(
        tx,
        sql`select ${idName} as id, ${columnName} as value from ${tableName}
            where workspace_id = ${workspaceId} and ${columnName} is not null and not (${namesKey(sql`${columnName}`, form, activeKeyId)})
              ${after === undefined ? sql`` : sql`and ${idName} > ${after}`}
            order by ${idName} limit ${limit}`,
      ),
    );
    if (rows.length === 0) return counts;
    after = rows.at(-1)?.id;
    // Each read looks through the table again: many small values at a time, few large ones.
    const bytes = rows.reduce((sum, { value }) => sum + value.length, 0);
    limit = Math.max(1, Math.min(batch * 20, Math.floor((BATCH_BYTES * rows.length) / Math.max(bytes, 1))));
    const sealed: { id: string; before: string | Uint8Array; now: string | Uint8Array }[] = [];
    for (const { id, value } of rows) {
      const at = { ...(ref ?? { table, column }), id };
      try {
        const now = typeof value === 'string' ? vault.seal(at, vault.open(at, value as Ciphertext)) : vault.sealBytes(at, vault.openBytes(at, value));
        sealed.push({ id, before: value, now });
      } catch {
        if (counts.unreadable.length < 100) counts.unreadable.push(`${table}.${column} ${id}`);
      }
    }
    counts.resealed += await inScope(async (tx) => {
      let written = 0;
      for (const { id, before, now } of sealed) {
        const done = await rowsOf(
          tx,
          sql`update ${tableName} set ${columnName} = ${now} where workspace_id = ${workspaceId} and ${idName} = ${id} and ${columnName} = ${before} returning 1`,
        );
        written += done.length;
      }
      return written;
    });
    progress(counts.resealed);
  }
}

/**
 * Columns that still hold a value of one of these keys, registered or not. Dropping a key makes what it sealed unreadable
 * for ever, so a column that somebody forgot to register must be found before, in the catalogue and not in our memory.
 */
export async function columnsStillUsing(database: Database, workspaceId: WorkspaceId, keyIds: readonly string[]): Promise<string[]> {
  const columns = await database.system((tx) =>
    rowsOf<{ table: string; column: string; type: string }>(
      tx,
      sql`select c.relname as table, a.attname as column, t.typname as type
          from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
          where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped and a.attnum > 0
            and t.typname in ('text', 'varchar', 'citext', 'json', 'jsonb', 'bytea', '_text') and c.relname <> 'vault_keys'
            and exists (select from pg_attribute w where w.attrelid = c.oid and w.attname = 'workspace_id' and not w.attisdropped)
          order by 1, 2`,
    ),
  );
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const name = sql`${sql.identifier(column)}`;
    // Inside JSON and arrays it may stand anywhere; 22 random characters do not turn up by chance.
    const uses = (keyId: string) => (type === 'bytea' ? namesKey(name, 'bytes', keyId) : sql`position(${keyHandle(keyId)} in ${name}::text) > 0`);
    const [row] = await scopeOf(
      database,
      workspaceId,
      table,
    )((tx) =>
      rowsOf<{ used: boolean }>(
        tx,
        sql`select exists (select from ${sql.identifier(table)} where workspace_id = ${workspaceId} and (${sql.join(keyIds.map(uses), sql` or `)})) as used`,
      ),
    );
    if (row?.used) found.push(`${table}.${column}`);
  }
  return found;
}
