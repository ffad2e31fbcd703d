import { boolean, index, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { workspaceColumns } from '#sdk';

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
    decidedAt: timestamp('decided_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_remote_copies_remote').on(t.workspaceId, t.folderId, t.remoteId),
    index('email_remote_copies_of_message').on(t.workspaceId, t.messageId),
    index('email_remote_copies_of_key').on(t.workspaceId, t.messageKey),
  ],
);
