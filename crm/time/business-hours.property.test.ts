import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBusinessTime, businessTimeBetween, type Hours, isOpen, nextOpen, type Week } from './business-hours.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Zones whose clocks change by an hour, by half an hour, at midnight, and never. */
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Cairo', 'Asia/Kolkata', 'UTC'];
const clock = (quarter: number) =>
  quarter === 96 ? '24:00' : `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
const day = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 4 }).map((marks) => {
  const sorted = marks.sort((a, b) => a - b);
  return Array.from({ length: sorted.length >> 1 }, (_, n) => [clock(sorted[2 * n] ?? 0), clock(sorted[2 * n + 1] ?? 0)] as const);
});
const hours: fc.Arbitrary<Hours> = fc.record({ timeZone: fc.constantFrom(...ZONES), week: fc.array(day, { minLength: 7, maxLength: 7 }) });
/** Around the days on which clocks change, and any day. */
const CHANGES = [
  '2026-03-29T01:00Z',
  '2026-10-25T01:00Z',
  '2026-03-08T07:00Z',
  '2026-11-01T06:00Z',
  '2026-04-04T15:00Z',
  '2026-09-06T04:00Z',
  '2026-04-23T22:00Z',
];
const instant = fc
  .tuple(fc.constantFrom(...CHANGES, '2026-07-01T00:00Z'), fc.integer({ min: -48 * 4, max: 48 * 4 }))
  .map(([around, quarters]) => new Date(new Date(around).getTime() + quarters * 15 * MINUTE));
const holidays = fc
  .array(fc.constantFrom('2026-03-29', '2026-03-30', '2026-10-25', '2026-11-01', '2026-04-05'), { maxLength: 3 })
  .map((days) => new Set<string>(days));

/** What the wall clock says, without the library that is tested. */
function wall(timeZone: string, at: Date) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? ''),
    time: `${parts.hour}:${parts.minute}`,
  };
}
const offset = (timeZone: string, at: Date) => new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(at).split('GMT')[1];

describe('business hours', () => {
  it('are what the wall clock shows, away from the hours when it changes', () => {
    fc.assert(
      fc.property(hours, holidays, instant, (open, off, at) => {
        const changes = [-26, -13, 0, 13, 26].some((n) => offset(open.timeZone, new Date(at.getTime() + n * HOUR)) !== offset(open.timeZone, at));
        fc.pre(!changes);
        const { day: date, weekday, time } = wall(open.timeZone, at);
        const expected = !off.has(date) && (open.week[weekday] ?? []).some(([from, to]) => from <= time && time < to);
        expect(isOpen(open, off, at)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('open next at the first instant that is open', () => {
    fc.assert(
      fc.property(hours, holidays, instant, (open, off, at) => {
        const next = nextOpen(open, off, at);
        if (!next) {
          expect(open.week.every((each) => each.length === 0)).toBe(true);
          return;
        }
        expect(isOpen(open, off, next)).toBe(true);
        expect(next.getTime()).toBeGreaterThanOrEqual(at.getTime());
        for (let t = at.getTime(); t < Math.min(next.getTime(), at.getTime() + 72 * HOUR); t += 15 * MINUTE) expect(isOpen(open, off, new Date(t))).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('add up to the minutes that are open, counted one by one', () => {
    fc.assert(
      fc.property(hours, holidays, instant, fc.integer({ min: 0, max: 48 }), (open, off, at, quarters) => {
        const wanted = quarters * 15 * MINUTE;
        const end = addBusinessTime(open, off, at, wanted);
        if (!end) {
          expect(nextOpen(open, off, at)).toBe(undefined);
          return;
        }
        expect(businessTimeBetween(open, off, at, end)).toBe(wanted);
        fc.pre(end.getTime() - at.getTime() < 10 * 24 * HOUR);
        let counted = 0;
        for (let t = at.getTime(); t < end.getTime(); t += 15 * MINUTE) if (isOpen(open, off, new Date(t))) counted += 15 * MINUTE;
        expect(counted).toBe(wanted);
      }),
      { numRuns: 150 },
    );
  });

  it('add in two steps what they add in one', () => {
    fc.assert(
      fc.property(hours, holidays, instant, fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 2000 }), (open, off, at, one, two) => {
        const first = addBusinessTime(open, off, at, one * MINUTE);
        const stepped = first && addBusinessTime(open, off, first, two * MINUTE);
        expect(stepped).toEqual(addBusinessTime(open, off, at, (one + two) * MINUTE));
      }),
      { numRuns: 100 },
    );
  });
});

describe('on the day the clocks change', () => {
  const always = (week: readonly (readonly [string, string])[]): Week => Array(7).fill(week);
  const none = new Set<string>();
  it('an hour is missing, or there twice', () => {
    const night = { timeZone: 'Europe/Berlin', week: always([['01:00', '05:00']]) };
    const length = (from: string, to: string) => businessTimeBetween(night, none, new Date(from), new Date(to)) / HOUR;
    expect(length('2026-03-28T12:00Z', '2026-03-29T12:00Z')).toBe(3);
    expect(length('2026-10-24T12:00Z', '2026-10-25T12:00Z')).toBe(5);
    expect(length('2026-06-24T12:00Z', '2026-06-25T12:00Z')).toBe(4);
    // 02:30 to 03:00 does not come on that day.
    const gap = { timeZone: 'Europe/Berlin', week: always([['02:00', '03:00']]) };
    expect(nextOpen(gap, none, new Date('2026-03-28T12:00Z'))).toEqual(new Date('2026-03-30T00:00Z'));
  });
  it('nine in the morning is nine in the morning', () => {
    const office = { timeZone: 'America/New_York', week: always([['09:00', '17:00']]) };
    expect(nextOpen(office, none, new Date('2026-03-07T23:00Z'))).toEqual(new Date('2026-03-08T13:00Z'));
    expect(nextOpen(office, new Set(['2026-03-08']), new Date('2026-03-07T23:00Z'))).toEqual(new Date('2026-03-09T13:00Z'));
    expect(addBusinessTime(office, none, new Date('2026-03-07T21:00Z'), 2 * HOUR)).toEqual(new Date('2026-03-08T14:00Z'));
  });
  it('never opens when it never does', () => {
    expect(nextOpen({ timeZone: 'UTC', week: [] }, none, new Date('2026-01-01T00:00Z'))).toBe(undefined);
    expect(addBusinessTime({ timeZone: 'UTC', week: always([]) }, none, new Date('2026-01-01T00:00Z'), 1)).toBe(undefined);
  });
});
