import type { DAYS, FlowNode } from './definition.ts';

type HoursNode = Extract<FlowNode, { type: 'hours' }>;
export type OpenHours = Pick<HoursNode, 'timeZone' | 'hours' | 'holidays'>;

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
export function isZone(timeZone: string): boolean {
  try {
    formatOf(timeZone);
    return true;
  } catch {
    return false;
  }
}
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

export function isOpen({ timeZone, hours, holidays }: OpenHours, at: Date): boolean {
  const { date, day, minute } = wallClock(at, timeZone);
  return !holidays.includes(date) && (hours[day] ?? []).some(({ start, end }) => minute >= minuteOf(start) && minute < minuteOf(end));
}

/** Which way out is taken at this time. */
export function hoursLabel(node: HoursNode, at: Date): string {
  if (node.next.holiday && node.holidays.includes(wallClock(at, node.timeZone).date)) return 'holiday';
  return isOpen(node, at) ? 'open' : 'closed';
}
