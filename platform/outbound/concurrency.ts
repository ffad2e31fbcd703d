import { PatchbayError } from '#sdk';

/**
 * How many calls of one connection are under way at once, where its provider bounds that. Counted by each process for
 * itself: what several send together too many is refused by the provider with 429, which all of them believe at once.
 */
export function createConcurrency() {
  const lines = new Map<string, { open: number; waiting: (() => void)[] }>();

  return {
    /** Waits for a place and gives back how to leave it; without `most` there is room for all. @throws the signal's reason when it is aborted while waiting */
    async enter(key: string, most: number | undefined, signal?: AbortSignal): Promise<() => void> {
      if (!most) return () => undefined;
      const line = lines.get(key) ?? { open: 0, waiting: [] };
      lines.set(key, line);
      if (line.open < most) line.open++;
      else {
        await new Promise<void>((resolve, reject) => {
          const turn = () => {
            signal?.removeEventListener('abort', leave);
            resolve();
          };
          const leave = () => {
            line.waiting = line.waiting.filter((each) => each !== turn);
            reject(signal?.reason ?? new PatchbayError('job_cancelled'));
          };
          if (signal?.aborted) return leave();
          signal?.addEventListener('abort', leave, { once: true });
          line.waiting.push(turn);
        });
      }
      let isLeft = false;
      return () => {
        if (isLeft) return;
        isLeft = true;
        // The place goes on to whoever waited longest.
        const next = line.waiting.shift();
        if (next) next();
        else if (--line.open === 0) lines.delete(key);
      };
    },
  };
}
export type Concurrency = ReturnType<typeof createConcurrency>;
