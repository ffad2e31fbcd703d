import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { Moment } from './serializers/remote-event.ts';

export interface Series {
  start: Moment;
  end: Moment;
  recurrence: readonly string[];
}
export interface Occurrence {
  /** Its place in the series: an instant in UTC, or a date. */
  key: string;
  start: Moment;
  end: Moment;
}
export type Expansion = { ok: true; occurrences: Occurrence[]; isCut: boolean } | { ok: false; reason: string };

const DAY_MS = 86_400_000;
/** More than any person meets: a rule that fires each second must not fill the database. */
const MOST = 2_000;

const compact = (text: string): string => text.replaceAll(/[-:]/g, '').slice(0, 15);

/**
 * The meetings of a series between two instants. All-day series are computed as dates. Broken rules say so, and are no
 * meetings: what is kept then is the master alone.
 */
export function expand({ start, end, recurrence }: Series, from: Date, to: Date): Expansion {
  const isDay = 'date' in start;
  const zone = isDay ? 'UTC' : start.timeZone;
  const startMs = isDay ? Date.parse(start.date) : start.at.getTime();
  const endMs = 'date' in end ? Date.parse(end.date) : end.at.getTime();
  const lengthMs = Math.max(0, endMs - startMs);
  const wall = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' });
  try {
    // EXRULE left the standard in 2009 and no provider writes it any more.
    const lines = recurrence.filter((line) => /^(RRULE|RDATE|EXDATE)[;:]/i.test(line)).map((line) => (isDay ? line.replace(/;VALUE=DATE/i, '') : line));
    const rule = new RRuleTemporal({
      rruleString: [`DTSTART;TZID=${zone}:${compact(wall)}`, ...lines].join('\n'),
      // A daily rule of fifty years.
      maxIterations: 20_000,
      includeDtstart: true,
    });
    const occurrences: Occurrence[] = [];
    const firstMs = from.getTime() - lengthMs - DAY_MS;
    for (const at of rule.between(new Date(firstMs), new Date(to.getTime() + DAY_MS), true)) {
      if (occurrences.length >= MOST) return { ok: true, occurrences, isCut: true };
      const ms = at.epochMilliseconds;
      if (isDay) {
        const date = new Date(ms).toISOString().slice(0, 10);
        occurrences.push({ key: date, start: { date }, end: { date: new Date(ms + lengthMs).toISOString().slice(0, 10) } });
        continue;
      }
      occurrences.push({ key: new Date(ms).toISOString(), start: { at: new Date(ms), timeZone: zone }, end: { at: new Date(ms + lengthMs), timeZone: zone } });
    }
    return { ok: true, occurrences, isCut: false };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The instants between which a moment may lie anywhere on earth: dates begin first at UTC+14 and end last at UTC−12. */
export const earliest = (moment: Moment): Date => ('date' in moment ? new Date(Date.parse(moment.date) - 14 * 3_600_000) : moment.at);
export const latest = (moment: Moment): Date => ('date' in moment ? new Date(Date.parse(moment.date) + 12 * 3_600_000) : moment.at);
