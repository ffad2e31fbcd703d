import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { PatchbayError } from '#sdk';

export const graphRecurrence = z.object({
  pattern: z.object({
    type: z.string(),
    interval: z.number().default(1),
    daysOfWeek: z.array(z.string()).nullish(),
    dayOfMonth: z.number().nullish(),
    month: z.number().nullish(),
    index: z.string().nullish(),
    firstDayOfWeek: z.string().nullish(),
  }),
  range: z.object({ type: z.string(), endDate: z.string().nullish(), numberOfOccurrences: z.number().nullish() }),
});

const INDEX: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 };
const DAYS: Readonly<Record<string, string>> = {
  MO: 'monday',
  TU: 'tuesday',
  WE: 'wednesday',
  TH: 'thursday',
  FR: 'friday',
  SA: 'saturday',
  SU: 'sunday',
};
const WEEK = Object.values(DAYS);
const day = (name: string): string => name.slice(0, 2).toUpperCase();

/** A recurrence in the words of RFC 5545, to be shown; Graph resolves its series itself. */
export function toRule({ pattern, range }: z.output<typeof graphRecurrence>): string {
  const days = (pattern.daysOfWeek ?? []).map(day);
  const nth = INDEX[pattern.index ?? 'first'] ?? 1;
  const parts: Readonly<Record<string, string[]>> = {
    daily: ['FREQ=DAILY'],
    weekly: ['FREQ=WEEKLY', `BYDAY=${days.join(',')}`, `WKST=${day(pattern.firstDayOfWeek ?? 'sunday')}`],
    absoluteMonthly: ['FREQ=MONTHLY', `BYMONTHDAY=${pattern.dayOfMonth ?? 1}`],
    relativeMonthly: ['FREQ=MONTHLY', `BYDAY=${days.join(',')}`, `BYSETPOS=${nth}`],
    absoluteYearly: ['FREQ=YEARLY', `BYMONTH=${pattern.month ?? 1}`, `BYMONTHDAY=${pattern.dayOfMonth ?? 1}`],
    relativeYearly: ['FREQ=YEARLY', `BYMONTH=${pattern.month ?? 1}`, `BYDAY=${days.join(',')}`, `BYSETPOS=${nth}`],
  };
  const end =
    range.type === 'numbered'
      ? [`COUNT=${range.numberOfOccurrences ?? 1}`]
      : range.type === 'endDate' && range.endDate
        ? [`UNTIL=${range.endDate.replaceAll('-', '')}T235959Z`]
        : [];
  return `RRULE:${[...(parts[pattern.type] ?? ['FREQ=DAILY']), ...(pattern.interval > 1 ? [`INTERVAL=${pattern.interval}`] : []), ...end].join(';')}`;
}

const refuse = (message: string): never => {
  throw new PatchbayError('invalid_input', { errors: [{ path: 'recurrence', message }] });
};
const OTHERWISE = 'Outlook cannot repeat an event in this way. Choose daily, weekly, monthly or yearly.';
const KNOWN = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST']);

/** `20270301T090000Z` or `20270301` as the date it falls on there. */
function dateOf(until: string, timeZone: string): string {
  const [, year, month, date, time] = /^(\d{4})(\d\d)(\d\d)(T\d{6}Z)?/.exec(until) ?? [];
  if (!year) return refuse('The end of the repetition cannot be read.');
  const plain = `${year}-${month}-${date}`;
  // So it was read from Graph, whose series end with a date.
  if (!time || time === 'T235959Z') return plain;
  const at = `${plain}T${time.slice(1, 3)}:${time.slice(3, 5)}:${time.slice(5, 7)}Z`;
  return Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * A rule of RFC 5545 in Graph's words (`recurrencePattern`, `recurrenceRange`). `startDate` is the date of the first meeting
 * in the zone of the series. @throws PatchbayError invalid_input for what Graph has no words for
 */
export function fromRule(lines: readonly string[], startDate: string, timeZone: string) {
  const rules = lines.filter((line) => /^RRULE:/i.test(line));
  // Dates taken out or put in beside the rule: there each is deleted or written by itself.
  if (rules.length !== 1 || lines.length > 1) return refuse('For Outlook, give one rule; single dates are taken out by calling that meeting off.');
  const parts = new Map(
    (rules[0] ?? '')
      .slice(6)
      .split(';')
      .filter(Boolean)
      .map((part) => part.toUpperCase().split('=') as [string, string]),
  );
  if ([...parts.keys()].some((name) => !KNOWN.has(name))) return refuse(OTHERWISE);
  const first = Temporal.PlainDate.from(startDate);
  const number = (name: string) => (parts.has(name) ? Number(parts.get(name)) : undefined);
  const whole = (name: string, least: number): number | undefined => {
    const value = number(name);
    return value === undefined || (Number.isInteger(value) && value >= least) ? value : refuse('The repetition cannot be read.');
  };
  const interval = whole('INTERVAL', 1) ?? 1;
  const [count, until] = [whole('COUNT', 1), parts.get('UNTIL')];
  if (count !== undefined && until) return refuse('A repetition ends after a number of times or at a date, not both.');
  const given = (parts.get('BYDAY') ?? '')
    .split(',')
    .filter(Boolean)
    .map((text) => /^([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text) ?? refuse(OTHERWISE));
  const days = given.map(([, , name = '']) => DAYS[name] ?? '');
  const numbers = [...new Set(given.map(([, nth]) => nth))];
  const position = numbers.length === 1 && numbers[0] !== undefined ? Number(numbers[0]) : numbers.length > 1 ? refuse(OTHERWISE) : number('BYSETPOS');
  const index = position === undefined ? undefined : (Object.entries(INDEX).find(([, value]) => value === position)?.[0] ?? refuse(OTHERWISE));
  const dayOfMonth = number('BYMONTHDAY') ?? first.day;
  const month = number('BYMONTH') ?? first.month;
  const inMonth = (): Record<string, unknown> => {
    if (days.length > 0) return { kind: 'relative', daysOfWeek: days, index: index ?? refuse(OTHERWISE) };
    if (dayOfMonth === -1) return { kind: 'relative', daysOfWeek: WEEK, index: 'last' };
    if (!Number.isInteger(dayOfMonth) || dayOfMonth < 1 || dayOfMonth > 31) return refuse(OTHERWISE);
    // The standard leaves short months out, Exchange moves to their last day: what was meant would be another thing there.
    if (dayOfMonth > 28) return refuse('Outlook holds this on the last day of shorter months. Choose the last day of the month, or a day up to the 28th.');
    return { kind: 'absolute', dayOfMonth };
  };
  const pattern = (): Record<string, unknown> => {
    switch (parts.get('FREQ')) {
      case 'DAILY':
        if (days.length === 0) return { type: 'daily', interval };
        return interval === 1 && index === undefined ? { type: 'weekly', interval, daysOfWeek: days, firstDayOfWeek: 'monday' } : refuse(OTHERWISE);
      case 'WEEKLY':
        if (index !== undefined) return refuse(OTHERWISE);
        return {
          type: 'weekly',
          interval,
          daysOfWeek: days.length > 0 ? days : [WEEK[first.dayOfWeek - 1] ?? 'monday'],
          // Said always: there a week begins on Sunday where nothing is said, in the standard on Monday.
          firstDayOfWeek: DAYS[parts.get('WKST') ?? 'MO'] ?? 'monday',
        };
      case 'MONTHLY': {
        const { kind, ...rest } = inMonth();
        return { type: `${kind}Monthly`, interval, ...rest };
      }
      case 'YEARLY': {
        const { kind, ...rest } = yearly();
        return { type: `${kind}Yearly`, interval, month, ...rest };
      }
      default:
        return refuse(OTHERWISE);
    }
  };
  /** A date that every year has is the same in both. */
  const yearly = (): Record<string, unknown> =>
    days.length === 0 && dayOfMonth > 28 && dayOfMonth <= Temporal.PlainYearMonth.from({ year: 2027, month }).daysInMonth
      ? { kind: 'absolute', dayOfMonth }
      : inMonth();
  return {
    pattern: pattern(),
    range: {
      type: count !== undefined ? 'numbered' : until ? 'endDate' : 'noEnd',
      startDate,
      ...(count === undefined ? {} : { numberOfOccurrences: count }),
      ...(until ? { endDate: dateOf(until, timeZone) } : {}),
      recurrenceTimeZone: timeZone,
    },
  };
}
