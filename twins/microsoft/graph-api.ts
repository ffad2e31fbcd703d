import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { type Answer, empty, json } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { OAuthAccount } from '../oauth/options.ts';
import type { OAuthServer } from '../oauth-server.ts';
import { type RateLimit, rateHeaders } from '../rate-limit.ts';
import { lookUp, type Store } from '../store.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { batchRoute } from './batch.ts';
import { calendarDelta } from './delta.ts';
import { graphError } from './errors.ts';
import { instantOf, touches } from './occurrences.ts';
import { asException, exceptionsOf, meetingOf } from './one-meeting.ts';
import { getSchedule } from './schedule.ts';
import type { GraphCalendar, GraphEvent, MicrosoftData } from './store.ts';
import { notifications } from './subscriptions.ts';
import { subscriptionsApi } from './subscriptions-api.ts';
import { eventView, occurrenceViews } from './views.ts';
import { changeEvent, type EventBody, eventBody, insertEvent, keepEvent } from './write-event.ts';

export interface ApiParts {
  store: Store<MicrosoftData>;
  oauth: OAuthServer;
  clock: VirtualClock;
  limits: RateLimit;
  tell: (messages: readonly Outgoing[]) => void;
}
const respondBody = z.strictObject({ comment: z.string().optional(), sendResponse: z.boolean().default(true) });
export type Handler = (request: TwinRequest, account: OAuthAccount) => Answer | Promise<Answer>;
const READ = ['Calendars.Read', 'Calendars.ReadWrite'];
const WRITE = ['Calendars.ReadWrite'];
const gone = () => graphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');

/** Microsoft Graph v1.0: the person, calendars, events and subscriptions. Mail has room beside them. */
export const graphApi = ({ store, oauth, clock, limits, tell }: ApiParts): Route[] => {
  const at = () => clock.now().toISOString();
  const underWay = new Map<string, number>();
  /** No more than so many at once in one mailbox; how long one lasts is set by a verb. */
  const inMailbox = async (accountId: string, handle: () => Answer | Promise<Answer>): Promise<Answer> => {
    const { latencyMs, maxConcurrent } = store.data;
    const open = underWay.get(accountId) ?? 0;
    if (open >= maxConcurrent) return graphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', { 'retry-after': '1' });
    underWay.set(accountId, open + 1);
    try {
      if (latencyMs > 0) await delay(latencyMs);
      return await handle();
    } finally {
      underWay.set(accountId, (underWay.get(accountId) ?? 1) - 1);
    }
  };
  const guarded =
    (scopes: readonly string[], handle: Handler) =>
    (request: TwinRequest): Answer | Promise<Answer> => {
      const bearer = oauth.authenticate(request);
      if (!bearer.ok)
        return graphError(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.', {
          'www-authenticate': 'Bearer error="invalid_token"',
        });
      const verdict = limits.take(bearer.account.id, store.data.allowance);
      if (!verdict.isAllowed)
        return graphError(429, 'ApplicationThrottled', 'Application is over its request limit.', { 'retry-after': rateHeaders(verdict)['retry-after'] ?? '1' });
      return scopes.length === 0 || scopes.some((name) => bearer.scopes.includes(name))
        ? inMailbox(bearer.account.id, () => handle(request, bearer.account))
        : graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    };
  const calendarOf = (request: TwinRequest, account: OAuthAccount): GraphCalendar | undefined => {
    const own = Object.values(store.data.calendars).filter(({ accountId }) => accountId === account.id);
    return request.params.calendarId === undefined ? own.find(({ isDefault }) => isDefault) : own.find(({ id }) => id === request.params.calendarId);
  };
  const eventOf = (request: TwinRequest, account: OAuthAccount): GraphEvent | undefined => {
    const event = lookUp(store.data.events, request.params.eventId ?? '');
    return event && event.accountId === account.id && !event.isDeleted ? event : undefined;
  };
  const stale = (event: GraphEvent, request: TwinRequest) =>
    request.headers['if-match'] !== undefined && ![`W/"${event.change}"`, '*'].includes(request.headers['if-match']);
  const invite = (event: GraphEvent) => {
    if (event.attendees.length > 0)
      store.data.invitations.push({ at: at(), eventId: event.id, to: event.attendees.map(({ emailAddress }) => emailAddress.address) });
  };
  const told = (events: readonly GraphEvent[]) => tell(notifications(store.data, events, clock.nowMs()));
  const pageSize = (request: TwinRequest) => Number(/odata\.maxpagesize=(\d+)/.exec(request.headers.prefer ?? '')?.[1] ?? 10);
  const problemOf = ({ start, end }: Pick<EventBody, 'start' | 'end'>): Answer | undefined => {
    if (!start || !end) return undefined;
    try {
      return instantOf(end as never) < instantOf(start as never)
        ? graphError(400, 'ErrorPropertyValidationFailure', 'The event end must not lie before its start.')
        : undefined;
    } catch {
      return graphError(400, 'TimeZoneNotSupportedException', 'A valid TimeZone value must be specified.');
    }
  };

  const create: Handler = (request, account) => {
    const calendar = calendarOf(request, account);
    if (!calendar) return gone();
    if (!calendar.canEdit) return graphError(403, 'ErrorAccessDenied', 'Access is denied.');
    const parsed = eventBody.safeParse(jsonOf(request));
    if (!parsed.success) return graphError(400, 'RequestBodyRead', z.prettifyError(parsed.error));
    const problem = problemOf(parsed.data);
    if (problem) return problem;
    const before =
      parsed.data.transactionId &&
      Object.values(store.data.events).find((event) => event.accountId === account.id && event.transactionId === parsed.data.transactionId && !event.isDeleted);
    if (before) return json(201, eventView(before));
    const event = insertEvent(store.data, account, calendar.id, parsed.data, at());
    invite(event);
    told([event]);
    return json(201, eventView(event));
  };
  const list: Handler = (request, account) => {
    const calendar = calendarOf(request, account);
    if (!calendar) return gone();
    const wanted = /ep\/id eq '([^']+)' and ep\/value eq '([^']+)'/.exec(request.query.get('$filter') ?? '');
    if (request.query.has('$filter') && !wanted) return graphError(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.');
    const rows = Object.values(store.data.events).filter((event) => event.calendarId === calendar.id && !event.isDeleted);
    const found = wanted ? rows.filter(({ properties }) => properties.some(({ id, value }) => id === wanted[1] && value === wanted[2])) : rows;
    return json(200, { value: found.slice(0, Number(request.query.get('$top') ?? 10)).map(eventView) });
  };
  const view: Handler = (request, account) => {
    const calendar = calendarOf(request, account);
    const [from, to] = [Date.parse(request.query.get('startDateTime') ?? ''), Date.parse(request.query.get('endDateTime') ?? '')];
    if (!calendar) return gone();
    if (Number.isNaN(from) || Number.isNaN(to)) return graphError(400, 'ErrorInvalidParameter', 'A window is needed.');
    const rows = Object.values(store.data.events).filter((event) => event.calendarId === calendar.id && !event.isDeleted && touches(event, from, to));
    return json(200, {
      value: rows.flatMap((event) =>
        event.type === 'seriesMaster'
          ? occurrenceViews(event, from, to).map((each) => ({ ...eventView(event), recurrence: null, ...each }))
          : [eventView(event)],
      ),
    });
  };
  const delta: Handler = (request, account) => {
    const calendar = calendarOf(request, account);
    return calendar ? calendarDelta(store.data, calendar.id, request.query, `${request.origin}${request.path}`, pageSize(request)) : gone();
  };
  const change: Handler = (request, account) => {
    const one = meetingOf(store.data, account.id, request.params.eventId ?? '');
    const event = eventOf(request, account) ?? one?.event;
    if (!event) return gone();
    if (stale(event, request))
      return graphError(
        412,
        'ErrorIrresolvableConflict',
        'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
      );
    const parsed = eventBody.safeParse(jsonOf(request));
    if (!parsed.success) return graphError(400, 'RequestBodyRead', z.prettifyError(parsed.error));
    const problem = problemOf(parsed.data);
    if (problem) return problem;
    // A series that gets another rule is as that says again, also where single meetings had been changed.
    if (parsed.data.recurrence && event.type === 'seriesMaster') for (const { id } of exceptionsOf(store.data, event)) delete store.data.events[id];
    const written = one
      ? asException(store.data, one, (each) => changeEvent(store.data, each, parsed.data, at()), at())
      : [changeEvent(store.data, parsed.data.recurrence ? { ...event, changedOccurrences: [] } : event, parsed.data, at())];
    const next = written.at(-1) ?? event;
    invite(next);
    told(written);
    return json(200, eventView(next));
  };
  const remove: Handler = (request, account) => {
    const event = eventOf(request, account);
    if (!event) {
      // One meeting of a series is deleted by its own id.
      const one = meetingOf(store.data, account.id, request.params.eventId ?? '');
      if (!one) return gone();
      const { master, originalStart } = one;
      told([keepEvent(store.data, { ...master, changedOccurrences: [...master.changedOccurrences, originalStart] }, at())]);
      return empty(204);
    }
    for (const exception of exceptionsOf(store.data, event)) keepEvent(store.data, { ...exception, isDeleted: true }, at());
    const deleted = keepEvent(store.data, { ...event, isDeleted: true }, at());
    if (event.isOrganizer) invite(deleted);
    told([deleted]);
    return empty(204);
  };
  /** The person's own answer; the organizer of a meeting has none to give. */
  const answer =
    (response: string): Handler =>
    (request, account) => {
      const one = meetingOf(store.data, account.id, request.params.eventId ?? '');
      const event = eventOf(request, account) ?? one?.event;
      if (!event) return gone();
      if (event.isOrganizer)
        return graphError(
          400,
          'ErrorInvalidRequest',
          "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
        );
      const parsed = respondBody.safeParse(jsonOf(request) ?? {});
      if (!parsed.success) return graphError(400, 'RequestBodyRead', z.prettifyError(parsed.error));
      const respond = (each: GraphEvent) =>
        keepEvent(
          store.data,
          {
            ...each,
            responseStatus: { response },
            attendees: each.attendees.map((guest) => (guest.emailAddress.address === account.email ? { ...guest, status: { response, time: at() } } : guest)),
          },
          at(),
        );
      told(one ? asException(store.data, one, respond, at()) : [respond(event)]);
      if (parsed.data.sendResponse) store.data.invitations.push({ at: at(), eventId: event.id, to: [event.organizer.emailAddress.address] });
      return empty(202);
    };
  const base = '/microsoft/v1.0';
  const both = (path: string) => [`${base}/me${path}`, `${base}/me/calendars/{calendarId}${path}`];
  const routes = (method: Route['method'], paths: readonly string[], scopes: readonly string[], handle: Handler): Route[] =>
    paths.map((path) => ({ method, path, handle: guarded(scopes, handle) }));
  const event = [`${base}/me/events/{eventId}`, `${base}/me/calendars/{calendarId}/events/{eventId}`];
  const all: Route[] = [
    ...routes('GET', [`${base}/me`], ['User.Read'], ({ query }, { id, email, name }) => {
      // Addresses are among what Graph tells only when it is asked for them by name.
      const person = { id, displayName: name, mail: email, userPrincipalName: email };
      const asked = query.get('$select')?.split(',');
      const proxyAddresses = [`SMTP:${email}`, ...(store.data.mail.aliases[id] ?? []).map((each) => `smtp:${each}`), `SIP:${email}`];
      const told = asked ? Object.fromEntries(Object.entries({ ...person, proxyAddresses }).filter(([property]) => asked.includes(property))) : person;
      return json(200, { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity', ...told });
    }),
    ...routes('GET', [`${base}/me/mailboxSettings/timeZone`], ['MailboxSettings.Read'], () => json(200, { value: 'W. Europe Standard Time' })),
    ...routes('GET', [`${base}/me/calendars`], READ, (_request, account) =>
      json(200, {
        value: Object.values(store.data.calendars)
          .filter(({ accountId }) => accountId === account.id)
          .map(({ id, name, isDefault, canEdit, hexColor }) => ({
            id,
            name,
            isDefaultCalendar: isDefault,
            canEdit,
            hexColor,
            color: 'auto',
            owner: { name: account.name, address: account.email },
            allowedOnlineMeetingProviders: ['teamsForBusiness'],
          })),
      }),
    ),
    ...routes('GET', both('/calendarView/delta'), READ, delta),
    ...routes('GET', both('/calendarView'), READ, view),
    ...routes('GET', both('/events'), READ, list),
    ...routes('POST', both('/events'), WRITE, create),
    ...routes('GET', event, READ, (request, account) => {
      const found = eventOf(request, account) ?? meetingOf(store.data, account.id, request.params.eventId ?? '')?.event;
      return found ? json(200, eventView(found)) : gone();
    }),
    ...routes('POST', [`${base}/me/calendar/getSchedule`], READ, (request) => getSchedule(store.data, jsonOf(request))),
    ...routes(
      'POST',
      event.map((path) => `${path}/accept`),
      WRITE,
      answer('accepted'),
    ),
    ...routes(
      'POST',
      event.map((path) => `${path}/decline`),
      WRITE,
      answer('declined'),
    ),
    ...routes(
      'POST',
      event.map((path) => `${path}/tentativelyAccept`),
      WRITE,
      answer('tentativelyAccepted'),
    ),
    ...routes('PATCH', event, WRITE, change),
    ...routes('DELETE', event, WRITE, remove),
    ...subscriptionsApi({ store, clock }, guarded),
  ];
  return [...all, batchRoute(all)];
};
