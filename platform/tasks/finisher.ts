import type { Queue } from './queue.ts';
import type { Claim, Lane } from './task-item.ts';

/** Takes finished tasks out of the queue, grouped: while one statement is under way, the next ones gather for the following. */
export function createFinisher(queue: Queue, lane: Lane, onError: (error: unknown) => void) {
  let waiting: Claim[] = [];
  let flight: Promise<void> | undefined;
  const run = async () => {
    while (waiting.length > 0) {
      const claims = waiting;
      waiting = [];
      // Left in the queue by an error, they are run again once their lease ends: at least once, as always.
      await queue.finish(lane, claims).catch(onError);
    }
  };
  return {
    done(claim: Claim) {
      waiting.push(claim);
      flight ??= run().finally(() => {
        flight = undefined;
      });
    },
    flushed: async () => {
      while (flight) await flight;
    },
  };
}
export type Finisher = ReturnType<typeof createFinisher>;
