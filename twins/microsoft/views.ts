import { instantOf, occurrencesOf, utc } from './occurrences.ts';
import type { GraphEvent } from './store.ts';

const etagOf = (event: GraphEvent): string => `W/"${event.change}"`;

export const eventView = (event: GraphEvent): Record<string, unknown> => {
  const {
    accountId: _account,
    calendarId: _calendar,
    change,
    isDeleted: _deleted,
    changedOccurrences: _changed,
    properties: _properties,
    start,
    end,
    ...fields
  } = event;
  return {
    '@odata.etag': etagOf(event),
    changeKey: String(change),
    ...fields,
    // A whole day is midnight to midnight in whatever zone is asked for.
    start: event.isAllDay ? { dateTime: `${start.dateTime.slice(0, 10)}T00:00:00.0000000`, timeZone: 'UTC' } : utc(instantOf(start)),
    end: event.isAllDay ? { dateTime: `${end.dateTime.slice(0, 10)}T00:00:00.0000000`, timeZone: 'UTC' } : utc(instantOf(end)),
    originalStartTimeZone: start.timeZone,
    originalEndTimeZone: end.timeZone,
    bodyPreview: event.body.content.slice(0, 255),
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(event.id)}`,
  };
};

/** In a delta, a meeting of a series is little more than its place: the rest stands in its master. */
export const occurrenceViews = (master: GraphEvent, fromMs: number, toMs: number): Record<string, unknown>[] =>
  occurrencesOf(master, fromMs, toMs).map(({ id, startMs, endMs }) => ({
    '@odata.etag': etagOf(master),
    id,
    seriesMasterId: master.id,
    type: 'occurrence',
    start: utc(startMs),
    end: utc(endMs),
  }));
