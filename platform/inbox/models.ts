import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytes } from '#platform/vault/columns';
import { workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** What inbox and archive have in common. `id` is made of what makes the event unique, so that the primary key drops duplicates. */
const eventColumns = () => ({
  ...workspaceColumns(),
  /** Version 7: the order of receipt. The requests of one process never share one. */
  requestId: uuid('request_id').notNull(),
  /** Place among the events of its request; −1: the request could not be read. */
  eventIndex: integer('event_index').notNull(),
  integration: text('integration').notNull(),
  provider: text('provider').notNull(),
  topic: text('topic').notNull(),
  connectionId: uuid('connection_id'),
  accountId: text('account_id'),
  eventId: text('event_id').notNull(),
  type: text('type').notNull(),
  orderingKey: text('ordering_key'),
  sequence: bigint('sequence', { mode: 'number' }),
  attempts: integer('attempts').notNull().default(0),
  error: text('error'),
  receivedAt: instant('received_at').notNull(),
  processedAt: instant('processed_at'),
  /** Bytes of the request as it came. */
  size: integer('size').notNull(),
  /** The request (method, address, headers, body) when this is its only event; otherwise it lies in `webhook_requests`. */
  sealed: bytes('sealed'),
});

/**
 * Every verified event, stored before it is acknowledged. One unique index: the primary key. What is handled leaves its
 * row as a key against repeats and moves the rest to the archive; keys expire after the longest retry of any provider.
 */
export const webhookInbox = pgTable(
  'webhook_inbox',
  {
    ...eventColumns(),
    state: text('state').notNull(),
    /** Hash of workspace and ordering key (of the event itself without one): two workers never hold one at a time. */
    keyHash: bigint('key_hash', { mode: 'bigint' }).notNull(),
    nextTryAt: instant('next_try_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    check('webhook_inbox_state', sql`${t.state} in ('received', 'processed', 'failed', 'parked', 'unrouted', 'overtaken')`),
    index('webhook_inbox_waiting').on(t.requestId, t.eventIndex).where(sql`${t.state} in ('received', 'failed')`),
    index('webhook_inbox_held').on(t.keyHash).where(sql`${t.state} in ('failed', 'parked')`),
    index('webhook_inbox_troubled').on(t.workspaceId, t.requestId).where(sql`${t.state} in ('parked', 'unrouted', 'overtaken')`),
    index('webhook_inbox_keys').on(t.processedAt).where(sql`${t.state} = 'processed'`),
  ],
);

/** Handled events. Nothing refers here and time leads an index, so it can be cut into partitions. */
export const webhookArchive = pgTable('webhook_archive', eventColumns(), (t) => [
  primaryKey({ columns: [t.workspaceId, t.id, t.receivedAt] }),
  index('webhook_archive_order').on(t.workspaceId, t.requestId),
  index('webhook_archive_age').on(t.receivedAt),
]);

/** Requests that carried several events, once per workspace. */
export const webhookRequests = pgTable(
  'webhook_requests',
  {
    workspaceId: uuid('workspace_id').notNull(),
    requestId: uuid('request_id').notNull(),
    receivedAt: instant('received_at').notNull(),
    sealed: bytes('sealed').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.requestId] }), index('webhook_requests_age').on(t.receivedAt)],
);

/** One-time tokens of providers that sign only the token: a second use with another body is refused. */
export const webhookTokens = pgTable(
  'webhook_tokens',
  {
    /** Hash of integration, provider and token. */
    tokenHash: bytes('token_hash').primaryKey(),
    bodyHash: bytes('body_hash').notNull(),
    usedAt: instant('used_at').notNull(),
  },
  (t) => [index('webhook_tokens_age').on(t.usedAt)],
);

/** Columns whose bytes a key rotation seals anew. */
export const SEALED_WEBHOOK_COLUMNS = (['webhook_inbox', 'webhook_archive', 'webhook_requests'] as const).map((table) => ({
  table,
  column: 'sealed',
  idColumn: 'request_id',
  form: 'bytes' as const,
  ref: { table: 'webhook_requests', column: 'sealed' },
}));
