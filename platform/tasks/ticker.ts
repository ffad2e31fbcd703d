export interface Ticker {
  /** Runs now (or once more right after the run in progress). */
  kick(): void;
  /** Waits for the run in progress; nothing runs afterwards. */
  stop(): Promise<void>;
}

/** Repeats `work` every `everyMs` of real time, never two at once. An error goes to `onError` and the next round comes all the same. */
export function startTicker(everyMs: number, work: () => Promise<unknown>, onError: (error: unknown) => void): Ticker {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async () => {
    do {
      again = false;
      await work().catch(onError);
    } while (again && !stopped);
  };
  const arm = () => {
    if (!stopped) timer = setTimeout(run, everyMs).unref();
  };
  const run = () => {
    clearTimeout(timer);
    running ??= round().finally(() => {
      running = undefined;
      arm();
    });
  };
  arm();
  return {
    kick() {
      if (stopped) return;
      if (running) again = true;
      else run();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
