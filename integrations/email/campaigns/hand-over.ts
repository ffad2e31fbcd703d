import type { OutgoingMessage } from '../client/transport.ts';
import { type Fate, fateOf } from './fate.ts';
import type { Way } from './transports.ts';

/** Lines at a time where a message is a call of its own. */
const AT_ONCE = 10;

/** Hands messages over and says what became of each. Whoever is not heard of is unknown. */
export async function handOver({ ctx, transport }: Way, messages: readonly OutgoingMessage[]): Promise<Map<string, Fate>> {
  const fates = new Map<string, Fate>();
  if (transport.sendBatch) {
    try {
      for (const answer of await transport.sendBatch(ctx, messages)) {
        if (answer.accepted) fates.set(answer.key, { state: 'accepted', ...(answer.providerId ? { providerId: answer.providerId } : {}) });
        else if (answer.permanent) fates.set(answer.key, { state: 'failed', reason: answer.code });
        else fates.set(answer.key, { state: 'again', reason: answer.code, afterMs: 60_000, transportIsDown: false });
      }
    } catch (error) {
      const fate = fateOf(error);
      for (const { key } of messages) if (!fates.has(key)) fates.set(key, fate);
    }
  } else {
    const queue = [...messages];
    const line = async () => {
      for (let message = queue.shift(); message; message = queue.shift()) {
        try {
          const { providerId } = await transport.send(ctx, message);
          fates.set(message.key, { state: 'accepted', ...(providerId ? { providerId } : {}) });
        } catch (error) {
          fates.set(message.key, fateOf(error));
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, messages.length) }, line));
  }
  for (const { key } of messages) if (!fates.has(key)) fates.set(key, { state: 'unknown', reason: 'The provider said nothing about this one.' });
  return fates;
}
