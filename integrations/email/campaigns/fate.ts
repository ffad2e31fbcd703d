import { PatchbayError } from '#sdk';

/** What became of handing one message over. `again`: it certainly did not leave, and may be tried later. */
export type Fate =
  | { state: 'accepted'; providerId?: string }
  | { state: 'failed'; reason: string }
  | { state: 'unknown'; reason: string }
  | { state: 'again'; reason: string; afterMs: number; transportIsDown: boolean };

const MINUTE_MS = 60_000;
/** Nothing can leave by this way for now, whoever it is for. */
const DOWN = [
  'reauthorize',
  'connection_disabled',
  'provider_unavailable',
  'breaker_open',
  'quota_exhausted',
  'vault_locked',
  'host_not_allowed',
  'provider_not_configured',
];
/** Thrown before anything left. */
const NEVER_SENT = [
  'reauthorize',
  'connection_disabled',
  'breaker_open',
  'quota_exhausted',
  'vault_locked',
  'host_not_allowed',
  'provider_not_configured',
  'rate_limited',
  'provider_rate_limited',
  'overloaded',
];

/**
 * What is known of a hand-over that threw. Only what is certain counts: whatever may have left is `unknown`, because nobody
 * shall get two.
 */
export function fateOf(error: unknown): Fate {
  if (!(error instanceof PatchbayError)) return { state: 'unknown', reason: 'The connection ended before the server answered.' };
  const { code, message } = error;
  const { facts, retryAfterMs } = error.details;
  const status = facts?.status;
  if (facts?.notSent === true || NEVER_SENT.includes(code) || status === 429 || status === 503) {
    const transportIsDown = DOWN.includes(code) || status === 503;
    return { state: 'again', reason: message, afterMs: retryAfterMs ?? (transportIsDown ? 5 * MINUTE_MS : MINUTE_MS), transportIsDown };
  }
  if (code === 'provider_rejected' || code === 'credentials_rejected' || code === 'invalid_input' || code === 'payload_too_large')
    return { state: 'failed', reason: message };
  return { state: 'unknown', reason: message };
}

export const MOST_ATTEMPTS = 5;
/** Full jitter would be unfair to tests of due times; whole campaigns spread by themselves. */
export const laterMs = (attempts: number, afterMs: number): number => Math.max(afterMs, Math.min(60 * MINUTE_MS, MINUTE_MS * 2 ** attempts));
