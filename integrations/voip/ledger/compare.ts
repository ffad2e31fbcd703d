import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext } from '#sdk';
import { twilioOf } from '../driver.ts';
import { voipCalls as calls, voipCallEvents as events, voipRecordings as recordings, voipLedgerRuns as runs } from '../models.ts';
import { closeDays } from './days.ts';
import { legsHeld, takeWindow } from './window.ts';

const MINUTE_MS = 60_000;
/** A call that began this long ago has been told of, or it was lost. */
const SETTLED_MS = 10 * MINUTE_MS;

/**
 * Compares our record with the provider's own list, leg by leg and recording by recording; what is missing is added, what
 * differs is mended, what cannot be explained is named.
 */
export async function compareWithProvider(ctx: ConnectedContext, hours = 26): Promise<void> {
  const now = ctx.clock.now();
  const from = new Date(now.getTime() - hours * 60 * MINUTE_MS);
  const to = new Date(now.getTime() - SETTLED_MS);
  const { seen, ...legs } = await takeWindow(ctx, from, to);
  const tally = { ...legs, recordingsRemote: 0, recordingsHeld: 0 };
  const client = twilioOf(ctx);
  for (let page: string | undefined, more = true; more; ) {
    const read = await client.listRecordings({ after: from, page });
    for (const recording of read.recordings) {
      tally.recordingsRemote += 1;
      if (await takeRecording(ctx, recording)) tally.recordingsHeld += 1;
    }
    page = read.next;
    more = page !== undefined;
  }
  await ctx.db.transaction(async (tx) => {
    const held = await legsHeld(ctx, tx, seen);
    await tx.insert(runs).values({
      workspaceId: ctx.workspaceId,
      id: uuidv7(),
      connectionId: ctx.connection.id,
      fromAt: from,
      toAt: to,
      checkedAt: now,
      held,
      ...tally,
    });
  });
  const key = `voip.completeness:${ctx.connection.id}`;
  if (tally.unexplained.length > 0)
    await ctx.incidents.open({
      key,
      level: 'warning',
      title: 'Calls are missing from the record',
      detail: `${tally.unexplained.length} of ${tally.remote} legs at the provider could not be taken into the record.`,
      remedy: 'Look at Calls, Completeness; they are tried again within the hour.',
      connectionId: ctx.connection.id,
    });
  else await ctx.incidents.resolve(key);
  await closeDays(ctx);
}

/** True when we have it, or know why nobody will. */
async function takeRecording(
  ctx: ConnectedContext,
  remote: {
    sid: string;
    call_sid: string;
    status: string;
    duration?: string | null | undefined;
    channels?: number | null | undefined;
    source?: string | null | undefined;
    start_time?: string | null | undefined;
  },
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const [known] = await tx
      .select()
      .from(recordings)
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.connectionId, ctx.connection.id), eq(recordings.externalId, remote.sid)));
    if (known && known.state !== 'expected' && known.state !== 'failed') return true;
    if (remote.status !== 'completed') return known !== undefined;
    const [leg] = await tx
      .select({ callId: events.callId })
      .from(events)
      .where(and(eq(events.workspaceId, ctx.workspaceId), eq(events.legId, remote.call_sid)))
      .limit(1);
    if (!leg) return false;
    const id = known?.id ?? uuidv7();
    if (known)
      await tx
        .update(recordings)
        .set({ state: 'fetching', updatedAt: ctx.clock.now() })
        .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.id, id)));
    else {
      const [call] = await tx
        .select({ direction: calls.direction })
        .from(calls)
        .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, leg.callId)));
      await tx.insert(recordings).values({
        workspaceId: ctx.workspaceId,
        id,
        connectionId: ctx.connection.id,
        callId: leg.callId,
        externalId: remote.sid,
        kind: remote.source === 'RecordVerb' ? 'voicemail' : 'recording',
        state: 'fetching',
        channels: remote.channels ?? 1,
        firstChannel: call?.direction === 'outbound' ? 'us' : 'them',
        seconds: Number(remote.duration ?? 0) || null,
        startedAt: Number.isNaN(Date.parse(remote.start_time ?? '')) ? null : new Date(remote.start_time ?? ''),
      });
    }
    await ctx.tasks.enqueue('voip.fetch-recording', { recordingId: id }, { connectionId: ctx.connection.id, singletonKey: id });
    return true;
  });
}
