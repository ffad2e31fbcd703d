import type { QuietHours } from './rule.ts';

interface Wall {
  minutes: number;
  weekday: number;
  day: string;
}
const formats = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What the clock on somebody’s wall says. */
export function wallOf(at: Date, timeZone: string): Wall {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
    weekday: WEEKDAYS.indexOf(parts.weekday ?? ''),
    day: `${parts.year}-${parts.month}-${parts.day}`,
  };
}
export const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

const STEP_MS = 15 * 60_000;
function isQuiet({ from, to, weekends }: QuietHours, { minutes, weekday }: Wall): boolean {
  if (weekends && (weekday === 0 || weekday === 6)) return true;
  const [start, end] = [minutesOf(from), minutesOf(to)];
  if (start === end) return false;
  return start < end ? minutes >= start && minutes < end : minutes >= start || minutes < end;
}

/** Until when nothing rings; undefined: it may ring now. Found by the wall clock, so that a change to summer time moves it along. */
export function quietUntil(hours: QuietHours | null | undefined, at: Date, timeZone: string): Date | undefined {
  if (!hours) return undefined;
  const zone = hours.timeZone ?? timeZone;
  if (!isQuiet(hours, wallOf(at, zone))) return undefined;
  // A long weekend is three days; nobody is quiet for longer than a week.
  for (let next = Math.ceil((at.getTime() + 1) / STEP_MS) * STEP_MS; next < at.getTime() + 8 * 86_400_000; next += STEP_MS)
    if (!isQuiet(hours, wallOf(new Date(next), zone))) return new Date(next);
  return undefined;
}

/** The instants at which a day begins and ends on somebody’s wall; some days have 23 hours, or 25. */
export function dayAround(at: Date, timeZone: string): { from: Date; until: Date } {
  const { day } = wallOf(at, timeZone);
  const edge = (step: number) => {
    let on = Math.floor(at.getTime() / STEP_MS) * STEP_MS;
    while (wallOf(new Date(on + (step > 0 ? 0 : -STEP_MS)), timeZone).day === day) on += step;
    return new Date(on);
  };
  return { from: edge(-STEP_MS), until: edge(STEP_MS) };
}
