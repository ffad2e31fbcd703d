import type { DAYS, FlowNode } from './definition.ts';

type HoursNode = Extract<FlowNode, { type: 'hours' }>;

const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'long',
      hourCycle: 'h23',
    });
  formats.set(timeZone, known);
  return known;
};
/** What the clock on the wall says there. @throws RangeError for a zone that does not exist */
export function wallClock(at: Date, timeZone: string): { date: string; day: (typeof DAYS)[number]; minute: number } {
  const part = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${part.year}-${part.month}-${part.day}`,
    day: (part.weekday ?? '').toLowerCase() as (typeof DAYS)[number],
    minute: Number(part.hour) * 60 + Number(part.minute),
  };
}
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Which way out is taken at this time. */
export function hoursLabel({ timeZone, hours, holidays, next }: HoursNode, at: Date): string {
  const { date, day, minute } = wallClock(at, timeZone);
  if (holidays.includes(date)) return next.holiday ? 'holiday' : 'closed';
  return (hours[day] ?? []).some(({ start, end }) => minute >= minuteOf(start) && minute < minuteOf(end)) ? 'open' : 'closed';
}
