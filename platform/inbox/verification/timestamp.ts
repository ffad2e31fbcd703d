import type { Scheme } from '#sdk';

/** Unix seconds, digits only. Anything else is no timestamp: `1e9`, ` 1`, `+1` and `0x1` read as numbers elsewhere. */
export const readTimestamp = (text: string | undefined): number | undefined => (text !== undefined && /^\d{1,11}$/.test(text) ? Number(text) : undefined);

export const unixSeconds = (now: Date): number => Math.floor(now.getTime() / 1000);

/** Within the window in both directions: a timestamp from the future would make a captured request usable for longer. */
export function isFresh(scheme: Scheme, timestamp: number, now: Date): boolean {
  return scheme.toleranceSeconds === undefined || Math.abs(unixSeconds(now) - timestamp) <= scheme.toleranceSeconds;
}
