import { and, eq } from 'drizzle-orm';
import { type Context, PatchbayError } from '#sdk';
import { addressOf } from '../addresses.ts';
import { driverOf, type Listening } from '../driver.ts';
import { voipAgents as agents } from '../models.ts';
import { telephonesOf } from '../routing/agents.ts';
import { twiml, verb } from '../twiml/write.ts';
import { alreadyOver, part, room, roomOf, setRoom, sidesOf } from './control.ts';
import { personOf } from './place.ts';
import { type CallRow, tellCall } from './tell.ts';

/** Into the room of a call, as somebody who listens in. `us`: the leg that is whispered to. */
export const listenersRoom = (callId: string, mode: Listening, us: string): string =>
  twiml(
    verb(
      'Dial',
      {},
      verb(
        'Conference',
        { startConferenceOnEnter: 'true', beep: 'false', ...(mode === 'listen' ? { muted: 'true' } : {}), ...(mode === 'whisper' ? { coach: us } : {}) },
        roomOf(callId),
      ),
    ),
  );

/**
 * Somebody who leads hears a call of their people, or says something to one of them or to both. Rings whoever asks; asked
 * again while they listen, they are heard as they say now. The first time the two who talk go into a room that allows it.
 */
export async function listenIn(ctx: Context, id: string, mode: Listening): Promise<CallRow> {
  const userId = personOf(ctx);
  if (!userId) throw new PatchbayError('person_needed');
  const sides = await sidesOf(ctx, id);
  const { call, us } = sides;
  const driver = driverOf(sides.ctx);
  if (!driver.capabilities.listen) throw new PatchbayError('conflict', { detail: 'This provider has no way to listen in.' });
  if (us.userId === userId) throw new PatchbayError('conflict', { detail: 'You are in this call yourself.' });
  const own = call.legs.find((leg) => leg.role === 'listener' && leg.userId === userId && !leg.endedAt);
  if (own) {
    // They are not in the room yet, or are being sent there: they are sent once more, as they shall be.
    if (!(await driver.listen(roomOf(id), own.legId, mode, us.legId))) await driver.instruct(own.legId, listenersRoom(id, mode, us.legId)).catch(alreadyOver);
    return call;
  }
  const [agent] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(agents)
      .where(and(eq(agents.workspaceId, ctx.workspaceId), eq(agents.userId, userId))),
  );
  const [target] = agent ? telephonesOf(agent, ctx.clock.now(), sides.ctx.connection.id) : [];
  if (!target) throw new PatchbayError('conflict', { detail: 'Nothing would ring for you: open the phone at the top and say where you are rung.' });
  if (!call.room) {
    await part(sides, room(id), room(id));
    await setRoom(ctx, call, { held: false });
  }
  const { externalId } = await driver.placeCall({
    to: target.to,
    from: call.ownNumber ?? call.toNumber,
    url: addressOf(sides.ctx, 'flow', { step: 'listen', call: id, mode, us: us.legId }),
    statusUrl: addressOf(sides.ctx, 'status', { call: id, leg: 'listener', user: userId }),
    ringSeconds: 25,
  });
  const now = ctx.clock.now();
  return ctx.db.transaction((tx) =>
    tellCall(
      ctx,
      tx,
      call,
      [{ type: 'requested', legId: externalId, at: now, dedupeKey: `${externalId}:requested`, facts: { role: 'listener', userId } }],
      now,
    ),
  );
}

/** Leaves a call that one listens to; it goes on without them. */
export async function stopListening(ctx: Context, id: string): Promise<CallRow> {
  const userId = personOf(ctx);
  const { call, ctx: connected } = await sidesOf(ctx, id);
  for (const { legId } of call.legs.filter((leg) => leg.role === 'listener' && leg.userId === userId && !leg.endedAt))
    await driverOf(connected).hangUp(legId).catch(alreadyOver);
  return call;
}
