/**
 * Sorted, disjoint, half-open intervals of integer milliseconds, flat: `[start, end, start, end, …]`. Every operation is
 * one pass.
 */
export type Intervals = readonly number[];

const at = (list: Intervals, index: number): number => list[index] ?? Number.POSITIVE_INFINITY;

/** Puts any pairs in order and joins what touches; empty and backward ones go. */
export function union(pairs: readonly (readonly [number, number])[]): Intervals {
  const sorted = pairs.filter(([start, end]) => end > start).toSorted((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [start, end] of sorted) {
    const last = out.length - 1;
    if (last > 0 && start <= at(out, last)) out[last] = Math.max(at(out, last), end);
    else out.push(start, end);
  }
  return out;
}

export function subtract(from: Intervals, what: Intervals): Intervals {
  const out: number[] = [];
  let w = 0;
  for (let f = 0; f < from.length; f += 2) {
    let start = at(from, f);
    const end = at(from, f + 1);
    while (w < what.length && at(what, w + 1) <= start) w += 2;
    for (let k = w; k < what.length && at(what, k) < end; k += 2) {
      if (at(what, k) > start) out.push(start, at(what, k));
      start = Math.max(start, at(what, k + 1));
    }
    if (start < end) out.push(start, end);
  }
  return out;
}

export function intersect(one: Intervals, other: Intervals): Intervals {
  const out: number[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const start = Math.max(at(one, i), at(other, j));
    const end = Math.min(at(one, i + 1), at(other, j + 1));
    if (start < end) out.push(start, end);
    if (at(one, i + 1) < at(other, j + 1)) i += 2;
    else j += 2;
  }
  return out;
}

/** The first interval that ends after this instant. */
export function firstAfter(list: Intervals, ms: number): number {
  let low = 0;
  let high = list.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(list, middle * 2 + 1) <= ms) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}

export const covers = (list: Intervals, start: number, end: number): boolean => {
  const index = firstAfter(list, start);
  return index < list.length && at(list, index) <= start && at(list, index + 1) >= end;
};
