/** Chance that repeats itself: every demo tells the same story. */
export function chance(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return {
    next,
    under: (limit: number): number => Math.floor(next() * limit),
    of: <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T,
  };
}
export type Chance = ReturnType<typeof chance>;
