import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** One customer. Not under row-level security itself: it has no `workspace_id`, and only the system reads it. */
export const workspaces = pgTable('workspaces', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  timeZone: text('time_zone').notNull().default('UTC'),
  isDemo: boolean('is_demo').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
