import { bigint, index, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

/** Notes as they are at the provider. The export bears the integration’s name: all tables meet in `server/schema.ts`. */
export const templateNotes = pgTable(
  'template_notes',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    externalId: text('external_id').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    /** The provider's own sequence: what is older than this never overwrites. */
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    writtenAt: timestamp('written_at', { withTimezone: true }).notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('template_notes_external').on(t.workspaceId, t.connectionId, t.externalId),
    index('template_notes_recent').on(t.workspaceId, t.writtenAt),
  ],
);
