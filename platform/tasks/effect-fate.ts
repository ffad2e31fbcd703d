import { type ErrorCode, PatchbayError } from '#sdk';

export type EffectFate = { state: 'failed'; error: string } | { state: 'unknown'; error: string } | { state: 'reserved'; error: string; retryAfterMs: number };

/** Thrown before anything left, or by an answer that says "not now": the act did not happen. */
const NOT_SENT: readonly ErrorCode[] = ['rate_limited', 'provider_rate_limited', 'quota_exhausted', 'breaker_open', 'overloaded', 'vault_locked'];
/** Says nothing about what the other side did. */
const SAYS_NOTHING: readonly ErrorCode[] = ['internal', 'conflict', 'effect_unknown', 'job_cancelled', 'scope_violation', 'response_too_large'];
/** Answers with which a provider refuses to begin. A 500, 502 or 504 may come after it began. */
const NOT_BEGUN = [429, 503];

/**
 * What is known of an act whose `perform` threw. Only what is certain counts: everything else is `unknown`, because the
 * hub would rather ask a person than act twice.
 */
export function effectFate(error: unknown): EffectFate {
  const message = error instanceof PatchbayError ? error.message : 'The outcome is not known.';
  if (!(error instanceof PatchbayError)) return { state: 'unknown', error: message };
  const { facts, retryAfterMs = 0 } = error.details;
  if (NOT_SENT.includes(error.code) || facts?.notSent === true || NOT_BEGUN.includes(facts?.status as number)) {
    return { state: 'reserved', error: message, retryAfterMs };
  }
  if (!error.row.retryable && !SAYS_NOTHING.includes(error.code)) return { state: 'failed', error: message };
  return { state: 'unknown', error: message };
}

const MINUTE = 60_000;
const STEPS: readonly (readonly [youngerThanMs: number, waitMs: number])[] = [
  [10 * MINUTE, MINUTE],
  [2 * 60 * MINUTE, 15 * MINUTE],
  [24 * 60 * MINUTE, 120 * MINUTE],
  [7 * 24 * 60 * MINUTE, 720 * MINUTE],
];
/** When the other side is asked again after it was unsure; null = no more, a person decides. */
export const nextQuestion = (ageMs: number): number | null => STEPS.find(([youngerThanMs]) => ageMs < youngerThanMs)?.[1] ?? null;
