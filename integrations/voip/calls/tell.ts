import { and, asc, eq, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context, Transaction } from '#sdk';
import { keepRollup } from '../analytics/dirty.ts';
import { voipCalls as calls, voipCallEvents as eventRows } from '../models.ts';
import { busyAgents } from './agents.ts';
import { noteCaller } from './caller.ts';
import type { CallEvent } from './events.ts';
import { fold } from './fold.ts';
import { publishCall, recordActivity } from './timeline.ts';

export type CallRow = typeof calls.$inferSelect;
export type NewCall = typeof calls.$inferInsert;

export const callById = async (tx: Transaction, workspaceId: string, id: string, lock = false): Promise<CallRow | undefined> => {
  const query = tx
    .select()
    .from(calls)
    .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, id)));
  const [row] = await (lock ? query.for('update') : query);
  return row;
};
/** The row of a call, held: by the provider's id of it, else by ours. Nobody knew it yet: it begins here. */
async function heldCall(tx: Transaction, seed: NewCall): Promise<CallRow> {
  const { workspaceId, id, connectionId, externalId } = seed;
  const byExternal = connectionId && externalId ? and(eq(calls.connectionId, connectionId), eq(calls.externalId, externalId)) : undefined;
  const find = async (): Promise<CallRow | undefined> => {
    const [row] = await tx
      .select()
      .from(calls)
      .where(and(eq(calls.workspaceId, workspaceId), or(byExternal, eq(calls.id, id))))
      .orderBy(...(byExternal ? [sql`(${byExternal}) is true desc`] : []))
      .limit(1)
      .for('update');
    return row;
  };
  const known = await find();
  if (known) return known;
  const [begun] = await tx.insert(calls).values(seed).onConflictDoNothing().returning();
  const row = begun ?? (await find());
  if (!row) throw new Error('a call vanished while it was told of');
  return row;
}

export const eventsOf = async (tx: Transaction, workspaceId: string, callId: string): Promise<CallEvent[]> => {
  const rows = await tx
    .select()
    .from(eventRows)
    .where(and(eq(eventRows.workspaceId, workspaceId), eq(eventRows.callId, callId)))
    .orderBy(asc(eventRows.occurredAt), asc(eventRows.id));
  return rows.map(({ type, legId, occurredAt, dedupeKey, facts }) => ({ type: type as CallEvent['type'], legId, at: occurredAt, dedupeKey, facts }));
};

interface Kept {
  call: CallRow;
  /** Something new was told of it. */
  isFresh: boolean;
}

/** Writes down what was told of a call; what was told before changes nothing. The row is held until the transaction ends. */
async function keep(tx: Transaction, seed: NewCall, told: readonly CallEvent[], receivedAt: Date): Promise<Kept> {
  const { workspaceId } = seed;
  let call = await heldCall(tx, seed);
  const { id } = call;
  if (call.source === 'leg' && seed.source !== 'leg') {
    const { direction, purpose, fromNumber, toNumber, counterpart, isWithheld, ownNumber, source } = { ...call, ...seed };
    const known = { direction, purpose, fromNumber, toNumber, counterpart, isWithheld, ownNumber, source, match: null };
    call = { ...call, ...known };
    await tx
      .update(calls)
      .set(known)
      .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, id)));
  }
  if (told.length === 0) return { call, isFresh: false };
  const fresh = await tx
    .insert(eventRows)
    .values(told.map(({ at, ...event }) => ({ ...event, workspaceId, id: uuidv7(), callId: id, occurredAt: at, receivedAt })))
    .onConflictDoNothing()
    .returning({ id: eventRows.id });
  return { call, isFresh: fresh.length > 0 };
}

/**
 * Keeps what was told of a call and brings the call to what all of it together says. In which order it is told does not
 * matter. Returns the call as it is now.
 */
export async function tellCall(ctx: Context, tx: Transaction, seed: NewCall, told: readonly CallEvent[], receivedAt: Date): Promise<CallRow> {
  const { call, isFresh } = await keep(tx, seed, told, receivedAt);
  if (told.length > 0 && !isFresh && call.match !== null) return call;
  return refold(ctx, tx, { ...call, externalId: call.externalId ?? seed.externalId ?? null });
}

/**
 * The same for callbacks, which come by the thousand: only written down here. One task folds the call, however many of
 * them were told before it runs. The held row makes a fold that is under way wait, so that none is missed.
 */
export async function hearCall(ctx: Context, tx: Transaction, seed: NewCall, told: readonly CallEvent[], receivedAt: Date): Promise<CallRow> {
  const { call, isFresh } = await keep(tx, seed, told, receivedAt);
  if (!call.externalId && seed.externalId)
    await tx
      .update(calls)
      .set({ externalId: seed.externalId })
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, call.id)));
  if (isFresh || call.match === null)
    await ctx.tasks.enqueue('voip.fold-call', { callId: call.id }, { singletonKey: call.id, ...(ctx.connection ? { connectionId: ctx.connection.id } : {}) });
  return call;
}

/** What `hearCall` left to be done. */
export async function foldCall(ctx: Context, callId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const before = await callById(tx, ctx.workspaceId, callId, true);
    if (!before) return;
    const call = await refold(ctx, tx, before, { skipsSame: true });
    // In a room nobody hangs on anybody: the last of us ends it, so that nobody is left listening to music.
    const isUp = (role: string) => call.legs.some((each) => each.role === role && !each.endedAt);
    if (call.room && isUp('them') && !isUp('us')) await ctx.tasks.enqueue('voip.end-room', { callId }, { singletonKey: callId });
  });
}

/** All of a call that a timeline or a figure shows. */
const shownOf = ({ updatedAt, legs, told, activityId, match, room, ...shown }: CallRow): string => JSON.stringify(shown);

/** Reads all that is known of a call once more, and tells whoever must know what changed. The row is held. */
export async function refold(ctx: Context, tx: Transaction, before: CallRow, { skipsSame = false } = {}): Promise<CallRow> {
  const { workspaceId } = ctx;
  const events = await eventsOf(tx, workspaceId, before.id);
  const folded = fold(before.direction, events);
  const caller = before.match || before.source === 'leg' ? {} : await noteCaller(ctx, tx, before, folded.callerName);
  const { userId, queueId, ...facts } = folded;
  const change = {
    ...facts,
    ...caller,
    externalId: before.externalId,
    // Of what we did not ask for ourselves, the first that was told is when it began.
    ...(events[0] && before.source !== 'effect' && before.source !== 'manual' ? { requestedAt: events[0].at } : {}),
    userId: userId ?? before.userId,
    queueId: queueId ?? before.queueId,
    updatedAt: ctx.clock.now(),
  };
  const [after] = await tx
    .update(calls)
    .set(change)
    .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, before.id)))
    .returning();
  if (!after) throw new Error('a call vanished while it was folded');
  await busyAgents(ctx, tx, before, after);
  // Most of what a callback tells after the end shows nowhere.
  const isNews = !skipsSame || !before.activityId || before.match === null || shownOf(before) !== shownOf(after);
  if (after.state === 'ended' && isNews) {
    await keepRollup(ctx, tx, after);
    after.activityId = await recordActivity(ctx, after);
  }
  const told = await publishCall(ctx, after);
  if (told.length > after.told.length || after.activityId !== before.activityId) {
    await tx
      .update(calls)
      .set({ told, activityId: after.activityId })
      .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, after.id)));
    after.told = told;
  }
  return after;
}
