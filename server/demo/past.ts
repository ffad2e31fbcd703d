import type { Chance } from './chance.ts';
import { drawn, type Happening, threeMonths } from './traffic.ts';

/**
 * Three months of `count` happenings, drawn once. What a provider `kept` has to be there before anybody reads it; what is
 * `told` of needs somebody who listens. One that cannot come about is left out.
 */
export function pastOf(all: readonly Happening[], now: Date, luck: Chance, count: number): (how: Happening['past']) => Promise<void> {
  const possible = all.filter(({ past }) => past);
  const drawnOnes = threeMonths(now, luck, count).flatMap((at) => {
    const happening = drawn(possible, luck);
    return happening ? [{ at, happening }] : [];
  });
  return async (how) => {
    for (const { at, happening } of drawnOnes) if (happening.past === how) await happening.happen(at, true).catch(() => undefined);
  };
}
