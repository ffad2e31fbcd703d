import { sql } from 'drizzle-orm';
import { check, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { workspaceColumns } from '#sdk';
import { bytes } from './columns.ts';

/**
 * The data keys of each workspace, each wrapped by a root key that never enters the database.
 * - `seal` keys are rotated: announced (every process learns it) → active (seals) → retired (opens only) → dropped
 * - the one `mac` key is only ever re-wrapped: chains and links made with it must stay verifiable for ever
 */
export const vaultKeys = pgTable(
  'vault_keys',
  {
    ...workspaceColumns(),
    use: text('use', { enum: ['seal', 'mac'] }).notNull(),
    state: text('state', { enum: ['announced', 'active', 'retired'] }).notNull(),
    wrapped: bytes('wrapped').notNull(),
    rootKeyId: text('root_key_id').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    // What makes creation and rotation race-proof: of several processes one insert wins.
    uniqueIndex('vault_keys_one_active').on(t.workspaceId, t.use).where(sql`state = 'active'`),
    uniqueIndex('vault_keys_one_announced').on(t.workspaceId, t.use).where(sql`state = 'announced'`),
    check('vault_keys_use', sql`use in ('seal', 'mac')`),
    check('vault_keys_state', sql`state in ('announced', 'active', 'retired')`),
  ],
);

export type KeyRow = typeof vaultKeys.$inferSelect;
