import type { Context, Transaction } from '#sdk';
import { keepRollup } from '../analytics/dirty.ts';
import { busyAgents } from './agents.ts';
import { noteCallers } from './caller.ts';
import { firstLook, isCertain, lookAgain } from './certain.ts';
import type { CallEvent } from './events.ts';
import { fold, isSilent } from './fold.ts';
import { type CallRow, eventsOf, type Heard, holdCalls, keepAll, type NewCall, writeFolded } from './keep.ts';
import { activityOf, isEndTold, publishCalls, recordActivities } from './timeline.ts';

export { type CallRow, callById, type NewCall } from './keep.ts';

/**
 * Keeps what was told of a call and brings the call to what all of it together says. In which order it is told does not
 * matter. Returns the call as it is now.
 */
export async function tellCall(ctx: Context, tx: Transaction, seed: NewCall, told: readonly CallEvent[], receivedAt: Date): Promise<CallRow> {
  const [kept] = await keepAll(tx, ctx.workspaceId, [{ seed, events: told, receivedAt }]);
  if (!kept) throw new Error('a call vanished while it was told of');
  if (told.length > 0 && !kept.isFresh && kept.call.match !== null) return kept.call;
  const [call] = await refoldAll(ctx, tx, [kept.call]);
  return call ?? kept.call;
}

/**
 * The same for callbacks, which come by the thousand: only written down here. A task folds each call once, however many
 * callbacks were told before it runs, and many calls in one transaction. The held rows make a fold that is under way wait,
 * so that none is missed.
 */
export async function hearCalls(ctx: Context, tx: Transaction, heard: readonly Heard[]): Promise<CallRow[]> {
  const kept = await keepAll(tx, ctx.workspaceId, heard);
  const due = new Set(
    kept
      .filter(({ call, isFresh }, index) => call.match === null || (isFresh && !heard[index]?.events.every((event) => isSilent(call, event))))
      .map(({ call }) => call.id),
  );
  await ctx.tasks.enqueueAll(
    'voip.fold-call',
    [...due].map((callId) => ({ payload: { callId }, singletonKey: callId })),
  );
  return kept.map(({ call }) => call);
}

/** The same where somebody waits to see it: whoever is called sees who calls while it rings. Folded here and now. */
export async function showCalls(ctx: Context, tx: Transaction, heard: readonly Heard[]): Promise<void> {
  const kept = await keepAll(tx, ctx.workspaceId, heard, { areNew: true });
  const due = new Map(kept.filter(({ call, isFresh }) => isFresh || call.match === null).map(({ call }) => [call.id, call]));
  const told = new Map<string, CallEvent[]>();
  for (const [index, { call, isNew }] of kept.entries()) if (isNew) told.set(call.id, [...(told.get(call.id) ?? []), ...(heard[index]?.events ?? [])]);
  await refoldAll(ctx, tx, [...due.values()], { told });
}

/** What `hearCalls` left to be done. */
export async function foldCalls(ctx: Context, tx: Transaction, callIds: readonly string[]): Promise<void> {
  const before = await holdCalls(tx, ctx.workspaceId, callIds);
  const isUp = (call: CallRow, role: string) => call.legs.some((each) => each.role === role && !each.endedAt);
  // In a room nobody hangs on anybody: the last of us ends it, so that nobody is left listening to music, or to nobody.
  for (const call of await refoldAll(ctx, tx, before))
    if (call.room && ((isUp(call, 'them') && !isUp(call, 'us')) || (call.state === 'ended' && isUp(call, 'listener'))))
      await ctx.tasks.enqueue('voip.end-room', { callId: call.id }, { singletonKey: call.id });
}

/** All of a call that a figure shows. */
const shownOf = ({ updatedAt, legs, told, activityId, match, room, settleAt, settleLooks, ...shown }: CallRow): string => JSON.stringify(shown);

/**
 * Reads all that is known of calls once more, and tells whoever must know what changed: a handful of statements, however
 * many calls. The rows are held, in the order of their ids. `isChanged`: something of them was changed by hand just now.
 * `isSettled`: whoever knew more of how they ended was asked. `told`: all that was told of those of whom it is known.
 */
export async function refoldAll(
  ctx: Context,
  tx: Transaction,
  calls: readonly CallRow[],
  { isChanged = false, isSettled = false, told = new Map<string, CallEvent[]>() } = {},
): Promise<CallRow[]> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const read = await eventsOf(
    tx,
    workspaceId,
    calls.flatMap(({ id }) => (told.has(id) ? [] : [id])),
  );
  const folds = calls.map((before) => {
    const events = told.get(before.id) ?? read.get(before.id) ?? [];
    return { before, events, folded: fold(before.direction, events) };
  });
  const callers = await noteCallers(
    ctx,
    tx,
    folds.filter(({ before }) => !before.match && before.source !== 'leg').map(({ before, folded }) => ({ call: before, callerName: folded.callerName })),
  );
  const pairs = folds.map(({ before, events, folded }) => ({
    before,
    after: {
      ...before,
      ...folded,
      ...callers.get(before.id),
      // Of what we did not ask for ourselves, the first that was told is when it began.
      ...(events[0] && before.source !== 'effect' && before.source !== 'manual' ? { requestedAt: events[0].at } : {}),
      settleAt: before.settleAt,
      settleLooks: before.settleLooks,
      userId: folded.userId ?? before.userId,
      queueId: folded.queueId ?? before.queueId,
    } satisfies CallRow,
  }));
  for (const { before, after } of pairs) {
    const isDoubtful = after.state === 'ended' && !isSettled && !isEndTold(before) && !isCertain(after);
    if (!isDoubtful) after.settleLooks = 0;
    after.settleAt = isDoubtful ? (before.settleAt ?? firstLook(after, now)) : null;
  }
  for (const { before, after } of pairs) await busyAgents(ctx, tx, before, after);
  const ended = pairs.filter(({ after }) => after.state === 'ended');
  // Most of what a callback tells after the end shows nowhere.
  const isNews = ({ before, after }: (typeof pairs)[number], shown: (call: CallRow) => string) =>
    isChanged || !before.activityId || before.match === null || shown(before) !== shown(after);
  await keepRollup(
    ctx,
    tx,
    ended.filter((pair) => isNews(pair, shownOf)).map(({ after }) => after),
  );
  const ids = await recordActivities(
    ctx,
    ended.filter((pair) => isNews(pair, (call) => JSON.stringify(activityOf(call)))).map(({ after }) => after),
  );
  for (const { after } of ended) after.activityId = ids.get(after.id) ?? after.activityId;
  await publishCalls(
    ctx,
    pairs.map(({ after }) => after),
  );
  await writeFolded(tx, pairs, now);
  for (const at of new Set(pairs.flatMap(({ before, after }) => (after.settleAt && !before.settleAt ? [after.settleAt.getTime()] : []))))
    await lookAgain(ctx, new Date(at));
  return pairs.map(({ after }) => after);
}
