const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const two = (n: number) => String(n).padStart(2, '0');
const year = (text: string): number => (text.length === 2 ? 2000 + Number(text) : Number(text));

function dateOf(y: number, m: number, d: number): string | undefined {
  const at = new Date(Date.UTC(y, m - 1, d));
  return y > 1990 && y < 2100 && at.getUTCMonth() === m - 1 && at.getUTCDate() === d ? `${y}-${two(m)}-${two(d)}` : undefined;
}

/** `08 Feb 2026`, `7-Feb-22`, `2026-02-08`, `2/8/26` (month first, as LinkedIn writes). */
export function readDay(text: string): string | undefined {
  const words = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{2}|\d{4})$/.exec(text.trim());
  if (words) return dateOf(year(words[3] ?? ''), MONTHS.indexOf((words[2] ?? '').toLowerCase()) + 1, Number(words[1]));
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text.trim());
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(text.trim());
  return slashed ? dateOf(year(slashed[3] ?? ''), Number(slashed[1]), Number(slashed[2])) : undefined;
}

/**
 * `2025-06-01 14:03:22 UTC`, `2025-06-01`, `1/29/26, 2:37 PM`, `29.01.2026 14:37` (no zone is given: read as UTC). Dots mean
 * that the day stands first; with slashes `order` says it: LinkedIn itself writes the month first.
 */
export function readInstant(text: string, order: 'mdy' | 'dmy' = 'mdy'): Date | undefined {
  const stamp = /^(\d{4})[-/](\d{2})[-/](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/.exec(text.trim());
  if (stamp) return valid(Date.UTC(Number(stamp[1]), Number(stamp[2]) - 1, Number(stamp[3]), Number(stamp[4]), Number(stamp[5]), Number(stamp[6] ?? 0)));
  const words = text.trim().replaceAll('\u202f', ' ');
  const divided = /^(\d{1,2})([./])(\d{1,2})[./](\d{2,4})(?:,? (\d{1,2}):(\d{2})(?::\d{2})?\s*([AP]M)?)?$/iu.exec(words);
  if (!divided) {
    const day = readDay(words);
    return day ? new Date(`${day}T00:00:00Z`) : undefined;
  }
  const isDayFirst = divided[2] === '.' || order === 'dmy';
  const [month, day] = isDayFirst ? [divided[3], divided[1]] : [divided[1], divided[3]];
  const date = dateOf(year(divided[4] ?? ''), Number(month), Number(day));
  if (!date) return undefined;
  const isAfternoon = divided[7]?.toUpperCase() === 'PM';
  const hour = Number(divided[5] ?? 0);
  const hours = divided[7] ? (hour % 12) + (isAfternoon ? 12 : 0) : hour;
  return valid(Date.parse(`${date}T00:00:00Z`) + (hours * 60 + Number(divided[6] ?? 0)) * 60_000);
}
const valid = (ms: number): Date | undefined => (Number.isFinite(ms) && ms > 0 ? new Date(ms) : undefined);

/** `Basic_LinkedInDataExport_06-12-2026.zip` says when it was made. */
export function exportDay(fileName: string): Date | undefined {
  const found = /(\d{2})-(\d{2})-(\d{4})/.exec(fileName);
  const day = found && dateOf(Number(found[3]), Number(found[1]), Number(found[2]));
  return day ? new Date(`${day}T12:00:00Z`) : undefined;
}
