import type { OutgoingMessage } from '../client/transport.ts';
import { fateOf } from './fate.ts';
import type { Way } from './transports.ts';
import type { CampaignTurns } from './turns.ts';

/** Lines at a time where a message is a call of its own. */
const AT_ONCE = 10;

/**
 * Hands messages over in their turns. Whoever is not heard of stays so, and is unknown in the end.
 * @throws what kept the way shut, when nothing was begun
 */
export async function handOver({ ctx, transport }: Way, messages: readonly OutgoingMessage[], turns: CampaignTurns): Promise<void> {
  if (transport.sendBatch) {
    const mine = await turns.beginAll();
    if (mine.length === 0) return;
    try {
      for (const answer of await transport.sendBatch(ctx, mine)) turns.end(answer);
    } catch (error) {
      const fate = fateOf(error);
      for (const { key } of mine) turns.heard(key, fate);
    }
    return;
  }
  if (transport.sendInTurn) return transport.sendInTurn(ctx, messages, turns);
  const waiting = [...messages];
  let isDown = false;
  const line = async () => {
    for (let message = waiting.shift(); message && !isDown; message = waiting.shift()) {
      if (!(await turns.begin(message))) continue;
      try {
        const { providerId } = await transport.send(ctx, message);
        turns.heard(message.key, { state: 'accepted', ...(providerId ? { providerId } : {}) });
      } catch (error) {
        const fate = fateOf(error);
        turns.heard(message.key, fate);
        // The others need not find it out as well.
        if (fate.state === 'again' && fate.transportIsDown) isDown = true;
      }
    }
  };
  const lines = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, messages.length) }, line));
  for (const each of lines) if (each.status === 'rejected') throw each.reason;
}
