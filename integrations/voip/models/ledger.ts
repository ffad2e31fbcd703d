import { date, index, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** One comparison with the provider's own list, and what it found. */
export const voipLedgerRuns = pgTable(
  'voip_ledger_runs',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at').notNull(),
    checkedAt: instant('checked_at').notNull(),
    remote: integer('remote').notNull(),
    held: integer('held').notNull(),
    added: integer('added').notNull(),
    mended: integer('mended').notNull(),
    unexplained: jsonb('unexplained').$type<string[]>().notNull(),
    recordingsRemote: integer('recordings_remote').notNull(),
    recordingsHeld: integer('recordings_held').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('voip_ledger_runs_newest').on(t.workspaceId, t.connectionId, t.checkedAt)],
);

/** A day's count on both sides, closed, chained to the day before and signed. */
export const voipLedgerDays = pgTable(
  'voip_ledger_days',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    /** Legs that the provider has of that day, and how many of them are on record. */
    remote: integer('remote').notNull(),
    held: integer('held').notNull(),
    unexplained: integer('unexplained').notNull(),
    calls: integer('calls').notNull().default(0),
    cost: numeric('cost', { precision: 14, scale: 5 }).notNull(),
    digest: text('digest').notNull(),
    previous: text('previous'),
    /** Made with a key of the workspace; null: closed before days were signed. */
    signature: text('signature'),
    closedAt: instant('closed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('voip_ledger_days_day').on(t.workspaceId, t.connectionId, t.day)],
);

/**
 * Calls counted once so that a month is read in a moment: by day, person, number and direction (`day`), and by hour of the
 * workspace's clock and direction (`hour`).
 */
export const voipRollups = pgTable(
  'voip_rollups',
  {
    ...workspaceColumns(),
    scope: text('scope').$type<'day' | 'hour'>().notNull(),
    /** A day of the workspace's own calendar. */
    day: date('day', { mode: 'string' }).notNull(),
    /** -1 in a row of a whole day. */
    hour: integer('hour').notNull(),
    /** The zero UUID where it was nobody's. */
    userId: uuid('user_id').notNull(),
    ownNumber: text('own_number').notNull(),
    direction: text('direction').notNull(),
    offered: integer('offered').notNull(),
    answered: integer('answered').notNull(),
    missed: integer('missed').notNull(),
    abandoned: integer('abandoned').notNull(),
    shortAbandoned: integer('short_abandoned').notNull(),
    voicemails: integer('voicemails').notNull(),
    attempts: integer('attempts').notNull(),
    connected: integer('connected').notNull(),
    talkSeconds: integer('talk_seconds').notNull(),
    holdSeconds: integer('hold_seconds').notNull(),
    billedSeconds: integer('billed_seconds').notNull(),
    cost: numeric('cost', { precision: 14, scale: 5 }).notNull(),
    /** Seconds until a person answered → how many calls: exact, so that percentiles of any period are exact. */
    waits: jsonb('waits').$type<Record<string, number>>().notNull(),
    /** The same of those who gave up. */
    patience: jsonb('patience').$type<Record<string, number>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('voip_rollups_key').on(t.workspaceId, t.scope, t.day, t.hour, t.userId, t.ownNumber, t.direction),
  ],
);

/** Days whose calls changed since they were counted. */
export const voipDirtyDays = pgTable(
  'voip_dirty_days',
  { ...workspaceColumns(), day: date('day', { mode: 'string' }).notNull(), changedAt: instant('changed_at').notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('voip_dirty_days_day').on(t.workspaceId, t.day)],
);
