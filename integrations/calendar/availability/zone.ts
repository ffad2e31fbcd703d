import { Temporal } from 'temporal-polyfill';

const known = new Map<string, boolean>();

/** Whether it is a zone of the IANA database that this machine knows. */
export function isZone(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  let is = name !== '' && !/^[+-]/.test(name);
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    is = false;
  }
  if (known.size < 2000) known.set(name, is);
  return is;
}

/** The instant of a wall time; in a gap the time an hour on, in a fold the earlier one. */
export const instantOfWall = (wall: string, timeZone: string): Date =>
  new Date(Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);

/** When a date begins in a zone: not always at midnight. */
export const startOfDate = (date: string, timeZone: string): number => Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
