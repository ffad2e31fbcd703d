import { index, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Mails that a provider took for us and handed on. What a mail says lies here only until it is decided on. */
export const emailInboundMails = pgTable(
  'email_inbound_mails',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    /** What the provider handed on, as its own form in base64; null once it is decided on. */
    form: text('form'),
    contentType: text('content_type').notNull(),
    eventId: text('event_id').notNull(),
    /** Hash of the Message-ID, once it was read. */
    messageKey: text('message_key'),
    /** Null: it was skipped, for `reason`. */
    messageId: uuid('message_id'),
    reason: text('reason'),
    receivedAt: instant('received_at').notNull(),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_inbound_mails_event').on(t.workspaceId, t.connectionId, t.eventId),
    index('email_inbound_mails_key').on(t.workspaceId, t.messageKey),
  ],
);
