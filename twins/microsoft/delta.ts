import { type Answer, json } from '../http/answer.ts';
import { graphError } from './errors.ts';
import { touches } from './occurrences.ts';
import type { MicrosoftData } from './store.ts';
import { eventView, occurrenceViews } from './views.ts';

/** All that a link needs is inside it: the window of the first call is frozen. */
interface Link {
  epoch: number;
  calendarId: string;
  from: number;
  to: number;
  after: number;
  upTo: number;
  isDelta: boolean;
}
const encode = (link: Link): string => Buffer.from(JSON.stringify(link)).toString('base64url');
const decode = (text: string): Link | undefined => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Link;
  } catch {
    return undefined;
  }
};

/** calendarView/delta: the first call names a window; then links are followed as they are. */
export const calendarDelta = (data: MicrosoftData, calendarId: string, query: URLSearchParams, address: string, pageSize: number): Answer => {
  const forbidden = ['$select', '$expand', '$filter', '$orderby', '$search'].find((name) => query.has(name));
  if (forbidden)
    return graphError(
      400,
      'ErrorInvalidUrlQuery',
      `The following parameters are not supported with change tracking over the 'CalendarView' resource: '${forbidden}'.`,
    );
  const given = query.get('$skiptoken') ?? query.get('$deltatoken');
  const [from, to] = [Date.parse(query.get('startDateTime') ?? ''), Date.parse(query.get('endDateTime') ?? '')];
  if (given === null && (Number.isNaN(from) || Number.isNaN(to)))
    return graphError(
      400,
      'ErrorInvalidParameter',
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  const link = given === null ? { epoch: data.deltaEpoch, calendarId, from, to, after: 0, upTo: data.changes, isDelta: false } : decode(given);
  if (!link || link.calendarId !== calendarId) return graphError(400, 'ErrorInvalidUrlQuery', 'Badly formed token.');
  if (link.epoch !== data.deltaEpoch)
    return graphError(410, 'SyncStateNotFound', 'The sync state generation is not found; a full synchronization is required.');
  const upTo = query.has('$deltatoken') ? data.changes : link.upTo;
  const rows = Object.values(data.events)
    .filter((event) => event.calendarId === calendarId && event.change > link.after && event.change <= upTo)
    .filter((event) => (link.isDelta ? true : !event.isDeleted && touches(event, link.from, link.to)))
    .sort((a, b) => a.change - b.change);
  const page = rows.slice(0, pageSize);
  // What lies outside the window is told as removed, like what is gone.
  const value = page.flatMap((event) =>
    event.isDeleted || !touches(event, link.from, link.to)
      ? [{ id: event.id, '@removed': { reason: 'deleted' } }]
      : [eventView(event), ...(event.type === 'seriesMaster' ? occurrenceViews(event, link.from, link.to) : [])],
  );
  // A series that changed has other meetings than before: those that went are told of.
  const removed = page
    .flatMap((event) => event.changedOccurrences.map((at) => `${event.id}-${at.slice(0, 10).replaceAll('-', '')}`))
    // One that was changed alone is still there, under the same id.
    .filter((id) => !data.events[id] || data.events[id]?.isDeleted)
    .map((id) => ({ id, '@removed': { reason: 'deleted' } }));
  const hasMore = rows.length > pageSize;
  const next: Link = { ...link, after: hasMore ? (page.at(-1)?.change ?? link.after) : upTo, upTo, isDelta: hasMore ? link.isDelta : true };
  return json(200, {
    '@odata.context': `${address.split('/me/')[0]}/$metadata#Collection(event)`,
    value: link.isDelta ? [...value, ...removed] : value,
    ...(hasMore ? { '@odata.nextLink': `${address}?$skiptoken=${encode(next)}` } : { '@odata.deltaLink': `${address}?$deltatoken=${encode(next)}` }),
  });
};
