import { and, asc, desc, eq, gt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { asId, type Context, type FileId, PatchbayError, type RouteInput, type Transaction } from '#sdk';
import { personOf } from '../calls/place.ts';
import { callById } from '../calls/tell.ts';
import { voipRecordingAccess as access, voipCalls as calls, voipRecordingComments as comments, voipRecordings as recordings } from '../models.ts';
import { shownNumber } from '../phone/number.ts';
import { currentCallOf, pauseRecording, resumeRecording, startRecording, stopRecording } from '../recordings/control.ts';
import { type RecordingRow, recordingById, removeRecording } from '../recordings/fetch.ts';
import { keepTranscript } from '../recordings/transcribe.ts';
import { contactNames } from '../store.ts';

type Of<P, B> = RouteInput<P, undefined, B>;
type Id = { id: string };

const who = ({ actor }: Context): string => (actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? `key:${actor.apiKeyId}` : actor.kind);

const recordingView = (row: RecordingRow) => ({
  id: row.id,
  callId: row.callId,
  kind: row.kind,
  state: row.state,
  reason: row.reason,
  channels: row.channels,
  firstChannel: row.firstChannel,
  seconds: row.seconds,
  startedAt: row.startedAt?.toISOString() ?? null,
  peaks: row.peaks,
  heardAt: row.heardAt?.toISOString() ?? null,
  mailboxUserId: row.mailboxUserId,
  transcript: row.transcript,
  transcribedBy: row.transcribedBy,
  onHold: row.onHold,
  keepUntil: row.keepUntil?.toISOString() ?? null,
});

/** A player asks for one recording in many parts: that is one opening. */
const ONE_OPENING_MS = 10 * 60_000;
async function noteOpening(ctx: Context, tx: Transaction, recordingId: string): Promise<void> {
  const now = ctx.clock.now();
  // Sound and comments are asked for in one instant: the second waits, and sees the first.
  await tx
    .select({ id: recordings.id })
    .from(recordings)
    .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.id, recordingId)))
    .for('update');
  const [noted] = await tx
    .select({ id: access.id })
    .from(access)
    .where(
      and(
        eq(access.workspaceId, ctx.workspaceId),
        eq(access.recordingId, recordingId),
        eq(access.who, who(ctx)),
        gt(access.at, new Date(now.getTime() - ONE_OPENING_MS)),
      ),
    )
    .limit(1);
  if (!noted) await tx.insert(access).values({ workspaceId: ctx.workspaceId, id: uuidv7(), recordingId, who: who(ctx), at: now });
}
/** A message in somebody's own mailbox is theirs, and of those who lead. */
const isHeardBy = (ctx: Context, row: RecordingRow): boolean =>
  row.mailboxUserId === null || row.mailboxUserId === personOf(ctx) || ctx.actor.kind !== 'person' || ctx.actor.role !== 'salesperson';

/** The only way to the sound. Opening it is written down before anything is heard. */
export async function sound(ctx: Context, { params }: Of<Id, undefined>): Promise<FileId> {
  const row = await recordingById(ctx, params.id);
  if (!row.fileId || !isHeardBy(ctx, row)) throw new PatchbayError('not_found');
  await ctx.db.transaction((tx) => noteOpening(ctx, tx, row.id));
  return asId<FileId>(row.fileId);
}
/** Opening one is written down before anything is heard. */
export async function recording(ctx: Context, { params }: Of<Id, undefined>) {
  const row = await recordingById(ctx, params.id);
  return ctx.db.transaction(async (tx) => {
    await noteOpening(ctx, tx, row.id);
    const said = await tx
      .select()
      .from(comments)
      .where(and(eq(comments.workspaceId, ctx.workspaceId), eq(comments.recordingId, row.id)))
      .orderBy(asc(comments.atSeconds));
    const opened = await tx
      .select()
      .from(access)
      .where(and(eq(access.workspaceId, ctx.workspaceId), eq(access.recordingId, row.id)))
      .orderBy(desc(access.at))
      .limit(50);
    return {
      ...recordingView(row),
      comments: said.map(({ id, userId, atSeconds, body }) => ({ id, userId, atSeconds, body })),
      openedBy: opened.map((each) => ({ who: each.who, at: each.at.toISOString() })),
    };
  });
}
export const recordingsOfCall = (ctx: Context, { params }: Of<Id, undefined>) =>
  ctx.db.transaction(async (tx) => {
    if (!(await callById(tx, ctx.workspaceId, params.id))) throw new PatchbayError('not_found');
    const rows = await tx
      .select()
      .from(recordings)
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.callId, params.id)))
      .orderBy(asc(recordings.createdAt));
    return { data: rows.map(recordingView) };
  });
export async function comment(ctx: Context, { params, body }: Of<Id, { atSeconds: number; body: string }>) {
  await recordingById(ctx, params.id);
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(comments)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), recordingId: params.id, userId: personOf(ctx) ?? null, ...body })
      .returning();
    return { id: row?.id ?? '', userId: row?.userId ?? null, ...body };
  });
}
export async function setRecording(ctx: Context, { params, body }: Of<Id, { onHold?: boolean | undefined; isHeard?: boolean | undefined }>) {
  const row = await recordingById(ctx, params.id);
  // Whoever may not delete it may not make it deletable either.
  if (body.onHold === false && row.onHold && !ctx.may('voip:manage')) throw new PatchbayError('forbidden');
  await ctx.db.transaction((tx) =>
    tx
      .update(recordings)
      .set({
        ...(body.onHold === undefined ? {} : { onHold: body.onHold }),
        ...(body.isHeard === undefined ? {} : { heardAt: body.isHeard ? ctx.clock.now() : null }),
        updatedAt: ctx.clock.now(),
      })
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.id, row.id))),
  );
  return recordingView(await recordingById(ctx, params.id));
}
export async function dropRecording(ctx: Context, { params }: Of<Id, undefined>) {
  await removeRecording(ctx, await recordingById(ctx, params.id), 'Deleted by a person.');
  return null;
}

/** Starts, pauses, goes on, stops. */
export async function controlTape(ctx: Context, { params, body }: Of<Id, { act: 'start' | 'pause' | 'resume' | 'stop' }>) {
  const act = {
    start: () => startRecording(ctx, params.id),
    pause: () => pauseRecording(ctx, params.id, 'asked'),
    resume: () => resumeRecording(ctx, params.id, 'asked'),
    stop: () => stopRecording(ctx, params.id),
  };
  const state = await act[body.act]();
  if (state === 'off') throw new PatchbayError('conflict', { detail: 'This call is not being recorded.' });
  return { state };
}

/**
 * Card data begins or ends: said by a button, by a page on which a card is entered, or by whatever takes payments. Of the call
 * that is named, else of the one in which whoever asks is talking. Where nothing is recorded there is nothing to silence.
 */
export async function cardData(ctx: Context, { body }: Of<undefined, { state: 'begins' | 'ends'; callId?: string | undefined }>) {
  const userId = personOf(ctx);
  const callId = body.callId ?? (userId ? (await currentCallOf(ctx, userId))?.id : undefined);
  if (!callId) return { callId: null, state: 'off' as const };
  return { callId, state: body.state === 'begins' ? await pauseRecording(ctx, callId, 'card') : await resumeRecording(ctx, callId, 'card') };
}

export async function setTranscript(ctx: Context, { params, body }: Of<Id, { text: string; by?: string | undefined }>) {
  await keepTranscript(ctx, params.id, { text: body.text, by: body.by ?? who(ctx) });
  return recordingView(await recordingById(ctx, params.id));
}

/** Whose messages: everybody's and one's own. */
export const voicemails = (ctx: Context) =>
  ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({ recording: recordings, call: calls })
      .from(recordings)
      .innerJoin(calls, and(eq(calls.workspaceId, recordings.workspaceId), eq(calls.id, recordings.callId)))
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.kind, 'voicemail'), eq(recordings.state, 'ready')))
      .orderBy(desc(recordings.createdAt))
      .limit(200);
    const names = await contactNames(
      tx,
      ctx.workspaceId,
      rows.map(({ call }) => call.contactId),
    );
    return {
      data: rows
        .filter(({ recording: each }) => isHeardBy(ctx, each))
        .map(({ recording: each, call }) => ({
          ...recordingView(each),
          contactId: call.contactId,
          contactName: (call.contactId && names.get(call.contactId)) || null,
          callerName: call.callerName,
          number: call.counterpart,
          shownNumber: call.isWithheld ? 'Number withheld' : shownNumber(call.counterpart ?? call.fromNumber),
          receivedAt: (each.startedAt ?? each.createdAt).toISOString(),
        })),
    };
  });
