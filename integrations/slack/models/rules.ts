import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { QuietHours, RuleTarget, RuleWhy } from '../rules/rule.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const slackRules = pgTable(
  'slack_rules',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    on: text('on_event').notNull(),
    when: jsonb('when_filter').$type<Record<string, unknown>>().notNull().default({}),
    to: jsonb('target').$type<RuleTarget>().notNull(),
    style: text('style').notNull().default('card'),
    dailyBudget: integer('daily_budget'),
    quietHours: jsonb('quiet_hours').$type<QuietHours | null>(),
    template: text('template'),
    /** Said to the whole channel too, not only below the card. */
    broadcast: boolean('broadcast').notNull().default(false),
    isOn: boolean('is_on').notNull().default(true),
    /** Why it does not run: its channel is archived, the app is not in it. */
    pausedReason: text('paused_reason'),
    createdBy: uuid('created_by'),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('slack_rules_event').on(t.workspaceId, t.on),
    check('slack_rules_style', sql`${t.style} in ('card', 'message', 'digest')`),
  ],
);

/** What became of an event for a rule, and why: the log behind “why did I get this?”. */
export const slackDeliveries = pgTable(
  'slack_deliveries',
  {
    ...workspaceColumns(),
    ruleId: uuid('rule_id').notNull(),
    eventId: text('event_id').notNull(),
    connectionId: uuid('connection_id'),
    /** Channel or person, as Slack calls them. */
    target: text('target').notNull(),
    state: text('state').notNull(),
    recordType: text('record_type').notNull(),
    recordId: uuid('record_id').notNull(),
    channelId: text('channel_id'),
    ts: text('ts'),
    sentence: text('sentence').notNull(),
    why: jsonb('why').$type<RuleWhy>().notNull(),
    /** When what was held back may go out. */
    dueAt: instant('due_at'),
    at: instant('at').notNull(),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_deliveries_once').on(t.workspaceId, t.ruleId, t.eventId, t.target),
    index('slack_deliveries_rule').on(t.workspaceId, t.ruleId, t.id),
    index('slack_deliveries_waiting').on(t.workspaceId, t.state, t.dueAt),
    check('slack_deliveries_state', sql`${t.state} in ('waiting', 'posted', 'edited', 'digest', 'digested', 'muted', 'over_budget', 'failed')`),
  ],
);

/** The one living card of a record in a channel: every change edits it. */
export const slackCards = pgTable(
  'slack_cards',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    channelId: text('channel_id').notNull(),
    recordType: text('record_type').notNull(),
    recordId: uuid('record_id').notNull(),
    ts: text('ts'),
    /** Of what it shows: the same again is not sent. */
    hash: text('hash'),
    ruleId: uuid('rule_id'),
    mutedUntil: instant('muted_until'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_cards_one').on(t.workspaceId, t.connectionId, t.channelId, t.recordType, t.recordId),
    index('slack_cards_record').on(t.workspaceId, t.recordId),
  ],
);

/** How many posts a target has had on a day, by rule. */
export const slackBudgets = pgTable(
  'slack_budgets',
  {
    workspaceId: uuid('workspace_id').notNull(),
    ruleId: uuid('rule_id').notNull(),
    target: text('target').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    used: integer('used').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.ruleId, t.target, t.day] })],
);

/** What a person wants to hear of, and when. */
export const slackPreferences = pgTable(
  'slack_preferences',
  {
    workspaceId: uuid('workspace_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** By kind of event: at once, in the digest, or not at all. */
    kinds: jsonb('kinds').$type<Record<string, 'dm' | 'digest' | 'off'>>().notNull().default({}),
    quietHours: jsonb('quiet_hours').$type<QuietHours | null>(),
    /** `HH:MM` in the person’s own zone; null: no digest. */
    digestAt: text('digest_at').default('08:30'),
    respectDnd: boolean('respect_dnd').notNull().default(true),
    lastDigestDay: date('last_digest_day', { mode: 'string' }),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] })],
);

/** Records that somebody does not want to hear of for a while. */
export const slackMutes = pgTable(
  'slack_mutes',
  {
    ...workspaceColumns(),
    /** A channel, or a person’s Slack id. */
    target: text('target').notNull(),
    recordId: uuid('record_id').notNull(),
    until: instant('until'),
    by: uuid('by'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('slack_mutes_one').on(t.workspaceId, t.target, t.recordId)],
);
