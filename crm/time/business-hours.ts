import { Temporal } from 'temporal-polyfill';

/** Monday first: per day a list of `['09:00', '17:00']`, in order and apart. `'24:00'` is the end of the day. */
export type Week = readonly (readonly (readonly [from: string, to: string])[])[];
export interface Hours {
  /** IANA name. */
  timeZone: string;
  week: Week;
}
/** Days of the zone, as `2026-12-25`. */
export type Holidays = ReadonlySet<string>;
interface Interval {
  from: number;
  to: number;
}

/** Whoever is closed for longer never opens. */
const MAX_DAYS = 800;

/** Whether it is open at an instant: from the first to the last minute, the last not counted. */
export function isOpen(hours: Hours, holidays: Holidays, at: Date): boolean {
  const day = dayOf(hours, at);
  return intervalsOn(hours, holidays, day).some(({ from, to }) => from <= at.getTime() && at.getTime() < to);
}

/** The instant itself where it is open, else when it opens next; undefined when it never does. */
export function nextOpen(hours: Hours, holidays: Holidays, at: Date): Date | undefined {
  for (const { from } of openFrom(hours, holidays, at)) return new Date(from);
  return undefined;
}

/** When so much time has passed in which it was open; undefined when it never has. */
export function addBusinessTime(hours: Hours, holidays: Holidays, at: Date, milliseconds: number): Date | undefined {
  let left = milliseconds;
  for (const { from, to } of openFrom(hours, holidays, at)) {
    if (left <= to - from) return new Date(from + left);
    left -= to - from;
  }
  return undefined;
}

/** How long it was open between two instants, in milliseconds. */
export function businessTimeBetween(hours: Hours, holidays: Holidays, start: Date, end: Date): number {
  let sum = 0;
  for (const { from, to } of openFrom(hours, holidays, start)) {
    if (from >= end.getTime()) break;
    sum += Math.min(to, end.getTime()) - from;
  }
  return sum;
}

/** When it is open from an instant on. After each that was asked for, the days of rest are counted anew. */
function* openFrom(hours: Hours, holidays: Holidays, at: Date): Generator<Interval> {
  let day = dayOf(hours, at);
  for (let closed = 0; closed < MAX_DAYS; closed++, day = day.add({ days: 1 })) {
    for (const { from, to } of intervalsOn(hours, holidays, day)) {
      if (to <= at.getTime()) continue;
      closed = 0;
      yield { from: Math.max(from, at.getTime()), to };
    }
  }
}

const dayOf = ({ timeZone }: Hours, at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();

/**
 * As instants: on the days when clocks are put forward or back, what is open from 1 to 5 is open for three or five hours,
 * and what falls into the hour that is left out begins when it is over.
 */
function intervalsOn({ timeZone, week }: Hours, holidays: Holidays, day: Temporal.PlainDate): Interval[] {
  if (holidays.has(day.toString())) return [];
  const instant = (time: string) =>
    (time === '24:00' ? day.add({ days: 1 }).toZonedDateTime(timeZone) : day.toPlainDateTime(time).toZonedDateTime(timeZone)).epochMilliseconds;
  return (week[day.dayOfWeek - 1] ?? []).map(([from, to]) => ({ from: instant(from), to: instant(to) })).filter(({ from, to }) => from < to);
}
