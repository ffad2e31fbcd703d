import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });
/** Whose network it is: nothing of it is shown to others before its member chooses so. */
const owner = () => ({ ownerUserId: uuid('owner_user_id').notNull() });

export const ARCHIVE_STATES = ['reading', 'review', 'applying', 'done', 'failed'] as const;

/** An archive, a single file of one, or a snapshot of the member's own data. */
export const linkedinImports = pgTable(
  'linkedin_imports',
  {
    ...workspaceColumns(),
    ...owner(),
    source: text('source').notNull(),
    kind: text('kind').notNull(),
    fileId: uuid('file_id'),
    fileName: text('file_name').notNull(),
    state: text('state').$type<(typeof ARCHIVE_STATES)[number]>().notNull(),
    jobId: uuid('job_id'),
    memberName: text('member_name'),
    memberSlug: text('member_slug'),
    /** When LinkedIn made it. */
    exportedAt: instant('exported_at'),
    counts: jsonb('counts').$type<Record<string, number>>().notNull().default({}),
    skipped: jsonb('skipped').$type<Record<string, number>>().notNull().default({}),
    applied: jsonb('applied').$type<Record<string, number>>().notNull().default({}),
    changes: jsonb('changes').$type<Record<string, number>>().notNull().default({}),
    warnings: jsonb('warnings').$type<string[]>().notNull().default([]),
    columns: jsonb('columns').$type<string[]>().notNull().default([]),
    mapping: jsonb('mapping').$type<Record<string, string>>().notNull().default({}),
    chosen: jsonb('chosen').$type<{ choose: string; ids?: string[] } | null>(),
    error: text('error'),
    appliedAt: instant('applied_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('linkedin_imports_newest').on(t.workspaceId, t.ownerUserId, t.createdAt),
    check('linkedin_imports_state', sql`${t.state} in ('reading', 'review', 'applying', 'done', 'failed')`),
  ],
);

/** Rows that were left out, each with its reason. */
export const linkedinSkippedRows = pgTable(
  'linkedin_skipped_rows',
  {
    ...workspaceColumns(),
    importId: uuid('import_id').notNull(),
    file: text('file').notNull(),
    line: integer('line').notNull(),
    reason: text('reason').notNull(),
    cells: jsonb('cells').$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('linkedin_skipped_rows_import').on(t.workspaceId, t.importId, t.line)],
);

/** The people of a member's network as the newest export says. */
export const linkedinPeople = pgTable(
  'linkedin_people',
  {
    ...workspaceColumns(),
    ...owner(),
    /** The slug of the profile; without one the address, else name and day of connection. */
    personKey: text('person_key').notNull(),
    slug: text('slug'),
    /** `urn:li:person:…`: where a partner's interface or the member's own data names them so. */
    memberUrn: text('member_urn'),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    email: text('email'),
    company: text('company'),
    position: text('position'),
    connectedOn: date('connected_on', { mode: 'string' }),
    /** `not_in_latest`: was there, and the newest export does not have them. */
    state: text('state').notNull(),
    firstImportId: uuid('first_import_id').notNull(),
    lastImportId: uuid('last_import_id').notNull(),
    contactId: uuid('contact_id'),
    /** `suggested` waits for a person; `slug` and `email` are certain. */
    match: text('match').notNull().default('none'),
    matchReason: text('match_reason'),
    /** A to-do that follows up on them. */
    todoId: uuid('todo_id'),
    appliedAt: instant('applied_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('linkedin_people_key').on(t.workspaceId, t.ownerUserId, t.personKey),
    index('linkedin_people_match').on(t.workspaceId, t.ownerUserId, t.match, t.id),
    index('linkedin_people_import').on(t.workspaceId, t.lastImportId),
    index('linkedin_people_slug').on(t.workspaceId, t.slug).where(sql`slug is not null`),
    index('linkedin_people_contact').on(t.workspaceId, t.contactId).where(sql`contact_id is not null`),
    check('linkedin_people_state', sql`${t.state} in ('connected', 'not_in_latest')`),
    check('linkedin_people_match_kind', sql`${t.match} in ('none', 'slug', 'email', 'suggested', 'accepted', 'rejected')`),
  ],
);

/** What differs between one export and the one before it. */
export const linkedinChanges = pgTable(
  'linkedin_changes',
  {
    ...workspaceColumns(),
    ...owner(),
    importId: uuid('import_id').notNull(),
    personId: uuid('person_id').notNull(),
    kind: text('kind').notNull(),
    before: jsonb('before').$type<Record<string, string | null>>().notNull(),
    after: jsonb('after').$type<Record<string, string | null>>().notNull(),
    /** It happened between these two: no export says when. */
    sinceAt: instant('since_at'),
    untilAt: instant('until_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('linkedin_changes_newest').on(t.workspaceId, t.ownerUserId, t.createdAt),
    check('linkedin_changes_kind', sql`${t.kind} in ('new', 'gone', 'back', 'job_changed', 'slug_changed')`),
  ],
);

/** Messages in their private staging; `activity_id` once they are on a timeline. */
export const linkedinMessages = pgTable(
  'linkedin_messages',
  {
    ...workspaceColumns(),
    ...owner(),
    /** SHA-256 of conversation, time, sender and text: exports give messages no id. */
    messageKey: text('message_key').notNull(),
    conversationId: text('conversation_id').notNull(),
    importId: uuid('import_id').notNull(),
    fromName: text('from_name').notNull(),
    fromSlug: text('from_slug'),
    direction: text('direction').notNull(),
    sentAt: instant('sent_at').notNull(),
    subject: text('subject'),
    content: text('content').notNull(),
    isInmail: boolean('is_inmail').notNull().default(false),
    activityId: uuid('activity_id'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('linkedin_messages_key').on(t.workspaceId, t.ownerUserId, t.messageKey),
    index('linkedin_messages_thread').on(t.workspaceId, t.ownerUserId, t.conversationId, t.sentAt),
  ],
);

export const linkedinThreads = pgTable(
  'linkedin_threads',
  {
    ...workspaceColumns(),
    ...owner(),
    conversationId: text('conversation_id').notNull(),
    title: text('title').notNull(),
    /** Slugs of the others; more than one: a group. */
    slugs: jsonb('slugs').$type<string[]>().notNull().default([]),
    names: jsonb('names').$type<string[]>().notNull().default([]),
    /** The one other person, where they are named by a URN. */
    memberUrn: text('member_urn'),
    isGroup: boolean('is_group').notNull().default(false),
    isInmail: boolean('is_inmail').notNull().default(false),
    messages: integer('messages').notNull().default(0),
    lastAt: instant('last_at').notNull(),
    lastDirection: text('last_direction').notNull(),
    lastText: text('last_text').notNull(),
    contactId: uuid('contact_id'),
    /** The member's choice about who else sees it. */
    isShared: boolean('is_shared').notNull().default(false),
    /** A reply written here, to be sent by the member on LinkedIn. */
    draft: text('draft'),
    draftState: text('draft_state'),
    draftedAt: instant('drafted_at'),
    todoId: uuid('todo_id'),
    doneAt: instant('done_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('linkedin_threads_key').on(t.workspaceId, t.ownerUserId, t.conversationId),
    index('linkedin_threads_newest').on(t.workspaceId, t.ownerUserId, t.lastAt, t.id),
    index('linkedin_threads_contact').on(t.workspaceId, t.contactId).where(sql`contact_id is not null`),
    check('linkedin_threads_draft', sql`${t.draftState} in ('draft', 'sent_claimed', 'confirmed')`),
  ],
);

export const linkedinInvitations = pgTable(
  'linkedin_invitations',
  {
    ...workspaceColumns(),
    ...owner(),
    invitationKey: text('invitation_key').notNull(),
    importId: uuid('import_id').notNull(),
    direction: text('direction').notNull(),
    name: text('name').notNull(),
    slug: text('slug'),
    sentAt: instant('sent_at').notNull(),
    message: text('message'),
    state: text('state').notNull(),
    contactId: uuid('contact_id'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('linkedin_invitations_key').on(t.workspaceId, t.ownerUserId, t.invitationKey),
    index('linkedin_invitations_newest').on(t.workspaceId, t.ownerUserId, t.sentAt),
    check('linkedin_invitations_state', sql`${t.state} in ('accepted', 'open', 'not_in_latest')`),
  ],
);
