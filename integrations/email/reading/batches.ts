import { heldBytes } from './load.ts';

/** Mails of one transaction: enough to be fast, few enough that others are not kept waiting. */
export const MOST_MAILS = 500;
/** Where a line does not last so long. */
export const FEW_MAILS = 50;
const MOST_BYTES = 32 * 1024 * 1024;
/** Numbers whose sizes are asked for at once. */
const SIZES_AT_ONCE = 2_000;

/** Mails that are read, stored and written together, and where the folder is read to once they are. */
export interface Batch {
  sizes: ReadonlyMap<number, number>;
  place: { next: number } | { low: number };
  /** Its numbers in short. */
  summary: string;
}

/**
 * The mails of a folder in the order they are read: new ones from the oldest on, then the history from the newest back. What
 * a batch holds in memory is bound by the sizes of its mails, not by their number alone.
 */
export async function* batchesOf(
  fresh: readonly number[],
  history: readonly number[],
  { most, sizesOf }: { most: number; sizesOf(uids: readonly number[]): Promise<ReadonlyMap<number, number>> },
): AsyncGenerator<Batch, undefined> {
  for (const [uids, placeOf] of [
    [fresh, (last: number) => ({ next: last + 1 })],
    [history, (last: number) => ({ low: last })],
  ] as const) {
    for (let at = 0; at < uids.length; at += SIZES_AT_ONCE) {
      const some = uids.slice(at, at + SIZES_AT_ONCE);
      const sizes = await sizesOf(some);
      for (const group of groupsOf(some, sizes, most)) {
        const [first = 0, last = 0] = [group[0], group.at(-1)];
        // Numbers that are no more are passed like the others.
        const there = group.flatMap((uid): [number, number][] => (sizes.has(uid) ? [[uid, sizes.get(uid) ?? 0]] : []));
        yield { sizes: new Map(there), place: placeOf(last), summary: `${first}:${last}` };
      }
    }
  }
  return undefined;
}

function groupsOf(uids: readonly number[], sizes: ReadonlyMap<number, number>, most: number): number[][] {
  const groups: number[][] = [];
  let [group, bytes]: [number[], number] = [[], 0];
  for (const uid of uids) {
    const size = heldBytes(sizes.get(uid) ?? 0);
    if (group.length > 0 && (group.length >= most || bytes + size > MOST_BYTES)) {
      groups.push(group);
      [group, bytes] = [[], 0];
    }
    group.push(uid);
    bytes += size;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
