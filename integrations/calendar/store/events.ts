import { and, eq, gt, inArray, notInArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { insertRows, type Transaction } from '#sdk';
import { calendarEvents as events } from '../models.ts';
import { type Moment, masked, type RemoteEvent } from '../serializers/remote-event.ts';
import type { CalendarRow } from './calendars.ts';

export type EventRow = typeof events.$inferSelect;

const columnsOf = (moment: Moment | undefined) =>
  moment === undefined
    ? { at: null, date: null, zone: null }
    : 'date' in moment
      ? { at: null, date: moment.date, zone: null }
      : { at: moment.at, date: null, zone: moment.timeZone };

function rowOf(calendar: CalendarRow, remote: RemoteEvent, now: Date) {
  const event = masked(remote);
  const [start, end] = [columnsOf(event.start), columnsOf(event.end)];
  const own = event.attendees.find(({ self }) => self);
  return {
    workspaceId: calendar.workspaceId,
    id: uuidv7(),
    connectionId: calendar.connectionId,
    calendarId: calendar.id,
    externalId: event.externalId,
    icalUid: event.icalUid,
    kind: event.kind,
    seriesId: event.masterId ?? event.externalId,
    originalStart: event.originalStart ?? null,
    status: event.status,
    startsAt: start.at,
    endsAt: end.at,
    startDate: start.date,
    endDate: end.date,
    timeZone: start.zone,
    recurrence: [...event.recurrence],
    busy: event.busy,
    isPrivate: event.isPrivate,
    title: clean(event.title, 1_000),
    location: event.location ? clean(event.location, 2_000) : null,
    body: event.body ? clean(event.body, 100_000) : null,
    organizer: event.organizer ? { email: event.organizer.email, ...(event.organizer.name ? { name: event.organizer.name } : {}) } : null,
    attendees: event.attendees.map((each) => ({ ...each, email: each.email.toLowerCase() })),
    response: own?.response ?? null,
    joinUrl: event.joinUrl ?? null,
    url: event.url ?? null,
    etag: event.etag ?? null,
    toldAt: event.updatedAt ?? event.askedAt ?? now,
    updatedAt: now,
  };
}

/** PostgreSQL takes neither NUL nor half a surrogate. */
const clean = (text: string, longest: number): string => text.slice(0, longest).replaceAll('\0', '').toWellFormed();

/** A time that ends before it begins, or says nothing, is no meeting; only what is called off may be without. */
export const isReadable = ({ start, end, status }: RemoteEvent): boolean => {
  if (status === 'cancelled') return true;
  if (!start || !end || 'date' in start !== 'date' in end) return false;
  const ms = (moment: Moment) => ('date' in moment ? Date.parse(moment.date) : moment.at.getTime());
  return Number.isFinite(ms(start)) && Number.isFinite(ms(end)) && ms(end) >= ms(start);
};

const overwritten = [
  'icalUid',
  'kind',
  'seriesId',
  'originalStart',
  'status',
  'startsAt',
  'endsAt',
  'startDate',
  'endDate',
  'timeZone',
  'recurrence',
  'busy',
  'isPrivate',
  'title',
  'location',
  'body',
  'organizer',
  'attendees',
  'response',
  'joinUrl',
  'url',
  'etag',
  'toldAt',
  'updatedAt',
] as const;
const OVERWRITTEN = sql.raw(overwritten.map((name) => `${events[name].name} = excluded.${events[name].name}`).join(', '));

/** Brings our copies to what the provider says. Answers the series that were touched. What is masked is masked here, before it is stored. */
export async function saveEvents(tx: Transaction, calendar: CalendarRow, remote: readonly RemoteEvent[], now: Date): Promise<string[]> {
  // The same event may come several times on a page: the last counts.
  const rows = [...new Map(remote.map((each) => [each.externalId, rowOf(calendar, each, now)])).values()];
  // Meetings that a provider resolves come without a time of change: theirs is ours, and two clocks say nothing of which is
  // newer. One that we called off after the page was asked for stays off.
  await insertRows(tx, events, rows, {
    onConflict: sql`on conflict (workspace_id, calendar_id, external_id) do update set ${OVERWRITTEN}
      where (${events.toldAt} <= excluded.told_at or (${events.kind} = 'occurrence' or excluded.kind = 'occurrence')
        and not (${events.kind} = 'occurrence' and excluded.kind = 'occurrence' and ${events.status} = 'cancelled'))`,
  });
  return [...new Set(rows.map(({ seriesId }) => seriesId))];
}

/** Takes events away, with the meetings of a series whose master goes. Answers the series and the names of their meetings. */
export async function removeEvents(
  tx: Transaction,
  calendar: Pick<CalendarRow, 'workspaceId' | 'id'>,
  externalIds: readonly string[],
): Promise<{ seriesIds: string[]; icalUids: string[] }> {
  if (externalIds.length === 0) return { seriesIds: [], icalUids: [] };
  const ids = [...externalIds];
  const gone = await tx
    .delete(events)
    .where(
      and(
        eq(events.workspaceId, calendar.workspaceId),
        eq(events.calendarId, calendar.id),
        sql`(${inArray(events.externalId, ids)} or ${inArray(events.seriesId, ids)})`,
      ),
    )
    .returning({ seriesId: events.seriesId, icalUid: events.icalUid });
  return { seriesIds: [...new Set(gone.map(({ seriesId }) => seriesId))], icalUids: [...new Set(gone.map(({ icalUid }) => icalUid))] };
}

/** Whether an event, or the series that it belongs to, is known here; locked, so that it cannot be taken away meanwhile. */
export const stands = async (tx: Transaction, calendar: Pick<CalendarRow, 'workspaceId' | 'id'>, { externalId, masterId }: RemoteEvent): Promise<boolean> =>
  (
    await tx
      .select({ id: events.id })
      .from(events)
      .where(
        and(
          eq(events.workspaceId, calendar.workspaceId),
          eq(events.calendarId, calendar.id),
          inArray(events.externalId, masterId ? [externalId, masterId] : [externalId]),
        ),
      )
      .for('update')
  ).length > 0;

/** Series that are told whole: meetings of them that no longer differ are as their rule says. */
export async function dropOtherExceptions(tx: Transaction, calendar: Pick<CalendarRow, 'workspaceId' | 'id'>, told: readonly RemoteEvent[]): Promise<void> {
  for (const { externalId, exceptionIds } of told) {
    if (!exceptionIds) continue;
    await tx
      .delete(events)
      .where(
        and(
          eq(events.workspaceId, calendar.workspaceId),
          eq(events.calendarId, calendar.id),
          eq(events.seriesId, externalId),
          notInArray(events.externalId, [externalId, ...exceptionIds]),
        ),
      );
  }
}

/** Series of a calendar, some at a time. */
export const seriesAfter = async (tx: Transaction, calendar: Pick<CalendarRow, 'workspaceId' | 'id'>, after: string, limit: number): Promise<string[]> =>
  (
    await tx
      .select({ seriesId: events.seriesId })
      .from(events)
      .where(and(eq(events.workspaceId, calendar.workspaceId), eq(events.calendarId, calendar.id), eq(events.kind, 'master'), gt(events.seriesId, after)))
      .orderBy(events.seriesId)
      .limit(limit)
  ).map(({ seriesId }) => seriesId);

/**
 * Answers the series that were touched. Told a moment after what is known: by the provider's clock, which may be another than
 * ours; a meeting of a series has ours.
 */
export async function callOffEvents(tx: Transaction, calendar: Pick<CalendarRow, 'workspaceId' | 'id'>, externalId: string, now: Date): Promise<string[]> {
  const rows = await tx
    .update(events)
    .set({
      status: 'cancelled',
      toldAt: sql`case when ${events.kind} = 'occurrence' then greatest(${events.toldAt}, ${now.toISOString()}::timestamptz) else ${events.toldAt} end + interval '1 millisecond'`,
      updatedAt: now,
    })
    .where(
      and(
        eq(events.workspaceId, calendar.workspaceId),
        eq(events.calendarId, calendar.id),
        sql`(${eq(events.externalId, externalId)} or ${eq(events.seriesId, externalId)})`,
      ),
    )
    .returning({ seriesId: events.seriesId });
  return [...new Set(rows.map(({ seriesId }) => seriesId))];
}

export const eventsOfSeries = (tx: Transaction, calendar: Pick<CalendarRow, 'workspaceId' | 'id'>, seriesIds: readonly string[]): Promise<EventRow[]> =>
  seriesIds.length === 0
    ? Promise.resolve([])
    : tx
        .select()
        .from(events)
        .where(and(eq(events.workspaceId, calendar.workspaceId), eq(events.calendarId, calendar.id), inArray(events.seriesId, [...seriesIds])));
