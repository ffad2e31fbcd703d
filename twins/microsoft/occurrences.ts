import { Temporal } from 'temporal-polyfill';
import type { DateTimeTimeZone, GraphEvent } from './store.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const DAY_MS = 86_400_000;

/** Wall times carry no offset; the zone stands beside them. */
export const instantOf = ({ dateTime, timeZone }: DateTimeTimeZone): number =>
  Temporal.PlainDateTime.from(dateTime.replace(/Z$/, '')).toZonedDateTime(timeZone === 'UTC' ? 'UTC' : timeZone).epochMilliseconds;
/** Graph answers in UTC with seven digits, unless asked otherwise. */
export const utc = (ms: number): DateTimeTimeZone => ({ dateTime: `${new Date(ms).toISOString().slice(0, 19)}.0000000`, timeZone: 'UTC' });

/** Which of these days of its month it is: the second Tuesday, the last day. */
function isNth(date: Temporal.PlainDate, names: readonly string[], index: string): boolean {
  const isOne = (each: Temporal.PlainDate) => names.includes(WEEKDAYS[each.dayOfWeek - 1] ?? '');
  if (!isOne(date)) return false;
  const all = Array.from({ length: date.daysInMonth }, (_, day) => date.with({ day: day + 1 })).filter(isOne);
  const wanted = index === 'last' ? all.at(-1) : all[['first', 'second', 'third', 'fourth'].indexOf(index)];
  return wanted?.equals(date) ?? false;
}

/** The dates of a pattern, walked day by day: slow, plain, and its own reading of Microsoft's rules. */
function* dates({ recurrence, start }: GraphEvent): Generator<string> {
  if (!recurrence) return;
  const { pattern, range } = recurrence;
  const first = Temporal.PlainDate.from(range.startDate || start.dateTime.slice(0, 10));
  const weekStart = WEEKDAYS.indexOf(pattern.firstDayOfWeek ?? 'sunday');
  const weekOf = (date: Temporal.PlainDate) => Math.floor((date.since(first, { largestUnit: 'day' }).days + ((first.dayOfWeek - 1 - weekStart + 7) % 7)) / 7);
  for (let date = first, count = 0; ; date = date.add({ days: 1 })) {
    if (range.type === 'endDate' && range.endDate && date.toString() > range.endDate) return;
    if (range.type === 'numbered' && count >= (range.numberOfOccurrences ?? 0)) return;
    if (date.year > first.year + 5) return;
    const months = (date.year - first.year) * 12 + date.month - first.month;
    const isMonth = pattern.type.endsWith('Yearly')
      ? (date.year - first.year) % pattern.interval === 0 && date.month === (pattern.month ?? first.month)
      : months % pattern.interval === 0;
    const isDay =
      pattern.type === 'daily'
        ? date.since(first, { largestUnit: 'day' }).days % pattern.interval === 0
        : pattern.type === 'weekly'
          ? weekOf(date) % pattern.interval === 0 && (pattern.daysOfWeek ?? []).includes(WEEKDAYS[date.dayOfWeek - 1] ?? '')
          : pattern.type.startsWith('absolute')
            ? // Exchange moves to the last day of a shorter month.
              isMonth && date.day === Math.min(pattern.dayOfMonth ?? first.day, date.daysInMonth)
            : isMonth && isNth(date, pattern.daysOfWeek ?? [], pattern.index ?? 'first');
    if (!isDay) continue;
    count += 1;
    yield date.toString();
  }
}

/** The meetings of a series in a window, without those that were moved or deleted alone. */
export function occurrencesOf(master: GraphEvent, fromMs: number, toMs: number): { id: string; startMs: number; endMs: number }[] {
  const length = instantOf(master.end) - instantOf(master.start);
  const out = [];
  for (const date of dates(master)) {
    const startMs = instantOf({ ...master.start, dateTime: `${date}${master.start.dateTime.slice(10)}` });
    if (startMs >= toMs) break;
    if (startMs + length <= fromMs || master.changedOccurrences.includes(new Date(startMs).toISOString())) continue;
    out.push({ id: `${master.id}-${date.replaceAll('-', '')}`, startMs, endMs: startMs + length });
  }
  return out;
}

export const touches = (event: GraphEvent, fromMs: number, toMs: number): boolean =>
  event.type === 'seriesMaster'
    ? occurrencesOf(event, fromMs, toMs).length > 0
    : instantOf(event.start) < toMs && instantOf(event.end) + (event.isAllDay ? DAY_MS : 0) > fromMs;
