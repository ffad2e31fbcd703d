import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { OAuthAccount } from '../oauth/options.ts';
import { type Calendar, type CalendarEvent, type EventFields, eventKey, type GoogleData } from './store.ts';

const time = z.strictObject({
  date: z.iso.date().optional(),
  dateTime: z.iso.datetime({ offset: true, local: true }).optional(),
  timeZone: z.string().optional(),
});
const attendee = z.looseObject({
  email: z.email(),
  displayName: z.string().optional(),
  responseStatus: z.enum(['needsAction', 'declined', 'tentative', 'accepted']).optional(),
  optional: z.boolean().optional(),
  resource: z.boolean().optional(),
});

/** What may be written of an event; Google ignores most of what it does not know, a twin says so. */
export const eventBody = z.strictObject({
  id: z
    .string()
    .regex(/^[a-v0-9]{5,1024}$/)
    .optional(),
  iCalUID: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().max(8192).optional(),
  location: z.string().optional(),
  start: time.optional(),
  end: time.optional(),
  recurrence: z.array(z.string()).optional(),
  attendees: z.array(attendee).max(200).optional(),
  status: z.enum(['confirmed', 'tentative', 'cancelled']).optional(),
  visibility: z.enum(['default', 'public', 'private', 'confidential']).optional(),
  transparency: z.enum(['opaque', 'transparent']).optional(),
  extendedProperties: z.strictObject({ private: z.record(z.string(), z.string()).optional(), shared: z.record(z.string(), z.string()).optional() }).optional(),
  conferenceData: z.looseObject({}).optional(),
  reminders: z.looseObject({}).optional(),
  source: z.strictObject({ title: z.string().optional(), url: z.url().optional() }).optional(),
  colorId: z.string().optional(),
});

/** Why these times cannot be, in Google's words; undefined when they can. */
export const timeProblem = ({ start, end, recurrence }: Pick<EventFields, 'start' | 'end' | 'recurrence'>): { reason: string; message: string } | undefined => {
  if (!start || !end) return { reason: 'required', message: 'Missing end time.' };
  if (Boolean(start.date) !== Boolean(end.date) || Boolean(start.date) === Boolean(start.dateTime))
    return { reason: 'invalid', message: 'Invalid start time.' };
  const [from, to] = [Date.parse(start.date ?? start.dateTime ?? ''), Date.parse(end.date ?? end.dateTime ?? '')];
  if (Number.isNaN(from) || Number.isNaN(to)) return { reason: 'invalid', message: 'Invalid start time.' };
  if (to < from) return { reason: 'timeRangeEmpty', message: 'The specified time range is empty.' };
  if (recurrence?.length && start.dateTime && !start.timeZone) return { reason: 'required', message: 'Missing time zone definition for start time.' };
  return undefined;
};

const nextChange = (data: GoogleData): number => {
  data.changes += 1;
  return data.changes;
};

/** Rows are replaced, never changed in place. */
export const keepEvent = (data: GoogleData, event: Omit<CalendarEvent, 'change' | 'updated'>, at: string): CalendarEvent => {
  const kept = { ...event, change: nextChange(data), updated: at };
  data.events[eventKey(event.calendarId, event.id)] = kept;
  return kept;
};

export const newEventId = (): string => [...randomBytes(16)].map((byte) => (byte % 32).toString(32)).join('');

const person = ({ email, name }: OAuthAccount) => ({ email, displayName: name, self: true });

/** A Meet room comes with the event that asks for one. */
const conferenceOf = (fields: EventFields): Partial<CalendarEvent> => {
  const request = fields.conferenceData?.createRequest as { requestId?: string } | undefined;
  if (!request) return {};
  const code = `${request.requestId ?? ''}`
    .replaceAll(/[^a-z]/g, '')
    .padEnd(10, 'x')
    .slice(0, 10);
  const hangoutLink = `https://meet.google.com/${code.slice(0, 3)}-${code.slice(3, 7)}-${code.slice(7)}`;
  return {
    hangoutLink,
    conferenceData: {
      createRequest: { ...request, status: { statusCode: 'success' } },
      conferenceId: code,
      entryPoints: [{ entryPointType: 'video', uri: hangoutLink, label: hangoutLink.slice(8) }],
      conferenceSolution: { key: { type: 'hangoutsMeet' }, name: 'Google Meet' },
    },
  };
};

/** Where the attendees have an account here, the meeting stands in their calendars too: one iCalUID, an id for each. */
const copyToAttendees = (data: GoogleData, event: CalendarEvent, at: string): CalendarEvent[] =>
  (event.attendees ?? []).flatMap(({ email }) => {
    const calendar = data.calendars[email];
    if (!calendar || email === event.calendarId) return [];
    const before = Object.values(data.events).find(
      (row) => row.calendarId === email && row.iCalUID === event.iCalUID && row.originalStartTime?.dateTime === event.originalStartTime?.dateTime,
    );
    const attendees = event.attendees?.map((each) => ({ ...each, self: each.email === email }));
    const organizer = { ...event.organizer, self: false };
    return [keepEvent(data, { ...event, id: before?.id ?? event.id, calendarId: email, organizer, ...(attendees ? { attendees } : {}) }, at)];
  });

export const insertEvent = (
  data: GoogleData,
  calendar: Calendar,
  account: OAuthAccount,
  body: EventFields & { id?: string; iCalUID?: string },
  at: string,
): CalendarEvent[] => {
  const id = body.id ?? newEventId();
  const { id: _id, iCalUID, ...fields } = body;
  const event = keepEvent(
    data,
    {
      ...fields,
      ...conferenceOf(fields),
      id,
      calendarId: calendar.id,
      iCalUID: iCalUID ?? `${id}@google.com`,
      status: fields.status ?? 'confirmed',
      start: fields.start ?? {},
      end: fields.end ?? {},
      eventType: 'default',
      organizer: person(account),
      creator: person(account),
      sequence: 0,
      created: at,
      ...(fields.attendees
        ? {
            attendees: fields.attendees.map((each) => ({
              responseStatus: 'needsAction' as const,
              ...each,
              ...(each.email === account.email ? { self: true, organizer: true } : {}),
            })),
          }
        : {}),
    },
    at,
  );
  return [event, ...copyToAttendees(data, event, at)];
};

export const changeEvent = (data: GoogleData, event: CalendarEvent, fields: EventFields, at: string): CalendarEvent[] => {
  const isMoved = fields.start !== undefined || fields.end !== undefined || fields.recurrence !== undefined;
  const next = keepEvent(data, { ...event, ...fields, ...conferenceOf(fields), sequence: event.sequence + (isMoved ? 1 : 0) }, at);
  return [next, ...(event.organizer.self ? copyToAttendees(data, next, at) : [])];
};
