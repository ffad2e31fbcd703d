import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { Mailbox } from '../client/transport.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** The folders of each mailbox, and what the last audit of each one found. */
export const emailFolders = pgTable(
  'email_folders',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    path: text('path').notNull(),
    /** `inbox`, `sent`, `archive`, …; null for any other. */
    role: text('role'),
    uidValidity: text('uid_validity'),
    /** When the last look that saw all of it began: what left another folder before then would have been found here. */
    lookedAt: instant('looked_at'),
    /** A look that saw far less than before: nothing is removed until another one agrees. */
    shrunkenSince: instant('shrunken_since'),
    remote: integer('remote'),
    accounted: integer('accounted'),
    onTimeline: integer('on_timeline'),
    skipped: jsonb('skipped').$type<Record<string, number>>(),
    unexplained: integer('unexplained'),
    checkedAt: instant('checked_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('email_folders_path').on(t.workspaceId, t.connectionId, t.path)],
);

/** What stands in a folder under a number, and what became of it. Of what is skipped nothing is kept but this. */
export const emailCopies = pgTable(
  'email_copies',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    folderId: uuid('folder_id').notNull(),
    uidValidity: text('uid_validity').notNull(),
    uid: bigint('uid', { mode: 'number' }).notNull(),
    /** Null: skipped, for `reason`. */
    messageId: uuid('message_id'),
    /** Hash of the Message-ID, so that a person who has it can ask what became of it. */
    messageKey: text('message_key'),
    reason: text('reason'),
    flags: text('flags').array().notNull().default([]),
    size: integer('size'),
    /** Not seen at the last look, which saw too little to be believed. */
    missingSince: instant('missing_since'),
    decidedAt: instant('decided_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_copies_uid').on(t.workspaceId, t.folderId, t.uidValidity, t.uid),
    index('email_copies_of_message').on(t.workspaceId, t.messageId),
    index('email_copies_of_key').on(t.workspaceId, t.messageKey),
    index('email_copies_of_connection').on(t.workspaceId, t.connectionId),
  ],
);

/** One mail of the workspace, in however many mailboxes it lies. */
export const emailMessages = pgTable(
  'email_messages',
  {
    ...workspaceColumns(),
    /** Hash of the Message-ID; of what it says where it has none. */
    messageKey: text('message_key').notNull(),
    /** Without brackets. */
    rfcId: text('rfc_id'),
    threadId: uuid('thread_id').notNull(),
    activityId: uuid('activity_id'),
    direction: text('direction').notNull(),
    /** `person`, `list`, `bulk`, `auto_reply`, `notification`, `bounce`. */
    kind: text('kind').notNull(),
    subject: text('subject'),
    snippet: text('snippet'),
    /** All of its text; the activity has what is new in it. */
    text: text('text'),
    html: text('html'),
    from: jsonb('from').$type<Mailbox | null>(),
    to: jsonb('to').$type<Mailbox[]>().notNull().default([]),
    cc: jsonb('cc').$type<Mailbox[]>().notNull().default([]),
    inReplyTo: text('in_reply_to'),
    references: jsonb('references').$type<string[]>().notNull().default([]),
    sentAt: instant('sent_at').notNull(),
    attachments: jsonb('attachments').$type<StoredAttachment[]>().notNull().default([]),
    /** Whose mailbox told of it first, and how much colleagues see. */
    ownerUserId: uuid('owner_user_id'),
    connectionId: uuid('connection_id'),
    visibility: text('visibility').notNull(),
    isSeen: boolean('is_seen').notNull().default(true),
    isAnswered: boolean('is_answered').notNull().default(false),
    /** Why it is here, in the order it was decided. */
    trace: jsonb('trace').$type<string[]>().notNull().default([]),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_messages_key').on(t.workspaceId, t.messageKey),
    index('email_messages_of_thread').on(t.workspaceId, t.threadId, t.sentAt),
    index('email_messages_of_activity').on(t.workspaceId, t.activityId),
    check('email_messages_direction', sql`${t.direction} in ('inbound', 'outbound', 'internal')`),
    check('email_messages_visibility', sql`${t.visibility} in ('private', 'metadata', 'subject', 'everything')`),
  ],
);
export interface StoredAttachment {
  /** Null: it was not kept, for `reason`. */
  fileId: string | null;
  name: string;
  contentType: string;
  size: number;
  contentId?: string;
  inline?: boolean;
  reason?: string;
}

/** A conversation, and who looks after it. */
export const emailThreads = pgTable(
  'email_threads',
  {
    ...workspaceColumns(),
    subject: text('subject'),
    status: text('status').notNull().default('open'),
    assigneeId: uuid('assignee_id'),
    snoozeUntil: instant('snooze_until'),
    lastAt: instant('last_at').notNull(),
    lastDirection: text('last_direction').notNull(),
    messageCount: integer('message_count').notNull().default(0),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('email_threads_newest').on(t.workspaceId, t.lastAt, t.id),
    index('email_threads_of_assignee').on(t.workspaceId, t.assigneeId, t.lastAt),
    index('email_threads_snoozed').on(t.workspaceId, t.snoozeUntil).where(sql`snooze_until is not null`),
    check('email_threads_status', sql`${t.status} in ('open', 'waiting', 'snoozed', 'closed')`),
  ],
);

/** Every id that a mail bears or refers to, hashed: mails not yet seen have their place before they come. */
export const emailThreadKeys = pgTable(
  'email_thread_keys',
  { workspaceId: uuid('workspace_id').notNull(), key: text('key').notNull(), threadId: uuid('thread_id').notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] }), index('email_thread_keys_of_thread').on(t.workspaceId, t.threadId)],
);

/** Subject and counterpart of a mail, hashed: how an answer that refers to nothing finds its conversation. */
export const emailThreadHints = pgTable(
  'email_thread_hints',
  {
    ...workspaceColumns(),
    hint: text('hint').notNull(),
    messageKey: text('message_key').notNull(),
    at: instant('at').notNull(),
    /** It is an answer and refers to nothing. */
    seeks: boolean('seeks').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_thread_hints_message').on(t.workspaceId, t.hint, t.messageKey),
    index('email_thread_hints_near').on(t.workspaceId, t.hint, t.at),
  ],
);

export const OUTGOING_STATES = ['scheduled', 'reserved', 'started', 'accepted', 'delivered', 'bounced', 'failed', 'unknown', 'cancelled'] as const;
export type OutgoingState = (typeof OUTGOING_STATES)[number];
export interface OutgoingFile {
  fileId: string;
  name: string;
  contentType: string;
  contentId?: string;
}

/** What was sent from here, or waits to be. */
export const emailOutgoing = pgTable(
  'email_outgoing',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    userId: uuid('user_id'),
    state: text('state').$type<OutgoingState>().notNull(),
    /** Message-ID without brackets, ours from the beginning. */
    rfcId: text('rfc_id').notNull(),
    threadId: uuid('thread_id').notNull(),
    from: jsonb('from').$type<Mailbox>().notNull(),
    replyTo: jsonb('reply_to').$type<Mailbox | null>(),
    to: jsonb('to').$type<Mailbox[]>().notNull(),
    cc: jsonb('cc').$type<Mailbox[]>().notNull().default([]),
    bcc: jsonb('bcc').$type<Mailbox[]>().notNull().default([]),
    subject: text('subject').notNull(),
    html: text('html'),
    text: text('text'),
    headers: jsonb('headers').$type<Record<string, string>>().notNull().default({}),
    metadata: jsonb('metadata').$type<Record<string, string>>().notNull().default({}),
    inReplyTo: text('in_reply_to'),
    references: jsonb('references').$type<string[]>().notNull().default([]),
    files: jsonb('files').$type<OutgoingFile[]>().notNull().default([]),
    /** Opens and clicks are counted. */
    tracked: boolean('tracked').notNull().default(false),
    contactId: uuid('contact_id'),
    dealId: uuid('deal_id'),
    activityId: uuid('activity_id'),
    providerId: text('provider_id'),
    error: text('error'),
    /** Not before this: sent later, or still to be undone. */
    dueAt: instant('due_at'),
    acceptedAt: instant('accepted_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_outgoing_rfc_id').on(t.workspaceId, t.rfcId),
    index('email_outgoing_of_thread').on(t.workspaceId, t.threadId),
    index('email_outgoing_due').on(t.workspaceId, t.state, t.dueAt),
    index('email_outgoing_of_provider_id').on(t.workspaceId, t.providerId),
    check(
      'email_outgoing_state',
      sql`${t.state} in ('scheduled', 'reserved', 'started', 'accepted', 'delivered', 'bounced', 'failed', 'unknown', 'cancelled')`,
    ),
  ],
);

/** What became of a sent mail, in the order we learned of it; append-only. */
export const emailOutgoingHistory = pgTable(
  'email_outgoing_history',
  {
    ...workspaceColumns(),
    outgoingId: uuid('outgoing_id').notNull(),
    state: text('state').notNull(),
    at: instant('at').notNull(),
    /** `hub`, `server`, `mailbox`, or the provider whose event said so. */
    source: text('source').notNull(),
    /** What makes it the same told twice. */
    eventKey: text('event_key').notNull(),
    evidence: jsonb('evidence').$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_outgoing_history_once').on(t.workspaceId, t.outgoingId, t.eventKey),
    index('email_outgoing_history_of').on(t.workspaceId, t.outgoingId, t.at),
  ],
);

/** What somebody has begun to write. */
export const emailDrafts = pgTable(
  'email_drafts',
  {
    ...workspaceColumns(),
    userId: uuid('user_id').notNull(),
    connectionId: uuid('connection_id'),
    threadId: uuid('thread_id'),
    contactId: uuid('contact_id'),
    dealId: uuid('deal_id'),
    content: jsonb('content').$type<Record<string, unknown>>().notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('email_drafts_of_person').on(t.workspaceId, t.userId, t.updatedAt)],
);

/** Said among colleagues about a conversation; never leaves the house. */
export const emailThreadNotes = pgTable(
  'email_thread_notes',
  {
    ...workspaceColumns(),
    threadId: uuid('thread_id').notNull(),
    userId: uuid('user_id'),
    body: text('body').notNull(),
    mentions: jsonb('mentions').$type<string[]>().notNull().default([]),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('email_thread_notes_of').on(t.workspaceId, t.threadId, t.createdAt)],
);

/** Who is writing an answer right now. */
export const emailReplying = pgTable(
  'email_replying',
  { ...workspaceColumns(), threadId: uuid('thread_id').notNull(), userId: uuid('user_id').notNull(), until: instant('until').notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('email_replying_person').on(t.workspaceId, t.threadId, t.userId)],
);
