import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { CampaignPlan, FrozenVariant } from '../campaigns/plan.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });
export const CAMPAIGN_STATES = ['draft', 'scheduled', 'preparing', 'sending', 'paused', 'finished', 'cancelled'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export const emailCampaigns = pgTable(
  'email_campaigns',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    state: text('state').$type<CampaignState>().notNull().default('draft'),
    /** What its writer asked for; frozen with `variants` when it starts. */
    plan: jsonb('plan').$type<CampaignPlan>().notNull(),
    variants: jsonb('variants').$type<FrozenVariant[]>().notNull().default([]),
    /** In whose name, for `sender.*` and for whose mailbox answers go to. */
    userId: uuid('user_id'),
    /** Where reading the audience goes on after a crash. */
    audienceCursor: text('audience_cursor'),
    /** Paused: why, in words, and whether a person or the hub did it. */
    pausedBy: text('paused_by'),
    pausedReason: text('paused_reason'),
    /** Which state it goes on in. */
    resumesAs: text('resumes_as').$type<'scheduled' | 'preparing' | 'sending'>(),
    /** Transports that are left alone for a while, by connection. */
    resting: jsonb('resting').$type<Record<string, { until: string; reason: string }>>().notNull().default({}),
    winner: text('winner'),
    winnerDueAt: instant('winner_due_at'),
    startsAt: instant('starts_at'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    createdBy: text('created_by').notNull(),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('email_campaigns_by_state').on(t.workspaceId, t.state, t.startsAt),
    check('email_campaigns_state', sql`${t.state} in ('draft', 'scheduled', 'preparing', 'sending', 'paused', 'finished', 'cancelled')`),
  ],
);

export const RECIPIENT_STATES = ['excluded', 'waiting', 'queued', 'reserved', 'handed', 'accepted', 'failed', 'unknown'] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];
export interface RecipientStep {
  at: string;
  state: string;
  source: string;
  evidence?: string;
}

/**
 * The ledger of a campaign: one row for each of its audience, moved only by who sends. `handed` is committed before the
 * first byte leaves; a row that is handed and was never heard of again is `unknown`, and is not sent again by itself.
 */
export const emailCampaignRecipients = pgTable(
  'email_campaign_recipients',
  {
    ...workspaceColumns(),
    campaignId: uuid('campaign_id').notNull(),
    /** The order in which they are written to. */
    position: integer('position').notNull(),
    contactId: uuid('contact_id').notNull(),
    address: text('address').notNull(),
    domain: text('domain').notNull(),
    variant: text('variant').notNull().default('a'),
    state: text('state').$type<RecipientState>().notNull(),
    reason: text('reason'),
    dueAt: instant('due_at'),
    attempts: integer('attempts').notNull().default(0),
    /** Our Message-ID, without angle brackets: the join to everything that is heard later. */
    messageId: text('message_id'),
    connectionId: uuid('connection_id'),
    providerId: text('provider_id'),
    /** SHA-256 of what was handed over. */
    contentHash: text('content_hash'),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    handedAt: instant('handed_at'),
    settledAt: instant('settled_at'),
    /** When an unknown one is asked about again. */
    askAt: instant('ask_at'),
    activityId: uuid('activity_id'),
    isTracked: boolean('is_tracked').notNull().default(false),
    deliveredAt: instant('delivered_at'),
    bouncedAt: instant('bounced_at'),
    bounceKind: text('bounce_kind'),
    complainedAt: instant('complained_at'),
    repliedAt: instant('replied_at'),
    autoRepliedAt: instant('auto_replied_at'),
    unsubscribedAt: instant('unsubscribed_at'),
    openedAt: instant('opened_at'),
    clickedAt: instant('clicked_at'),
    humanOpens: integer('human_opens').notNull().default(0),
    machineOpens: integer('machine_opens').notNull().default(0),
    humanClicks: integer('human_clicks').notNull().default(0),
    machineClicks: integer('machine_clicks').notNull().default(0),
    history: jsonb('history').$type<RecipientStep[]>().notNull().default([]),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_campaign_recipients_once').on(t.workspaceId, t.campaignId, t.contactId),
    index('email_campaign_recipients_next').on(t.workspaceId, t.campaignId, t.state, t.position),
    index('email_campaign_recipients_by_address').on(t.workspaceId, t.campaignId, t.address),
    index('email_campaign_recipients_by_message').on(t.workspaceId, t.messageId).where(sql`message_id is not null`),
    index('email_campaign_recipients_of_contact').on(t.workspaceId, t.contactId, t.handedAt),
    index('email_campaign_recipients_handed').on(t.workspaceId, t.campaignId, t.handedAt).where(sql`handed_at is not null`),
    index('email_campaign_recipients_to_ask').on(t.workspaceId, t.askAt).where(sql`state = 'unknown' and ask_at is not null`),
    index('email_campaign_recipients_leases').on(t.workspaceId, t.leaseUntil).where(sql`lease_until is not null`),
    check('email_campaign_recipients_state', sql`${t.state} in ('excluded', 'waiting', 'queued', 'reserved', 'handed', 'accepted', 'failed', 'unknown')`),
  ],
);
