import { createHash } from 'node:crypto';
import { and, count, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext } from '#sdk';
import { twilioOf } from '../driver.ts';
import { voipCalls as calls, voipLedgerDays as days, voipCallEvents as events, voipRecordings as recordings, voipLedgerRuns as runs } from '../models.ts';
import { takeLeg, unchangedLegs } from './legs.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
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
  const client = twilioOf(ctx);
  const tally = { remote: 0, added: 0, mended: 0, unexplained: [] as string[], recordingsRemote: 0, recordingsHeld: 0 };
  const seen: string[] = [];
  for (let page: string | undefined, more = true; more; ) {
    const read = await client.listCalls({ after: from, before: to, page });
    // Parents first: a leg finds the call that it belongs to.
    const unchanged = await ctx.db.transaction((tx) => unchangedLegs(ctx, tx, read.calls));
    for (const leg of read.calls.toSorted((a, b) => Number(Boolean(a.parent_call_sid)) - Number(Boolean(b.parent_call_sid)))) {
      tally.remote += 1;
      seen.push(leg.sid);
      if (unchanged.has(leg.sid)) continue;
      try {
        const fate = await ctx.db.transaction((tx) => takeLeg(ctx, tx, leg));
        if (fate === 'added') tally.added += 1;
        if (fate === 'mended') tally.mended += 1;
      } catch (error) {
        ctx.log.warn({ err: error, leg: leg.sid }, 'a leg of the provider could not be taken');
        tally.unexplained.push(leg.sid);
      }
    }
    page = read.next;
    more = page !== undefined;
  }
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
    const held =
      seen.length === 0
        ? 0
        : ((
            await tx
              .select({ held: sql<number>`count(distinct ${events.legId})::int` })
              .from(events)
              .where(and(eq(events.workspaceId, ctx.workspaceId), inArray(events.legId, seen)))
          )[0]?.held ?? 0);
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

const digestOf = (previous: string | null, row: Record<string, unknown>): string =>
  createHash('sha256')
    .update(previous ?? '')
    .update(JSON.stringify(row))
    .digest('hex');

/** A day that lies two days back is closed: counted, and chained to the day before, so that nobody changes it unseen. */
async function closeDays(ctx: ConnectedContext): Promise<void> {
  const closesBefore = new Date(Math.floor(ctx.clock.now().getTime() / DAY_MS - 1) * DAY_MS);
  await ctx.db.transaction(async (tx) => {
    const own = and(eq(days.workspaceId, ctx.workspaceId), eq(days.connectionId, ctx.connection.id));
    const [last] = await tx.select().from(days).where(own).orderBy(desc(days.day)).limit(1);
    const [first] = await tx
      .select({ at: sql<Date | string | null>`min(${calls.requestedAt})` })
      .from(calls)
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.connectionId, ctx.connection.id)));
    const begin = last
      ? Date.parse(`${last.day}T00:00:00Z`) + DAY_MS
      : first?.at
        ? Math.floor(new Date(first.at).getTime() / DAY_MS) * DAY_MS
        : Number.POSITIVE_INFINITY;
    let previous = last?.digest ?? null;
    for (let at = begin, closed = 0; at < closesBefore.getTime() && closed < 31; at += DAY_MS, closed++) {
      const window = and(
        eq(calls.workspaceId, ctx.workspaceId),
        eq(calls.connectionId, ctx.connection.id),
        gte(calls.requestedAt, new Date(at)),
        lt(calls.requestedAt, new Date(at + DAY_MS)),
      );
      const [sum] = await tx
        .select({ held: count(), cost: sql<string>`coalesce(sum(${calls.costAmount}), 0)::text` })
        .from(calls)
        .where(window);
      const day = new Date(at).toISOString().slice(0, 10);
      const row = { day, held: sum?.held ?? 0, cost: Number(sum?.cost ?? 0).toFixed(5) };
      const digest = digestOf(previous, row);
      await tx
        .insert(days)
        .values({
          workspaceId: ctx.workspaceId,
          id: uuidv7(),
          connectionId: ctx.connection.id,
          remote: row.held,
          unexplained: 0,
          digest,
          previous,
          closedAt: ctx.clock.now(),
          ...row,
        })
        .onConflictDoNothing();
      previous = digest;
    }
  });
}

export async function completeness(ctx: ConnectedContext) {
  return ctx.db.transaction(async (tx) => {
    const [run] = await tx
      .select()
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.connectionId, ctx.connection.id)))
      .orderBy(desc(runs.checkedAt))
      .limit(1);
    const closed = await tx
      .select()
      .from(days)
      .where(and(eq(days.workspaceId, ctx.workspaceId), eq(days.connectionId, ctx.connection.id)))
      .orderBy(desc(days.day))
      .limit(31);
    return { run, closed };
  });
}
