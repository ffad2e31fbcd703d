import { AsyncResource } from 'node:async_hooks';

export interface Loop {
  /** Something may be waiting: run soon, and once more if it is running now. */
  poke(): void;
  /** Ends after the run in progress. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** Milliseconds until it wants to run again; undefined = `everyMs`. */
  run: () => Promise<number | undefined>;
  everyMs: number;
  /** From the beginning of a run to the next, however often it is poked and whatever the run asks for; default: none. */
  restMs?: number;
  onError: (error: unknown) => void;
}

/** Runs one thing again and again, never twice at once. The first run comes with the first turn of the event loop. */
export function createLoop(options: LoopOptions): Loop {
  // A poke from inside somebody's transaction must not drag that transaction along.
  const run = AsyncResource.bind(options.run);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let poked = false;
  let stopped = false;
  let startedAt = Number.NEGATIVE_INFINITY;
  const rest = () => Math.max(0, startedAt + (options.restMs ?? 0) - performance.now());

  const schedule = (ms: number) => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void start(), ms).unref();
  };
  const start = async () => {
    if (running || stopped) return;
    poked = false;
    startedAt = performance.now();
    let wait: number | undefined;
    running = run().then(
      (ms) => {
        wait = ms;
      },
      (error: unknown) => options.onError(error),
    );
    await running;
    running = undefined;
    schedule(Math.max(rest(), poked ? 0 : (wait ?? options.everyMs)));
  };
  schedule(0);
  return {
    poke() {
      poked = true;
      if (!running) schedule(rest());
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
