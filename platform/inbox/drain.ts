import { PatchbayError } from '#sdk';
import { type BatchResult, type DrainParts, drainBatch } from './drain-batch.ts';
import { loudParked } from './parked.ts';

/**
 * Workers that empty the inbox. Woken by inserts of this process, and by a short poll for those of others and for what
 * is due again. Several processes and several workers share the work: a key is locked by whoever handles it.
 */
export function createDrain(parts: DrainParts, { workers, beforePoll }: { workers: number; beforePoll: () => Promise<void> }) {
  const { deps, limits } = parts;
  let running = false;
  let loops: Promise<void>[] = [];
  let wake: (() => void) | undefined;
  let signalled = false;

  const batch = async (): Promise<BatchResult | undefined> => {
    const result = await drainBatch(parts);
    if (result && result.parked.length > 0) await loudParked(deps, result.parked);
    return result;
  };

  const pause = () => {
    if (signalled || !running) return Promise.resolve();
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limits.pollMs).unref();
      const before = wake;
      wake = () => {
        clearTimeout(timer);
        before?.();
        resolve();
      };
    });
  };

  const loop = async (isFirst: boolean) => {
    while (running) {
      signalled = false;
      try {
        if (isFirst) await beforePoll();
        while (running && (await batch())) {
          // until nothing is left
        }
      } catch (error) {
        const isAway = error instanceof PatchbayError && error.code === 'database_unavailable';
        deps.log[isAway ? 'warn' : 'error']({ err: error }, 'the webhook drain stopped for a moment');
        signalled = false;
      }
      await pause();
    }
  };

  return {
    /** Handles everything that is due now; for tests, commands and a last look before the process ends. */
    async untilEmpty(): Promise<{ handled: number; failed: number }> {
      const total = { handled: 0, failed: 0 };
      for (let result = await batch(); result; result = await batch()) {
        total.handled += result.handled;
        total.failed += result.failed;
      }
      return total;
    },
    signal() {
      signalled = true;
      const waiting = wake;
      wake = undefined;
      waiting?.();
    },
    start() {
      if (running) return;
      running = true;
      loops = Array.from({ length: workers }, (_, index) => loop(index === 0));
    },
    /** Resolves when the batches under way are committed. */
    async stop() {
      running = false;
      const waiting = wake;
      wake = undefined;
      waiting?.();
      await Promise.all(loops);
      loops = [];
    },
  };
}
export type Drain = ReturnType<typeof createDrain>;
