import { isDeepStrictEqual } from 'node:util';
import type { OnExisting } from './outcome.ts';

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What a row changes of a record that is there. Empty cells never take anything away. */
export function changed(before: Readonly<Record<string, unknown>>, said: Readonly<Record<string, unknown>>, onExisting: OnExisting): Record<string, unknown> {
  if (onExisting === 'skip') return {};
  return Object.fromEntries(
    Object.entries(said).filter(([field, value]) => {
      if (isEmpty(value) || isDeepStrictEqual(before[field] ?? null, value)) return false;
      // A refusal to be contacted is never left out because there was an answer before.
      return onExisting === 'overwrite' || isEmpty(before[field]) || (before[field] === false && value === true);
    }),
  );
}

/** Two rows of one file that are the same: what the second adds to the first. */
export const folded = <T extends Readonly<Record<string, unknown>>>(first: T, second: T, onExisting: OnExisting): T => ({
  ...first,
  ...changed(first, second, onExisting),
});
