import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { explain, type Host, type Rules, slots, type WorkingHours } from '../availability/availability.ts';
import { intersect, subtract, union } from '../availability/intervals.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const nineToFive: WorkingHours = [...Array.from({ length: 5 }, () => [{ start: 540, end: 1020 }]), [], []];
const rulesOf = (from: string, to: string, more: Partial<Rules> = {}): Rules => ({
  fromMs: Date.parse(from),
  toMs: Date.parse(to),
  nowMs: 0,
  durationMs: 30 * MINUTE,
  stepMs: 30 * MINUTE,
  bufferBeforeMs: 0,
  bufferAfterMs: 0,
  minimumNoticeMs: 0,
  timeZone: 'UTC',
  ...more,
});
const host = (more: Partial<Host> & { timeZone?: string } = {}): Host => ({
  id: 'a',
  schedule: { timeZone: more.timeZone ?? 'UTC', workingHours: nineToFive },
  busy: [],
  ...more,
});
const starts = (hosts: Host[], rules: Rules, mode: 'any' | 'all' = 'any') => slots(hosts, rules, mode).map(({ startMs }) => new Date(startMs).toISOString());

describe('slots', () => {
  it('follow the wall clock over a change: nine is nine before and after', () => {
    const rules = rulesOf('2027-03-26T00:00:00Z', '2027-03-30T00:00:00Z', { timeZone: 'Europe/Berlin', stepMs: HOUR, durationMs: 8 * HOUR });
    expect(starts([host({ timeZone: 'Europe/Berlin' })], rules)).toEqual(['2027-03-26T08:00:00.000Z', '2027-03-29T07:00:00.000Z']);
  });
  it('keep buffers on both sides of what is busy', () => {
    const busy = [{ startMs: Date.parse('2027-03-01T11:00:00Z'), endMs: Date.parse('2027-03-01T12:00:00Z'), source: 'x' }];
    const rules = rulesOf('2027-03-01T10:00:00Z', '2027-03-01T14:00:00Z', { bufferBeforeMs: 15 * MINUTE, bufferAfterMs: 30 * MINUTE, stepMs: 15 * MINUTE });
    expect(starts([host({ busy })], rules)).toEqual(
      ['10:00', '12:15', '12:30', '12:45', '13:00', '13:15', '13:30'].map((time) => `2027-03-01T${time}:00.000Z`),
    );
  });
  it('an all-day event is that day where its person is, also a short one', () => {
    const busyDates = [{ date: '2027-03-28', endDate: '2027-03-29', source: 'Fair' }];
    const always: WorkingHours = Array.from({ length: 7 }, () => [{ start: 0, end: 1440 }]);
    const inBerlin = { ...host({ busyDates }), schedule: { timeZone: 'Europe/Berlin', workingHours: always } };
    const rules = rulesOf('2027-03-27T00:00:00Z', '2027-03-30T00:00:00Z', { stepMs: HOUR, durationMs: HOUR });
    const taken = 72 - starts([inBerlin], rules).length;
    expect(taken).toBe(23);
  });
  it('an override replaces its day, an empty one takes it off, and somebody away is not offered', () => {
    const overrides = new Map([
      ['2027-03-01', []],
      ['2027-03-06', [{ start: 600, end: 660 }]],
    ]);
    const special = { ...host(), schedule: { timeZone: 'UTC', workingHours: nineToFive, overrides } };
    expect(starts([special], rulesOf('2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'))).toEqual([]);
    expect(starts([special], rulesOf('2027-03-06T00:00:00Z', '2027-03-07T00:00:00Z'))).toEqual(['2027-03-06T10:00:00.000Z', '2027-03-06T10:30:00.000Z']);
  });
  it('any names who is free, all needs everybody', () => {
    const busy = [{ startMs: Date.parse('2027-03-01T09:00:00Z'), endMs: Date.parse('2027-03-01T16:00:00Z'), source: 'x' }];
    const [a, b] = [host(), host({ id: 'b', busy })];
    const rules = rulesOf('2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z', { durationMs: HOUR, stepMs: HOUR });
    expect(slots([a, b], rules, 'any').map(({ hostIds }) => hostIds.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
    expect(starts([a, b], rules, 'all')).toEqual(['2027-03-01T16:00:00.000Z']);
  });
  it('nothing in the past, nor sooner than the notice', () => {
    const nowMs = Date.parse('2027-03-01T13:00:00Z');
    expect(starts([host()], rulesOf('2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z', { nowMs, minimumNoticeMs: 3 * HOUR }))).toEqual([
      '2027-03-01T16:00:00.000Z',
      '2027-03-01T16:30:00.000Z',
    ]);
  });
});

describe('properties', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Africa/Cairo',
    'Pacific/Apia',
    'America/St_Johns',
    'Pacific/Chatham',
    'America/Santiago',
    'Asia/Beirut',
    'Antarctica/Troll',
  ];
  const pairs = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 })).map(([start, length]) => [start, start + length] as const),
    { maxLength: 8 },
  );
  const has = (list: readonly number[], point: number) =>
    list.some((_, index) => index % 2 === 0 && (list[index] ?? 0) <= point && point < (list[index + 1] ?? 0));

  it('interval algebra is the algebra of sets', () => {
    fc.assert(
      fc.property(pairs, pairs, (one, other) => {
        const [a, b] = [union(one), union(other)];
        for (let point = 0; point < 85; point++) {
          const [inA, inB] = [one.some(([s, e]) => s <= point && point < e), other.some(([s, e]) => s <= point && point < e)];
          expect(has(a, point)).toBe(inA);
          expect(has(subtract(a, b), point)).toBe(inA && !inB);
          expect(has(intersect(a, b), point)).toBe(inA && inB);
        }
      }),
      { numRuns: 300 },
    );
  });

  /** Minute by minute, in whole zoned times, with nothing of the engine. */
  const oracle = (who: Host, rules: Rules): number[] => {
    const out: number[] = [];
    const isFree = (ms: number): boolean => {
      const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(who.schedule.timeZone);
      const date = wall.toPlainDate().toString();
      const windows = who.schedule.overrides?.get(date) ?? who.schedule.workingHours[wall.dayOfWeek - 1] ?? [];
      const inWindow = windows.some(({ start, end }) => {
        const instant = (minutes: number) =>
          minutes >= 1440
            ? wall.toPlainDate().add({ days: 1 }).toZonedDateTime(who.schedule.timeZone).epochMilliseconds
            : wall
                .toPlainDate()
                .toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 })
                .toZonedDateTime(who.schedule.timeZone).epochMilliseconds;
        return instant(start) <= ms && ms < instant(end);
      });
      const busy = who.busy.some(({ startMs, endMs }) => startMs - rules.bufferAfterMs <= ms && ms < endMs + rules.bufferBeforeMs);
      const off = (who.busyDates ?? []).some(({ date: from, endDate }) => from <= date && date < endDate);
      return inWindow && !busy && !off && ms >= rules.nowMs + rules.minimumNoticeMs;
    };
    const wallStart = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(rules.timeZone).startOfDay().epochMilliseconds;
    for (let ms = rules.fromMs; ms < rules.toMs; ms += MINUTE) {
      if ((ms - wallStart(ms)) % rules.stepMs !== 0) continue;
      let free = ms + rules.durationMs <= rules.toMs;
      for (let minute = ms; free && minute < ms + rules.durationMs; minute += 5 * MINUTE) free = isFree(minute);
      if (free) out.push(ms);
    }
    return out;
  };
  const transitions = ['2027-03-27', '2027-03-13', '2027-10-30', '2027-11-06', '2027-04-02', '2027-10-02', '2027-04-29', '2027-06-15'];
  const five = (most: number) => fc.integer({ min: 0, max: most / 5 }).map((n) => n * 5);
  const window = fc.tuple(five(1380), five(600)).map(([start, length]) => ({ start, end: Math.min(1440, start + length + 5) }));
  const anyHost = fc.record({
    timeZone: fc.constantFrom(...zones),
    hours: fc.array(fc.array(window, { maxLength: 2 }), { minLength: 7, maxLength: 7 }),
    busy: fc.array(fc.tuple(five(3 * 1440), five(300)), { maxLength: 5 }),
    off: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  });

  it('agrees with a minute-by-minute oracle over zones, changes of the clock, buffers and whole days; and so does the explanation', () => {
    fc.assert(
      fc.property(
        anyHost,
        fc.constantFrom(...transitions),
        fc.constantFrom(...zones),
        fc.record({ step: fc.constantFrom(15, 30, 60), duration: fc.constantFrom(15, 30, 45, 60, 90), before: five(30), after: five(30), notice: five(600) }),
        (given, date, viewer, { step, duration, before, after, notice }) => {
          const fromMs = Date.parse(`${date}T00:00:00Z`);
          const rules: Rules = {
            fromMs,
            toMs: fromMs + 2 * DAY,
            nowMs: fromMs - 5 * HOUR,
            durationMs: duration * MINUTE,
            stepMs: step * MINUTE,
            bufferBeforeMs: before * MINUTE,
            bufferAfterMs: after * MINUTE,
            minimumNoticeMs: notice * MINUTE,
            timeZone: viewer,
          };
          const day = (offset: number) => new Date(fromMs + offset * DAY).toISOString().slice(0, 10);
          const who: Host = {
            id: 'a',
            schedule: { timeZone: given.timeZone, workingHours: given.hours },
            busy: given.busy.map(([start, length]) => ({
              startMs: fromMs - HOUR + start * MINUTE,
              endMs: fromMs - HOUR + (start + length + 5) * MINUTE,
              source: 'x',
            })),
            ...(given.off === undefined ? {} : { busyDates: [{ date: day(given.off), endDate: day(given.off + 1), source: 'off' }] }),
          };
          const found = slots([who], rules, 'any').map(({ startMs }) => startMs);
          expect(found).toEqual(oracle(who, rules));
          for (const startMs of found.slice(0, 5)) expect(explain(who, rules, startMs)).toEqual({ free: true, reasons: [] });
          for (let ms = rules.fromMs; ms < rules.fromMs + DAY; ms += 3 * HOUR) {
            const told = explain(who, rules, ms);
            expect(told.free).toBe(told.reasons.length === 0);
          }
        },
      ),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 120) },
    );
  }, 60_000);
});
