import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { OpenHours } from '../flows/hours.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Whether somebody can be rung, and where. */
export const voipAgents = pgTable(
  'voip_agents',
  {
    ...workspaceColumns(),
    userId: uuid('user_id').notNull(),
    state: text('state').$type<'available' | 'away' | 'wrap_up' | 'off'>().notNull().default('off'),
    /** Then the state is over by itself. */
    until: instant('until'),
    since: instant('since').notNull(),
    /** The telephone that rings, in E.164. */
    phone: text('phone'),
    device: text('device').$type<'phone' | 'browser'>().notNull().default('phone'),
    /** The browser phone said that it is there, and at which connection it can be rung. */
    browserSeenAt: instant('browser_seen_at'),
    browserConnectionId: uuid('browser_connection_id'),
    /** The call they are in: one at a time. */
    callId: uuid('call_id'),
    lastCallEndedAt: instant('last_call_ended_at'),
    /** A test ring under way, and how the last one went. */
    testedAt: instant('tested_at'),
    testResult: text('test_result'),
    voicemailGreeting: text('voicemail_greeting'),
    greetingFileId: uuid('greeting_file_id'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('voip_agents_user').on(t.workspaceId, t.userId),
    check('voip_agents_state', sql`${t.state} in ('available', 'away', 'wrap_up', 'off')`),
  ],
);

export const voipQueues = pgTable(
  'voip_queues',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    strategy: text('strategy').$type<'longest_idle' | 'sequence' | 'all'>().notNull(),
    members: jsonb('members').$type<string[]>().notNull(),
    wrapUpSeconds: integer('wrap_up_seconds').notNull(),
    maxWaitSeconds: integer('max_wait_seconds').notNull(),
    ringSeconds: integer('ring_seconds').notNull().default(20),
    /** Said to whoever waits, in place of the usual words. */
    holdText: text('hold_text'),
    /** A WAV or MP3 that was uploaded; null: the connection's own, else what everybody has. */
    holdMusicFileId: uuid('hold_music_file_id'),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

export const voipNumbers = pgTable(
  'voip_numbers',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    externalId: text('external_id').notNull(),
    e164: text('e164').notNull(),
    label: text('label').notNull(),
    flowId: uuid('flow_id'),
    queueId: uuid('queue_id'),
    userId: uuid('user_id'),
    record: text('record').$type<'off' | 'on' | 'on_demand'>().notNull().default('off'),
    greetingFileId: uuid('greeting_file_id'),
    greetingText: text('greeting_text'),
    /** When somebody is there; null: always. */
    openHours: jsonb('open_hours').$type<OpenHours>(),
    /** Where its calls go at the provider now; ours when it is `connected`. */
    voiceUrl: text('voice_url'),
    isConnected: text('is_connected').$type<'yes' | 'no' | 'elsewhere'>().notNull().default('no'),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('voip_numbers_external').on(t.workspaceId, t.connectionId, t.externalId)],
);

/** Numbers that nobody here calls again. */
export const voipDoNotCall = pgTable(
  'voip_do_not_call',
  {
    ...workspaceColumns(),
    e164: text('e164').notNull(),
    reason: text('reason').notNull(),
    addedBy: uuid('added_by'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('voip_do_not_call_number').on(t.workspaceId, t.e164)],
);

/** What the provider knows of a number; asked once a month at most, because it costs. */
export const voipLookups = pgTable(
  'voip_lookups',
  {
    ...workspaceColumns(),
    e164: text('e164').notNull(),
    isValid: text('is_valid').notNull(),
    callerName: text('caller_name'),
    lineType: text('line_type'),
    carrier: text('carrier'),
    costAmount: numeric('cost_amount', { precision: 8, scale: 4 }).notNull(),
    askedAt: instant('asked_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('voip_lookups_number').on(t.workspaceId, t.e164)],
);

/** Numbers that somebody calls one by one. */
export const voipCallLists = pgTable(
  'voip_call_lists',
  {
    ...workspaceColumns(),
    userId: uuid('user_id').notNull(),
    position: integer('position').notNull(),
    contactId: uuid('contact_id'),
    number: text('number').notNull(),
    /** The call that is made, or was: nothing comes next before it is said what came of it. */
    callId: uuid('call_id'),
    /** It may not be called before this, and why. */
    notBefore: instant('not_before'),
    refusal: text('refusal'),
    doneAt: instant('done_at'),
    /** Why it was passed over; null: it was called. */
    skipReason: text('skip_reason'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('voip_call_lists_waiting').on(t.workspaceId, t.userId, t.number).where(sql`done_at is null`),
    index('voip_call_lists_order').on(t.workspaceId, t.userId, t.position),
  ],
);

/** What a caller hears while nobody can be reached: of a person, a number or a queue, at one time of the day or another. */
export const voipGreetings = pgTable(
  'voip_greetings',
  {
    ...workspaceColumns(),
    ownerKind: text('owner_kind').$type<'person' | 'number' | 'queue'>().notNull(),
    ownerId: uuid('owner_id').notNull(),
    /** `machine`: what a person leaves on answering machines that they reach. */
    during: text('during').$type<'always' | 'open' | 'closed' | 'machine'>().notNull(),
    /** Spoken by a voice. */
    text: text('text'),
    /** Recorded or uploaded: the file, and what it is. */
    fileId: uuid('file_id'),
    contentType: text('content_type'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('voip_greetings_of').on(t.workspaceId, t.ownerKind, t.ownerId, t.during),
    check('voip_greetings_owner_kind', sql`${t.ownerKind} in ('person', 'number', 'queue')`),
    check('voip_greetings_during', sql`${t.during} in ('always', 'open', 'closed', 'machine')`),
  ],
);
