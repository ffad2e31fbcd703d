import { bigint, customType, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { workspaceColumns } from '#sdk';

/** PGlite gives a Uint8Array, node-postgres a Buffer. */
const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  toDriver: (value) => value,
});
const instant = (name: string) => timestamp(name, { withTimezone: true });

/**
 * One row per request that left for a provider; a retry is a row of its own with the same `series_id`.
 * `at` leads an index and nothing refers here, so the table can be cut into partitions of time.
 */
export const apiCalls = pgTable(
  'api_calls',
  {
    ...workspaceColumns(),
    at: instant('at').notNull(),
    /** When it reached the table, by the database's clock: the sealer looks for new rows from here. */
    recordedAt: instant('recorded_at').notNull().defaultNow(),
    seriesId: uuid('series_id').notNull(),
    attempt: integer('attempt').notNull(),
    connectionId: uuid('connection_id'),
    integration: text('integration').notNull(),
    provider: text('provider').notNull(),
    operation: text('operation').notNull(),
    method: text('method').notNull(),
    url: text('url').notNull(),
    lane: text('lane').notNull(),
    actor: text('actor').notNull(),
    outcome: text('outcome').notNull(),
    status: integer('status'),
    code: text('code'),
    durationMs: integer('duration_ms'),
    requestBytes: integer('request_bytes').notNull(),
    responseBytes: integer('response_bytes').notNull(),
    redirects: integer('redirects').notNull(),
    /** HMAC of the body row's plain text: the body may be removed later without breaking the chain. */
    bodyMac: bytes('body_mac'),
    mac: bytes('mac').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('api_calls_at').on(t.workspaceId, t.at, t.id),
    index('api_calls_connection').on(t.workspaceId, t.connectionId, t.at),
    index('api_calls_recorded').on(t.recordedAt),
  ],
);

/** Redacted headers and bodies of a call, sealed under the workspace's key. */
export const apiCallBodies = pgTable('api_call_bodies', { ...workspaceColumns(), content: bytes('content').notNull() }, (t) => [
  primaryKey({ columns: [t.workspaceId, t.id] }),
]);

/** Privileged acts: who did what to which thing. Names of fields, never their values. */
export const auditActs = pgTable(
  'audit_acts',
  {
    ...workspaceColumns(),
    at: instant('at').notNull(),
    recordedAt: instant('recorded_at').notNull().defaultNow(),
    actor: text('actor').notNull(),
    act: text('act').notNull(),
    targetType: text('target_type'),
    targetId: text('target_id'),
    ip: text('ip'),
    requestId: text('request_id'),
    /** JSON lists, kept as text because the chain covers their exact form. */
    beforeFields: text('before_fields').notNull(),
    afterFields: text('after_fields').notNull(),
    mac: bytes('mac').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('audit_acts_at').on(t.workspaceId, t.at, t.id), index('audit_acts_recorded').on(t.recordedAt)],
);

/** One link per sealed row. It outlives a row that somebody removes, and so can name it. */
export const auditChain = pgTable(
  'audit_chain',
  {
    workspaceId: uuid('workspace_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    kind: text('kind').notNull(),
    rowId: uuid('row_id').notNull(),
    rowMac: bytes('row_mac').notNull(),
    hash: bytes('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.position] }), index('audit_chain_row').on(t.workspaceId, t.rowId)],
);

/** A sealed range of the chain. Kept for ever, so that rows can be dropped without a gap. */
export const auditSeals = pgTable(
  'audit_seals',
  {
    workspaceId: uuid('workspace_id').notNull(),
    firstPosition: bigint('first_position', { mode: 'number' }).notNull(),
    lastPosition: bigint('last_position', { mode: 'number' }).notNull(),
    previousHash: bytes('previous_hash').notNull(),
    lastHash: bytes('last_hash').notNull(),
    /** Youngest row of the range. */
    until: instant('until').notNull(),
    sealedAt: instant('sealed_at').notNull(),
    mac: bytes('mac').notNull(),
    /** Set, with their own mac, when the range's rows were dropped on purpose. */
    callsPurgedAt: instant('calls_purged_at'),
    actsPurgedAt: instant('acts_purged_at'),
    purgeMac: bytes('purge_mac'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.firstPosition] })],
);
