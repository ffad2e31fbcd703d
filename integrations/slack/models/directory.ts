import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** The channels of a connected Slack workspace that the app can see. */
export const slackChannels = pgTable(
  'slack_channels',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    isPrivate: boolean('is_private').notNull().default(false),
    isArchived: boolean('is_archived').notNull().default(false),
    isMember: boolean('is_member').notNull().default(false),
    /** People of another organization are in it: nothing of the record is shown there. */
    isExternal: boolean('is_external').notNull().default(false),
    memberCount: integer('member_count'),
    topic: text('topic').notNull().default(''),
    /** Deals of this pipeline are made and shown here. */
    pipelineId: uuid('pipeline_id'),
    /** `HH:MM` in the channel’s zone; null: no digest there. */
    digestAt: text('digest_at').default('08:30'),
    /** IANA name; null: the workspace’s own. */
    timeZone: text('time_zone'),
    lastDigestDay: date('last_digest_day', { mode: 'string' }),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_channels_external').on(t.workspaceId, t.connectionId, t.externalId),
    index('slack_channels_name').on(t.workspaceId, t.name),
  ],
);

/** People of a Slack workspace, and who they are here. */
export const slackMembers = pgTable(
  'slack_members',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    externalId: text('external_id').notNull(),
    /** Of which Slack workspace: a stranger is of another one. */
    teamId: text('team_id'),
    name: text('name').notNull(),
    email: text('email'),
    timeZone: text('time_zone'),
    isBot: boolean('is_bot').notNull().default(false),
    isGuest: boolean('is_guest').notNull().default(false),
    isStranger: boolean('is_stranger').notNull().default(false),
    isDeleted: boolean('is_deleted').notNull().default(false),
    userId: uuid('user_id'),
    /** How we know; what a person said is not changed by an address. `none`: nobody here, said by a person. */
    mappedBy: text('mapped_by'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_members_external').on(t.workspaceId, t.connectionId, t.externalId),
    index('slack_members_user').on(t.workspaceId, t.userId),
    check('slack_members_mapped_by', sql`${t.mappedBy} in ('email', 'manual', 'self', 'none')`),
  ],
);

/** When the last event came, and how long it was under way: what the health page shows. */
export const slackPulses = pgTable(
  'slack_pulses',
  {
    workspaceId: uuid('workspace_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    /** When it happened there. */
    eventAt: instant('event_at').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.connectionId] })],
);
