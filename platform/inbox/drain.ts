import { setTimeout as wait } from 'node:timers/promises';
import { PatchbayError } from '#sdk';
import { type BatchResult, type DrainParts, drainBatch, FEWEST, MOST } from './drain-batch.ts';
import { loudParked } from './parked.ts';

/** A full batch that is handled within this was of short work: the next may be larger. */
const QUICK_MS = 250;
/** After a batch of so many the next is given a moment to grow. */
const MANY = 10;
const GATHER_MS = 75;
/** What comes in while a batch is handled waits for it so long before another worker takes it. */
const PATIENCE_MS = 50;

/**
 * Workers that empty the inbox. Woken by inserts of this process, and by a short poll for those of others and for what
 * is due again. Several processes and several workers share the work: a key is locked by whoever handles it. One worker is
 * enough until a batch is full or takes long: many that take a few events each cost more than one that takes many.
 */
export function createDrain(parts: DrainParts, { workers, beforePoll }: { workers: number; beforePoll: () => Promise<void> }) {
  const { deps, limits } = parts;
  let running = false;
  let loops: Promise<void>[] = [];
  /** Something came in since somebody last looked. */
  let signalled = false;
  let resting: (() => void)[] = [];
  let help: NodeJS.Timeout | undefined;
  const wakeOne = () => resting.shift()?.();

  const batch = async (limit: number): Promise<BatchResult | undefined> => {
    signalled = false;
    const result = await drainBatch(parts, limit);
    if (result && result.parked.length > 0) await loudParked(deps, result.parked);
    return result;
  };
  /** Until nothing is left. Of many that are handled quickly more are taken at once: most of a batch costs the same for each size. */
  const untilDone = async (goesOn: () => boolean, gatherMs = 0): Promise<{ handled: number; failed: number }> => {
    const total = { handled: 0, failed: 0 };
    for (let limit = FEWEST; goesOn(); ) {
      const startedAt = performance.now();
      const result = await batch(limit);
      if (!result) break;
      total.handled += result.handled;
      total.failed += result.failed;
      if (result.handled < limit) {
        limit = FEWEST;
        if (result.handled >= MANY && gatherMs > 0) await wait(gatherMs);
      } else {
        wakeOne();
        if (performance.now() - startedAt < QUICK_MS) limit = Math.min(MOST, limit * 2);
      }
    }
    return total;
  };

  const rest = () => {
    if (signalled || !running) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      resting = resting.filter((each) => each !== wake);
      resolve();
    }, limits.pollMs).unref();
    resting.push(wake);
    return promise;
  };

  const loop = async (isFirst: boolean) => {
    while (running) {
      try {
        if (isFirst) await beforePoll();
        await untilDone(() => running, GATHER_MS);
      } catch (error) {
        const isAway = error instanceof PatchbayError && error.code === 'database_unavailable';
        deps.log[isAway ? 'warn' : 'error']({ err: error }, 'the webhook drain stopped for a moment');
        signalled = false;
      }
      await rest();
    }
  };

  return {
    /** Handles everything that is due now; for tests, commands and a last look before the process ends. */
    untilEmpty: () => untilDone(() => true),
    signal() {
      signalled = true;
      if (resting.length === loops.length) wakeOne();
      else if (resting.length > 0)
        help ??= setTimeout(() => {
          help = undefined;
          if (signalled) wakeOne();
        }, PATIENCE_MS).unref();
    },
    start() {
      if (running) return;
      running = true;
      loops = Array.from({ length: workers }, (_, index) => loop(index === 0));
    },
    /** Resolves when the batches under way are committed. */
    async stop() {
      running = false;
      clearTimeout(help);
      help = undefined;
      for (const wake of resting.splice(0)) wake();
      await Promise.all(loops);
      loops = [];
    },
  };
}
export type Drain = ReturnType<typeof createDrain>;
