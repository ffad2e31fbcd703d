import { z } from 'zod';

/** The time all twins live by: real time plus an offset, or standing still. */
export interface VirtualClock {
  now(): Date;
  nowMs(): number;
  state(): ClockState;
  change(change: ClockChange): ClockState;
  /** Back to real time. */
  reset(): void;
  /** Called after every jump, freeze and thaw. Returns how to stop listening. */
  onChange(listener: () => void): () => void;
}

export interface ClockState {
  now: string;
  frozen: boolean;
  /** Distance to real time at this moment. */
  offsetMs: number;
}

export const clockChange = z.strictObject({
  now: z.iso.datetime({ offset: true }).optional(),
  advanceMs: z.number().int().min(-1e13).max(1e13).optional(),
  freeze: z.boolean().optional(),
});
export type ClockChange = z.infer<typeof clockChange>;

/** @param realNow where real time comes from; tests give their own. */
export const createVirtualClock = (realNow: () => number = Date.now): VirtualClock => {
  let offsetMs = 0;
  let frozenAtMs: number | undefined;
  const listeners = new Set<() => void>();
  const nowMs = () => frozenAtMs ?? realNow() + offsetMs;
  const state = (): ClockState => ({ now: new Date(nowMs()).toISOString(), frozen: frozenAtMs !== undefined, offsetMs: nowMs() - realNow() });
  const moveTo = (targetMs: number, isFrozen: boolean) => {
    offsetMs = targetMs - realNow();
    frozenAtMs = isFrozen ? targetMs : undefined;
    for (const listener of listeners) listener();
  };
  return {
    nowMs,
    state,
    now: () => new Date(nowMs()),
    change: ({ now, advanceMs = 0, freeze }) => {
      moveTo((now === undefined ? nowMs() : Date.parse(now)) + advanceMs, freeze ?? frozenAtMs !== undefined);
      return state();
    },
    reset: () => moveTo(realNow(), false),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
