import { type LocalDay, localDays } from '../availability/wall-clock.ts';
import type { PageSettings } from './page.ts';

const DAY_MS = 86_400_000;
type Caps = PageSettings['caps'];

export const hasCaps = ({ perDay, perWeek }: Caps): boolean => perDay !== undefined || perWeek !== undefined;
/** What lies outside cannot touch the day or the week of a time between. */
export const widened = (fromMs: number, toMs: number) => ({ from: new Date(fromMs - 9 * DAY_MS), to: new Date(toMs + 9 * DAY_MS) });

export interface FullDays {
  date: string;
  /** The first day that is not full. */
  endDate: string;
  source: string;
}

/** Days and weeks (from Monday) on which a host has had enough meetings of a page, by their own calendar on the wall. Pure. */
export function fullDays(caps: Caps, timeZone: string, starts: readonly number[], fromMs: number, toMs: number): FullDays[] {
  const { perDay, perWeek } = caps;
  if (!hasCaps(caps) || starts.length === 0) return [];
  const days = localDays(timeZone, fromMs - 7 * DAY_MS, toMs + 7 * DAY_MS);
  const counted = days.map((day) => ({ ...day, n: starts.filter((ms) => ms >= day.startMs && ms < day.endMs).length }));
  const out: FullDays[] = [];
  const until = (index: number) => counted[index + 1]?.date ?? '9999-12-31';
  for (const [index, day] of counted.entries())
    if (perDay && day.n >= perDay) out.push({ date: day.date, endDate: until(index), source: `${perDay} meetings a day are enough` });
  for (const [index, day] of counted.entries()) {
    if (!perWeek || day.weekday !== 0) continue;
    const week = counted.slice(index, index + 7);
    if (week.reduce((sum, { n }) => sum + n, 0) >= perWeek)
      out.push({ date: day.date, endDate: until(index + week.length - 1), source: `${perWeek} meetings a week are enough` });
  }
  return out;
}

/** Whether one more meeting at this time is one too many: the same count that takes days from the offer. Pure. */
export function isFullAt(caps: Caps, timeZone: string, starts: readonly number[], startMs: number): boolean {
  const isHere = (day: LocalDay) => day.startMs <= startMs && startMs < day.endMs;
  const day = localDays(timeZone, startMs, startMs + 1).find(isHere);
  return day !== undefined && fullDays(caps, timeZone, starts, startMs, startMs + 1).some(({ date, endDate }) => date <= day.date && day.date < endDate);
}
