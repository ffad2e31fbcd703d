import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Names that all workspaces share, such as those of public pages: whoever asks for one does not say whose it is. */
export const publicNames = pgTable(
  'public_names',
  {
    workspaceId: uuid('workspace_id').notNull(),
    space: text('space').notNull(),
    name: text('name').notNull(),
    subjectId: uuid('subject_id').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.space, t.name] }), index('public_names_by_workspace').on(t.workspaceId)],
);
