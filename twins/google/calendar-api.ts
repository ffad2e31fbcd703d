import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { type Answer, empty, json } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { OAuthAccount } from '../oauth/options.ts';
import type { OAuthServer } from '../oauth-server.ts';
import type { RateLimit } from '../rate-limit.ts';
import { lookUp, type Store } from '../store.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { openChannel, pushMessages } from './channels.ts';
import { googleError } from './errors.ts';
import { freeBusy } from './free-busy.ts';
import { eventView, listEvents } from './list-events.ts';
import { happenings } from './occurrences.ts';
import { type Calendar, type CalendarEvent, eventKey, type GoogleData } from './store.ts';
import { changeEvent, eventBody, insertEvent, keepEvent, timeProblem } from './write-event.ts';

export interface ApiParts {
  store: Store<GoogleData>;
  oauth: OAuthServer;
  clock: VirtualClock;
  limits: RateLimit;
  tell: (messages: readonly Outgoing[]) => void;
}

const SCOPE = 'https://www.googleapis.com/auth/';
const READ = ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly', 'calendar.events.owned'];
const WRITE = ['calendar', 'calendar.events', 'calendar.events.owned'];
const LIST = ['calendar', 'calendar.readonly', 'calendar.calendarlist', 'calendar.calendarlist.readonly'];
const FREE_BUSY = ['calendar', 'calendar.readonly', 'calendar.freebusy', 'calendar.events.freebusy'];

const watchBody = z.looseObject({
  id: z.string().min(1).max(64),
  type: z.literal('web_hook'),
  address: z.url(),
  token: z.string().max(256).optional(),
  expiration: z.coerce.number().optional(),
  params: z.looseObject({ ttl: z.coerce.number().optional() }).optional(),
});
const stopBody = z.looseObject({ id: z.string(), resourceId: z.string() });

type Handler = (request: TwinRequest, account: OAuthAccount) => Answer;
type CalendarHandler = (request: TwinRequest, calendar: Calendar, account: OAuthAccount) => Answer;

/** Google Calendar, version 3. */
export const calendarApi = ({ store, oauth, clock, limits, tell }: ApiParts): Route[] => {
  const at = () => new Date(clock.nowMs() + store.data.skewMs).toISOString();
  const guarded =
    (scopes: readonly string[], handle: Handler) =>
    (request: TwinRequest): Answer => {
      const bearer = oauth.authenticate(request);
      if (!bearer.ok)
        return googleError(401, 'authError', 'Request had invalid authentication credentials.', { 'www-authenticate': 'Bearer error="invalid_token"' });
      if (!limits.take(bearer.account.id, store.data.allowance).isAllowed) return googleError(403, 'rateLimitExceeded', 'Rate Limit Exceeded');
      if (!scopes.some((name) => bearer.scopes.includes(SCOPE + name)))
        return googleError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
      return handle(request, bearer.account);
    };
  const inCalendar =
    (handle: CalendarHandler): Handler =>
    (request, account) => {
      const asked = request.params.calendarId ?? '';
      const calendar = lookUp(store.data.calendars, asked === 'primary' ? account.email : asked);
      return calendar && calendar.accountId === account.id ? handle(request, calendar, account) : googleError(404, 'notFound', 'Not Found');
    };
  const writable =
    (handle: CalendarHandler): CalendarHandler =>
    (request, calendar, account) =>
      ['owner', 'writer'].includes(calendar.accessRole)
        ? handle(request, calendar, account)
        : googleError(403, 'requiredAccessLevel', 'You need to have writer access to this calendar.');
  const withEvent =
    (act: (event: CalendarEvent, request: TwinRequest, calendar: Calendar, account: OAuthAccount) => Answer): CalendarHandler =>
    (request, calendar, account) => {
      const event = lookUp(store.data.events, eventKey(calendar.id, request.params.eventId ?? ''));
      if (!event) return googleError(404, 'notFound', 'Not Found');
      const wanted = request.headers['if-match'];
      if (wanted && wanted !== '*' && wanted !== `"${event.change}"`) return googleError(412, 'conditionNotMet', 'Precondition Failed');
      return act(event, request, calendar, account);
    };

  const invite = (event: CalendarEvent, request: TwinRequest) => {
    const sendUpdates = request.query.get('sendUpdates') ?? 'none';
    const to = (event.attendees ?? []).filter(({ self }) => !self).map(({ email }) => email);
    if (sendUpdates !== 'none' && to.length > 0) store.data.invitations.push({ at: at(), eventId: event.id, sendUpdates, to });
  };
  const told = (events: readonly CalendarEvent[]) =>
    tell(
      pushMessages(
        store.data,
        events.map(({ calendarId }) => calendarId),
        clock.nowMs(),
      ),
    );

  const calendarView = ({ id, summary, timeZone, accessRole, isPrimary, backgroundColor }: Calendar) => ({
    kind: 'calendar#calendarListEntry',
    etag: `"${id.length}"`,
    id,
    summary,
    timeZone,
    accessRole,
    backgroundColor,
    selected: true,
    ...(isPrimary ? { primary: true } : {}),
    defaultReminders: [],
  });

  const insert: CalendarHandler = (request, calendar, account) => {
    const parsed = eventBody.safeParse(jsonOf(request));
    if (!parsed.success) return googleError(400, 'invalid', z.prettifyError(parsed.error));
    const problem = timeProblem(parsed.data as never);
    if (problem) return googleError(400, problem.reason, problem.message);
    if (parsed.data.id && lookUp(store.data.events, eventKey(calendar.id, parsed.data.id)))
      return googleError(409, 'duplicate', 'The requested identifier already exists.');
    const { conferenceData, ...rest } = parsed.data;
    const isConferenceTaken = request.query.get('conferenceDataVersion') === '1';
    const written = insertEvent(store.data, calendar, account, { ...rest, ...(conferenceData && isConferenceTaken ? { conferenceData } : {}) } as never, at());
    const [event] = written as [CalendarEvent];
    invite(event, request);
    told(written);
    return json(200, eventView(event));
  };
  const change = withEvent((event, request, _calendar, account) => {
    if (event.status === 'cancelled') return googleError(403, 'forbidden', 'Forbidden');
    const parsed = eventBody.safeParse(jsonOf(request));
    if (!parsed.success) return googleError(400, 'invalid', z.prettifyError(parsed.error));
    const { id: _id, iCalUID: _uid, ...fields } = parsed.data;
    const isOrganizer = event.organizer.email === account.email;
    if (!isOrganizer && (fields.start || fields.end || fields.summary || fields.recurrence))
      return googleError(403, 'forbiddenForNonOrganizer', 'Shared properties can only be changed by the organizer of the event.');
    const problem = timeProblem({ ...event, ...fields } as never);
    if (problem) return googleError(400, problem.reason, problem.message);
    const written = changeEvent(store.data, event, fields as never, at());
    const [next] = written as [CalendarEvent];
    invite(next, request);
    told(written);
    return json(200, eventView(next));
  });
  const remove = withEvent((event, request) => {
    if (event.status === 'cancelled') return googleError(410, 'deleted', 'Resource has been deleted');
    const cancelled = Object.values(store.data.events)
      .filter(
        (row) =>
          row.iCalUID === event.iCalUID &&
          (event.organizer.self || row.calendarId === event.calendarId) &&
          (row.id === event.id || row.recurringEventId === event.id),
      )
      .map((row) => keepEvent(store.data, { ...row, status: 'cancelled' }, at()));
    invite(event, request);
    told(cancelled);
    return empty(204);
  });
  const watch: CalendarHandler = (request, calendar, account) => {
    if (calendar.id.includes('#holiday@'))
      return googleError(400, 'pushNotSupportedForRequestedResource', 'Push notifications are not supported by this resource.');
    const parsed = watchBody.safeParse(jsonOf(request));
    if (!parsed.success) return googleError(400, 'invalid', z.prettifyError(parsed.error));
    const { id, address, token, expiration, params } = parsed.data;
    if (lookUp(store.data.channels, id)) return googleError(400, 'channelIdNotUnique', `Channel id ${id} not unique`);
    const expirationMs = expiration ?? (params?.ttl === undefined ? undefined : clock.nowMs() + params.ttl * 1000);
    const { channel, hello } = openChannel(store.data, clock, account.id, calendar.id, { id, address, token, expirationMs });
    tell([hello]);
    const { resourceId } = channel;
    const resourceUri = `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events?alt=json`;
    return json(200, { kind: 'api#channel', id, resourceId, resourceUri, ...(token ? { token } : {}), expiration: String(channel.expirationMs) });
  };
  const stop: Handler = (request, account) => {
    const parsed = stopBody.safeParse(jsonOf(request));
    const channel = parsed.success ? lookUp(store.data.channels, parsed.data.id) : undefined;
    if (!parsed.success || !channel || channel.accountId !== account.id || channel.resourceId !== parsed.data.resourceId)
      return googleError(404, 'notFound', `Channel not found`);
    delete store.data.channels[channel.id];
    return empty(204);
  };

  const base = '/google/calendar/v3';
  const events = `${base}/calendars/{calendarId}/events`;
  return [
    {
      method: 'GET',
      path: `${base}/users/me/calendarList`,
      handle: guarded(LIST, (_request, account) => {
        const items = Object.values(store.data.calendars)
          .filter(({ accountId }) => accountId === account.id)
          .map(calendarView);
        return json(200, { kind: 'calendar#calendarList', etag: '"1"', items, nextSyncToken: 'list' });
      }),
    },
    {
      method: 'GET',
      path: events,
      handle: guarded(
        READ,
        inCalendar((request, calendar) => listEvents(store.data, calendar, request.query)),
      ),
    },
    { method: 'POST', path: events, handle: guarded(WRITE, inCalendar(writable(insert))) },
    { method: 'POST', path: `${events}/watch`, handle: guarded(READ, inCalendar(watch)) },
    { method: 'GET', path: `${events}/{eventId}`, handle: guarded(READ, inCalendar(withEvent((event) => json(200, eventView(event))))) },
    { method: 'PATCH', path: `${events}/{eventId}`, handle: guarded(WRITE, inCalendar(writable(change))) },
    { method: 'DELETE', path: `${events}/{eventId}`, handle: guarded(WRITE, inCalendar(writable(remove))) },
    {
      method: 'GET',
      path: `${events}/{eventId}/instances`,
      handle: guarded(
        READ,
        inCalendar(
          withEvent((event, request, calendar) => {
            const [from, to] = [
              Date.parse(request.query.get('timeMin') ?? at()),
              Date.parse(request.query.get('timeMax') ?? new Date(clock.nowMs() + 365 * 86_400_000).toISOString()),
            ];
            const rows = happenings(store.data, calendar.id, calendar.timeZone, from, to).filter(({ recurringEventId }) => recurringEventId === event.id);
            return json(200, { kind: 'calendar#events', items: rows.map(eventView) });
          }),
        ),
      ),
    },
    { method: 'POST', path: `${base}/freeBusy`, handle: guarded(FREE_BUSY, (request, account) => freeBusy(store.data, account, jsonOf(request))) },
    { method: 'POST', path: `${base}/channels/stop`, handle: guarded(READ, stop) },
  ];
};
