import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { type CalendarEvent, type EventTime, eventKey, type GoogleData } from './store.ts';

export const instantOf = (time: EventTime, zone: string): number => {
  if (time.date) return Temporal.PlainDate.from(time.date).toZonedDateTime(zone).epochMilliseconds;
  const text = time.dateTime ?? '';
  return /Z|[+-]\d\d:\d\d$/.test(text) ? Date.parse(text) : Temporal.PlainDateTime.from(text).toZonedDateTime(time.timeZone ?? zone).epochMilliseconds;
};

const stamp = (ms: number): string => new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');

/** A series as its single meetings between two instants; what was moved or called off alone is left out here. */
const instancesOf = (data: GoogleData, master: CalendarEvent, zone: string, fromMs: number, toMs: number): CalendarEvent[] => {
  const ownZone = master.start.timeZone ?? zone;
  const startMs = instantOf(master.start, ownZone);
  const lengthMs = instantOf(master.end, ownZone) - startMs;
  const start = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(ownZone);
  const rule = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${ownZone}:${start.toPlainDateTime().toString().replaceAll(/[-:]/g, '').slice(0, 15)}\n${(master.recurrence ?? []).join('\n')}`,
  });
  return rule.between(new Date(fromMs - lengthMs), new Date(toMs), true).flatMap((at) => {
    const { epochMilliseconds } = at;
    const date = at.toString().slice(0, 10);
    const id = `${master.id}_${master.start.date ? date.replaceAll('-', '') : stamp(epochMilliseconds)}`;
    if (data.events[eventKey(master.calendarId, id)]) return [];
    const time = (ms: number): EventTime =>
      master.start.date
        ? { date: Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ownZone).toPlainDate().toString() }
        : { dateTime: new Date(ms).toISOString().replace('.000', ''), timeZone: ownZone };
    const { recurrence: _recurrence, ...rest } = master;
    const when = time(epochMilliseconds);
    return [{ ...rest, id, recurringEventId: master.id, start: when, end: time(epochMilliseconds + lengthMs), originalStartTime: when }];
  });
};

/** What happens in a calendar between two instants, series resolved, in the order of their beginnings. */
export const happenings = (data: GoogleData, calendarId: string, zone: string, fromMs: number, toMs: number): CalendarEvent[] => {
  const rows = Object.values(data.events).filter((event) => event.calendarId === calendarId && event.status !== 'cancelled');
  const singles = rows.flatMap((event) => (event.recurrence?.length ? instancesOf(data, event, zone, fromMs, toMs) : [event]));
  return singles
    .filter((event) => instantOf(event.start, zone) < toMs && instantOf(event.end, zone) > fromMs)
    .sort((a, b) => instantOf(a.start, zone) - instantOf(b.start, zone));
};
