import { boolean, index, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** What a mailbox behind an API shows under an id, and what became of it. Of what is skipped nothing is kept but this. */
export const emailRemoteCopies = pgTable(
  'email_remote_copies',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    folderId: uuid('folder_id').notNull(),
    remoteId: text('remote_id').notNull(),
    /** Null: skipped, for `reason`. */
    messageId: uuid('message_id'),
    messageKey: text('message_key'),
    reason: text('reason'),
    isSeen: boolean('is_seen').notNull().default(false),
    decidedAt: instant('decided_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_remote_copies_remote').on(t.workspaceId, t.folderId, t.remoteId),
    index('email_remote_copies_of_message').on(t.workspaceId, t.messageId),
    index('email_remote_copies_of_key').on(t.workspaceId, t.messageKey),
  ],
);

/** Who tells us when a mailbox behind an API changes, and until when. Without a living one it is looked at every minute all the same. */
export const emailPushes = pgTable(
  'email_pushes',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    /** What the provider calls the subscription; Gmail has one for each mailbox and gives it no name. */
    externalId: text('external_id'),
    /** Null: there is none. */
    expiresAt: instant('expires_at'),
    lastMessageAt: instant('last_message_at'),
    /** Not asked for again before this, and why it was refused. */
    refusedUntil: instant('refused_until'),
    refusedBecause: text('refused_because'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('email_pushes_connection').on(t.workspaceId, t.connectionId)],
);
