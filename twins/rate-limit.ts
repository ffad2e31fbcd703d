import type { VirtualClock } from './clock.ts';

/** `fixed`: a window opens with the first call after the last one closed. `sliding`: never more than `limit` in any window. */
export interface Allowance {
  limit: number;
  windowMs: number;
  kind: 'fixed' | 'sliding';
}

export interface RateVerdict {
  isAllowed: boolean;
  limit: number;
  remaining: number;
  /** Until the allowance is whole again (fixed), or until the next call may come (sliding, when refused). */
  resetMs: number;
}

export const createRateLimit = (clock: VirtualClock) => {
  /** Times of the calls counted in each key's current window. */
  let calls = new Map<string, number[]>();

  const inWindow = (times: readonly number[], { windowMs, kind }: Allowance, nowMs: number): number[] => {
    if (kind === 'sliding') return times.filter((time) => time > nowMs - windowMs && time <= nowMs);
    const openedAt = times[0];
    // A clock set back closes the window too.
    return openedAt !== undefined && nowMs >= openedAt && nowMs < openedAt + windowMs ? [...times] : [];
  };

  return {
    take: (key: string, allowance: Allowance): RateVerdict => {
      const nowMs = clock.nowMs();
      const times = inWindow(calls.get(key) ?? [], allowance, nowMs);
      const isAllowed = times.length < allowance.limit;
      if (isAllowed) times.push(nowMs);
      calls.set(key, times);
      const oldest = times[0] ?? nowMs;
      return { isAllowed, limit: allowance.limit, remaining: Math.max(0, allowance.limit - times.length), resetMs: oldest + allowance.windowMs - nowMs };
    },
    reset: () => {
      calls = new Map();
    },
  };
};
export type RateLimit = ReturnType<typeof createRateLimit>;

/** RateLimit-* with seconds until reset (draft-ietf-httpapi-ratelimit-headers-07), and Retry-After on a refusal. */
export const rateHeaders = (verdict: RateVerdict): Record<string, string> => {
  const seconds = String(Math.max(1, Math.ceil(verdict.resetMs / 1000)));
  return {
    'ratelimit-limit': String(verdict.limit),
    'ratelimit-remaining': String(verdict.remaining),
    'ratelimit-reset': seconds,
    ...(verdict.isAllowed ? {} : { 'retry-after': seconds }),
  };
};
