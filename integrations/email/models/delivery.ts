import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { BounceKind, Reason } from '../bounces/reasons.ts';
import type { DeliveryFact } from '../delivery/facts.ts';
import type { Delivery, DeliveryState } from '../delivery/fold.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Everything that was ever told of sent mail; append-only. What it amounts to stands in `email_deliveries`. */
export const emailDeliveryFacts = pgTable(
  'email_delivery_facts',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** Source and the source's own id of it: told twice, it is kept once. */
    factKey: text('fact_key').notNull(),
    messageId: text('message_id'),
    address: text('address').notNull(),
    kind: text('kind').$type<DeliveryFact['kind']>().notNull(),
    at: instant('at').notNull(),
    connectionId: uuid('connection_id'),
    /** Provider, `server` or `mailbox`. */
    source: text('source').notNull(),
    isMachine: boolean('is_machine').notNull().default(false),
    bounce: jsonb('bounce').$type<DeliveryFact['bounce'] | null>(),
    evidence: jsonb('evidence').$type<DeliveryFact['evidence']>().notNull().default({}),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.factKey] }),
    index('email_delivery_facts_of_message').on(t.workspaceId, t.messageId, t.address),
    index('email_delivery_facts_of_address').on(t.workspaceId, t.address, t.at),
    index('email_delivery_facts_bounced').on(t.workspaceId, t.at).where(sql`kind = 'bounced'`),
  ],
);

/** One mail to one address, and what became of it. Keyed by our own Message-ID, whoever sent it: a person or a campaign. */
export const emailDeliveries = pgTable(
  'email_deliveries',
  {
    workspaceId: uuid('workspace_id').notNull(),
    messageId: text('message_id').notNull(),
    address: text('address').notNull(),
    domain: text('domain').notNull(),
    connectionId: uuid('connection_id'),
    source: text('source').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    bounceKind: text('bounce_kind').$type<BounceKind | null>(),
    bounceReason: text('bounce_reason').$type<Reason | null>(),
    isDisputed: boolean('is_disputed').notNull().default(false),
    isComplained: boolean('is_complained').notNull().default(false),
    /** All of it, as folded. */
    fold: jsonb('fold').$type<Delivery>().notNull(),
    firstAt: instant('first_at').notNull(),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.messageId, t.address] }),
    index('email_deliveries_of_address').on(t.workspaceId, t.address, t.firstAt),
    index('email_deliveries_by_time').on(t.workspaceId, t.firstAt),
    check('email_deliveries_state', sql`${t.state} in ('queued', 'deferred', 'rejected', 'soft_bounced', 'delivered', 'hard_bounced')`),
  ],
);

export const SUPPRESSION_REASONS = ['hard_bounce', 'soft_bounces', 'complaint', 'unsubscribed', 'invalid', 'manual'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** Who is not written to, why, and for how long. `marketing`: campaigns only. */
export const emailSuppressions = pgTable(
  'email_suppressions',
  {
    ...workspaceColumns(),
    address: text('address').notNull(),
    reason: text('reason').$type<SuppressionReason>().notNull(),
    scope: text('scope').$type<'all' | 'marketing'>().notNull(),
    /** Where it is known from: a provider, `mailbox`, `server`, `person`. */
    source: text('source').notNull(),
    connectionId: uuid('connection_id'),
    evidence: jsonb('evidence').$type<Record<string, string>>().notNull().default({}),
    /** The fact that led to it; a verdict that is taken back takes this along. */
    factKey: text('fact_key'),
    /** When it became so, by whoever told of it. */
    since: instant('since').notNull(),
    expiresAt: instant('expires_at'),
    /** Taken off the list; what a provider had listed before then does not come back. */
    liftedAt: instant('lifted_at'),
    liftedBecause: text('lifted_because'),
    /** Connections whose own list has it too. */
    heldAt: jsonb('held_at').$type<Record<string, string>>().notNull().default({}),
    createdBy: text('created_by').notNull(),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_suppressions_address').on(t.workspaceId, t.address),
    index('email_suppressions_newest').on(t.workspaceId, t.createdAt, t.id),
    check('email_suppressions_reason', sql`${t.reason} in ('hard_bounce', 'soft_bounces', 'complaint', 'unsubscribed', 'invalid', 'manual')`),
    check('email_suppressions_scope', sql`${t.scope} in ('all', 'marketing')`),
  ],
);

/** "This verdict is wrong": words of a server and what they mean in this workspace. */
export const emailBounceRules = pgTable(
  'email_bounce_rules',
  {
    ...workspaceColumns(),
    contains: text('contains').notNull(),
    reason: text('reason').$type<Reason>().notNull(),
    note: text('note').notNull().default(''),
    createdBy: text('created_by').notNull(),
    removedAt: instant('removed_at'),
    /** Verdicts that were changed when history was looked at again. */
    rejudged: integer('rejudged'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('email_bounce_rules_contains').on(t.workspaceId, t.contains)],
);

/** How far a list of a provider was read and brought in step. */
export const emailListSyncs = pgTable(
  'email_list_syncs',
  {
    workspaceId: uuid('workspace_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    readAt: instant('read_at'),
    /** Read, added here, given there, taken away there. */
    counts: jsonb('counts').$type<Record<string, number>>().notNull().default({}),
    error: text('error'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.connectionId] })],
);
