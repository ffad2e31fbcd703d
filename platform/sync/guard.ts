export interface FullRead {
  /** How many the last complete read found; undefined = there was none. */
  lastCount: number | null;
  /** How many of them and of what came since were known before this read. */
  knownCount: number;
  /** How many this read saw. */
  seenCount: number;
  /** Known before, not seen now. */
  missing: readonly string[];
}
export interface Pending {
  missing: readonly string[];
  since: Date;
}
export type Verdict = { kind: 'remove'; ids: readonly string[] } | { kind: 'wait'; missing: readonly string[]; since: Date };

/** A second read counts only after this long: a provider's bad minutes must not vouch for themselves. */
export const AGREE_AFTER_MS = 10 * 60_000;
const SMALLEST_SHARE = 0.8;
const MOST_GONE = 10;

/**
 * Whether what a complete read no longer saw may be removed. An empty read, and one that lost more than ten records and
 * a fifth of all, removes nothing until a second one agrees; then what both of them missed goes.
 */
export function judge({ lastCount, knownCount, seenCount, missing }: FullRead, pending: Pending | undefined, now: Date): Verdict {
  if (missing.length === 0) return { kind: 'remove', ids: [] };
  const before = Math.max(lastCount ?? 0, knownCount);
  const stayed = knownCount - missing.length;
  const shrunken = missing.length > MOST_GONE && Math.min(seenCount, stayed) < SMALLEST_SHARE * before;
  if (seenCount > 0 && !shrunken) return { kind: 'remove', ids: missing };
  if (!pending) return { kind: 'wait', missing, since: now };
  if (now.getTime() - pending.since.getTime() < AGREE_AFTER_MS) return { kind: 'wait', missing: pending.missing, since: pending.since };
  const both = new Set(pending.missing);
  const agreed = missing.filter((id) => both.has(id));
  // They agree on nothing: each missed something else, so neither is to be believed.
  return agreed.length > 0 ? { kind: 'remove', ids: agreed } : { kind: 'wait', missing, since: now };
}
