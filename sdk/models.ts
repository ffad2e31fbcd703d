import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { timestamp, uuid } from 'drizzle-orm/pg-core';

/** Drizzle over one open transaction, bound to one workspace by row-level security. */
export type Transaction = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export interface WorkspaceDatabase {
  /**
   * One transaction in the context's workspace. Await nothing but SQL inside: on the embedded database it holds the only
   * session. Inside an open transaction of the same workspace it joins it; another workspace is `scope_violation`.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/**
 * The columns every workspace table starts with. The primary key is `(workspace_id, id)`, so that foreign keys can be
 * composite (they ignore row-level security) and the table can be distributed by workspace.
 * @example export const items = pgTable('acme_items', { ...workspaceColumns(), title: text().notNull() }, (t) => [primaryKey({ columns: [t.workspaceId, t.id] })]);
 */
export const workspaceColumns = () => ({
  workspaceId: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
});
export const timestamps = () => ({
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
