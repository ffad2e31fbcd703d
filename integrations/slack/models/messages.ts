import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** What we posted and where it stands: for updates, reactions and threads. */
export const slackMessages = pgTable(
  'slack_messages',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    channelId: text('channel_id').notNull(),
    ts: text('ts').notNull(),
    threadTs: text('thread_ts'),
    kind: text('kind').notNull(),
    recordType: text('record_type'),
    recordId: uuid('record_id'),
    text: text('text').notNull(),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_messages_place').on(t.workspaceId, t.connectionId, t.channelId, t.ts),
    index('slack_messages_record').on(t.workspaceId, t.recordId),
    index('slack_messages_newest').on(t.workspaceId, t.createdAt),
  ],
);

/** A thread, or a whole channel, that belongs to a record; keyed by its place, so that it outlives a re-install. */
export const slackLinks = pgTable(
  'slack_links',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    channelId: text('channel_id').notNull(),
    /** The thread’s first message; empty: everything that is said in the channel. */
    threadTs: text('thread_ts').notNull().default(''),
    recordType: text('record_type').notNull(),
    recordId: uuid('record_id').notNull(),
    direction: text('direction').notNull().default('to_crm'),
    badgeTs: text('badge_ts'),
    createdBy: uuid('created_by'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_links_place').on(t.workspaceId, t.connectionId, t.channelId, t.threadTs),
    index('slack_links_record').on(t.workspaceId, t.recordId),
    check('slack_links_direction', sql`${t.direction} in ('off', 'to_crm', 'both')`),
    check('slack_links_record_type', sql`${t.recordType} in ('contact', 'deal', 'organization')`),
  ],
);

/** Messages of people that lie on a timeline, so that edits and deletions find their activity. */
export const slackTimeline = pgTable(
  'slack_timeline',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    channelId: text('channel_id').notNull(),
    ts: text('ts').notNull(),
    linkId: uuid('link_id'),
    activityId: uuid('activity_id').notNull(),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_timeline_place').on(t.workspaceId, t.connectionId, t.channelId, t.ts),
    index('slack_timeline_activity').on(t.workspaceId, t.activityId),
  ],
);

/** A command, click or form that has to be acted upon: once, however often its webhook is handled. */
export const slackInteractions = pgTable(
  'slack_interactions',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    /** Named by the provider’s own ids. */
    eventId: text('event_id').notNull(),
    slackUserId: text('slack_user_id').notNull(),
    kind: text('kind').notNull(),
    /** What was typed or chosen; emptied when it is done. */
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    state: text('state').notNull().default('received'),
    tries: integer('tries').notNull().default(0),
    outcome: text('outcome'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_interactions_event').on(t.workspaceId, t.connectionId, t.eventId),
    check('slack_interactions_state', sql`${t.state} in ('received', 'done', 'failed')`),
  ],
);

/** What a person did from Slack and can take back for ten minutes. */
export const slackUndos = pgTable(
  'slack_undos',
  {
    ...workspaceColumns(),
    userId: uuid('user_id').notNull(),
    recordType: text('record_type').notNull(),
    recordId: uuid('record_id').notNull(),
    /** What to write to take it back, and the version that must still be there. */
    inverse: jsonb('inverse').$type<Record<string, unknown>>().notNull(),
    version: integer('version'),
    /** The emoji, message and person of a reaction, so that taking it away undoes it. */
    trigger: text('trigger'),
    expiresAt: instant('expires_at').notNull(),
    isUsed: boolean('is_used').notNull().default(false),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('slack_undos_trigger').on(t.workspaceId, t.trigger)],
);
