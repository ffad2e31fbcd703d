import { bigint, customType, index, integer, pgTable, primaryKey, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { workspaceColumns } from '#sdk';

const time = (name: string) => timestamp(name, { withTimezone: true });
// PGlite gives a Uint8Array, node-postgres a Buffer.
const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({ dataType: () => 'bytea', fromDriver: (value) => Buffer.from(value) });

/** Who asked what of our own API. Calls of nobody known belong to the installation's workspace. */
export const requestLog = pgTable(
  'request_log',
  {
    ...workspaceColumns(),
    at: time('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id'),
    method: text('method').notNull(),
    /** The route's pattern, never the address: that may hold a token. */
    route: text('route').notNull(),
    status: integer('status').notNull(),
    durationMs: integer('duration_ms').notNull(),
    requestId: text('request_id').notNull(),
    ip: text('ip'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('request_log_by_time').on(t.at)],
);

/** Answers kept under the caller's Idempotency-Key. The body is sealed: it may hold a key that is shown once. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    ...workspaceColumns(),
    caller: text('caller').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** Until then the first request is believed to be running; null = answered. */
    runningUntil: time('running_until'),
    status: integer('status'),
    contentType: text('content_type'),
    body: bytes('body'),
    createdAt: time('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('idempotency_keys_key').on(t.workspaceId, t.caller, t.key),
    index('idempotency_keys_by_time').on(t.createdAt),
  ],
);

/** What all processes together have counted. One row per subject and minute. */
export const rateLimits = pgTable(
  'rate_limits',
  { subject: text('subject').notNull(), windowStart: bigint('window_start', { mode: 'number' }).notNull(), points: integer('points').notNull() },
  (t) => [primaryKey({ columns: [t.subject, t.windowStart] }), index('rate_limits_by_window').on(t.windowStart)],
);
