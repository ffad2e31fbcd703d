import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** How far each stream of each connection has been read. */
export const streams = pgTable(
  'streams',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    integration: text('integration').notNull(),
    /** The stream's definition; `name` is what the provider calls this one (a folder, a calendar). */
    definition: text('definition').notNull(),
    name: text('name').notNull(),
    cursor: jsonb('cursor'),
    /** When the cursor was last known to be the provider's newest. */
    cursorAt: instant('cursor_at'),
    state: text('state', { enum: ['reading', 'up_to_date', 'waiting', 'failed'] })
      .notNull()
      .default('waiting'),
    seen: integer('seen').notNull().default(0),
    kept: integer('kept').notNull().default(0),
    skipped: jsonb('skipped').notNull().default({}),
    total: integer('total'),
    /** A full read in progress sees everything; its generation tells its ids from those of the one before. */
    fullRead: boolean('full_read').notNull().default(true),
    generation: integer('generation').notNull().default(1),
    lastFullCount: integer('last_full_count'),
    /** Ids of the page in progress that are applied and counted; `page_offset` of them. */
    pageIds: text('page_ids').array().notNull().default([]),
    pageOffset: integer('page_offset').notNull().default(0),
    /** What a shrunken read no longer saw, until a second one agrees or a person confirms. */
    pendingMissing: text('pending_missing').array(),
    pendingSince: instant('pending_since'),
    lastError: text('last_error'),
    lookedAt: instant('looked_at'),
    nextLookAt: instant('next_look_at').notNull(),
    /** Asked for while it was being read: read once more. */
    again: boolean('again').notNull().default(false),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    /** Of a connection's first stream: who holds the line to the provider, or when it may be tried again. */
    watchToken: uuid('watch_token'),
    watchUntil: instant('watch_until'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('streams_name').on(t.workspaceId, t.connectionId, t.definition, t.name),
    index('streams_next_look').on(t.nextLookAt),
  ],
);

/** Ids that exist at the provider as far as we saw, packed a page to a row. Only for streams that can remove what is missing. */
export const streamSeen = pgTable(
  'stream_seen',
  {
    ...workspaceColumns(),
    streamId: uuid('stream_id').notNull(),
    generation: integer('generation').notNull(),
    ids: text('ids').array().notNull(),
    gone: text('gone').array().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('stream_seen_stream').on(t.workspaceId, t.streamId, t.generation)],
);
