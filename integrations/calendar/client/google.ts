import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CursorGone, type HttpClient, type HttpRequest, type Lane, PatchbayError } from '#sdk';
import { fromDraft, googleCalendar, googleEvent, toCalendar, toRemoteEvent } from '../serializers/google.ts';
import { makesBusy, type ResponseState } from '../serializers/remote-event.ts';
import { type BusyOf, type CalendarClient, type CalendarRef, changedThere } from './provider.ts';

const BASE = '/calendar/v3';
const PAGE = 250;
const calendarPage = z.object({ items: z.array(googleCalendar).default([]), nextPageToken: z.string().optional() });
const eventPage = z.object({
  items: z.array(googleEvent).default([]),
  timeZone: z.string().optional(),
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
});
const freeBusy = z.object({
  calendars: z.record(
    z.string(),
    z.object({ busy: z.array(z.object({ start: z.string(), end: z.string() })).default([]), errors: z.array(z.unknown()).optional() }),
  ),
});
/** freebusy.query: at most fifty calendars, and ninety days. */
const MOST_CALENDARS = 50;
const LONGEST_MS = 90 * 86_400_000;
const googleInvitation = z.looseObject({
  etag: z.string().optional(),
  attendeesOmitted: z.boolean().optional(),
  attendees: z.array(z.looseObject({ email: z.string().optional(), self: z.boolean().optional() })).optional(),
});
const channel = z.object({ id: z.string(), resourceId: z.string(), expiration: z.coerce.number() });
const account = z.object({ sub: z.string(), email: z.string(), name: z.string().optional() });

/** Whose sign-in this is. The address is another host's, so it is given whole. */
export async function googleAccount(http: HttpClient, userinfoUrl: string) {
  const { body } = await http.request({ method: 'GET', url: userinfoUrl, operation: 'calendar.google.userinfo', lane: 'interactive' });
  return account.parse(body);
}

/** Google takes ids of `[a-v0-9]`: the same key is the same event, however often it is written. */
export const googleEventId = (key: string): string => [...createHash('sha256').update(key).digest()].map((byte) => (byte % 32).toString(32)).join('');

const path = ({ externalId }: CalendarRef, rest = '') => `${BASE}/calendars/${encodeURIComponent(externalId)}/events${rest}`;
const statusOf = (error: unknown): unknown => (error instanceof PatchbayError ? error.details.facts?.status : undefined);
const ANSWERS: Readonly<Record<ResponseState, string>> = { accepted: 'accepted', declined: 'declined', tentative: 'tentative', needs_action: 'needsAction' };
const updates = (notify: boolean) => (notify ? 'all' : 'none');

async function ask<S extends z.ZodType>(
  http: HttpClient,
  schema: S,
  request: Omit<HttpRequest, 'operation' | 'url'> & { url: string; operation: string; lane: Lane },
): Promise<z.output<S>> {
  const { body } = await http.request({ ...request, operation: `calendar.google.${request.operation}` });
  return schema.parse(body);
}

export const googleClient: CalendarClient = {
  async listCalendars(http) {
    const found = [];
    for (let pageToken: string | undefined, more = true; more; ) {
      const page = await ask(http, calendarPage, {
        method: 'GET',
        url: `${BASE}/users/me/calendarList`,
        query: { maxResults: 250, pageToken },
        operation: 'list-calendars',
        lane: 'backfill',
      });
      found.push(...page.items.filter(({ deleted }) => !deleted).map(toCalendar));
      pageToken = page.nextPageToken;
      more = pageToken !== undefined;
    }
    return found;
  },

  async readEvents(http, calendar, cursor, { from }) {
    const { pageToken, syncToken, timeMin } = (cursor ?? {}) as { pageToken?: string; syncToken?: string; timeMin?: string };
    // The first read begins at one time on all its pages; later ones may not name a time at all.
    const begin = syncToken ? undefined : (timeMin ?? from.toISOString());
    try {
      const page = await ask(http, eventPage, {
        method: 'GET',
        url: path(calendar),
        query: { maxResults: PAGE, singleEvents: false, pageToken, syncToken, timeMin: begin },
        operation: 'list-events',
        lane: syncToken ? 'webhook' : 'backfill',
      });
      const zone = page.timeZone ?? calendar.timeZone;
      const isGone = (event: z.output<typeof googleEvent>) => event.status === 'cancelled' && event.recurringEventId === undefined;
      const kept = { ...(syncToken ? { syncToken } : {}), ...(begin ? { timeMin: begin } : {}) };
      return {
        events: page.items.filter((event) => !isGone(event)).map((event) => toRemoteEvent(event, zone)),
        removed: page.items.filter(isGone).map(({ id }) => id),
        cursor: page.nextPageToken ? { ...kept, pageToken: page.nextPageToken } : page.nextSyncToken ? { syncToken: page.nextSyncToken } : kept,
        more: page.nextPageToken !== undefined,
      };
    } catch (error) {
      if (statusOf(error) === 410) throw new CursorGone();
      throw error;
    }
  },

  async createEvent(http, calendar, draft, key, notify) {
    const id = googleEventId(key);
    try {
      const event = await ask(http, googleEvent, {
        method: 'POST',
        url: path(calendar),
        query: { sendUpdates: updates(notify), ...(draft.withVideo ? { conferenceDataVersion: 1 } : {}) },
        json: { id, ...fromDraft(draft, id) },
        // The id is ours: a second try meets the first.
        idempotent: true,
        operation: 'create-event',
        lane: 'interactive',
      });
      return toRemoteEvent(event, calendar.timeZone);
    } catch (error) {
      const before = statusOf(error) === 409 ? await googleClient.findEvent(http, calendar, key) : undefined;
      if (before) return before;
      throw error;
    }
  },

  async findEvent(http, calendar, key) {
    try {
      const event = await ask(http, googleEvent, {
        method: 'GET',
        url: path(calendar, `/${googleEventId(key)}`),
        operation: 'find-event',
        lane: 'interactive',
      });
      return toRemoteEvent(event, calendar.timeZone);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  },

  async readEvent(http, calendar, externalId) {
    try {
      const event = await ask(http, googleEvent, {
        method: 'GET',
        url: path(calendar, `/${encodeURIComponent(externalId)}`),
        operation: 'get-event',
        lane: 'interactive',
      });
      return toRemoteEvent(event, calendar.timeZone);
    } catch (error) {
      if (statusOf(error) === 404 || statusOf(error) === 410) return undefined;
      throw error;
    }
  },

  occurrenceId: (masterId, key) => `${masterId}_${key.includes('T') ? `${key.slice(0, 19).replaceAll(/[-:]/g, '')}Z` : key.replaceAll('-', '')}`,

  async respond(http, calendar, externalId, response, notify) {
    const url = path(calendar, `/${encodeURIComponent(externalId)}`);
    // Lists are replaced whole: what is not sent back would be gone.
    const before = await ask(http, googleInvitation, { method: 'GET', url, operation: 'get-event', lane: 'interactive' });
    if (before.attendeesOmitted || !before.attendees?.some(({ self }) => self))
      throw new PatchbayError('invalid_input', { detail: 'This person is not among the guests of this event.' });
    const event = await ask(http, googleEvent, {
      method: 'PATCH',
      url,
      query: { sendUpdates: updates(notify) },
      json: { attendees: before.attendees.map((each) => (each.self ? { ...each, responseStatus: ANSWERS[response] } : each)) },
      ...(before.etag ? { headers: { 'if-match': before.etag } } : {}),
      operation: 'respond',
      lane: 'interactive',
    }).catch((error: unknown) => {
      throw statusOf(error) === 412 ? changedThere(error) : error;
    });
    return toRemoteEvent(event, calendar.timeZone);
  },

  async changeEvent(http, calendar, externalId, draft, etag, notify) {
    try {
      const event = await ask(http, googleEvent, {
        method: 'PATCH',
        url: path(calendar, `/${encodeURIComponent(externalId)}`),
        query: { sendUpdates: updates(notify) },
        json: fromDraft(draft),
        ...(etag ? { headers: { 'if-match': etag } } : {}),
        operation: 'change-event',
        lane: 'interactive',
      });
      return toRemoteEvent(event, calendar.timeZone);
    } catch (error) {
      if (statusOf(error) === 412) throw changedThere(error);
      throw error;
    }
  },

  async deleteEvent(http, calendar, externalId, notify) {
    try {
      await http.request({
        method: 'DELETE',
        url: path(calendar, `/${encodeURIComponent(externalId)}`),
        query: { sendUpdates: updates(notify) },
        operation: 'calendar.google.delete-event',
        lane: 'interactive',
      });
    } catch (error) {
      if (statusOf(error) !== 404 && statusOf(error) !== 410) throw error;
    }
  },

  async isFree(http, calendars, from, to, leaving) {
    // Free and busy says neither which event it is, nor that it is tentative.
    if (leaving.except !== undefined || !leaving.tentativeBlocks) {
      for (const calendar of calendars) {
        const { items } = await ask(http, eventPage, {
          method: 'GET',
          url: path(calendar),
          query: { timeMin: from.toISOString(), timeMax: to.toISOString(), singleEvents: true, maxResults: PAGE },
          timeoutMs: 5_000,
          operation: 'free-busy',
          lane: 'interactive',
        });
        if (items.some((event) => makesBusy(toRemoteEvent(event, calendar.timeZone), leaving))) return false;
      }
      return true;
    }
    for (let first = 0; first < calendars.length; first += MOST_CALENDARS) {
      const some = calendars.slice(first, first + MOST_CALENDARS);
      const { calendars: answers } = await ask(http, freeBusy, {
        method: 'POST',
        url: `${BASE}/freeBusy`,
        json: { timeMin: from.toISOString(), timeMax: to.toISOString(), items: some.map(({ externalId }) => ({ id: externalId })) },
        idempotent: true,
        timeoutMs: 5_000,
        operation: 'free-busy',
        lane: 'interactive',
      });
      // What it cannot read it says inside a good answer: unknown is not free.
      if (!some.every(({ externalId }) => answers[externalId]?.errors === undefined && answers[externalId]?.busy.length === 0)) return false;
    }
    return true;
  },

  async busyOf(http, addresses, from, to) {
    const found = new Map<string, BusyOf>();
    for (let first = 0; first < addresses.length; first += MOST_CALENDARS) {
      const people = addresses.slice(first, first + MOST_CALENDARS);
      for (let startMs = from.getTime(); startMs < to.getTime(); startMs += LONGEST_MS) {
        const endMs = Math.min(to.getTime(), startMs + LONGEST_MS);
        const { calendars } = await ask(http, freeBusy, {
          method: 'POST',
          url: `${BASE}/freeBusy`,
          json: { timeMin: new Date(startMs).toISOString(), timeMax: new Date(endMs).toISOString(), items: people.map((id) => ({ id })) },
          idempotent: true,
          timeoutMs: 10_000,
          operation: 'free-busy',
          lane: 'interactive',
        });
        for (const address of people) {
          const [before, now] = [found.get(address), calendars[address]];
          if (before && 'unknown' in before) continue;
          if (!now || now.errors) found.set(address, { unknown: 'Their calendar cannot be seen from here.' });
          else
            found.set(address, {
              busy: [...(before?.busy ?? []), ...now.busy.map(({ start, end }) => ({ startMs: Date.parse(start), endMs: Date.parse(end) }))],
            });
        }
      }
    }
    return found;
  },

  async watch(http, calendar, { url, token, id }) {
    try {
      const made = await ask(http, channel, {
        method: 'POST',
        url: path(calendar, '/watch'),
        json: { id, type: 'web_hook', address: url, token, params: { ttl: '604800' } },
        operation: 'watch',
        lane: 'backfill',
      });
      return { externalId: made.id, resourceId: made.resourceId, expiresAt: new Date(made.expiration) };
    } catch (error) {
      // Holidays, birthdays and rooms send no pushes; neither does Google to an address that it cannot reach.
      if (statusOf(error) === 400) return undefined;
      throw error;
    }
  },

  async stopWatching(http, { externalId, resourceId }) {
    try {
      await http.request({
        method: 'POST',
        url: `${BASE}/channels/stop`,
        json: { id: externalId, resourceId },
        idempotent: true,
        operation: 'calendar.google.stop-watching',
        lane: 'backfill',
      });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  },
};
