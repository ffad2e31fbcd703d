import { createHash } from 'node:crypto';
import { CursorGone, type HttpClient, PatchbayError } from '#sdk';
import { expand } from '../../recurrence.ts';
import { readObject } from '../../serializers/ics/read.ts';
import { answerObject, changeObject, exceptOccurrence, writeObject } from '../../serializers/ics/write.ts';
import { makesBusy, type RemoteEvent } from '../../serializers/remote-event.ts';
import { type CalendarClient, type CalendarRef, changedThere, type EventPage, type ReadWindow } from '../provider.ts';
import { type CaldavCursor, type Changes, changesSince, versionOf } from './changes.ts';
import { type DavAnswer, dav, document, multistatus, resolveHref, statusOf } from './dav.ts';
import { listCollections } from './discovery.ts';
import { CALDAV, child, DAV, escapeXml, textOf } from './xml.ts';

export { discover } from './discovery.ts';

/** Objects that are fetched in one question. */
const CHUNK = 50;
const LIVE_MS = 5_000;
const MOST_LISTS = 20;
/** Lists of what is still to be fetched, by the cursor they belong to: asked once, not with each page. */
const lists = new Map<string, Changes>();

const objectOf = (externalId: string): { href: string; occurrence: string | undefined } => {
  const at = externalId.indexOf('#');
  const rest = at < 0 ? undefined : externalId.slice(at + 1);
  return { href: at < 0 ? externalId : externalId.slice(0, at), occurrence: rest?.startsWith('uid:') ? undefined : rest };
};
const readAs = (calendar: CalendarRef, href: string, etag: string | undefined) => ({
  href,
  etag,
  calendarZone: calendar.timeZone,
  account: calendar.account,
});

interface Fetched {
  events: RemoteEvent[];
  unreadable: { externalId: string; reason: string }[];
  missing: string[];
}

function take(into: Fetched, calendar: CalendarRef, href: string, etag: string | undefined, text: string): void {
  const read = readObject(text, readAs(calendar, href, etag));
  if (read.ok) into.events.push(...read.events);
  else into.unreadable.push({ externalId: href, reason: read.reason });
}

async function fetchObjects(http: HttpClient, calendar: CalendarRef, hrefs: readonly string[]): Promise<Fetched> {
  const into: Fetched = { events: [], unreadable: [], missing: [] };
  if (hrefs.length === 0) return into;
  const body = document(
    'c:calendar-multiget',
    `<d:prop><d:getetag/><c:calendar-data/></d:prop>${hrefs.map((href) => `<d:href>${escapeXml(new URL(href).pathname)}</d:href>`).join('')}`,
  );
  try {
    const found = await multistatus(http, { method: 'REPORT', url: calendar.externalId, depth: '1', body, operation: 'fetch', lane: 'backfill' });
    const seen = new Set<string>();
    for (const { href, props, status } of found.responses) {
      const at = resolveHref(href, calendar.externalId);
      const text = child(props, CALDAV, 'calendar-data')?.text;
      if (!text) {
        if (status === 404) into.missing.push(at);
        continue;
      }
      seen.add(at);
      take(into, calendar, at, textOf(child(props, DAV, 'getetag')), text);
    }
    return into;
  } catch (error) {
    // One of them is larger than all may be: each alone, and that one is named.
    if (!(error instanceof PatchbayError) || error.code !== 'response_too_large') throw error;
    if (hrefs.length === 1) return { ...into, unreadable: [{ externalId: hrefs[0] ?? '', reason: 'it is larger than we read' }] };
    const half = Math.ceil(hrefs.length / 2);
    const [first, second] = [await fetchObjects(http, calendar, hrefs.slice(0, half)), await fetchObjects(http, calendar, hrefs.slice(half))];
    return {
      events: [...first.events, ...second.events],
      unreadable: [...first.unreadable, ...second.unreadable],
      missing: [...first.missing, ...second.missing],
    };
  }
}

const endMs = ({ end, start }: RemoteEvent): number => {
  const moment = end ?? start;
  return moment === undefined ? Number.POSITIVE_INFINITY : 'date' in moment ? Date.parse(moment.date) + 86_400_000 : moment.at.getTime();
};

async function readEvents(
  http: HttpClient,
  calendar: CalendarRef,
  cursor: Readonly<Record<string, unknown>> | undefined,
  window: ReadWindow,
): Promise<EventPage> {
  const { after, until, ...base } = (cursor ?? {}) as CaldavCursor & { after?: string; until?: string };
  const key = `${calendar.account} ${calendar.externalId} ${JSON.stringify(base.token ?? base.ctag ?? '')}`;
  // Taken up again after a crash the list is asked anew; where it ends stays, so that what changed meanwhile comes next time.
  let list = after === undefined ? undefined : lists.get(key);
  const isFresh = list === undefined;
  list ??= await changesSince(http, calendar.externalId, base);
  const begin = after === undefined || (isFresh && until === undefined) ? 0 : list.changed.findIndex((href) => href > after);
  const hrefs = begin < 0 ? [] : list.changed.slice(begin, begin + CHUNK);
  const last = hrefs.at(-1);
  const more = begin >= 0 && begin + CHUNK < list.changed.length;
  const { events, unreadable, missing } = await fetchObjects(http, calendar, hrefs);
  if (more) {
    if (lists.size >= MOST_LISTS) lists.clear();
    lists.set(key, list);
  } else lists.delete(key);
  const end = until ?? list.next.token;
  return {
    // What ended before we look is not kept, except series.
    events: events.filter((event) => event.kind !== 'single' || endMs(event) >= window.from.getTime()),
    unreadable,
    removed: [...(begin <= 0 ? list.removed : []), ...missing],
    cursor: (more ? { ...base, ...(last ? { after: last } : {}), ...(end ? { until: end } : {}) } : until ? { token: until } : list.next) as Record<
      string,
      string
    >,
    more,
    ...(more || !list.version ? {} : { version: list.version }),
  };
}

async function getObject(http: HttpClient, href: string): Promise<DavAnswer> {
  return dav(http, { method: 'GET', url: href, operation: 'get-event', lane: 'interactive' });
}

/** Writes an object, and reads what the server made of it where it does not say its version. */
async function put(http: HttpClient, calendar: CalendarRef, href: string, text: string, condition: Record<string, string>): Promise<RemoteEvent[]> {
  const answer = await dav(http, {
    method: 'PUT',
    url: href,
    body: text,
    headers: { 'content-type': 'text/calendar; charset=utf-8', ...condition },
    operation: 'put-event',
    lane: 'interactive',
  });
  const kept = answer.etag ? { text, etag: answer.etag } : await getObject(http, href);
  const read = readObject(kept.text, readAs(calendar, href, kept.etag));
  if (!read.ok)
    throw new PatchbayError('provider_rejected', { detail: 'The calendar server kept something that cannot be read.', facts: { reason: read.reason } });
  return read.events;
}

const pick = (events: readonly RemoteEvent[], externalId: string): RemoteEvent => {
  const found = events.find((event) => event.externalId === externalId) ?? events[0];
  if (!found) throw new PatchbayError('not_found');
  return found;
};

async function change(
  http: HttpClient,
  calendar: CalendarRef,
  externalId: string,
  etag: string | undefined,
  make: (text: string, occurrence: string | undefined) => string | undefined,
): Promise<RemoteEvent[]> {
  const { href, occurrence } = objectOf(externalId);
  const before = await getObject(http, href);
  if (etag && before.etag && before.etag !== etag) throw changedThere();
  const text = make(before.text, occurrence);
  if (text === undefined) throw new PatchbayError('not_found', { detail: 'This event is not in the calendar any more.' });
  try {
    return await put(http, calendar, href, text, before.etag ? { 'if-match': before.etag } : {});
  } catch (error) {
    if (statusOf(error) === 412) throw changedThere(error);
    throw error;
  }
}

const uidOf = (key: string): string => `${createHash('sha256').update(key).digest('hex').slice(0, 40)}@patchbay`;
const hrefOf = (calendar: CalendarRef, key: string): string =>
  new URL(`${createHash('sha256').update(key).digest('hex').slice(0, 40)}.ics`, calendar.externalId.replace(/\/?$/, '/')).href;

export const caldavClient: CalendarClient = {
  listCalendars: (http, { data, settings }) =>
    listCollections(http, String(data.homeUrl ?? ''), typeof settings.timeZone === 'string' && settings.timeZone ? settings.timeZone : undefined),

  readEvents,

  async readEvent(http, calendar, externalId) {
    try {
      const { href } = objectOf(externalId);
      const { text, etag } = await getObject(http, href);
      const read = readObject(text, readAs(calendar, href, etag));
      return read.ok ? read.events.find((event) => event.externalId === externalId) : undefined;
    } catch (error) {
      if (statusOf(error) === 404 || statusOf(error) === 410) return undefined;
      throw error;
    }
  },

  occurrenceId: (masterId, key) => `${masterId}#${key}`,

  async createEvent(http, calendar, draft, key, _notify, now) {
    const text = writeObject(draft, {
      uid: draft.uid ?? uidOf(key),
      now,
      ...(draft.organizer
        ? { organizer: draft.organizer }
        : draft.attendees.length > 0 && calendar.account.includes('@')
          ? { organizer: { email: calendar.account } }
          : {}),
    });
    try {
      return pick(await put(http, calendar, hrefOf(calendar, key), text, { 'if-none-match': '*' }), hrefOf(calendar, key));
    } catch (error) {
      // Its name is made of the key: what lies there is what we wrote before.
      const before = statusOf(error) === 412 ? await caldavClient.findEvent(http, calendar, key) : undefined;
      if (before) return before;
      throw error;
    }
  },

  creationName: hrefOf,

  findEvent: (http, calendar, key) => caldavClient.readEvent(http, calendar, hrefOf(calendar, key)),

  async changeEvent(http, calendar, externalId, draft, etag, _notify, now) {
    const events = await change(http, calendar, externalId, etag, (text, occurrence) =>
      changeObject(text, draft, now, { calendarZone: calendar.timeZone, occurrence }),
    );
    return pick(events, externalId);
  },

  async respond(http, calendar, externalId, response, _notify, now) {
    const events = await change(http, calendar, externalId, undefined, (text, occurrence) =>
      answerObject(text, calendar.account, response, now, { calendarZone: calendar.timeZone, occurrence }),
    );
    return pick(events, externalId);
  },

  async deleteEvent(http, calendar, externalId, _notify, now) {
    const { href, occurrence } = objectOf(externalId);
    try {
      if (occurrence) {
        await change(http, calendar, externalId, undefined, (text, key) => exceptOccurrence(text, key ?? '', now, calendar.timeZone));
        return;
      }
      await dav(http, { method: 'DELETE', url: href, operation: 'delete-event', lane: 'interactive' });
    } catch (error) {
      if (statusOf(error) !== 404 && statusOf(error) !== 410 && !(error instanceof PatchbayError && error.code === 'not_found')) throw error;
    }
  },

  /** Servers answer free and busy wrongly for series: what changed since our last look is fetched and resolved here. */
  async isFree(http, calendars, from, to, leaving) {
    for (const calendar of calendars) {
      const now = await versionOf(http, calendar.externalId, LIVE_MS);
      const version = now.token ?? now.ctag;
      if (version !== undefined && version === calendar.version) continue;
      const since = now.token && calendar.version && calendar.version !== now.ctag ? { token: calendar.version } : {};
      const { changed } = await changesSince(http, calendar.externalId, since).catch((error: unknown) => {
        if (error instanceof CursorGone) return changesSince(http, calendar.externalId, {});
        throw error;
      });
      for (let at = 0; at < changed.length; at += CHUNK) {
        const { events, unreadable } = await fetchObjects(http, calendar, changed.slice(at, at + CHUNK));
        if (unreadable.length > 0) return false;
        const differs = new Set(events.flatMap(({ masterId, originalStart }) => (masterId && originalStart ? [`${masterId} ${originalStart}`] : [])));
        if (events.some((event) => makesBusy(event, leaving) && touches(event, from, to, differs))) return false;
      }
    }
    return true;
  },

  watch: async () => undefined,
  stopWatching: async () => {},
};

/** `differs`: meetings of series that stand elsewhere, by master and place. */
function touches(event: RemoteEvent, from: Date, to: Date, differs: ReadonlySet<string>): boolean {
  if (!event.start || !event.end) return false;
  const ms = (moment: NonNullable<RemoteEvent['start']>, slackHours: number) =>
    'date' in moment ? Date.parse(moment.date) + slackHours * 3_600_000 : moment.at.getTime();
  if (event.kind !== 'master') return ms(event.start, -14) < to.getTime() && ms(event.end, 12) > from.getTime();
  const expanded = expand({ start: event.start, end: event.end, recurrence: event.recurrence }, from, to);
  return (
    !expanded.ok ||
    expanded.occurrences.some(
      ({ key, start, end }) => !differs.has(`${event.externalId} ${key}`) && ms(start, -14) < to.getTime() && ms(end, 12) > from.getTime(),
    )
  );
}
