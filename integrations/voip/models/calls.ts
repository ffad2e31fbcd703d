import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { CallEventFacts, LegState } from '../calls/events.ts';
import type { Disposition } from '../calls/fold.ts';
import type { Match } from '../calls/match.ts';
import type { GuardVerdict } from '../guard/rules.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

type Direction = 'inbound' | 'outbound';
type State = 'requested' | 'queued' | 'ringing' | 'answered' | 'ended';

/** One call, however many legs it has: what its events fold into. */
export const voipCalls = pgTable(
  'voip_calls',
  {
    ...workspaceColumns(),
    /** Null: written down by hand. */
    connectionId: uuid('connection_id'),
    provider: text('provider').notNull(),
    /** The provider's id of the root leg, once known. */
    externalId: text('external_id'),
    direction: text('direction').$type<Direction>().notNull(),
    purpose: text('purpose').notNull(),
    state: text('state').$type<State>().notNull().default('requested'),
    fromNumber: text('from_number').notNull(),
    toNumber: text('to_number').notNull(),
    /** The number of whoever is not one of us, in E.164; null when it was withheld or is no number. */
    counterpart: text('counterpart'),
    isWithheld: boolean('is_withheld').notNull().default(false),
    /** Our number: the one that was called, or that is shown. */
    ownNumber: text('own_number'),
    userId: uuid('user_id'),
    contactId: uuid('contact_id'),
    dealId: uuid('deal_id'),
    organizationId: uuid('organization_id'),
    match: jsonb('match').$type<Match>(),
    via: text('via'),
    isRecorded: boolean('is_recorded').notNull().default(false),
    requestedAt: instant('requested_at').notNull(),
    queuedAt: instant('queued_at'),
    ringingAt: instant('ringing_at'),
    answeredAt: instant('answered_at'),
    endedAt: instant('ended_at'),
    ringSeconds: integer('ring_seconds'),
    waitSeconds: integer('wait_seconds'),
    talkSeconds: integer('talk_seconds'),
    holdSeconds: integer('hold_seconds').notNull().default(0),
    billedSeconds: integer('billed_seconds'),
    disposition: text('disposition').$type<Disposition>(),
    /** What the person says came of it. */
    outcome: text('outcome'),
    outcomeFields: jsonb('outcome_fields').$type<Record<string, string>>().notNull().default({}),
    hangupCause: text('hangup_cause'),
    hangupBy: text('hangup_by'),
    answeredBy: text('answered_by'),
    stir: text('stir'),
    callerName: text('caller_name'),
    costAmount: numeric('cost_amount', { precision: 12, scale: 5 }),
    costCurrency: text('cost_currency'),
    notes: text('notes'),
    legs: jsonb('legs').$type<LegState[]>().notNull().default([]),
    /** The two legs stand in a room of their own since it was put on hold or handed on. */
    room: jsonb('room').$type<{ held: boolean; isMuted?: boolean; since: string } | null>(),
    guard: jsonb('guard').$type<GuardVerdict>(),
    flowVersionId: uuid('flow_version_id'),
    queueId: uuid('queue_id'),
    activityId: uuid('activity_id'),
    /** Its end may still turn out otherwise: when the provider is asked. The world is told once this is null. */
    settleAt: instant('settle_at'),
    settleLooks: integer('settle_looks').notNull().default(0),
    /** Which of its events the world was told of. */
    told: jsonb('told').$type<string[]>().notNull().default([]),
    /** `webhook`, `effect`, `reconciled`, `manual`. */
    source: text('source').notNull(),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('voip_calls_external').on(t.workspaceId, t.connectionId, t.externalId).where(sql`external_id is not null`),
    index('voip_calls_newest').on(t.workspaceId, t.requestedAt, t.id),
    index('voip_calls_of_person').on(t.workspaceId, t.userId, t.requestedAt),
    index('voip_calls_of_contact').on(t.workspaceId, t.contactId, t.requestedAt),
    index('voip_calls_of_counterpart').on(t.workspaceId, t.counterpart, t.requestedAt),
    index('voip_calls_unsettled').on(t.workspaceId, t.settleAt).where(sql`settle_at is not null`),
    index('voip_calls_live').on(t.workspaceId, t.requestedAt).where(sql`state <> 'ended'`),
    check('voip_calls_direction', sql`${t.direction} in ('inbound', 'outbound')`),
    check('voip_calls_state', sql`${t.state} in ('requested', 'queued', 'ringing', 'answered', 'ended')`),
  ],
);

/** What was told of a call, as it came, for ever: the call is folded from these. */
export const voipCallEvents = pgTable(
  'voip_call_events',
  {
    ...workspaceColumns(),
    callId: uuid('call_id').notNull(),
    /** The same thing told twice has the same key. */
    dedupeKey: text('dedupe_key').notNull(),
    type: text('type').notNull(),
    legId: text('leg_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    facts: jsonb('facts').$type<CallEventFacts>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('voip_call_events_once').on(t.workspaceId, t.callId, t.dedupeKey),
    index('voip_call_events_of_leg').on(t.workspaceId, t.legId),
  ],
);

/** Numbers that called and that nobody in the record has: one each, and no contact until a person says so. */
export const voipIdentities = pgTable(
  'voip_identities',
  {
    ...workspaceColumns(),
    e164: text('e164').notNull(),
    callerName: text('caller_name'),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** Whom a person said it is. */
    contactId: uuid('contact_id'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('voip_identities_number').on(t.workspaceId, t.e164)],
);
