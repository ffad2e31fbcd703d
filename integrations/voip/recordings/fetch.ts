import { and, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import { asId, type ConnectedContext, type ConnectionId, type Context, type FileId, PatchbayError } from '#sdk';
import { twilioOf } from '../driver.ts';
import { voipCalls as calls, voipRecordings as recordings } from '../models.ts';
import { settingsOf } from '../settings.ts';
import { peaksOf } from './peaks.ts';

export type RecordingRow = typeof recordings.$inferSelect;
const DAY_MS = 86_400_000;
const MOST_TRIES = 8;

export const recordingById = async (ctx: Context, id: string): Promise<RecordingRow> => {
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(recordings)
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.id, id))),
  );
  if (!row) throw new PatchbayError('not_found');
  return row;
};
const setRecording = (ctx: Context, id: string, set: Partial<RecordingRow>) =>
  ctx.db.transaction((tx) =>
    tx
      .update(recordings)
      .set({ ...set, updatedAt: ctx.clock.now() })
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.id, id))),
  );

/** Brings the sound into our own sealed store, tells that it is there, and takes it away at the provider where that is wished. */
export async function fetchRecording(ctx: ConnectedContext, recordingId: string): Promise<void> {
  const row = await recordingById(ctx, recordingId);
  if (row.state !== 'fetching') return;
  const client = twilioOf(ctx);
  const settings = settingsOf(ctx.connection);
  let sound: Uint8Array;
  try {
    sound = await client.recordingMedia(row.externalId);
  } catch (error) {
    const isGone = error instanceof PatchbayError && error.details.facts?.status === 404;
    if (!isGone) throw error;
    // Announced a moment before it can be had; after that many looks it never will.
    await setRecording(
      ctx,
      recordingId,
      row.tries >= MOST_TRIES ? { state: 'failed', reason: 'The provider announced it but does not have it.' } : { tries: row.tries + 1 },
    );
    if (row.tries < MOST_TRIES)
      await ctx.tasks.enqueue(
        'voip.fetch-recording',
        { recordingId },
        { connectionId: ctx.connection.id, dueAt: new Date(ctx.clock.now().getTime() + 30_000 * 2 ** row.tries) },
      );
    return;
  }
  const file = await ctx.files.put(sound, { contentType: 'audio/wav', name: `${row.kind}-${row.externalId}.wav`, isPrivate: true });
  const now = ctx.clock.now();
  const { peaks, seconds } = peaksOf(sound);
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(recordings)
      .set({
        state: 'ready',
        pause: null,
        fileId: file.id,
        size: file.size,
        sha256: file.sha256,
        peaks,
        seconds: seconds ?? row.seconds,
        keepUntil: new Date(now.getTime() + settings.keepRecordingsDays * DAY_MS),
        updatedAt: now,
      })
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.id, recordingId)));
    const [call] = await tx
      .select()
      .from(calls)
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, row.callId)));
    await ctx.events.publish({
      type: row.kind === 'voicemail' ? 'voicemail.received' : 'recording.ready',
      subject: { type: 'call', id: row.callId },
      data: {
        recordingId,
        callId: row.callId,
        seconds: seconds ?? row.seconds,
        contactId: call?.contactId ?? null,
        number: call?.counterpart ?? null,
        ...((row.mailboxUserId ?? call?.userId) ? { ownerId: row.mailboxUserId ?? call?.userId } : {}),
      },
    });
    if (settings.transcribeWith)
      await ctx.tasks.enqueue('voip.transcribe-recording', { recordingId }, { connectionId: ctx.connection.id, singletonKey: recordingId });
  });
  if (settings.deleteAtProvider) {
    await client.deleteRecording(row.externalId);
    await setRecording(ctx, recordingId, { deletedAtProviderAt: ctx.clock.now() });
  }
}

/** What has been kept long enough goes, here and at the provider; what lies under a hold stays. */
export async function purgeRecordings(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const due = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(recordings)
      .where(
        and(
          eq(recordings.workspaceId, ctx.workspaceId),
          eq(recordings.state, 'ready'),
          eq(recordings.onHold, false),
          lt(recordings.keepUntil, now),
          isNotNull(recordings.fileId),
        ),
      )
      .limit(200),
  );
  for (const row of due) await removeRecording(ctx, row, 'It was kept as long as your rules say.');
  return due.length;
}

export async function removeRecording(ctx: Context, row: RecordingRow, reason: string): Promise<void> {
  if (row.onHold) throw new PatchbayError('conflict', { detail: 'This recording lies under a legal hold and cannot be deleted.' });
  if (!row.deletedAtProviderAt) {
    try {
      await twilioOf(await ctx.withConnection(asId<ConnectionId>(row.connectionId))).deleteRecording(row.externalId);
    } catch (error) {
      // Already gone there, or the connection is: what lies here goes all the same.
      if (!(error instanceof PatchbayError) || error.row.retryable) throw error;
    }
  }
  await setRecording(ctx, row.id, {
    state: 'deleted',
    reason,
    fileId: null,
    peaks: null,
    transcript: null,
    deletedAtProviderAt: row.deletedAtProviderAt ?? ctx.clock.now(),
  });
  if (row.fileId) await ctx.files.remove(asId<FileId>(row.fileId));
}

/** A notice may be lost: what was under way when its call ended is asked for. */
export const overdueRecordings = (ctx: Context) =>
  ctx.db.transaction((tx) =>
    tx
      .select({ id: recordings.id, connectionId: recordings.connectionId, externalId: recordings.externalId })
      .from(recordings)
      .where(
        and(
          eq(recordings.workspaceId, ctx.workspaceId),
          inArray(recordings.state, ['expected', 'fetching']),
          sql`${recordings.updatedAt} < ${new Date(ctx.clock.now().getTime() - 10 * 60_000).toISOString()}`,
        ),
      )
      .limit(100),
  );
