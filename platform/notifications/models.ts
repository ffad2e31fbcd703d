import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { workspaceColumns } from '#sdk';

/** What a person is told in the console's bell. */
export const notifications = pgTable(
  'notifications',
  {
    ...workspaceColumns(),
    userId: uuid('user_id').notNull(),
    key: text('key').notNull(),
    title: text('title').notNull(),
    body: text('body'),
    href: text('href'),
    readAt: timestamp('read_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('notifications_once').on(t.workspaceId, t.userId, t.key),
    index('notifications_of_person').on(t.workspaceId, t.userId, t.id),
    index('notifications_unread').on(t.workspaceId, t.userId).where(sql`read_at is null`),
  ],
);
