import { Temporal } from 'temporal-polyfill';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** One zone's wall clock between two instants: its days with their length on the clock, resolved once. */
export interface LocalDay {
  /** `2027-03-28` */
  date: string;
  /** 0 is Monday. */
  weekday: number;
  startMs: number;
  endMs: number;
  /** True where the clock is not changed on this day: then a wall time is the start plus itself. */
  isPlain: boolean;
}

const days = new Map<string, readonly LocalDay[]>();
const MOST_CACHED = 500;

/** The days that touch these instants, and perhaps one more at each end. Days that a zone skipped altogether are not there. */
export function localDays(timeZone: string, from: number, to: number): readonly LocalDay[] {
  // Whole days of UTC, so that one answer serves all who ask about the same days.
  const [fromMs, toMs] = [Math.floor(from / DAY_MS) * DAY_MS, Math.ceil(to / DAY_MS) * DAY_MS];
  const key = `${timeZone} ${fromMs} ${toMs}`;
  const known = days.get(key);
  if (known) return known;
  const first = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const out: LocalDay[] = [];
  for (let date = first, start = date.toZonedDateTime(timeZone).epochMilliseconds; start < toMs; ) {
    const next = date.add({ days: 1 });
    const nextStart = next.toZonedDateTime(timeZone).epochMilliseconds;
    if (nextStart > start)
      out.push({
        date: date.toString(),
        weekday: date.dayOfWeek - 1,
        startMs: start,
        endMs: nextStart,
        isPlain: nextStart - start === DAY_MS && isAtMidnight(start, timeZone, date),
      });
    date = next;
    start = nextStart;
  }
  if (days.size >= MOST_CACHED) days.clear();
  days.set(key, out);
  return out;
}

const isAtMidnight = (ms: number, timeZone: string, date: Temporal.PlainDate): boolean => {
  const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  if (wall.hour !== 0 || wall.minute !== 0) return false;
  // A day may keep its length and still be changed twice.
  return wall
    .add({ hours: 12 })
    .toPlainDateTime()
    .equals(date.toPlainDateTime({ hour: 12 }));
};

/** The instant of a wall time of a day, in minutes after midnight; 1440 is its end. A time in a gap is the one after it, in a fold the first. */
export function instantOn(day: LocalDay, minutes: number, timeZone: string): number {
  if (minutes >= 1440) return day.endMs;
  if (day.isPlain) return day.startMs + minutes * MINUTE_MS;
  const wall = Temporal.PlainDate.from(day.date).toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return Math.min(day.endMs, Math.max(day.startMs, wall.toZonedDateTime(timeZone).epochMilliseconds));
}
