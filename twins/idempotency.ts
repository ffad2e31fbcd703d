import { createHash } from 'node:crypto';
import type { VirtualClock } from './clock.ts';
import { type Answer, json } from './http/answer.ts';
import { lookUp } from './store.ts';

/** Answers kept by Idempotency-Key; lives in the twin's store so that it is reset and saved with it. */
export type KeptAnswers = Record<string, { fingerprint: string; status: number; body: string; keptUntilMs: number }>;

const dayMs = 86_400_000;

/** The same key and body again gets the first answer; the same key with another body is a mistake of the caller. */
export const onceByKey = (kept: KeptAnswers, clock: VirtualClock, key: string | undefined, body: Buffer, act: () => Answer, conflict: () => Answer): Answer => {
  if (key === undefined) return act();
  const fingerprint = createHash('sha256').update(body).digest('hex');
  const earlier = lookUp(kept, key);
  if (earlier && earlier.keptUntilMs > clock.nowMs()) {
    if (earlier.fingerprint !== fingerprint) return conflict();
    return json(earlier.status, JSON.parse(earlier.body), { 'idempotent-replayed': 'true' });
  }
  const answer = act();
  if (answer.status < 300) kept[key] = { fingerprint, status: answer.status, body: String(answer.body), keptUntilMs: clock.nowMs() + dayMs };
  return answer;
};
