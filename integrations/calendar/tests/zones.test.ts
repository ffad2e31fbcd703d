import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { explain, type Host, type Rules, slots } from '../availability/availability.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TICK = 5 * MINUTE;
const CASES = Number(process.env.PROPERTY_RUNS ?? 10_000);

/** Repeatable chance: a failing case is found again. */
function chance(seed: number) {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Tick {
  ms: number;
  date: string;
  weekday: number;
}
interface Change {
  zone: string;
  fromMs: number;
  toMs: number;
  ticks: Tick[];
  /** Beginning of the day of each tick, on the wall. */
  dayStarts: Map<string, number>;
}

/** A day and a half around a change of a zone's clock, tick by tick, by nothing of the engine. */
function around(zone: string, atMs: number): Change {
  const fromMs = Math.floor((atMs - 18 * HOUR) / HOUR) * HOUR;
  const toMs = fromMs + 38 * HOUR;
  const ticks: Tick[] = [];
  const dayStarts = new Map<string, number>();
  for (let ms = fromMs; ms < toMs; ms += TICK) {
    const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
    const date = wall.toPlainDate().toString();
    if (!dayStarts.has(date)) dayStarts.set(date, wall.startOfDay().epochMilliseconds);
    ticks.push({ ms, date, weekday: wall.dayOfWeek - 1 });
  }
  return { zone, fromMs, toMs, ticks, dayStarts };
}

function changesOf(zone: string): number[] {
  const found: number[] = [];
  let at = Temporal.Instant.from('2026-10-01T00:00:00Z').toZonedDateTimeISO(zone);
  while (found.length < 3) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds > Date.parse('2029-01-01')) break;
    found.push(next.epochMilliseconds);
    at = next;
  }
  return found;
}

it(`agrees with a brute-force oracle on ${CASES} random cases over every zone whose clock changes, and explains by the same rules`, () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const changes = zones.flatMap((zone) => changesOf(zone).map((at) => ({ zone, at })));
  expect(new Set(changes.map(({ zone }) => zone)).size).toBeGreaterThan(100);
  const per = Math.ceil(CASES / changes.length);
  let cases = 0;
  const wrong: unknown[] = [];
  for (const [index, { zone, at }] of changes.entries()) {
    const change = around(zone, at);
    const next = chance(index + 1);
    for (let run = 0; run < per && cases < CASES; run++, cases++) {
      const { host, rules } = draw(change, next);
      const expected = oracle(change, host, rules);
      const found = slots([host], rules, 'any').map(({ startMs }) => startMs);
      if (found.join() !== expected.join() || found.some((ms, place) => place < 2 && !explain(host, rules, ms).free))
        wrong.push({ zone, at: new Date(at).toISOString(), run, found, expected });
    }
  }
  expect(cases).toBe(CASES);
  expect(wrong.slice(0, 3)).toEqual([]);
}, 240_000);

function draw({ zone, fromMs, toMs, dayStarts }: Change, next: (below: number) => number): { host: Host; rules: Rules } {
  const window = () => {
    const start = next(276) * 5;
    return { start, end: Math.min(1440, start + 5 + next(150) * 5) };
  };
  const dates = [...dayStarts.keys()];
  const off = next(6) === 0 ? dates[next(dates.length)] : undefined;
  const dayAfter = (date: string) => Temporal.PlainDate.from(date).add({ days: 1 }).toString();
  const override = next(4) === 0 ? dates[next(dates.length)] : undefined;
  return {
    host: {
      id: 'a',
      schedule: {
        timeZone: zone,
        workingHours: Array.from({ length: 7 }, () => (next(3) === 0 ? [{ start: 0, end: 1440 }] : [window(), window()])),
        ...(override ? { overrides: new Map([[override, next(2) === 0 ? [] : [window()]]]) } : {}),
      },
      busy: Array.from({ length: next(6) }, () => {
        const startMs = fromMs + next(456) * TICK;
        return { startMs, endMs: startMs + (1 + next(30)) * TICK, source: 'x' };
      }),
      ...(off ? { busyDates: [{ date: off, endDate: dayAfter(off), source: 'off' }] } : {}),
    },
    rules: {
      fromMs,
      toMs,
      nowMs: fromMs - HOUR,
      durationMs: ([15, 30, 45, 60, 90][next(5)] as number) * MINUTE,
      stepMs: ([15, 20, 30, 60][next(4)] as number) * MINUTE,
      bufferBeforeMs: next(4) * 5 * MINUTE,
      bufferAfterMs: next(4) * 5 * MINUTE,
      minimumNoticeMs: next(3) * HOUR,
      timeZone: zone,
    },
  };
}

/** Tick after tick: is it inside a window of its own date, and is nothing in the way? */
function oracle({ zone, ticks, dayStarts }: Change, host: Host, rules: Rules): number[] {
  const instant = (date: string, minutes: number): number => {
    const day = Temporal.PlainDate.from(date);
    if (minutes >= 1440) return day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
    return day.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toZonedDateTime(zone).epochMilliseconds;
  };
  const windows = new Map<string, [number, number][]>();
  const windowsOn = (date: string, weekday: number) => {
    const known = windows.get(date);
    if (known) return known;
    const made = (host.schedule.overrides?.get(date) ?? host.schedule.workingHours[weekday] ?? []).map(({ start, end }): [number, number] => [
      instant(date, start),
      instant(date, end),
    ]);
    windows.set(date, made);
    return made;
  };
  const free = ticks.map(({ ms, date, weekday }) => {
    if (ms < rules.nowMs + rules.minimumNoticeMs) return false;
    if (!windowsOn(date, weekday).some(([from, to]) => from <= ms && ms < to)) return false;
    if (host.busyDates?.some((each) => each.date <= date && date < each.endDate)) return false;
    return !host.busy.some(({ startMs, endMs }) => startMs - rules.bufferAfterMs <= ms && ms < endMs + rules.bufferBeforeMs);
  });
  const out: number[] = [];
  for (const [index, { ms, date }] of ticks.entries()) {
    if ((ms - (dayStarts.get(date) ?? 0)) % rules.stepMs !== 0) continue;
    const count = rules.durationMs / TICK;
    if (index + count > ticks.length) continue;
    let is = true;
    for (let at = index; is && at < index + count; at++) is = free[at] ?? false;
    if (is) out.push(ms);
  }
  return out;
}
