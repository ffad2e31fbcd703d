import { date, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Company pages on which the connected member has a role. */
export const linkedinPages = pgTable(
  'linkedin_pages',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    organizationId: text('organization_id').notNull(),
    name: text('name').notNull(),
    vanityName: text('vanity_name'),
    roles: jsonb('roles').$type<string[]>().notNull().default([]),
    followers: integer('followers'),
    /** Why its numbers cannot be read. */
    problem: text('problem'),
    readAt: instant('read_at'),
    lostAt: instant('lost_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('linkedin_pages_external').on(t.workspaceId, t.connectionId, t.organizationId)],
);

/** Sums of a day: numbers only, nobody can be told from them. */
export const linkedinPageDays = pgTable(
  'linkedin_page_days',
  {
    ...workspaceColumns(),
    pageId: uuid('page_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    organicFollowers: integer('organic_followers'),
    paidFollowers: integer('paid_followers'),
    views: integer('views'),
    uniqueViews: integer('unique_views'),
    impressions: integer('impressions'),
    clicks: integer('clicks'),
    likes: integer('likes'),
    comments: integer('comments'),
    shares: integer('shares'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('linkedin_page_days_day').on(t.workspaceId, t.pageId, t.day)],
);

/** Posts written from here, and those of our pages. */
export const linkedinPosts = pgTable(
  'linkedin_posts',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    pageId: uuid('page_id'),
    authorUrn: text('author_urn').notNull(),
    externalId: text('external_id').notNull(),
    commentary: text('commentary').notNull(),
    visibility: text('visibility').notNull(),
    publishedAt: instant('published_at').notNull(),
    deletedAt: instant('deleted_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('linkedin_posts_external').on(t.workspaceId, t.externalId),
    index('linkedin_posts_page').on(t.workspaceId, t.pageId, t.publishedAt),
  ],
);
