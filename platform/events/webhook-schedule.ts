const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after each failed try, about 75 hours in all (the example schedule of the Standard Webhooks specification). */
export const WEBHOOK_RETRY_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR] as const;

/**
 * When to try again after `attempts` failures; undefined: the schedule is used up. Jitter only shortens (by up to a fifth),
 * so that nobody waits longer than promised, and Retry-After only lengthens, up to a day.
 */
export function nextWebhookTry(attempts: number, now: Date, random: () => number, retryAfterMs = 0): Date | undefined {
  const wait = WEBHOOK_RETRY_MS[attempts - 1];
  if (wait === undefined) return undefined;
  return new Date(now.getTime() + Math.max(wait * (1 - 0.2 * random()), Math.min(retryAfterMs, 24 * HOUR)));
}
