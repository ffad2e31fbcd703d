import { PatchbayError } from '#sdk';
import { isWayDown, neverLeft } from '../client/never-left.ts';

/**
 * What became of handing one message over. `again`: it certainly did not leave, and may be tried later. `back`: it was written
 * down as handed over and no line ever took it.
 */
export type Fate =
  | { state: 'accepted'; providerId?: string }
  | { state: 'failed'; reason: string }
  | { state: 'unknown'; reason: string }
  | { state: 'back' }
  | { state: 'again'; reason: string; afterMs: number; transportIsDown: boolean };

const MINUTE_MS = 60_000;
/**
 * What is known of a hand-over that threw. Only what is certain counts: whatever may have left is `unknown`, because nobody
 * shall get two.
 */
export function fateOf(error: unknown): Fate {
  if (!(error instanceof PatchbayError)) return { state: 'unknown', reason: 'The connection ended before the server answered.' };
  const { code, message } = error;
  const { retryAfterMs } = error.details;
  if (neverLeft(error)) {
    const transportIsDown = isWayDown(error);
    return { state: 'again', reason: message, afterMs: retryAfterMs ?? (transportIsDown ? 5 * MINUTE_MS : MINUTE_MS), transportIsDown };
  }
  if (code === 'provider_rejected' || code === 'credentials_rejected' || code === 'invalid_input' || code === 'payload_too_large')
    return { state: 'failed', reason: message };
  return { state: 'unknown', reason: message };
}

export const MOST_ATTEMPTS = 5;
/** Full jitter would be unfair to tests of due times; whole campaigns spread by themselves. */
export const laterMs = (attempts: number, afterMs: number): number => Math.max(afterMs, Math.min(60 * MINUTE_MS, MINUTE_MS * 2 ** attempts));
