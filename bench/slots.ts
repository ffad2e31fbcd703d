import { Temporal } from 'temporal-polyfill';
import { type Host, type Rules, slots, type WorkingHours } from '../integrations/calendar/availability/availability.ts';
import type { BenchResult, BenchRow } from './bench.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const RUNS = 30;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney', 'America/Sao_Paulo'];

interface Case {
  name: string;
  people: number;
  days: number;
  blocks: number;
  mode: 'any' | 'all';
  barMs?: number;
}
const CASES: readonly Case[] = [
  { name: '1 person × 30 days', people: 1, days: 30, blocks: 150, mode: 'any' },
  { name: '20 collective × 60 days', people: 20, days: 60, blocks: 1_200, mode: 'all' },
  { name: '100 round robin × 30 days, 3,000 busy blocks', people: 100, days: 30, blocks: 3_000, mode: 'any', barMs: 10 },
];

/** Over the change of the clocks in March, so that nothing is a multiple of a day. */
const FROM = Date.parse('2027-03-08T00:00:00Z');

function draw({ people, days, blocks }: Case): { hosts: Host[]; rules: Rules } {
  let state = 42;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const week: WorkingHours = [
    ...Array.from({ length: 5 }, () => [
      { start: 540, end: 720 },
      { start: 780, end: 1020 },
    ]),
    [],
    [],
  ];
  const hosts = Array.from(
    { length: people },
    (_, index): Host => ({
      id: String(index),
      // Who must all be there works where the others do.
      schedule: { timeZone: people === 20 ? 'Europe/Berlin' : (ZONES[index % ZONES.length] ?? 'UTC'), workingHours: week },
      busy: Array.from({ length: Math.round(blocks / people) }, () => {
        const startMs = FROM + next(days) * DAY + next(96) * 15 * MINUTE;
        return { startMs, endMs: startMs + (1 + next(4)) * 15 * MINUTE, source: 'x' };
      }),
    }),
  );
  const rules: Rules = {
    fromMs: FROM,
    toMs: FROM + days * DAY,
    nowMs: FROM - DAY,
    durationMs: 30 * MINUTE,
    stepMs: 30 * MINUTE,
    bufferBeforeMs: 5 * MINUTE,
    bufferAfterMs: 10 * MINUTE,
    minimumNoticeMs: 0,
    timeZone: 'Europe/Berlin',
  };
  return { hosts, rules };
}

/** As one would write it first: every step, every person, every window and every block, in zoned times. */
function reference(hosts: readonly Host[], rules: Rules, mode: 'any' | 'all'): string[] {
  const out: string[] = [];
  const windows = new Map<string, [number, number][]>();
  const windowsOn = (host: Host, date: Temporal.PlainDate): [number, number][] => {
    const key = `${host.schedule.timeZone} ${date}`;
    const known = windows.get(key);
    if (known) return known;
    const made = (host.schedule.workingHours[date.dayOfWeek - 1] ?? []).map(({ start, end }): [number, number] => {
      const at = (minutes: number) =>
        date.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toZonedDateTime(host.schedule.timeZone).epochMilliseconds;
      return [at(start), at(end)];
    });
    windows.set(key, made);
    return made;
  };
  for (let ms = rules.fromMs; ms + rules.durationMs <= rules.toMs; ms += rules.stepMs) {
    const end = ms + rules.durationMs;
    const free = hosts.filter((host) => {
      const date = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(host.schedule.timeZone).toPlainDate();
      return (
        windowsOn(host, date).some(([from, to]) => from <= ms && end <= to) &&
        !host.busy.some((each) => each.startMs - rules.bufferAfterMs < end && each.endMs + rules.bufferBeforeMs > ms)
      );
    });
    if (mode === 'all' ? free.length === hosts.length : free.length > 0) out.push(`${ms} ${free.map(({ id }) => id).join()}`);
  }
  return out;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

export async function slotsBench(): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  for (const each of CASES) {
    const { hosts, rules } = draw(each);
    const times: number[] = [];
    let found: ReturnType<typeof slots> = [];
    for (let run = 0; run < RUNS; run++) {
      const started = performance.now();
      found = slots(hosts, rules, each.mode);
      times.push(performance.now() - started);
    }
    const started = performance.now();
    const expected = reference(hosts, rules, each.mode);
    const referenceMs = performance.now() - started;
    const isEqual = found.map(({ startMs, hostIds }) => `${startMs} ${hostIds.join()}`).join('\n') === expected.join('\n');
    const ms = median(times);
    rows.push(
      { case: each.name, value: ms, unit: 'ms median', ...(each.barMs ? { bar: `< ${each.barMs} ms`, pass: ms < each.barMs } : {}) },
      { case: `  the first run, zones not known yet`, value: times[0] ?? 0, unit: 'ms' },
      { case: `  the straightforward way`, value: referenceMs, unit: 'ms' },
      { case: `  ${found.length} slots, equal slot for slot`, value: isEqual ? 1 : 0, unit: '', bar: '1', pass: isEqual },
    );
  }
  return { name: 'slots', rows };
}
