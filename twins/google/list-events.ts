import { type Answer, json } from '../http/answer.ts';
import { googleError } from './errors.ts';
import { happenings, instantOf } from './occurrences.ts';
import type { Calendar, CalendarEvent, GoogleData } from './store.ts';

interface Token {
  epoch: number;
  calendar: string;
  /** The rest of this read begins after this change. */
  after: number;
  /** Changes up to here belong to this read; the next one begins there. */
  upTo: number;
  isSync: boolean;
  /** The other parameters, which must stay the same. */
  params: string;
}
const encode = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64url');
const decode = (text: string): Token | undefined => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Token;
  } catch {
    return undefined;
  }
};

const notWithSyncToken = ['iCalUID', 'orderBy', 'privateExtendedProperty', 'sharedExtendedProperty', 'q', 'timeMin', 'timeMax', 'updatedMin'];
const known = new Set([
  ...notWithSyncToken,
  'maxResults',
  'pageToken',
  'syncToken',
  'singleEvents',
  'showDeleted',
  'timeZone',
  'fields',
  'alwaysIncludeEmail',
  'maxAttendees',
  'eventTypes',
]);

/** An event as the API shows it. Of a cancelled one little more than the id is left, unless it is an exception of a series. */
export const eventView = (event: CalendarEvent): Record<string, unknown> => {
  const { calendarId: _calendar, change, ...fields } = event;
  const etag = `"${change}"`;
  if (event.status === 'cancelled')
    return {
      kind: 'calendar#event',
      etag,
      id: event.id,
      status: 'cancelled',
      ...(event.recurringEventId ? { recurringEventId: event.recurringEventId, originalStartTime: event.originalStartTime } : {}),
    };
  return { kind: 'calendar#event', etag, htmlLink: `https://www.google.com/calendar/event?eid=${event.id}`, reminders: { useDefault: true }, ...fields };
};

const propertyMatches = (event: CalendarEvent, wanted: readonly string[]): boolean =>
  wanted.every((each) => {
    const [name = '', ...value] = each.split('=');
    return event.extendedProperties?.private?.[name] === value.join('=');
  });

/** events.list: full reads, pages, sync tokens, and windows of single events. */
export const listEvents = (data: GoogleData, calendar: Calendar, query: URLSearchParams): Answer => {
  const unknown = [...query.keys()].find((name) => !known.has(name));
  if (unknown) return googleError(400, 'invalidParameter', `Unknown parameter ${unknown}.`);
  const syncToken = query.get('syncToken');
  const clash = syncToken !== null && notWithSyncToken.find((name) => query.has(name));
  if (clash) return googleError(400, 'invalid', `Sync token cannot be used with ${clash}.`);
  if (syncToken !== null && query.get('showDeleted') === 'false') return googleError(400, 'invalid', 'showDeleted must not be false with a sync token.');
  const maxResults = Number(query.get('maxResults') ?? 250);
  if (!(maxResults >= 1 && maxResults <= 2500)) return googleError(400, 'invalid', 'maxResults must be between 1 and 2500.');
  const [timeMin, timeMax] = ['timeMin', 'timeMax'].map((name) => query.get(name));
  if ([timeMin, timeMax].some((text) => text && Number.isNaN(Date.parse(text)))) return googleError(400, 'badRequest', 'Bad Request');

  const params = JSON.stringify([...query].filter(([name]) => !['pageToken', 'syncToken', 'timeMin', 'timeMax'].includes(name)).sort());
  const given = query.get('pageToken') ?? syncToken;
  const token = given === null ? undefined : decode(given);
  if (given !== null && (!token || token.calendar !== calendar.id)) return googleError(400, 'invalid', 'Invalid sync token value.');
  if (token && token.epoch !== data.syncEpoch) return googleError(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.');
  if (token && token.params !== params) return googleError(400, 'invalid', 'Sync token was made with other parameters.');

  const head = {
    kind: 'calendar#events',
    etag: `"p${data.changes}"`,
    summary: calendar.summary,
    updated: new Date(0).toISOString(),
    timeZone: calendar.timeZone,
    accessRole: calendar.accessRole,
    defaultReminders: [],
  };
  const [fromMs, toMs] = [timeMin ? Date.parse(timeMin) : Number.NEGATIVE_INFINITY, timeMax ? Date.parse(timeMax) : Number.POSITIVE_INFINITY];
  if (query.get('singleEvents') === 'true' && timeMin && timeMax)
    return json(200, { ...head, items: happenings(data, calendar.id, calendar.timeZone, fromMs, toMs).slice(0, maxResults).map(eventView) });

  const isSync = token?.isSync ?? false;
  const state = token ?? { epoch: data.syncEpoch, calendar: calendar.id, after: 0, upTo: data.changes, isSync: false, params };
  // A sync token is asked now: its read takes in everything up to now.
  const upTo = syncToken !== null && query.get('pageToken') === null ? data.changes : state.upTo;
  const showsDeleted = isSync || query.get('showDeleted') === 'true';
  const inWindow = (event: CalendarEvent): boolean =>
    Boolean(event.recurrence?.length) || (instantOf(event.end, calendar.timeZone) > fromMs && instantOf(event.start, calendar.timeZone) < toMs);
  const rows = Object.values(data.events)
    .filter((event) => event.calendarId === calendar.id && event.change > state.after && event.change <= upTo)
    .filter((event) => showsDeleted || event.status !== 'cancelled' || event.recurringEventId !== undefined)
    .filter((event) => isSync || inWindow(event))
    .filter((event) => query.get('iCalUID') === null || event.iCalUID === query.get('iCalUID'))
    .filter((event) => propertyMatches(event, query.getAll('privateExtendedProperty')))
    .sort((a, b) => a.change - b.change);
  const items = rows.slice(0, maxResults);
  const hasMore = rows.length > maxResults;
  const next: Token = { ...state, isSync, after: items.at(-1)?.change ?? state.after, upTo };
  return json(200, {
    ...head,
    items: items.map(eventView),
    ...(hasMore ? { nextPageToken: encode(next) } : { nextSyncToken: encode({ ...next, isSync: true, after: upTo, upTo }) }),
  });
};
