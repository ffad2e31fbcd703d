import { and, asc, desc, eq, gt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { asId, type ConnectionId, type Context, type FileId, PatchbayError, type RouteInput, type Transaction } from '#sdk';
import { addressOf } from '../addresses.ts';
import { personOf } from '../calls/place.ts';
import { callById } from '../calls/tell.ts';
import { twilioOf } from '../driver.ts';
import { voipRecordingAccess as access, voipCalls as calls, voipRecordingComments as comments, voipRecordings as recordings } from '../models.ts';
import { shownNumber } from '../phone/number.ts';
import { type RecordingRow, recordingById, removeRecording } from '../recordings/fetch.ts';

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

/** Starts, pauses, goes on: while a card's number is read out there must be silence on the tape. */
export async function controlRecording(ctx: Context, { params, body }: Of<Id, { act: 'start' | 'pause' | 'resume' | 'stop' }>) {
  const { call, running } = await ctx.db.transaction(async (tx) => ({
    call: await callById(tx, ctx.workspaceId, params.id),
    running: (
      await tx
        .select()
        .from(recordings)
        .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.callId, params.id), eq(recordings.state, 'expected')))
        .orderBy(desc(recordings.createdAt))
        .limit(1)
    )[0],
  }));
  if (!call?.connectionId || call.state === 'ended') throw new PatchbayError('conflict', { detail: 'This call is not going on any more.' });
  const connected = await ctx.withConnection(asId<ConnectionId>(call.connectionId));
  const client = twilioOf(connected);
  const root = call.legs.find(({ parentLegId }) => parentLegId === undefined)?.legId ?? call.externalId ?? '';
  if (body.act === 'start') {
    const started = await client.startRecording(
      root,
      addressOf(connected, 'recording', { call: call.id, ...(call.direction === 'outbound' ? { first: 'us' } : {}) }),
    );
    await ctx.db.transaction((tx) =>
      tx
        .insert(recordings)
        .values({
          workspaceId: ctx.workspaceId,
          id: uuidv7(),
          connectionId: connected.connection.id,
          callId: call.id,
          externalId: started.sid,
          kind: 'recording',
          state: 'expected',
          channels: 2,
          firstChannel: call.direction === 'outbound' ? 'us' : 'them',
          startedAt: ctx.clock.now(),
        })
        .onConflictDoNothing(),
    );
    return { state: 'running' as const };
  }
  const sid =
    running?.externalId ??
    (await client.listRecordings({ callSid: root })).recordings.find(({ status }) => status === 'in-progress' || status === 'paused')?.sid;
  if (!sid) throw new PatchbayError('conflict', { detail: 'This call is not being recorded.' });
  await client.setRecording(root, sid, body.act === 'pause' ? 'paused' : body.act === 'stop' ? 'stopped' : 'in-progress');
  return { state: body.act === 'pause' ? ('paused' as const) : body.act === 'stop' ? ('stopped' as const) : ('running' as const) };
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
    return {
      data: rows
        .filter(({ recording: each }) => isHeardBy(ctx, each))
        .map(({ recording: each, call }) => ({
          ...recordingView(each),
          contactId: call.contactId,
          number: call.counterpart,
          shownNumber: call.isWithheld ? 'Number withheld' : shownNumber(call.counterpart ?? call.fromNumber),
          receivedAt: (each.startedAt ?? each.createdAt).toISOString(),
        })),
    };
  });
