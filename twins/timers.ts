import type { VirtualClock } from './clock.ts';

/** Alarms on the virtual clock: advancing it by an hour rings everything due within that hour, freezing it stops all. */
export interface Timers {
  /** Rings once at `dueMs` (virtual). Returns how to cancel. */
  at(dueMs: number, ring: () => void): () => void;
  pending(): number;
  stop(): void;
}

interface Alarm {
  dueMs: number;
  ring: () => void;
}

/** setTimeout cannot wait longer (2^31 − 1 ms); the alarm is looked at again then. */
const longestWaitMs = 2_147_483_647;

export const createTimers = (clock: VirtualClock): Timers => {
  const alarms = new Set<Alarm>();
  let timeout: NodeJS.Timeout | undefined;
  let isStopped = false;

  const arm = () => {
    clearTimeout(timeout);
    if (isStopped || alarms.size === 0 || clock.state().frozen) return;
    const next = Math.min(...[...alarms].map((alarm) => alarm.dueMs));
    timeout = setTimeout(ringDue, Math.min(Math.max(next - clock.nowMs(), 0), longestWaitMs));
    timeout.unref();
  };
  const ringDue = () => {
    const due = [...alarms].filter((alarm) => alarm.dueMs <= clock.nowMs()).sort((a, b) => a.dueMs - b.dueMs);
    for (const alarm of due) alarms.delete(alarm);
    for (const alarm of due) alarm.ring();
    arm();
  };
  const stopListening = clock.onChange(ringDue);

  return {
    at: (dueMs, ring) => {
      const alarm = { dueMs, ring };
      alarms.add(alarm);
      arm();
      return () => {
        alarms.delete(alarm);
        arm();
      };
    },
    pending: () => alarms.size,
    stop: () => {
      isStopped = true;
      alarms.clear();
      clearTimeout(timeout);
      stopListening();
    },
  };
};
