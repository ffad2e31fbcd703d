import { sql } from 'drizzle-orm';
import type { Transaction, WorkspaceId } from '#sdk';
import { type Database, rowsOf } from '../database/database.ts';
import { sqlState } from '../database/database-error.ts';
import { SYSTEM_TABLES } from '../database/system-tables.ts';

/** People who belong, or ever belonged, to this workspace alone: their accounts and sessions go with it. Before the rows. */
export async function erasePeople(tx: Transaction, id: WorkspaceId): Promise<void> {
  await tx.execute(sql`
    delete from auth.users u using members m
    where m.workspace_id = ${id} and m.user_id = u.id and not u.is_installation_owner
      and not exists (select from members o where o.user_id = u.id and o.workspace_id <> ${id})`);
}

/**
 * Deletes a workspace's rows from every table that has a `workspace_id`, in one transaction. Tables that refer to each
 * other are tried again until nothing moves any more; each try is a savepoint. Partitions go with their parent.
 */
export async function eraseRows(
  database: Database,
  tx: Transaction,
  id: WorkspaceId,
  erasers: Readonly<Record<string, (tx: Transaction, id: WorkspaceId) => Promise<unknown>>> = {},
): Promise<void> {
  const found = await rowsOf<{ name: string }>(
    tx,
    sql`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'workspace_id' and not a.attisdropped order by 1 desc`,
  );
  const remove = (name: string) => (inner: Transaction) => inner.execute(sql`delete from ${sql.identifier(name)} where workspace_id = ${id}`);
  for (const erase of Object.values(erasers)) await erase(tx, id);
  let left = found.map((row) => row.name).filter((name) => !(name in erasers));
  while (left.length > 0) {
    const blocked: string[] = [];
    let reason: unknown;
    for (const name of left) {
      try {
        // As the system where it may; else as the workspace itself, so that row-level security holds here too.
        if (name in SYSTEM_TABLES) await tx.transaction(remove(name));
        else await database.enter(tx, id, remove(name));
      } catch (error) {
        if (sqlState(error) !== '23503') throw error;
        blocked.push(name);
        reason = error;
      }
    }
    if (blocked.length === left.length) throw reason;
    left = blocked;
  }
}
