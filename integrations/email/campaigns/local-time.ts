import { Temporal } from 'temporal-polyfill';

/**
 * The first instant from `from` on at which a clock of the zone shows this time. In the hour that is skipped in spring it is
 * the hour after; in the one that comes twice in autumn it is the first of the two, and never both.
 */
export function nextAtLocalTime(localTime: string, timeZone: string, from: Date): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone);
  const time = Temporal.PlainTime.from(localTime);
  for (let days = 0; ; days++) {
    const at = start.toPlainDate().add({ days }).toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation: 'compatible' });
    if (at.epochMilliseconds >= from.getTime()) return new Date(at.epochMilliseconds);
  }
}
