import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * One allowance of one connection or application, shared by all processes. The key is
 * `<integration>/<provider>/<quota>/<connection or "application">`; the ledger is JSON of `quota-ledger.ts`.
 */
export const quotaWindows = pgTable('quota_windows', {
  key: text('key').primaryKey(),
  ledger: text('ledger').notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
