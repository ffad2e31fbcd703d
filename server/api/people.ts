import { z } from 'zod';
import { ROLES } from '#sdk';

/** Shapes that the routes about people share. */
export const id = z.uuid().toLowerCase();
export const roleName = z.enum(ROLES);
export const email = z.email().max(254);
export const personName = z.string().trim().min(1).max(200);
export const timeZone = z.string().max(64).refine(isTimeZone, 'is no IANA time zone');
export const locale = z.string().max(35).refine(isLocale, 'is no language tag');
/** Length is checked by the access room, which also says it in words. */
export const password = z.string().min(1).max(200);
export const instant = z.iso.datetime();
export const nothing = z.null();

export const byId = z.strictObject({ id });

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

/** Times as RFC 3339 text, as every answer writes them. */
export function withTimes<T extends Record<string, unknown>>(
  row: T,
): { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] } {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value])) as never;
}

/** One more row was asked for than fits: it only says that there is a next page. */
export function pageFrom<T>(rows: readonly T[], limit: number, cursorOf: (last: T) => string) {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
