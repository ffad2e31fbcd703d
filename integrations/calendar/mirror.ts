import type { ConnectedContext, Transaction } from '#sdk';
import { followProvider } from './booking/follow.ts';
import type { RemoteEvent } from './serializers/remote-event.ts';
import type { CalendarRow } from './store/calendars.ts';
import { hearOfCreations } from './store/creations.ts';
import { callOffEvents, dropOtherExceptions, eventsOfSeries, removeEvents, saveEvents } from './store/events.ts';
import { cancelMissing, recordMeetings } from './store/meetings.ts';
import { horizonAt, meetingsOf, saveOccurrences } from './store/occurrences.ts';

/** What a provider says of a calendar becomes our copy, its meetings in time, and their activities. SQL only. */
export async function mirror(
  ctx: ConnectedContext,
  tx: Transaction,
  calendar: CalendarRow,
  told: readonly RemoteEvent[],
  gone: readonly string[],
): Promise<void> {
  await hearOfCreations(tx, calendar, told);
  const removed = await removeEvents(tx, calendar, gone);
  await dropOtherExceptions(tx, calendar, told);
  const touched = await saveEvents(tx, calendar, told, ctx.clock.now());
  await resolve(ctx, tx, calendar, [...new Set([...touched, ...removed.seriesIds])], removed.icalUids);
  await followProvider(ctx, tx, calendar, told, gone);
}

/** We have called it off: the row stays until the provider says so too, because a page read before may still come with it. */
export async function callOff(ctx: ConnectedContext, tx: Transaction, calendar: CalendarRow, externalId: string): Promise<void> {
  await resolve(ctx, tx, calendar, await callOffEvents(tx, calendar, externalId, ctx.clock.now()), []);
}

/** The horizon moves on with time: the meetings of all series in it are resolved anew. */
export async function extend(ctx: ConnectedContext, tx: Transaction, calendar: CalendarRow, seriesIds: readonly string[]): Promise<void> {
  await resolve(ctx, tx, calendar, seriesIds, []);
}

async function resolve(
  ctx: ConnectedContext,
  tx: Transaction,
  calendar: CalendarRow,
  seriesIds: readonly string[],
  icalUids: readonly string[],
): Promise<void> {
  const horizon = horizonAt(ctx.clock.now());
  const rows = await eventsOfSeries(tx, calendar, seriesIds);
  const meetings = [...Map.groupBy(rows, ({ seriesId }) => seriesId)].flatMap(([seriesId, series]) => {
    const { meetings: found, problem } = meetingsOf(series, horizon);
    if (problem) ctx.log.warn({ calendarId: calendar.id, seriesId, problem }, 'the rule of a series cannot be read');
    return found;
  });
  await saveOccurrences(tx, calendar, seriesIds, meetings);
  await recordMeetings(ctx, tx, calendar, meetings);
  await cancelMissing(ctx, tx, [...rows.map(({ icalUid }) => icalUid), ...icalUids], horizon);
}
