import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError, type Schedule, stream, task } from '#sdk';
import { countAgain } from './analytics/rollup.ts';
import { hangUpCall } from './calls/control.ts';
import { settleCalls } from './calls/settle.ts';
import { foldCalls } from './calls/tell.ts';
import type { TwilioCall } from './client/twilio.ts';
import { twilioOf } from './driver.ts';
import { askWebhook } from './flows/ask-webhook.ts';
import { compareWithProvider } from './ledger/compare.ts';
import { takeLeg, unchangedLegs } from './ledger/legs.ts';
import { voipAgents as agents, voipCalls as calls } from './models.ts';
import { syncNumbers } from './numbers.ts';
import { endForgottenPause } from './recordings/control.ts';
import { fetchRecording, overdueRecordings, purgeRecordings } from './recordings/fetch.ts';
import { transcribe } from './recordings/transcribe.ts';
import { seeSipCallEnd } from './sip/hang-up.ts';
import { endLost } from './sip/sweep.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The list is read again from a little before where it ended: prices come later, and so do ends. */
const OVERLAP_MS = 2 * HOUR_MS;
const FIRST_READ_MS = 90 * 24 * HOUR_MS;

export const streams = [
  stream<TwilioCall>({
    name: 'calls',
    everyMs: 15 * MINUTE_MS,
    async discover(ctx) {
      await syncNumbers(ctx);
      // A SIP server keeps no list of calls that could be read.
      return ctx.connection.provider === 'sip' ? [] : ['calls'];
    },
    async *read(ctx, { cursor, full }) {
      const now = ctx.clock.now();
      const seen = full ? undefined : (cursor?.until as string | undefined);
      const after = new Date(seen ? Date.parse(seen) - OVERLAP_MS : now.getTime() - FIRST_READ_MS);
      const client = twilioOf(ctx);
      for (let page: string | undefined, more = true; more; ) {
        const read: Awaited<ReturnType<typeof client.listCalls>> = await client.listCalls({ after, page });
        page = read.next;
        more = page !== undefined;
        const records = read.calls.toSorted((a, b) => Number(Boolean(a.parent_call_sid)) - Number(Boolean(b.parent_call_sid)));
        yield { records: records.map((leg) => ({ externalId: leg.sid, value: leg })), cursor: more ? (cursor ?? null) : { until: now.toISOString() }, more };
      }
    },
    async apply(ctx, tx, records) {
      const outcome: ({ kept: true } | { kept: false; reason: string })[] = [];
      const unchanged = await unchangedLegs(
        ctx,
        tx,
        records.map(({ value }) => value),
      );
      for (const { value } of records) {
        // What is still going on is told of by callbacks; its row begins with them.
        const isOn = ['queued', 'ringing', 'in-progress', 'initiated'].includes(value.status);
        if (!isOn && !unchanged.has(value.sid)) await takeLeg(ctx, tx, value);
        outcome.push(isOn ? { kept: false, reason: 'going_on' } : { kept: true });
      }
      return outcome;
    },
  }),
];

/** Calls whose end was never told of are asked after. */
async function sweepLive(ctx: Context): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - 5 * MINUTE_MS);
  const stuck = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(calls)
      .where(and(eq(calls.workspaceId, ctx.workspaceId), sql`${calls.state} <> 'ended'`, lt(calls.updatedAt, before)))
      .limit(100),
  );
  for (const call of stuck) {
    if (!call.connectionId) continue;
    try {
      const connected = await ctx.withConnection(asId<ConnectionId>(call.connectionId));
      if (connected.connection.provider === 'sip') {
        await endLost(connected, call);
        continue;
      }
      const legIds = [
        ...new Set([
          ...(call.externalId ? [call.externalId] : []),
          ...call.legs.filter(({ endedAt, legId }) => !endedAt && /^CA/.test(legId)).map(({ legId }) => legId),
        ]),
      ];
      for (const legId of legIds) {
        const leg = await twilioOf(connected).call(legId);
        await ctx.db.transaction((tx) => takeLeg(connected, tx, leg));
      }
      await ctx.db.transaction((tx) =>
        tx
          .update(calls)
          .set({ updatedAt: ctx.clock.now() })
          .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, call.id), sql`${calls.state} <> 'ended'`)),
      );
    } catch (error) {
      ctx.log.warn({ err: error, callId: call.id }, 'a call that does not end could not be asked after');
    }
  }
}

/** A person whose call was lost to us is not busy for ever. */
const freeAgents = (ctx: Context) =>
  ctx.db.transaction(async (tx) => {
    const over = tx
      .select({ id: calls.id })
      .from(calls)
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.state, 'ended')));
    await tx
      .update(agents)
      .set({ callId: null })
      .where(and(eq(agents.workspaceId, ctx.workspaceId), inArray(agents.callId, over)));
  });

const connected = (ctx: Context): ConnectedContext => {
  if (!ctx.connection) throw new PatchbayError('connection_disabled');
  return ctx as ConnectedContext;
};
const nothing = z.object({});

export const tasks = [
  task({
    name: 'voip.fold-call',
    payload: z.object({ callId: z.uuid() }),
    retry: { tries: 8, firstDelayMs: 1_000 },
    run: (ctx, { callId }) => ctx.db.transaction((tx) => foldCalls(ctx, tx, [callId])),
    batch: {
      size: 100,
      run: (ctx, tx, all) =>
        foldCalls(
          ctx,
          tx,
          all.map(({ callId }) => callId),
        ),
    },
  }),
  task({
    name: 'voip.settle-calls',
    payload: nothing,
    retry: { tries: 4, firstDelayMs: 2_000 },
    run: (ctx) => settleCalls(ctx),
  }),
  task({
    name: 'voip.fetch-recording',
    payload: z.object({ recordingId: z.uuid() }),
    retry: { tries: 6, firstDelayMs: 10_000 },
    run: (ctx, { recordingId }) => fetchRecording(connected(ctx), recordingId),
  }),
  task({
    name: 'voip.transcribe-recording',
    payload: z.object({ recordingId: z.uuid() }),
    retry: { tries: 5, firstDelayMs: 30_000 },
    run: (ctx, { recordingId }) => transcribe(connected(ctx), recordingId),
  }),
  task({
    name: 'voip.resume-recording',
    payload: z.object({ callId: z.uuid(), until: z.string() }),
    run: (ctx, { callId, until }) => endForgottenPause(ctx, callId, until),
  }),
  task({ name: 'voip.compare', payload: nothing, run: async (ctx) => (ctx.connection?.provider === 'sip' ? undefined : compareWithProvider(connected(ctx))) }),
  task({
    name: 'voip.sweep',
    payload: nothing,
    async run(ctx) {
      await sweepLive(ctx);
      await settleCalls(ctx);
      await freeAgents(ctx);
      for (const { id, connectionId } of await overdueRecordings(ctx))
        await ctx.tasks.enqueue('voip.fetch-recording', { recordingId: id }, { connectionId: asId<ConnectionId>(connectionId), singletonKey: id });
    },
  }),
  task({ name: 'voip.count', payload: nothing, run: (ctx) => countAgain(ctx) }),
  task({
    name: 'voip.purge-recordings',
    payload: nothing,
    async run(ctx) {
      await purgeRecordings(ctx);
    },
  }),
  task({
    name: 'voip.ask-webhook',
    payload: z.object({ callId: z.string(), nodeId: z.string(), version: z.string() }),
    retry: { tries: 1, firstDelayMs: 1_000 },
    run: (ctx, payload) => askWebhook(ctx, payload),
  }),
  task({
    name: 'voip.end-room',
    payload: z.object({ callId: z.uuid() }),
    async run(ctx, { callId }) {
      await hangUpCall(ctx, callId);
    },
  }),
  task({
    name: 'voip.end-sip-call',
    payload: z.object({ callId: z.uuid(), look: z.int() }),
    run: (ctx, { callId, look }) => seeSipCallEnd(connected(ctx), callId, look),
  }),
  task({
    name: 'voip.note-test-ring',
    payload: z.object({ userId: z.string(), status: z.string() }),
    async run(ctx, { userId, status }) {
      if (!/^[0-9a-f-]{36}$/.test(userId)) return;
      await ctx.db.transaction((tx) =>
        tx
          .update(agents)
          .set({ testResult: status })
          // Once answered it stays answered, and what is over does not ring again: words come in any order.
          .where(
            and(
              eq(agents.workspaceId, ctx.workspaceId),
              eq(agents.userId, userId),
              status === 'answered' ? undefined : sql`coalesce(${agents.testResult}, 'ringing') in ('initiated', 'ringing')`,
            ),
          ),
      );
    },
  }),
];

export const schedules: Schedule[] = [
  { task: 'voip.compare', each: 'connection', everyMs: HOUR_MS },
  { task: 'voip.sweep', each: 'workspace', everyMs: 5 * MINUTE_MS },
  { task: 'voip.count', each: 'workspace', everyMs: MINUTE_MS },
  { task: 'voip.purge-recordings', each: 'workspace', everyMs: 6 * HOUR_MS },
];
