import { and, eq, inArray } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { insertRows, type Transaction } from '#sdk';
import { calendarOccurrences as occurrences } from '../models.ts';
import { earliest, expand, latest } from '../recurrence.ts';
import type { Moment } from '../serializers/remote-event.ts';
import type { CalendarRow } from './calendars.ts';
import type { EventRow } from './events.ts';

export interface Horizon {
  from: Date;
  to: Date;
}
const DAY_MS = 86_400_000;
/** How far meetings are kept resolved: booking pages look a year ahead, timelines three months back. */
export const horizonAt = (now: Date): Horizon => ({ from: new Date(now.getTime() - 90 * DAY_MS), to: new Date(now.getTime() + 400 * DAY_MS) });

export const startOf = (row: Pick<EventRow, 'startsAt' | 'startDate' | 'timeZone'>): Moment | undefined =>
  row.startDate ? { date: row.startDate } : row.startsAt ? { at: row.startsAt, timeZone: row.timeZone ?? 'UTC' } : undefined;
export const endOf = (row: Pick<EventRow, 'endsAt' | 'endDate' | 'timeZone'>): Moment | undefined =>
  row.endDate ? { date: row.endDate } : row.endsAt ? { at: row.endsAt, timeZone: row.timeZone ?? 'UTC' } : undefined;

export interface Meeting {
  event: EventRow;
  key: string;
  start: Moment;
  end: Moment;
  /** Where a rule cannot be followed any further: its person counts as busy, and it is no meeting. */
  isUnknown?: boolean;
}

/** The meetings of one series: what its rule says, without those that differ or were called off, and those as they are. Pure. */
export function meetingsOf(rows: readonly EventRow[], { from, to }: Horizon): { meetings: Meeting[]; problem?: string } {
  const exceptions = new Set(rows.flatMap(({ kind, originalStart }) => (kind === 'exception' && originalStart ? [originalStart] : [])));
  // Providers that resolve series themselves send each meeting; the master then says nothing more.
  const isResolved = rows.some(({ kind }) => kind === 'occurrence');
  const meetings: Meeting[] = [];
  let problem: string | undefined;
  const master = rows.find(({ kind }) => kind === 'master');
  for (const row of rows) {
    const [start, end] = [startOf(row), endOf(row)];
    if (row.status === 'cancelled' || !start || !end) continue;
    // A meeting of a series is what its master is, and a different one still bears the master's name.
    const event = master && row.kind === 'occurrence' ? master : master && row.kind === 'exception' ? { ...row, icalUid: master.icalUid } : row;
    if (master?.status === 'cancelled') continue;
    if (row.kind !== 'master') {
      meetings.push({ event, key: row.kind === 'single' ? '' : (row.originalStart ?? row.externalId), start, end });
    } else if (!isResolved) {
      const expanded = expand({ start, end, recurrence: event.recurrence }, from, to);
      if (expanded.ok) meetings.push(...expanded.occurrences.filter(({ key }) => !exceptions.has(key)).map((each) => ({ event, ...each })));
      else problem = expanded.reason;
      // Not to know when somebody is busy is not to know that they are free.
      if (!expanded.ok || expanded.isCut) {
        const last = expanded.ok ? expanded.occurrences.at(-1)?.end : undefined;
        const begin = last ? latest(last) : earliest(start) > from ? earliest(start) : from;
        if (begin < to) meetings.push({ event, key: 'unknown', start: { at: begin, timeZone: 'UTC' }, end: { at: to, timeZone: 'UTC' }, isUnknown: true });
      }
    }
  }
  const inside = meetings.filter(({ start, end }) => latest(end) > from && earliest(start) < to);
  return { meetings: inside, ...(problem ? { problem } : {}) };
}

const CHUNK = 500;

/** Writes the meetings of these series anew. */
export async function saveOccurrences(tx: Transaction, calendar: CalendarRow, seriesIds: readonly string[], meetings: readonly Meeting[]): Promise<void> {
  if (seriesIds.length === 0) return;
  await tx
    .delete(occurrences)
    .where(and(eq(occurrences.workspaceId, calendar.workspaceId), eq(occurrences.calendarId, calendar.id), inArray(occurrences.seriesId, [...seriesIds])));
  const rows = meetings.map(({ event, key, start, end }) => ({
    workspaceId: calendar.workspaceId,
    id: uuidv7(),
    connectionId: calendar.connectionId,
    calendarId: calendar.id,
    eventId: event.id,
    seriesId: event.seriesId,
    icalUid: event.icalUid,
    occurrenceKey: key,
    startsAt: earliest(start),
    endsAt: latest(end),
    startDate: 'date' in start ? start.date : null,
    endDate: 'date' in end ? end.date : null,
    // Who has declined is free.
    busy: event.response === 'declined' ? 'free' : event.busy,
  }));
  for (let from = 0; from < rows.length; from += CHUNK) await insertRows(tx, occurrences, rows.slice(from, from + CHUNK));
}
