import { and, desc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { addressOf } from '../addresses.ts';
import { type CallRow, callById } from '../calls/tell.ts';
import { twilioOf } from '../driver.ts';
import { voipCalls as calls, voipRecordings as recordings } from '../models.ts';
import type { RecordingRow } from './fetch.ts';
import { tellOf } from './tell.ts';

export type Tape = 'off' | 'running' | 'paused' | 'stopped';
export type PauseReason = NonNullable<RecordingRow['pause']>['reason'];
/** Nobody needs longer for a card; whoever forgets to say that it is over has the rest of the call on tape all the same. */
const CARD_MS = 3 * 60_000;
const ASKED_MS = 60 * 60_000;

interface Taped {
  call: CallRow;
  connected: ConnectedContext;
  root: string;
}

async function taped(ctx: Context, callId: string): Promise<Taped> {
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, callId));
  if (!call) throw new PatchbayError('not_found');
  if (!call.connectionId || call.state === 'ended') throw new PatchbayError('conflict', { detail: 'This call is not going on any more.' });
  const root = call.legs.find(({ parentLegId }) => parentLegId === undefined)?.legId ?? call.externalId ?? '';
  return { call, root, connected: await ctx.withConnection(asId<ConnectionId>(call.connectionId)) };
}

const ofCall = (ctx: Context, callId: string) => and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.callId, callId));
const runningOf = async (ctx: Context, callId: string): Promise<RecordingRow | undefined> =>
  (
    await ctx.db.transaction((tx) =>
      tx
        .select()
        .from(recordings)
        .where(and(ofCall(ctx, callId), eq(recordings.state, 'expected')))
        .orderBy(desc(recordings.createdAt))
        .limit(1),
    )
  )[0];

const begin = ({ connected, call }: Taped, externalId: string): Promise<void> =>
  connected.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(recordings)
      .values({
        workspaceId: connected.workspaceId,
        id: uuidv7(),
        connectionId: connected.connection.id,
        callId: call.id,
        externalId,
        kind: 'recording',
        state: 'expected',
        channels: 2,
        firstChannel: call.direction === 'outbound' ? 'us' : 'them',
        startedAt: connected.clock.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (row) await tellOf(connected, call, row, 'recording.started');
  });

/** The tape that runs: as we know it, else as the provider does, whose notice of it may have been lost. */
async function findRunning(ctx: Context, all: Taped): Promise<RecordingRow | undefined> {
  const known = await runningOf(ctx, all.call.id);
  // Only there the hub records: elsewhere the telephones do, if anything does.
  if (known || all.connected.connection.provider !== 'twilio') return known;
  const { recordings: there } = await twilioOf(all.connected).listRecordings({ callSid: all.root });
  const sid = there.find(({ status }) => status === 'in-progress' || status === 'paused')?.sid;
  if (!sid) return undefined;
  await begin(all, sid);
  return runningOf(ctx, all.call.id);
}

export async function startRecording(ctx: Context, callId: string): Promise<Tape> {
  const all = await taped(ctx, callId);
  const { call, connected, root } = all;
  const started = await twilioOf(connected).startRecording(
    root,
    addressOf(connected, 'recording', { call: call.id, ...(call.direction === 'outbound' ? { first: 'us' } : {}) }),
  );
  await begin(all, started.sid);
  return 'running';
}

const setPause = (ctx: Context, row: RecordingRow, pause: RecordingRow['pause']) =>
  ctx.db.transaction((tx) =>
    tx
      .update(recordings)
      .set({ pause, updatedAt: ctx.clock.now() })
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.id, row.id))),
  );

/** Silence on the tape from now on. `card`: while a card's number is said; it ends by itself. */
export async function pauseRecording(ctx: Context, callId: string, reason: PauseReason): Promise<Tape> {
  const all = await taped(ctx, callId);
  const row = await findRunning(ctx, all);
  if (!row) return 'off';
  const now = ctx.clock.now();
  // A person's own pause is not ended with the card that is read out in it.
  const keeps = row.pause?.reason === 'asked' && reason === 'card' ? row.pause : undefined;
  const until = new Date(now.getTime() + (reason === 'card' ? CARD_MS : ASKED_MS));
  const pause = keeps ?? { since: row.pause?.since ?? now.toISOString(), until: until.toISOString(), reason };
  // Its end is planned before it begins: whatever happens here, the tape does not stay silent.
  await ctx.db.transaction(async () => {
    await setPause(ctx, row, pause);
    await ctx.tasks.enqueue(
      'voip.resume-recording',
      { callId, until: pause.until },
      { connectionId: all.connected.connection.id, singletonKey: `${row.id}:${pause.until}`, dueAt: new Date(pause.until) },
    );
  });
  try {
    await twilioOf(all.connected).setRecording(all.root, row.externalId, 'paused');
  } catch (error) {
    await setPause(ctx, row, row.pause);
    throw error;
  }
  if (!row.pause) await tellOf(ctx, all.call, row, 'recording.paused', { reason });
  return 'paused';
}

/** `card`: ends only a pause that a card began. */
export async function resumeRecording(ctx: Context, callId: string, reason: PauseReason): Promise<Tape> {
  const all = await taped(ctx, callId);
  const row = await findRunning(ctx, all);
  if (!row) return 'off';
  if (reason === 'card' && row.pause?.reason === 'asked') return 'paused';
  await twilioOf(all.connected).setRecording(all.root, row.externalId, 'in-progress');
  await ctx.db.transaction(async () => {
    await setPause(ctx, row, null);
    if (row.pause) await tellOf(ctx, all.call, row, 'recording.resumed', { reason });
  });
  return 'running';
}

export async function stopRecording(ctx: Context, callId: string): Promise<Tape> {
  const all = await taped(ctx, callId);
  const row = await findRunning(ctx, all);
  if (!row) throw new PatchbayError('conflict', { detail: 'This call is not being recorded.' });
  await twilioOf(all.connected).setRecording(all.root, row.externalId, 'stopped');
  return 'stopped';
}

/** A pause that nobody ended: the tape goes on, unless it was paused anew or the call is over. */
export async function endForgottenPause(ctx: Context, callId: string, until: string): Promise<void> {
  const row = await runningOf(ctx, callId);
  if (row?.pause?.until !== until) return;
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, callId));
  if (call && call.state !== 'ended') await resumeRecording(ctx, callId, row.pause.reason);
}

/** The call that somebody is talking in now. */
export const currentCallOf = async (ctx: Context, userId: string): Promise<CallRow | undefined> =>
  (
    await ctx.db.transaction((tx) =>
      tx
        .select()
        .from(calls)
        .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.userId, userId), eq(calls.state, 'answered')))
        .orderBy(desc(calls.answeredAt))
        .limit(1),
    )
  )[0];
