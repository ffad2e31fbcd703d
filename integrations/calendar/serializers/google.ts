import { z } from 'zod';
import { instantOfWall, isZone } from '../availability/zone.ts';
import type { Attendee, EventDraft, Moment, RemoteCalendar, RemoteEvent } from './remote-event.ts';

const time = z.object({ date: z.string().optional(), dateTime: z.string().optional(), timeZone: z.string().optional() });
const person = z.object({ email: z.string().optional(), displayName: z.string().optional(), self: z.boolean().optional() });

export const googleEvent = z.object({
  id: z.string(),
  iCalUID: z.string().optional(),
  etag: z.string().optional(),
  status: z.enum(['confirmed', 'tentative', 'cancelled']).default('confirmed'),
  summary: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  htmlLink: z.string().optional(),
  hangoutLink: z.string().optional(),
  start: time.optional(),
  end: time.optional(),
  recurrence: z.array(z.string()).optional(),
  recurringEventId: z.string().optional(),
  originalStartTime: time.optional(),
  transparency: z.string().optional(),
  visibility: z.string().optional(),
  eventType: z.string().optional(),
  organizer: person.optional(),
  attendees: z.array(person.extend({ responseStatus: z.string().optional(), optional: z.boolean().optional(), resource: z.boolean().optional() })).optional(),
  conferenceData: z.object({ entryPoints: z.array(z.object({ entryPointType: z.string().optional(), uri: z.string().optional() })).optional() }).optional(),
  updated: z.string().optional(),
});
export type GoogleEvent = z.output<typeof googleEvent>;

export const googleCalendar = z.object({
  id: z.string(),
  summary: z.string().default(''),
  summaryOverride: z.string().optional(),
  timeZone: z.string().default('UTC'),
  backgroundColor: z.string().optional(),
  accessRole: z.string(),
  primary: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

const ROLES: Readonly<Record<string, RemoteCalendar['role']>> = {
  owner: 'owner',
  writer: 'writer',
  writerWithoutPrivateAccess: 'writer',
  reader: 'reader',
  freeBusyReader: 'free_busy',
};

export const toCalendar = (calendar: z.output<typeof googleCalendar>): RemoteCalendar => ({
  externalId: calendar.id,
  name: calendar.summaryOverride ?? calendar.summary,
  timeZone: isZone(calendar.timeZone) ? calendar.timeZone : 'UTC',
  role: ROLES[calendar.accessRole] ?? 'reader',
  isPrimary: calendar.primary ?? false,
  ...(calendar.backgroundColor ? { color: calendar.backgroundColor } : {}),
});

const HAS_OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/;

/** A time without an offset stands in its own zone, else in its calendar's. */
const momentOf = (given: z.output<typeof time> | undefined, calendarZone: string): Moment | undefined => {
  if (given?.date) return { date: given.date };
  if (!given?.dateTime) return undefined;
  const timeZone = given.timeZone && isZone(given.timeZone) ? given.timeZone : calendarZone;
  return { at: HAS_OFFSET.test(given.dateTime) ? new Date(given.dateTime) : instantOfWall(given.dateTime, timeZone), timeZone };
};

export const keyOfMoment = (moment: Moment): string => ('date' in moment ? moment.date : moment.at.toISOString());

const RESPONSES: Readonly<Record<string, Attendee['response']>> = { accepted: 'accepted', declined: 'declined', tentative: 'tentative' };

/** Working places and birthdays say where somebody is, not that they are busy. */
const busyOf = ({ transparency, eventType, status }: GoogleEvent): RemoteEvent['busy'] => {
  if (transparency === 'transparent' || eventType === 'workingLocation' || eventType === 'birthday') return 'free';
  if (eventType === 'outOfOffice') return 'away';
  return status === 'tentative' ? 'tentative' : 'busy';
};

export function toRemoteEvent(event: GoogleEvent, calendarZone: string): RemoteEvent {
  const [start, end, original] = [momentOf(event.start, calendarZone), momentOf(event.end, calendarZone), momentOf(event.originalStartTime, calendarZone)];
  const attendees = (event.attendees ?? []).flatMap(({ email, displayName, responseStatus = '', optional, resource, self }): Attendee[] =>
    email
      ? [
          {
            email,
            response: RESPONSES[responseStatus] ?? 'needs_action',
            ...(displayName ? { name: displayName } : {}),
            ...(optional ? { optional } : {}),
            ...(resource ? { resource } : {}),
            ...(self ? { self } : {}),
          },
        ]
      : [],
  );
  const joinUrl = event.conferenceData?.entryPoints?.find(({ entryPointType }) => entryPointType === 'video')?.uri ?? event.hangoutLink;
  const { organizer } = event;
  return {
    externalId: event.id,
    icalUid: event.iCalUID ?? event.recurringEventId ?? event.id,
    kind: event.recurringEventId ? 'exception' : event.recurrence?.length ? 'master' : 'single',
    ...(event.recurringEventId ? { masterId: event.recurringEventId } : {}),
    ...(original ? { originalStart: keyOfMoment(original) } : {}),
    status: event.status,
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    recurrence: event.recurrence ?? [],
    busy: busyOf(event),
    isPrivate: event.visibility === 'private' || event.visibility === 'confidential',
    title: event.summary ?? '(no title)',
    attendees,
    ...(event.location ? { location: event.location } : {}),
    ...(event.description ? { body: event.description } : {}),
    ...(organizer?.email
      ? { organizer: { email: organizer.email, ...(organizer.displayName ? { name: organizer.displayName } : {}), ...(organizer.self ? { self: true } : {}) } }
      : {}),
    ...(joinUrl ? { joinUrl } : {}),
    ...(event.htmlLink ? { url: event.htmlLink } : {}),
    ...(event.etag ? { etag: event.etag } : {}),
    ...(event.updated ? { updatedAt: new Date(event.updated) } : {}),
  };
}

const timeOf = (text: string, timeZone: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? { date: text } : { dateTime: text, timeZone });

/** Only what is said; `undefined` members are left out by JSON. */
export const fromDraft = (draft: Partial<EventDraft>, key?: string) => ({
  summary: draft.title,
  description: draft.body,
  location: draft.location,
  start: draft.start && draft.timeZone ? timeOf(draft.start, draft.timeZone) : undefined,
  end: draft.end && draft.timeZone ? timeOf(draft.end, draft.timeZone) : undefined,
  attendees: draft.attendees?.map(({ email, name }) => ({ email, ...(name ? { displayName: name } : {}) })),
  recurrence: draft.recurrence ? [...draft.recurrence] : undefined,
  ...(draft.withVideo && key ? { conferenceData: { createRequest: { requestId: key, conferenceSolutionKey: { type: 'hangoutsMeet' } } } } : {}),
});
