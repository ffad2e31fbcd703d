import { PatchbayError, type TaskDefinition } from '#sdk';

export const DEFAULT_RETRY = { tries: 5, firstDelayMs: 5_000 };
const LONGEST_MS = 60 * 60_000;

/** Full jitter: anywhere between nothing and the exponential bound, so that what failed together does not come back together. */
export function backoffMs(attempt: number, firstDelayMs: number, random: () => number, longestMs = LONGEST_MS): number {
  const bound = Math.min(longestMs, firstDelayMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(bound * random());
}

export type Fate = { kind: 'retry'; delayMs: number } | { kind: 'dead' };

/** What becomes of a task whose try number `attempt` threw. */
export function fateOf(error: unknown, attempt: number, retry: TaskDefinition['retry'] = DEFAULT_RETRY, random: () => number = Math.random): Fate {
  if (attempt >= retry.tries || isFinal(error)) return { kind: 'dead' };
  const asked = error instanceof PatchbayError ? (error.details.retryAfterMs ?? 0) : 0;
  return { kind: 'retry', delayMs: Math.max(asked, backoffMs(attempt, retry.firstDelayMs, random)) };
}

/** A refusal that a second try cannot change. `internal` and `conflict` may well be gone the next time. */
const isFinal = (error: unknown): boolean =>
  error instanceof PatchbayError && !error.row.retryable && error.code !== 'internal' && error.code !== 'conflict' && error.code !== 'vault_locked';
