import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isZone } from '../availability/zone.ts';
import { fromRule, graphRecurrence, toRule } from './graph-recurrence.ts';
import type { Attendee, EventDraft, Moment, RemoteCalendar, RemoteEvent } from './remote-event.ts';
import { ianaOf } from './windows-zones.ts';

const time = z.object({ dateTime: z.string(), timeZone: z.string().optional() });
const address = z.object({ emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish() });
export const graphEvent = z.object({
  id: z.string(),
  '@removed': z.object({ reason: z.string() }).optional(),
  '@odata.etag': z.string().optional(),
  iCalUId: z.string().nullish(),
  type: z.string().nullish(),
  seriesMasterId: z.string().nullish(),
  originalStart: z.string().nullish(),
  subject: z.string().nullish(),
  bodyPreview: z.string().nullish(),
  location: z.object({ displayName: z.string().nullish() }).nullish(),
  start: time.nullish(),
  end: time.nullish(),
  originalStartTimeZone: z.string().nullish(),
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  showAs: z.string().nullish(),
  sensitivity: z.string().nullish(),
  organizer: address.nullish(),
  isOrganizer: z.boolean().nullish(),
  responseStatus: z.object({ response: z.string().nullish() }).nullish(),
  attendees: z.array(address.extend({ type: z.string().nullish(), status: z.object({ response: z.string().nullish() }).nullish() })).nullish(),
  recurrence: graphRecurrence.nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  webLink: z.string().nullish(),
  lastModifiedDateTime: z.string().nullish(),
  transactionId: z.string().nullish(),
});
export type GraphEvent = z.output<typeof graphEvent>;

export const graphCalendar = z.object({
  id: z.string(),
  name: z.string().nullish(),
  hexColor: z.string().nullish(),
  isDefaultCalendar: z.boolean().nullish(),
  canEdit: z.boolean().nullish(),
});

export const toCalendar = (calendar: z.output<typeof graphCalendar>, timeZone: string): RemoteCalendar => ({
  externalId: calendar.id,
  name: calendar.name ?? 'Calendar',
  timeZone,
  role: calendar.canEdit ? 'owner' : 'reader',
  isPrimary: calendar.isDefaultCalendar ?? false,
  ...(calendar.hexColor ? { color: calendar.hexColor } : {}),
});

/** A zone in our names, whichever names it came in. */
export const zoneOf = (name: string | null | undefined): string | undefined => (name ? (isZone(name) ? name : ianaOf(name)) : undefined);

/** Times come in UTC, because that is how they are asked for; whole days are midnights. */
const momentOf = (given: z.output<typeof time> | null | undefined, isAllDay: boolean, timeZone: string): Moment | undefined => {
  if (!given) return undefined;
  if (isAllDay) return { date: given.dateTime.slice(0, 10) };
  return { at: new Date(`${given.dateTime.slice(0, 19)}Z`), timeZone };
};

const RESPONSES: Readonly<Record<string, Attendee['response']>> = {
  accepted: 'accepted',
  organizer: 'accepted',
  declined: 'declined',
  tentativelyAccepted: 'tentative',
};
const BUSY: Readonly<Record<string, RemoteEvent['busy']>> = { free: 'free', workingElsewhere: 'free', tentative: 'tentative', oof: 'away' };
const KINDS: Readonly<Record<string, RemoteEvent['kind']>> = { seriesMaster: 'master', occurrence: 'occurrence', exception: 'exception' };
export function toRemoteEvent(event: GraphEvent, account: string, calendarZone: string): RemoteEvent {
  const timeZone = zoneOf(event.originalStartTimeZone) ?? calendarZone;
  const isAllDay = event.isAllDay ?? false;
  const [start, end] = [momentOf(event.start, isAllDay, timeZone), momentOf(event.end, isAllDay, timeZone)];
  const kind = KINDS[event.type ?? ''] ?? 'single';
  const originalStart = event.originalStart
    ? new Date(event.originalStart).toISOString()
    : kind === 'occurrence' && start
      ? 'date' in start
        ? start.date
        : start.at.toISOString()
      : undefined;
  const self = account.toLowerCase();
  const attendees = (event.attendees ?? []).flatMap(({ emailAddress, type, status }): Attendee[] => {
    const email = emailAddress?.address;
    if (!email) return [];
    const isSelf = email.toLowerCase() === self;
    const response = RESPONSES[(isSelf ? event.responseStatus?.response : status?.response) ?? ''] ?? 'needs_action';
    return [
      {
        email,
        response,
        ...(emailAddress?.name ? { name: emailAddress.name } : {}),
        ...(type === 'optional' ? { optional: true } : {}),
        ...(type === 'resource' ? { resource: true } : {}),
        ...(isSelf ? { self: true } : {}),
      },
    ];
  });
  const organizer = event.organizer?.emailAddress;
  return {
    externalId: event.id,
    ...(event.transactionId ? { creation: event.transactionId } : {}),
    icalUid: event.iCalUId ?? event.seriesMasterId ?? event.id,
    kind,
    ...(event.seriesMasterId ? { masterId: event.seriesMasterId } : {}),
    ...(originalStart ? { originalStart } : {}),
    status: event.isCancelled ? 'cancelled' : event.showAs === 'tentative' ? 'tentative' : 'confirmed',
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    recurrence: event.recurrence ? [toRule(event.recurrence)] : [],
    busy: BUSY[event.showAs ?? ''] ?? 'busy',
    isPrivate: event.sensitivity === 'private' || event.sensitivity === 'confidential' || event.sensitivity === 'personal',
    title: event.subject || '(no title)',
    attendees,
    ...(event.location?.displayName ? { location: event.location.displayName } : {}),
    ...(event.bodyPreview ? { body: event.bodyPreview } : {}),
    ...(organizer?.address
      ? { organizer: { email: organizer.address, ...(organizer.name ? { name: organizer.name } : {}), ...(event.isOrganizer ? { self: true } : {}) } }
      : {}),
    ...(event.onlineMeeting?.joinUrl ? { joinUrl: event.onlineMeeting.joinUrl } : {}),
    ...(event.webLink ? { url: event.webLink } : {}),
    ...(event['@odata.etag'] ? { etag: event['@odata.etag'] } : {}),
    ...(event.lastModifiedDateTime ? { updatedAt: new Date(event.lastModifiedDateTime) } : {}),
  };
}

const isDay = (text: string | undefined): boolean => text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text);
/** A whole instant is told in UTC; a wall time with its zone. */
const timeOf = (text: string, timeZone: string) =>
  isDay(text)
    ? { dateTime: `${text}T00:00:00`, timeZone }
    : /(?:Z|[+-]\d\d:\d\d)$/.test(text)
      ? { dateTime: new Date(text).toISOString().slice(0, 19), timeZone: 'UTC' }
      : { dateTime: text.slice(0, 19), timeZone };

/** A series keeps its wall time, so it is told in its own zone and never in UTC. */
const wallOf = (text: string, timeZone: string): string =>
  isDay(text) || !/(?:Z|[+-]\d\d:\d\d)$/.test(text)
    ? text
    : Temporal.Instant.from(text).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'second' });

/** @throws PatchbayError invalid_input for a rule that Outlook has no words for */
export function fromDraft(draft: Partial<EventDraft>) {
  const isSeries = draft.recurrence !== undefined && draft.recurrence.length > 0;
  const { timeZone } = draft;
  const told = (text: string, zone: string) => timeOf(isSeries ? wallOf(text, zone) : text, zone);
  return {
    subject: draft.title,
    body: draft.body === undefined ? undefined : { contentType: 'text', content: draft.body },
    location: draft.location === undefined ? undefined : { displayName: draft.location },
    ...(draft.start && draft.end && timeZone ? { start: told(draft.start, timeZone), end: told(draft.end, timeZone), isAllDay: isDay(draft.start) } : {}),
    ...(isSeries && draft.start && timeZone ? { recurrence: fromRule(draft.recurrence ?? [], wallOf(draft.start, timeZone).slice(0, 10), timeZone) } : {}),
    attendees: draft.attendees?.map(({ email, name }) => ({ type: 'required', emailAddress: { address: email, ...(name ? { name } : {}) } })),
    ...(draft.withVideo ? { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' } : {}),
  };
}
