import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { ApprovalDecision } from '../approvals/approval.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** One channel per deal: the unique key makes two impossible, whoever asks at the same time. */
export const slackRooms = pgTable(
  'slack_rooms',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    dealId: uuid('deal_id').notNull(),
    state: text('state').notNull().default('opening'),
    channelId: text('channel_id'),
    name: text('name'),
    cardTs: text('card_ts'),
    bookmarkedAt: instant('bookmarked_at'),
    error: text('error'),
    createdBy: uuid('created_by'),
    archiveAt: instant('archive_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_rooms_deal').on(t.workspaceId, t.dealId),
    index('slack_rooms_channel').on(t.workspaceId, t.channelId),
    check('slack_rooms_state', sql`${t.state} in ('opening', 'open', 'archived', 'failed')`),
  ],
);

/** A lead offered to a channel: the first who takes it has it. */
export const slackClaims = pgTable(
  'slack_claims',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    channelId: text('channel_id').notNull(),
    ts: text('ts'),
    state: text('state').notNull().default('open'),
    claimedBy: uuid('claimed_by'),
    offeredAt: instant('offered_at').notNull(),
    claimedAt: instant('claimed_at'),
    /** Nobody took it by then: the channel is reminded. */
    dueAt: instant('due_at'),
    reminders: integer('reminders').notNull().default(0),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('slack_claims_contact').on(t.workspaceId, t.contactId),
    index('slack_claims_due').on(t.workspaceId, t.state, t.dueAt),
    check('slack_claims_state', sql`${t.state} in ('open', 'claimed', 'expired')`),
  ],
);

/** A question that several people answer; its card locks when it is decided. */
export const slackApprovals = pgTable(
  'slack_approvals',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    dealId: uuid('deal_id').notNull(),
    title: text('title').notNull(),
    /** What is approved, as it was when it was asked; a change afterwards asks again. */
    terms: jsonb('terms').$type<Record<string, unknown>>().notNull(),
    termsHash: text('terms_hash').notNull(),
    approverIds: jsonb('approver_ids').$type<string[]>().notNull(),
    quorum: integer('quorum').notNull(),
    decisions: jsonb('decisions').$type<ApprovalDecision[]>().notNull().default([]),
    state: text('state').notNull().default('open'),
    channelId: text('channel_id').notNull(),
    ts: text('ts'),
    requestedBy: uuid('requested_by'),
    dueAt: instant('due_at'),
    reminders: integer('reminders').notNull().default(0),
    decidedAt: instant('decided_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('slack_approvals_deal').on(t.workspaceId, t.dealId),
    index('slack_approvals_due').on(t.workspaceId, t.state, t.dueAt),
    check('slack_approvals_state', sql`${t.state} in ('open', 'approved', 'rejected', 'void')`),
  ],
);
