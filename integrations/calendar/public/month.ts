import { Temporal } from 'temporal-polyfill';

export interface MonthDay {
  date: string;
  day: number;
  inMonth: boolean;
}
export interface Month {
  /** `2027-03` */
  name: string;
  title: string;
  weekdays: { short: string; long: string }[];
  weeks: MonthDay[][];
  fromMs: number;
  toMs: number;
  previous: string;
  next: string;
}

/** Monday is 1. As the guest's country counts; where the runtime does not know, Monday. */
function firstDayOf(locale: string): number {
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } };
  return info.getWeekInfo?.().firstDay ?? 1;
}

/** A month as it hangs on the guest's wall. Pure. */
export function monthOf(name: string, timeZone: string, locale: string): Month {
  const first = Temporal.PlainYearMonth.from(name);
  const begin = first.toPlainDate({ day: 1 });
  const weekStart = firstDayOf(locale);
  const lead = (begin.dayOfWeek - weekStart + 7) % 7;
  const start = begin.subtract({ days: lead });
  const count = Math.ceil((lead + first.daysInMonth) / 7) * 7;
  const dates = Array.from({ length: count }, (_, index) => start.add({ days: index }));
  const label = (style: 'short' | 'long', date: Temporal.PlainDate) =>
    new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(date.toZonedDateTime('UTC').epochMilliseconds);
  const days = dates.map((date) => ({ date: date.toString(), day: date.day, inMonth: date.month === begin.month }));
  return {
    name: first.toString(),
    title: new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(begin.toZonedDateTime('UTC').epochMilliseconds),
    weekdays: dates.slice(0, 7).map((date) => ({ short: label('short', date), long: label('long', date) })),
    weeks: Array.from({ length: count / 7 }, (_, index) => days.slice(index * 7, index * 7 + 7)),
    fromMs: begin.toZonedDateTime(timeZone).epochMilliseconds,
    toMs: begin.add({ months: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
    previous: first.subtract({ months: 1 }).toString(),
    next: first.add({ months: 1 }).toString(),
  };
}

export const dateIn = (ms: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toString();
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
