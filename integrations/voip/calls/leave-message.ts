import { type Context, PatchbayError } from '#sdk';
import { driverOf } from '../driver.ts';
import { soundAddress } from '../sounds/address.ts';
import { greetingsOf } from '../sounds/greetings.ts';
import { twiml, verb } from '../twiml/write.ts';
import { alreadyOver, sidesOf } from './control.ts';
import { personOf } from './place.ts';
import { type CallRow, tellCall } from './tell.ts';

/**
 * An answering machine took the call: it hears what whoever calls has prepared for that, and hangs up by itself, while they
 * are free for the next one.
 */
export async function leaveMessage(ctx: Context, id: string): Promise<CallRow> {
  const userId = personOf(ctx);
  const sides = await sidesOf(ctx, id);
  const { call, us, them } = sides;
  const driver = driverOf(sides.ctx);
  if (!driver.capabilities.hold) throw new PatchbayError('conflict', { detail: 'This provider plays nothing into a call.' });
  const owner = us.userId ?? userId;
  if (!owner) throw new PatchbayError('person_needed');
  const message = (await greetingsOf(ctx, { ownerKind: 'person', ownerId: owner })).find(({ during }) => during === 'machine');
  if (!message)
    throw new PatchbayError('conflict', { detail: 'There is no message to leave yet.', remedy: 'Record or write one under Calls, Voicemail, and call again.' });
  const said = message.fileId ? verb('Play', {}, await soundAddress(sides.ctx, { file: message.fileId })) : verb('Say', {}, message.text ?? '');
  await driver.instruct(them.legId, twiml(said, verb('Hangup', {})));
  // Taken out of the bridge, the one who called is alone: their part ends.
  await driver.hangUp(us.legId).catch(alreadyOver);
  const now = ctx.clock.now();
  return ctx.db.transaction((tx) => tellCall(ctx, tx, call, [{ type: 'message_left', legId: '', at: now, dedupeKey: 'message-left', facts: {} }], now));
}
