import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { ciphertext } from '#platform/vault/columns';
import { workspaceColumns } from '#sdk';

const time = (name: string) => timestamp(name, { withTimezone: true });

/** Something an administrator must know. One open row per key: every further occurrence only counts. */
export const incidents = pgTable(
  'incidents',
  {
    ...workspaceColumns(),
    key: text('key').notNull(),
    level: text('level').$type<'warning' | 'critical'>().notNull(),
    title: text('title').notNull(),
    detail: text('detail').notNull(),
    remedy: text('remedy'),
    connectionId: uuid('connection_id'),
    count: integer('count').notNull().default(1),
    /** How often it came back within minutes of its end. */
    reopened: integer('reopened').notNull().default(0),
    firstAt: time('first_at').notNull(),
    lastAt: time('last_at').notNull(),
    remindAt: time('remind_at'),
    acknowledgedAt: time('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    resolvedAt: time('resolved_at'),
    note: text('note'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('incidents_open_once').on(t.workspaceId, t.key).where(sql`resolved_at is null`),
    index('incidents_by_key').on(t.workspaceId, t.key, t.resolvedAt),
    index('incidents_to_remind').on(t.remindAt).where(sql`resolved_at is null and acknowledged_at is null`),
    check('incidents_level', sql`level in ('warning', 'critical')`),
  ],
);

/** One row per workspace; its id is the workspace's. */
export const alertSettings = pgTable(
  'alert_settings',
  {
    ...workspaceColumns(),
    /** Empty: the administrators' own addresses. */
    emails: text('emails').array().notNull(),
    webhookUrl: text('webhook_url'),
    webhookSecret: ciphertext('webhook_secret'),
    chatChannelId: text('chat_channel_id'),
    minLevel: text('min_level').$type<'warning' | 'critical'>().notNull(),
    /** 0: never. */
    remindAfterHours: integer('remind_after_hours').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), check('alert_settings_level', sql`min_level in ('warning', 'critical')`)],
);

/** What the administrators are told, written with the incident itself, so that it is told once whoever dies meanwhile. */
export const alertNotices = pgTable(
  'alert_notices',
  {
    ...workspaceColumns(),
    incidentId: uuid('incident_id').notNull(),
    channel: text('channel').$type<'email' | 'webhook' | 'chat'>().notNull(),
    kind: text('kind').$type<'opened' | 'resolved' | 'reopened' | 'reminder'>().notNull(),
    round: integer('round').notNull().default(0),
    state: text('state').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: time('next_try_at').notNull(),
    sentAt: time('sent_at'),
    lastError: text('last_error'),
    leaseOwner: uuid('lease_owner'),
    leaseUntil: time('lease_until'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('alert_notices_once').on(t.workspaceId, t.incidentId, t.channel, t.kind, t.round),
    index('alert_notices_due').on(t.nextTryAt).where(sql`state = 'waiting'`),
    check('alert_notices_state', sql`state in ('waiting', 'sent', 'failed')`),
    check('alert_notices_channel', sql`channel in ('email', 'webhook', 'chat')`),
    check('alert_notices_kind', sql`kind in ('opened', 'resolved', 'reopened', 'reminder')`),
  ],
);
