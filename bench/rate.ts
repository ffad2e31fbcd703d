import { setTimeout as wait } from 'node:timers/promises';

export const percentile = (times: readonly number[], fraction: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * fraction))] ?? 0;

/** Starts `run` at an even rate, whatever the answers take: what waits is waited for, and counted from when it was due. */
export async function atRate(perSecond: number, seconds: number, run: (index: number, due: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  const all: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = began + (index * 1000) / perSecond;
    const left = due - performance.now();
    if (left > 0) await wait(left);
    all.push(run(index, due).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(all);
  return times;
}
