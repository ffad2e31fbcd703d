import type { ConnectedContext, Transaction } from '#sdk';
import type { RemoteEvent } from './serializers/remote-event.ts';
import type { CalendarRow } from './store/calendars.ts';
import { eventsOfSeries, removeEvents, saveEvents } from './store/events.ts';
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
  const now = ctx.clock.now();
  const horizon = horizonAt(now);
  const removed = await removeEvents(tx, calendar, gone);
  const touched = await saveEvents(tx, calendar, told, now);
  const seriesIds = [...new Set([...touched, ...removed.seriesIds])];
  const rows = await eventsOfSeries(tx, calendar, seriesIds);
  const bySeries = Map.groupBy(rows, ({ seriesId }) => seriesId);
  const meetings = [...bySeries].flatMap(([seriesId, series]) => {
    const { meetings: found, problem } = meetingsOf(series, horizon);
    if (problem) ctx.log.warn({ calendarId: calendar.id, seriesId, problem }, 'the rule of a series cannot be read');
    return found;
  });
  await saveOccurrences(tx, calendar, seriesIds, meetings);
  await recordMeetings(ctx, tx, calendar, meetings);
  await cancelMissing(ctx, tx, [...rows.map(({ icalUid }) => icalUid), ...removed.icalUids], horizon);
}
