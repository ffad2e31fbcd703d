import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** How long the permission of a connection lasts, as LinkedIn says, and whom we told. */
export const linkedinAccounts = pgTable(
  'linkedin_accounts',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    expiresAt: instant('expires_at'),
    status: text('status').notNull(),
    introspectedAt: instant('introspected_at'),
    /** Days before the end at which people were told. */
    told: jsonb('told').$type<number[]>().notNull().default([]),
    lastChallengeAt: instant('last_challenge_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('linkedin_accounts_connection').on(t.workspaceId, t.connectionId)],
);

/** What we know of the member, each field with where it came from and how long it may be kept. */
export const linkedinProfileFields = pgTable(
  'linkedin_profile_fields',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id'),
    ownerUserId: uuid('owner_user_id'),
    field: text('field').notNull(),
    value: text('value').notNull(),
    source: text('source').notNull(),
    fetchedAt: instant('fetched_at').notNull(),
    /** Null: until the member takes it back. */
    expiresAt: instant('expires_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('linkedin_profile_fields_connection').on(t.workspaceId, t.connectionId),
    index('linkedin_profile_fields_expiry').on(t.workspaceId, t.expiresAt),
  ],
);

/** Our own count of calls: LinkedIn sends no headers that tell what is left. */
export const linkedinQuota = pgTable(
  'linkedin_quota',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    resource: text('resource').notNull(),
    /** `2026-11-26`; limits begin anew at 00:00 UTC. */
    utcDay: text('utc_day').notNull(),
    used: integer('used').notNull().default(0),
    exhaustedAt: instant('exhausted_at'),
    /** `application` or `member`. */
    exhaustedBy: text('exhausted_by'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('linkedin_quota_day').on(t.workspaceId, t.connectionId, t.resource, t.utcDay)],
);
