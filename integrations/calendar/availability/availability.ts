import { covers, firstAfter, type Intervals, intersect, subtract, union } from './intervals.ts';
import { instantOn, localDays } from './wall-clock.ts';

/** Minutes after midnight on the clock on the wall; 1440 is the end of the day. */
export interface Window {
  start: number;
  end: number;
}
/** Seven days from Monday. */
export type WorkingHours = readonly (readonly Window[])[];

export interface Schedule {
  timeZone: string;
  workingHours: WorkingHours;
  /** Days that are otherwise: they replace the whole day, and an empty one is off. */
  overrides?: ReadonlyMap<string, readonly Window[]>;
}
export interface Busy {
  startMs: number;
  endMs: number;
  /** What it is, for whoever asks why not. */
  source: string;
}
export interface Host {
  id: string;
  schedule: Schedule;
  busy: readonly Busy[];
  /** Whole days somebody is busy: they are that day wherever its person is. */
  busyDates?: readonly { date: string; endDate: string; source: string }[];
}
export interface Rules {
  fromMs: number;
  toMs: number;
  nowMs: number;
  durationMs: number;
  stepMs: number;
  bufferBeforeMs: number;
  bufferAfterMs: number;
  minimumNoticeMs: number;
  /** Slots begin on its local hours. */
  timeZone: string;
}
export interface Slot {
  startMs: number;
  endMs: number;
  hostIds: readonly string[];
}
export interface Reason {
  rule: 'working_hours' | 'override' | 'busy' | 'buffer' | 'minimum_notice' | 'range';
  fromMs: number;
  toMs: number;
  source: string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** When somebody works between two instants: each window from its own wall times, never midnight plus nine hours. */
export function working({ timeZone, workingHours, overrides }: Schedule, fromMs: number, toMs: number): Intervals {
  const pairs: [number, number][] = [];
  for (const day of localDays(timeZone, fromMs, toMs)) {
    for (const { start, end } of overrides?.get(day.date) ?? workingHours[day.weekday] ?? []) {
      pairs.push([instantOn(day, start, timeZone), instantOn(day, end, timeZone)]);
    }
  }
  return intersect(union(pairs), [fromMs, toMs]);
}

/** All-day events begin and end with the days of the host's own zone. Nobody travels to a day: it has no buffers. */
function wholeDays(host: Host, fromMs: number, toMs: number): Busy[] {
  const dates = host.busyDates ?? [];
  if (dates.length === 0) return [];
  const days = localDays(host.schedule.timeZone, fromMs - DAY_MS, toMs + DAY_MS);
  return dates.flatMap(({ date, endDate, source }) => {
    const inside = days.filter((day) => day.date >= date && day.date < endDate);
    const [first, last] = [inside[0], inside.at(-1)];
    return first && last ? [{ startMs: first.startMs, endMs: last.endMs, source }] : [];
  });
}

/** What is left for a host: a meeting with its buffers must not touch anything busy, so busy times grow by the buffers. */
export function freeOf(host: Host, rules: Rules): Intervals {
  const { fromMs, toMs, nowMs, minimumNoticeMs, bufferBeforeMs, bufferAfterMs } = rules;
  const earliest = Math.max(fromMs, nowMs + minimumNoticeMs);
  if (earliest >= toMs) return [];
  const busy = union([
    ...host.busy.map(({ startMs, endMs }) => [startMs - bufferAfterMs, endMs + bufferBeforeMs] as const),
    ...wholeDays(host, fromMs, toMs).map(({ startMs, endMs }) => [startMs, endMs] as const),
  ]);
  return subtract(working(host.schedule, earliest, toMs), busy);
}

/** Beginnings of slots: the steps of every local hour. An hour that is there twice has its steps twice. */
export function* steps(rules: Rules): Generator<number> {
  const { timeZone, stepMs, fromMs, toMs } = rules;
  for (const day of localDays(timeZone, fromMs, toMs)) {
    // Local hours begin on whole minutes; a day that is changed is walked by instants, from where it begins on the clock.
    for (let ms = day.startMs; ms < day.endMs; ms += stepMs) {
      if (ms >= toMs) return;
      if (ms >= fromMs) yield ms;
    }
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((id, at) => id === other[at]);

/**
 * Every time at which somebody (any), or everybody (all), is free for the whole duration. Pure: all that matters is in
 * its arguments, and the same code answers why not.
 */
export function slots(hosts: readonly Host[], rules: Rules, mode: 'any' | 'all'): Slot[] {
  const free = hosts.map((host) => ({ id: host.id, intervals: freeOf(host, rules), index: 0 }));
  if (free.length === 0) return [];
  const out: Slot[] = [];
  let before: readonly string[] = [];
  for (const startMs of steps(rules)) {
    const endMs = startMs + rules.durationMs;
    const here: string[] = [];
    for (const each of free) {
      const { intervals } = each;
      // Steps only go forward, so each list is walked once.
      while (each.index < intervals.length && (intervals[each.index + 1] ?? 0) <= startMs) each.index += 2;
      if (each.index < intervals.length && (intervals[each.index] ?? 0) <= startMs && (intervals[each.index + 1] ?? 0) >= endMs) here.push(each.id);
      else if (mode === 'all') break;
    }
    // Half an hour later the same are free, as a rule: one list serves them all.
    const hostIds = isSame(before, here) ? before : here;
    before = hostIds;
    if (mode === 'all' ? hostIds.length === hosts.length : hostIds.length > 0) out.push({ startMs, endMs, hostIds });
  }
  return out;
}

/** Whether a host could be met at a time, and everything that speaks against it. */
export function explain(host: Host, rules: Rules, startMs: number): { free: boolean; reasons: Reason[] } {
  const endMs = startMs + rules.durationMs;
  const wide = { ...rules, fromMs: startMs - 2 * DAY_MS, toMs: endMs + 2 * DAY_MS };
  const reasons: Reason[] = [];
  const notice = rules.nowMs + rules.minimumNoticeMs;
  if (startMs < notice)
    reasons.push({ rule: 'minimum_notice', fromMs: rules.nowMs, toMs: notice, source: rules.minimumNoticeMs > 0 ? 'It is too soon.' : 'It has passed.' });
  const hours = working(host.schedule, wide.fromMs, wide.toMs);
  if (!covers(hours, startMs, endMs)) {
    const index = firstAfter(hours, startMs);
    const day = localDays(host.schedule.timeZone, startMs, startMs + 1).find((each) => each.startMs <= startMs && startMs < each.endMs);
    const isOverride = day !== undefined && (host.schedule.overrides?.has(day.date) ?? false);
    const from = index >= 2 ? (hours[index - 1] ?? wide.fromMs) : wide.fromMs;
    reasons.push({
      rule: isOverride ? 'override' : 'working_hours',
      fromMs: Math.min(from, startMs),
      toMs: hours[index] !== undefined && (hours[index] ?? 0) > startMs ? (hours[index] ?? endMs) : endMs,
      source: `Outside the hours of that day in ${host.schedule.timeZone}.`,
    });
  }
  for (const each of wholeDays(host, wide.fromMs, wide.toMs))
    if (each.startMs < endMs && each.endMs > startMs) reasons.push({ rule: 'busy', fromMs: each.startMs, toMs: each.endMs, source: each.source });
  for (const each of host.busy) {
    if (each.startMs < endMs && each.endMs > startMs) reasons.push({ rule: 'busy', fromMs: each.startMs, toMs: each.endMs, source: each.source });
    else if (each.startMs < endMs + rules.bufferAfterMs && each.endMs > startMs - rules.bufferBeforeMs)
      reasons.push({ rule: 'buffer', fromMs: each.startMs - rules.bufferAfterMs, toMs: each.endMs + rules.bufferBeforeMs, source: each.source });
  }
  const free = covers(freeOf(host, { ...rules, fromMs: Math.min(wide.fromMs, startMs), toMs: wide.toMs }), startMs, endMs);
  return { free, reasons };
}

export const minutesToMs = (minutes: number): number => minutes * MINUTE_MS;
