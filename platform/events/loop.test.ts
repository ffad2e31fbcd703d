import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLoop } from './loop.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

/** How often it ran in a second, from its first moment to its last, in which it asks for more itself. */
async function runsInASecond({ restMs, isPoked }: { restMs: number; isPoked: boolean }): Promise<number> {
  let runs = 0;
  const loop = createLoop({
    run: async () => {
      runs++;
      return 0;
    },
    everyMs: 10_000,
    restMs,
    onError: () => {},
  });
  for (let ms = 0; ms < 1_000; ms += 5) {
    if (isPoked) loop.poke();
    await vi.advanceTimersByTimeAsync(5);
  }
  await loop.stop();
  return runs;
}

it('rests between two runs, however often it is poked and whatever a run asks for', async () => {
  // At 0, 100, … and 1,000 ms.
  expect(await runsInASecond({ restMs: 100, isPoked: true })).toBe(11);
  expect(await runsInASecond({ restMs: 100, isPoked: false })).toBe(11);
  expect(await runsInASecond({ restMs: 0, isPoked: true })).toBeGreaterThan(100);
});

it('runs at once when it is poked after a rest', async () => {
  let runs = 0;
  const loop = createLoop({
    run: async () => {
      runs++;
      return undefined;
    },
    everyMs: 10_000,
    restMs: 100,
    onError: () => {},
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(500);
  loop.poke();
  await vi.advanceTimersByTimeAsync(0);
  expect(runs).toBe(2);
  await loop.stop();
});
