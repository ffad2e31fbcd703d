import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes } from '#platform/vault/columns';
import { workspaceColumns } from '#sdk';

/**
 * What lies in the file store. The row is there before the object (`writing`) and goes after it (`removing`), so that the
 * store holds nothing that no row knows: whoever is killed in between leaves a row which the sweep finds.
 */
export const files = pgTable(
  'files',
  {
    ...workspaceColumns(),
    state: text('state', { enum: ['writing', 'stored', 'removing'] }).notNull(),
    /** Of the content; unique among the stored files of a workspace. */
    sha256: text('sha256'),
    size: bigint('size', { mode: 'number' }),
    contentType: text('content_type').notNull(),
    name: text('name'),
    /** Given out by whoever put it, by rules of their own, and by nobody else. */
    isPrivate: boolean('is_private').notNull().default(false),
    storageKey: text('storage_key').notNull(),
    /** The file's own key, sealed by the vault: rotating the workspace's key touches this column and no file. */
    sealedKey: bytes('sealed_key').notNull(),
    /** Of the sealed object, for backups that copy it without opening it. */
    sealedSha256: text('sealed_sha256'),
    /** How many `put`s gave this file out and have not removed it. */
    holders: integer('holders').notNull().default(1),
    removedAt: timestamp('removed_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('files_content').on(t.workspaceId, t.sha256).where(sql`state = 'stored'`),
    index('files_to_sweep').on(t.createdAt).where(sql`state <> 'stored' or removed_at is not null`),
    check('files_state', sql`state in ('writing', 'stored', 'removing')`),
    check('files_stored', sql`state <> 'stored' or (sha256 is not null and size is not null and sealed_sha256 is not null)`),
    check('files_holders', sql`holders >= 0`),
  ],
);

export type FileRow = typeof files.$inferSelect;
