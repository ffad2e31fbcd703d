import { boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const voipRecordings = pgTable(
  'voip_recordings',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    callId: uuid('call_id').notNull(),
    externalId: text('external_id').notNull(),
    kind: text('kind').$type<'recording' | 'voicemail'>().notNull(),
    /** `expected` until the provider has it, `fetching`, `ready`, `absent`, `failed`, `deleted`. */
    state: text('state').$type<'expected' | 'fetching' | 'ready' | 'absent' | 'failed' | 'deleted'>().notNull(),
    reason: text('reason'),
    channels: integer('channels').notNull().default(1),
    /** Who speaks on the first channel: `us` or `them`. */
    firstChannel: text('first_channel').$type<'us' | 'them'>().notNull().default('them'),
    seconds: integer('seconds'),
    startedAt: instant('started_at'),
    fileId: uuid('file_id'),
    size: integer('size'),
    sha256: text('sha256'),
    /** Loudness per channel in 200 steps, 0 to 1, so that the wave is drawn before the sound is there. */
    peaks: jsonb('peaks').$type<number[][]>(),
    /** The mailbox of a voicemail: a person or a queue; null is everybody's. */
    mailboxUserId: uuid('mailbox_user_id'),
    heardAt: instant('heard_at'),
    transcript: text('transcript'),
    /** Who wrote it, such as the name of a service. */
    transcribedBy: text('transcribed_by'),
    transcribedAt: instant('transcribed_at'),
    /** While a card's number is said there is silence on the tape: since when, until when at the latest, and who asked for it. */
    pause: jsonb('pause').$type<{ since: string; until: string; reason: 'card' | 'asked' } | null>(),
    onHold: boolean('on_hold').notNull().default(false),
    keepUntil: instant('keep_until'),
    deletedAtProviderAt: instant('deleted_at_provider_at'),
    tries: integer('tries').notNull().default(0),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('voip_recordings_external').on(t.workspaceId, t.connectionId, t.externalId),
    index('voip_recordings_of_call').on(t.workspaceId, t.callId),
    index('voip_recordings_kept').on(t.workspaceId, t.keepUntil),
  ],
);

/** Who opened which recording, and when. */
export const voipRecordingAccess = pgTable(
  'voip_recording_access',
  { ...workspaceColumns(), recordingId: uuid('recording_id').notNull(), who: text('who').notNull(), at: instant('at').notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('voip_recording_access_of').on(t.workspaceId, t.recordingId, t.at)],
);

export const voipRecordingComments = pgTable(
  'voip_recording_comments',
  {
    ...workspaceColumns(),
    recordingId: uuid('recording_id').notNull(),
    userId: uuid('user_id'),
    atSeconds: doublePrecision('at_seconds').notNull(),
    body: text('body').notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('voip_recording_comments_of').on(t.workspaceId, t.recordingId, t.atSeconds)],
);
