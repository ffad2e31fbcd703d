/** Order of day and month in `03/04/2026`. */
export type DateOrder = 'dmy' | 'mdy';

const SLASHED = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:[ T,]+(.*))?$/;
const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(.*))?$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WORDED = /^(?:(\d{1,2})\.?\s+([a-z]{3,9})\.?,?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)\s+(\d{4})(?:[ ,]+(.*))?$/i;

/** What a cell says of the order: `31/04/2026` can only begin with the day. */
export function orderSaidBy(cell: string): DateOrder | undefined {
  const [, a, b] = SLASHED.exec(cell.trim()) ?? [];
  if (a === undefined || b === undefined || Number(a) > 31 || Number(b) > 31) return undefined;
  if (Number(a) > 12 && Number(b) <= 12) return 'dmy';
  if (Number(b) > 12 && Number(a) <= 12) return 'mdy';
  // Nobody writes the month first and divides by dots.
  return cell.includes('.') ? 'dmy' : undefined;
}

interface Day {
  day: string;
  rest: string;
}
function dayOf(text: string, order: DateOrder): Day | undefined {
  const of = (year: string, month: string | number, day: string | number, rest: string | undefined): Day | undefined => {
    const full = year.length === 2 ? `${Number(year) > 69 ? '19' : '20'}${year}` : year;
    const iso = `${full}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    const at = new Date(`${iso}T00:00:00Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? { day: iso, rest: rest?.trim() ?? '' } : undefined;
  };
  const iso = ISO.exec(text);
  if (iso) return of(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '', iso[4]);
  const slashed = SLASHED.exec(text);
  if (slashed) {
    const [, a = '', b = '', year = '', rest] = slashed;
    return order === 'dmy' ? of(year, b, a, rest) : of(year, a, b, rest);
  }
  const worded = WORDED.exec(text);
  if (!worded) return undefined;
  const month = MONTHS.indexOf((worded[2] ?? worded[3] ?? '').slice(0, 3).toLowerCase()) + 1;
  return month > 0 ? of(worded[5] ?? '', month, worded[1] ?? worded[4] ?? '', worded[6]) : undefined;
}

/** A calendar day as `2026-03-31`; a time behind it is left out. */
export const readDate = (text: string, order: DateOrder): string | undefined => dayOf(text.trim(), order)?.day;

/** An instant. Without a zone it is meant where the importer is; `zoned` turns such a clock time into one. */
export function readTime(text: string, order: DateOrder, zoned: (local: string) => Date): Date | undefined {
  const found = dayOf(text.trim(), order);
  if (!found) return undefined;
  const { day, rest } = found;
  if (rest === '') return zoned(`${day}T00:00:00`);
  const clock = CLOCK.exec(rest);
  if (!clock) return undefined;
  const [, hours = '', minutes = '', seconds = '00', half, zone] = clock;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const local = `${day}T${String(hour).padStart(2, '0')}:${minutes}:${seconds}`;
  if (!zone) return zoned(local);
  const at = new Date(`${local}${/^[+-]/.test(zone) ? zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2') : 'Z'}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
