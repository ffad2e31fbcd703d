import { and, eq } from 'drizzle-orm';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { addressOf } from '../addresses.ts';
import { driverOf } from '../driver.ts';
import { askGuard } from '../guard/ask.ts';
import { voipAgents as agents, voipCalls as calls } from '../models.ts';
import { telephonesOf } from '../routing/agents.ts';
import { settingsOf } from '../settings.ts';
import { endSipCall } from '../sip/hang-up.ts';
import { musicOf, soundAddress } from '../sounds/address.ts';
import { twiml, verb } from '../twiml/write.ts';
import type { LegState } from './events.ts';
import { type CallRow, callById, tellCall } from './tell.ts';

export interface Sides {
  call: CallRow;
  ctx: ConnectedContext;
  us: LegState;
  them: LegState;
}

export async function sidesOf(ctx: Context, id: string): Promise<Sides> {
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, id));
  if (!call) throw new PatchbayError('not_found');
  const up = call.legs.filter(({ endedAt }) => endedAt === undefined);
  const [us, them] = [up.find(({ role, answeredAt }) => role === 'us' && answeredAt), up.find(({ role }) => role !== 'us' && role !== 'listener')];
  if (!call.connectionId || call.state !== 'answered' || !us || !them) throw new PatchbayError('conflict', { detail: 'This call is not going on any more.' });
  return { call, us, them, ctx: await ctx.withConnection(asId<ConnectionId>(call.connectionId)) };
}

export const roomOf = (id: string): string => `call-${id}`;
export const room = (id: string, isMuted = false) =>
  twiml(verb('Dial', {}, verb('Conference', { startConferenceOnEnter: 'true', beep: 'false', ...(isMuted ? { muted: 'true' } : {}) }, roomOf(id))));
/** The connection's own music, else what everybody has. */
async function music(ctx: ConnectedContext): Promise<string> {
  return twiml(verb('Play', { loop: '0' }, await soundAddress(ctx, musicOf(settingsOf(ctx.connection).holdMusicFileId))));
}

/** Ends a call, whatever it is doing. */
export async function hangUpCall(ctx: Context, id: string): Promise<CallRow> {
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, id));
  if (!call) throw new PatchbayError('not_found');
  const isHeard = call.legs.some(({ role, endedAt }) => role === 'listener' && endedAt === undefined);
  if (!call.connectionId || (call.state === 'ended' && !isHeard)) return call;
  const connected = await ctx.withConnection(asId<ConnectionId>(call.connectionId));
  if (connected.connection.provider === 'sip') {
    await endSipCall(connected, call);
    return call;
  }
  const driver = driverOf(connected);
  const up = call.legs.filter(({ endedAt }) => endedAt === undefined);
  // The root takes the others along; in a room each stands for itself.
  for (const { legId } of call.room ? up : up.filter(({ parentLegId }) => parentLegId === undefined)) await driver.hangUp(legId).catch(alreadyOver);
  if (up.length === 0 && call.externalId) await driver.hangUp(call.externalId).catch(alreadyOver);
  return call;
}
export const alreadyOver = (error: unknown): void => {
  if (!(error instanceof PatchbayError) || error.row.retryable) throw error;
};

export const setRoom = (
  ctx: Context,
  call: CallRow,
  { held, isMuted = call.room?.isMuted ?? false }: { held: boolean; isMuted?: boolean },
  event?: 'held' | 'resumed',
) =>
  ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    await tx
      .update(calls)
      .set({ room: { held, since: call.room?.since ?? now.toISOString(), isMuted } })
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, call.id)));
    return tellCall(ctx, tx, call, event ? [{ type: event, legId: '', at: now, dedupeKey: `${event}:${now.getTime()}`, facts: {} }] : [], now);
  });

const noteRoom = (ctx: Context, { id }: CallRow, room: CallRow['room']) =>
  ctx.db.transaction((tx) =>
    tx
      .update(calls)
      .set({ room })
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, id))),
  );

/**
 * Each of the two gets instructions of their own; whoever hangs on the other is taken out first, so that they are not let
 * go. The bridge of the other then ends and the provider asks what next, perhaps before our second word: that they part is
 * written down first, and the answer to that question is the room (`inRoom` of routing/answer.ts).
 */
export async function part(sides: Sides, forUs: string, forThem: string): Promise<void> {
  const { call, ctx } = sides;
  await noteRoom(ctx, call, { held: false, since: ctx.clock.now().toISOString() });
  try {
    await instructBoth(sides, forUs, forThem);
  } catch (error) {
    await noteRoom(ctx, call, null);
    throw error;
  }
}

async function instructBoth({ us, them, ctx }: Sides, forUs: string, forThem: string): Promise<void> {
  const driver = driverOf(ctx);
  const [first, second] = us.parentLegId
    ? ([
        [us, forUs],
        [them, forThem],
      ] as const)
    : ([
        [them, forThem],
        [us, forUs],
      ] as const);
  await driver.instruct(first[0].legId, first[1]);
  await driver.instruct(second[0].legId, second[1]);
}

export async function holdCall(ctx: Context, id: string, held: boolean): Promise<CallRow> {
  const sides = await sidesOf(ctx, id);
  const { call, them } = sides;
  if ((call.room?.held ?? false) === held) return call;
  if (held && !call.room) await part(sides, room(id), await music(sides.ctx));
  else await driverOf(sides.ctx).instruct(them.legId, held ? await music(sides.ctx) : room(id));
  return setRoom(ctx, call, { held }, held ? 'held' : 'resumed');
}

/** The other side does not hear us. A bridge of two has no such switch: the first time both go into a room that has. */
export async function muteCall(ctx: Context, id: string, isMuted: boolean): Promise<CallRow> {
  const sides = await sidesOf(ctx, id);
  const { call, us } = sides;
  const driver = driverOf(sides.ctx);
  if (!driver.capabilities.mute) throw new PatchbayError('conflict', { detail: 'This provider mutes at the telephone: use the key of your own phone.' });
  if ((call.room?.isMuted ?? false) === isMuted) return call;
  if (!call.room) await part(sides, room(id, isMuted), room(id));
  // On the way into the room they are not in it yet: they are sent there again, as they shall be.
  else if (!(await driver.mute(roomOf(id), us.legId, isMuted))) await driver.instruct(us.legId, room(id, isMuted));
  return setRoom(ctx, call, { held: call.room?.held ?? false, isMuted });
}

export interface Transfer {
  to?: string | undefined;
  userId?: string | undefined;
  mode: 'blind' | 'warm' | 'complete' | 'cancel';
}

async function targetOf(ctx: ConnectedContext, { to, userId }: Transfer): Promise<{ to: string; userId?: string }> {
  if (userId) {
    const target = await ctx.db.transaction(async (tx) => {
      const [agent] = await tx
        .select()
        .from(agents)
        .where(and(eq(agents.workspaceId, ctx.workspaceId), eq(agents.userId, userId)));
      return agent ? telephonesOf(agent, ctx.clock.now(), ctx.connection.id)[0] : undefined;
    });
    if (!target) throw new PatchbayError('invalid_input', { errors: [{ path: 'userId', message: 'No telephone rings for this person.' }] });
    return target;
  }
  if (!to) throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'Say to whom.' }] });
  const guard = await askGuard(ctx, { to, userId: null, contactId: null });
  if (!guard.e164 || (!guard.allowed && guard.rule !== 'attempts'))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: guard.sentence ?? 'That is no number.' }] });
  return { to: guard.e164 };
}

/** Hands the other side on: at once, or after a word with whoever takes over. */
export async function transferCall(ctx: Context, id: string, transfer: Transfer): Promise<CallRow> {
  const sides = await sidesOf(ctx, id);
  const { call, us, them } = sides;
  const driver = driverOf(sides.ctx);
  if (transfer.mode === 'complete' || transfer.mode === 'cancel') {
    if (!call.room) throw new PatchbayError('conflict', { detail: 'Nobody was asked yet.' });
    const asked = call.legs.find(({ role, endedAt, legId, parentLegId }) => role === 'us' && !endedAt && legId !== us.legId && parentLegId === us.legId);
    await driver.instruct(them.legId, room(id));
    if (transfer.mode === 'complete') await driver.hangUp(us.legId);
    else if (asked) await driver.hangUp(asked.legId).catch(alreadyOver);
    return setRoom(ctx, call, { held: false }, call.room.held ? 'resumed' : undefined);
  }
  const target = await targetOf(sides.ctx, transfer);
  const status = addressOf(sides.ctx, 'status', { call: id, leg: 'us', ...(target.userId ? { user: target.userId } : {}) });
  if (transfer.mode === 'warm') {
    // The caller hears music while we speak with the one who takes over, in the room that the caller joins later.
    if (!call.room) await part(sides, room(id), await music(sides.ctx));
    else await driver.instruct(them.legId, await music(sides.ctx));
    await driver.placeCall({
      to: target.to,
      from: call.ownNumber ?? call.toNumber,
      url: addressOf(sides.ctx, 'flow', { step: 'join', call: id }),
      statusUrl: `${status}&root=0&by=${us.legId}`,
      ringSeconds: 30,
    });
    return setRoom(ctx, call, { held: true }, call.room?.held ? undefined : 'held');
  }
  const told = { statusCallback: status, statusCallbackEvent: 'initiated ringing answered completed' };
  const on = twiml(
    verb(
      'Dial',
      { timeout: '30', answerOnBridge: 'true', callerId: call.ownNumber ?? '' },
      target.to.startsWith('client:') ? verb('Client', told, target.to.slice('client:'.length)) : verb('Number', told, target.to),
    ),
  );
  // Taken out of the bridge, the one who hands on is alone: their call ends with it.
  await driver.instruct(them.legId, on);
  if (!us.parentLegId || call.room) await driver.hangUp(us.legId).catch(alreadyOver);
  return ctx.db.transaction((tx) => tellCall(ctx, tx, call, [], ctx.clock.now()));
}
