import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CursorGone, type HttpClient, type HttpRequest, type Lane, PatchbayError } from '#sdk';
import { renew, subscribe, unsubscribe } from '../../_providers/graph-subscriptions.ts';
import { fromDraft, graphCalendar, graphEvent, toCalendar, toRemoteEvent, zoneOf } from '../serializers/microsoft.ts';
import { makesBusy, type ResponseState } from '../serializers/remote-event.ts';
import { batch } from './graph-batch.ts';
import { schedulesOf } from './graph-schedule.ts';
import { type CalendarClient, type CalendarRef, changedThere } from './provider.ts';

const page = <T extends z.ZodType>(item: T) =>
  z.object({ value: z.array(item), '@odata.nextLink': z.string().optional(), '@odata.deltaLink': z.string().optional() });
const person = z.object({ id: z.string(), mail: z.string().nullish(), userPrincipalName: z.string() });

/** Ids that survive a move to another folder, on every call: mixed they would be two sets of ids. */
const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=100';
/** Under this id the key of our effect stands at the event, where it can be asked for. */
const PROPERTY = 'String {6c1b7b4e-3d0f-4f8e-9a57-0c6c6a1f7f52} Name PatchbayKey';
const WEEK_MS = 7 * 86_400_000;
const SUBSCRIPTIONS = { operation: 'calendar.microsoft', headers: { prefer: PREFER } };
/** They speak of a reset in several ways. */
const RESET = /SyncStateNotFound|SyncStateInvalid|ResyncRequired/i;

const factsOf = (error: unknown): Record<string, unknown> => (error instanceof PatchbayError ? (error.details.facts ?? {}) : {});
const statusOf = (error: unknown): unknown => factsOf(error).status;
const ANSWERS: Readonly<Partial<Record<ResponseState, string>>> = { accepted: 'accept', declined: 'decline', tentative: 'tentativelyAccept' };
const hash = (key: string): string => createHash('sha256').update(key).digest('hex');
const path = ({ externalId }: CalendarRef, rest: string): string => `/me/calendars/${encodeURIComponent(externalId)}${rest}`;
/** Links are followed as they are, but never to another host: what stands below the base goes to the base. */
const below = (link: string): string => link.slice(link.indexOf('/me/'));

async function ask<S extends z.ZodType>(
  http: HttpClient,
  schema: S,
  request: Omit<HttpRequest, 'headers' | 'lane'> & { lane: Lane; headers?: Record<string, string> },
): Promise<z.output<S>> {
  const { body } = await http.request({ ...request, headers: { prefer: PREFER, ...request.headers }, operation: `calendar.microsoft.${request.operation}` });
  return schema.parse(body);
}

export async function microsoftAccount(http: HttpClient) {
  const { id, mail, userPrincipalName } = await ask(http, person, { method: 'GET', url: '/me', operation: 'me', lane: 'interactive' });
  return { id, email: mail ?? userPrincipalName };
}

/** The mailbox's own zone, for events that say none; UTC where we may not ask. */
async function mailboxZone(http: HttpClient): Promise<string> {
  try {
    const { value } = await ask(http, z.object({ value: z.string() }), {
      method: 'GET',
      url: '/me/mailboxSettings/timeZone',
      operation: 'time-zone',
      lane: 'backfill',
    });
    return zoneOf(value) ?? 'UTC';
  } catch (error) {
    if (statusOf(error) === 403) return 'UTC';
    throw error;
  }
}

export const microsoftClient: CalendarClient = {
  async listCalendars(http) {
    const timeZone = await mailboxZone(http);
    const { value } = await ask(http, page(graphCalendar), {
      method: 'GET',
      url: '/me/calendars',
      query: { $top: 100 },
      operation: 'list-calendars',
      lane: 'backfill',
    });
    return value.map((calendar) => toCalendar(calendar, timeZone));
  },

  async readEvents(http, calendar, cursor, { from, to }) {
    const { link, since } = (cursor ?? {}) as { link?: string; since?: string };
    // The window is frozen in the link; once a week it is moved on.
    if (since && from.getTime() - Date.parse(since) > WEEK_MS) throw new CursorGone();
    try {
      const read = await ask(http, page(graphEvent), {
        method: 'GET',
        url: link ?? path(calendar, '/calendarView/delta'),
        ...(link ? {} : { query: { startDateTime: from.toISOString(), endDateTime: to.toISOString() } }),
        operation: 'read-events',
        lane: link ? 'webhook' : 'backfill',
      });
      const next = read['@odata.nextLink'] ?? read['@odata.deltaLink'];
      // One item may come several times: the last counts.
      const last = [...new Map(read.value.map((event) => [event.id, event])).values()];
      return {
        events: last.filter((event) => !event['@removed']).map((event) => toRemoteEvent(event, calendar.account, calendar.timeZone)),
        removed: last.filter((event) => event['@removed']).map(({ id }) => id),
        cursor: { since: since ?? from.toISOString(), ...(next ? { link: below(next) } : {}) },
        more: read['@odata.nextLink'] !== undefined,
      };
    } catch (error) {
      if (statusOf(error) === 410 || RESET.test(JSON.stringify(factsOf(error)))) throw new CursorGone();
      throw error;
    }
  },

  checkDraft: (draft) => void fromDraft(draft),

  async createEvent(http, calendar, draft, key) {
    const event = await ask(http, graphEvent, {
      method: 'POST',
      url: path(calendar, '/events'),
      json: { ...fromDraft(draft), transactionId: hash(key), singleValueExtendedProperties: [{ id: PROPERTY, value: hash(key) }] },
      idempotent: true,
      operation: 'create-event',
      lane: 'interactive',
    });
    return toRemoteEvent(event, calendar.account, calendar.timeZone);
  },

  creationName: (_calendar, key) => hash(key),

  async findEvent(http, calendar, key) {
    const $filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${PROPERTY}' and ep/value eq '${hash(key)}')`;
    const { value } = await ask(http, page(graphEvent), {
      method: 'GET',
      url: path(calendar, '/events'),
      query: { $filter },
      operation: 'find-event',
      lane: 'interactive',
    });
    return value[0] && toRemoteEvent(value[0], calendar.account, calendar.timeZone);
  },

  async readEvent(http, calendar, externalId) {
    try {
      const event = await ask(http, graphEvent, {
        method: 'GET',
        url: `/me/events/${encodeURIComponent(externalId)}`,
        operation: 'get-event',
        lane: 'interactive',
      });
      return toRemoteEvent(event, calendar.account, calendar.timeZone);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  },

  // Every meeting of a series has an id of its own there.
  occurrenceId: () => undefined,

  async respond(http, calendar, externalId, response, notify) {
    const verb = ANSWERS[response];
    if (!verb) throw new PatchbayError('invalid_input', { detail: 'Outlook does not take an answer back.' });
    await http.request({
      method: 'POST',
      url: `/me/events/${encodeURIComponent(externalId)}/${verb}`,
      headers: { prefer: PREFER },
      json: { sendResponse: notify },
      // The same answer twice is one.
      idempotent: true,
      operation: 'calendar.microsoft.respond',
      lane: 'interactive',
    });
    const after = await microsoftClient.readEvent(http, calendar, externalId);
    if (!after) throw new PatchbayError('not_found', { detail: 'This event is not in the calendar any more.' });
    return after;
  },

  async changeEvent(http, calendar, externalId, draft, etag) {
    try {
      const event = await ask(http, graphEvent, {
        method: 'PATCH',
        url: `/me/events/${encodeURIComponent(externalId)}`,
        json: fromDraft(draft),
        ...(etag ? { headers: { 'if-match': etag } } : {}),
        operation: 'change-event',
        lane: 'interactive',
      });
      return toRemoteEvent(event, calendar.account, calendar.timeZone);
    } catch (error) {
      if (statusOf(error) === 412) throw changedThere(error);
      throw error;
    }
  },

  async deleteEvent(http, _calendar, externalId) {
    try {
      await http.request({
        method: 'DELETE',
        url: `/me/events/${encodeURIComponent(externalId)}`,
        headers: { prefer: PREFER },
        operation: 'calendar.microsoft.delete-event',
        lane: 'interactive',
      });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  },

  async isFree(http, calendars, from, to, leaving) {
    const window = new URLSearchParams({ startDateTime: from.toISOString(), endDateTime: to.toISOString() });
    const views = await batch(
      http,
      calendars.map((calendar) => ({ url: path(calendar, `/calendarView?${window}`), prefer: PREFER })),
      'free-busy',
    );
    return calendars.every((calendar, index) => {
      const busy = page(graphEvent)
        .parse(views[index])
        .value.map((event) => toRemoteEvent(event, calendar.account, calendar.timeZone));
      return !busy.some((event) => makesBusy(event, leaving));
    });
  },

  busyOf: schedulesOf,

  watch: (http, calendar, { url, lifecycleUrl, token, now }) =>
    subscribe({ ...SUBSCRIPTIONS, http, now }, { resource: path(calendar, '/events').slice(1), url, lifecycleUrl, token }),
  renew: (http, externalId, now) => renew({ ...SUBSCRIPTIONS, http, now }, externalId),
  stopWatching: (http, { externalId }) => unsubscribe({ ...SUBSCRIPTIONS, http }, externalId),
};
