import { sql } from 'drizzle-orm';
import { bigint, check, customType, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { type Ciphertext, workspaceColumns } from '#sdk';

const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' });
const ciphertext = customType<{ data: Ciphertext; driverData: string }>({ dataType: () => 'text' });
const time = (name: string) => timestamp(name, { withTimezone: true });

/**
 * The outbox: written in the transaction of the change it tells of. Readers go by `(xid, sequence)` and stay behind the
 * snapshot horizon; `sequence` alone is drawn before commit and would let a slower transaction's events be skipped.
 */
export const events = pgTable(
  'events',
  {
    ...workspaceColumns(),
    sequence: bigint('sequence', { mode: 'bigint' }).generatedByDefaultAsIdentity(),
    xid: xid8('xid').notNull().default(sql`pg_current_xact_id()`),
    type: text('type').notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    previous: jsonb('previous').$type<Record<string, unknown>>(),
    actor: jsonb('actor').$type<Record<string, unknown>>().notNull(),
    at: time('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('events_by_position').on(t.xid, t.sequence),
    index('events_of_workspace').on(t.workspaceId, t.xid, t.sequence),
    index('events_of_subject').on(t.workspaceId, t.subjectId, t.xid, t.sequence),
    index('events_by_time').on(t.at),
  ],
);

/** How far each subscriber has read, and which process reads for it. Crosses workspaces, so it belongs to none. */
export const eventCursors = pgTable('event_cursors', {
  subscriber: text('subscriber').primaryKey(),
  position: text('position').notNull(),
  leaseOwner: uuid('lease_owner'),
  leaseUntil: time('lease_until'),
});

/** Events a subscriber could not handle yet (or that wait behind such a one of the same subject). */
export const eventHolds = pgTable(
  'event_holds',
  {
    ...workspaceColumns(),
    subscriber: text('subscriber').notNull(),
    eventId: uuid('event_id').notNull(),
    position: text('position').notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    state: text('state').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: time('next_try_at').notNull(),
    lastError: text('last_error'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('event_holds_once').on(t.workspaceId, t.subscriber, t.eventId),
    index('event_holds_waiting').on(t.subscriber, t.workspaceId, t.subjectType, t.subjectId, t.position).where(sql`state = 'waiting'`),
    check('event_holds_state', sql`state in ('waiting', 'parked')`),
  ],
);

export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    ...workspaceColumns(),
    url: text('url').notNull(),
    eventTypes: text('event_types').array().notNull(),
    description: text('description'),
    /** For whom it listens: it is told what they may see. Null: everything. */
    actor: jsonb('actor').$type<Record<string, unknown>>(),
    secret: ciphertext('secret').notNull(),
    previousSecret: ciphertext('previous_secret'),
    /** Until then messages carry both signatures, so that the receiver can change over without a gap. */
    previousUntil: time('previous_until'),
    disabledAt: time('disabled_at'),
    disabledReason: text('disabled_reason'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    ...workspaceColumns(),
    endpointId: uuid('endpoint_id').notNull(),
    eventId: uuid('event_id').notNull(),
    eventType: text('event_type').notNull(),
    state: text('state').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: time('next_try_at').notNull(),
    lastTryAt: time('last_try_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    responseExcerpt: text('response_excerpt'),
    leaseOwner: uuid('lease_owner'),
    leaseUntil: time('lease_until'),
    createdAt: time('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('webhook_deliveries_once').on(t.workspaceId, t.endpointId, t.eventId),
    index('webhook_deliveries_due').on(t.workspaceId, t.endpointId, t.nextTryAt).where(sql`state = 'waiting'`),
    check('webhook_deliveries_state', sql`state in ('waiting', 'delivered', 'failed')`),
  ],
);
