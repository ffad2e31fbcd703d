import { z } from 'zod';
import type { Connection } from '#sdk';
import { isZone } from '../availability/zone.ts';
import type { CalendarRow } from '../store/calendars.ts';
import type { EventRow } from '../store/events.ts';

const DATE = /^\d{4}-\d\d-\d\d$/;
/** A wall time in the zone beside it, a whole instant, or a date of an all-day event. */
const when = z
  .string()
  .refine(
    (text) => DATE.test(text) || z.iso.datetime({ offset: true, local: true }).safeParse(text).success,
    'Give a time such as 2027-03-01T09:00:00, or a date.',
  );
const zone = z.string().refine(isZone, 'This time zone is not known. Use a name such as Europe/Berlin.');
const attendee = z.strictObject({ email: z.email('This is not an e-mail address.'), name: z.string().max(200).optional() });

const draft = {
  title: z.string().trim().min(1, 'Give the event a title.').max(500),
  body: z.string().max(8_000).optional(),
  location: z.string().max(500).optional(),
  start: when,
  end: when,
  timeZone: zone,
  attendees: z.array(attendee).max(200).default([]),
  recurrence: z
    .array(z.string().regex(/^(RRULE|RDATE|EXDATE)[;:]/, 'A rule begins with RRULE: or EXDATE.'))
    .max(10)
    .optional(),
};
const isForward = ({ start, end }: { start?: string | undefined; end?: string | undefined }) =>
  start === undefined || end === undefined || (DATE.test(start) === DATE.test(end) && Date.parse(end) >= Date.parse(start));
const FORWARD = { message: 'The end must not lie before the start.', path: ['end'] };
/** No invitation mail unless it is asked for. */
const notify = z.enum(['none', 'all']).default('none');

export const newEvent = z
  .strictObject({
    calendarId: z.uuid(),
    ...draft,
    withVideo: z.boolean().default(false),
    notify,
    /** The same reference never makes a second event. */
    reference: z.string().min(1).max(100).optional(),
  })
  .refine(isForward, FORWARD);
export const eventChange = z
  .strictObject({ ...draft, attendees: draft.attendees.unwrap(), notify, occurrence: z.string().max(40) })
  .partial()
  .refine(isForward, FORWARD)
  .refine(({ start, end, timeZone }) => (start === undefined && end === undefined) || (start !== undefined && end !== undefined && timeZone !== undefined), {
    message: 'A new time needs start, end and timeZone together.',
    path: ['start'],
  });

export const outcome = z.object({
  effectId: z.string(),
  state: z.enum(['reserved', 'started', 'done', 'failed', 'unknown']),
  eventId: z.string().nullable(),
  joinUrl: z.string().nullable(),
});

export const calendarView = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    externalId: z.string(),
    name: z.string(),
    /** Whose account it is in. */
    account: z.string(),
    timeZone: z.string(),
    color: z.string().nullable(),
    role: z.enum(['owner', 'writer', 'reader', 'free_busy']),
    isPrimary: z.boolean(),
    blocks: z.boolean(),
    writes: z.boolean(),
    shows: z.enum(['details', 'busy', 'nothing']),
    ownerUserId: z.string().nullable(),
    readAt: z.iso.datetime().nullable(),
    readError: z.string().nullable(),
    hasPush: z.boolean(),
  })
  .meta({ id: 'Calendar' });

export const calendarChange = z
  .strictObject({ blocks: z.boolean(), writes: z.boolean(), shows: z.enum(['details', 'busy', 'nothing']) })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Say what shall change.');
export const decisionView = z
  .object({
    at: z.iso.datetime(),
    decisions: z.array(
      z.object({ field: z.string(), kept: z.enum(['ours', 'theirs', 'both', 'same']), ours: z.string(), theirs: z.string(), because: z.string() }),
    ),
  })
  .meta({ id: 'CalendarDecision' });

export const toCalendarView = (
  row: CalendarRow,
  hasPush: boolean,
  { label, ownerUserId }: Pick<Connection, 'label' | 'ownerUserId'>,
): z.output<typeof calendarView> => ({
  id: row.id,
  connectionId: row.connectionId,
  externalId: row.externalId,
  name: row.name,
  account: label,
  timeZone: row.timeZone,
  color: row.color,
  role: row.role as 'owner',
  isPrimary: row.isPrimary,
  blocks: row.blocks,
  writes: row.writes,
  shows: row.shows as 'details',
  ownerUserId,
  readAt: row.readAt?.toISOString() ?? null,
  readError: row.readError,
  hasPush,
});

export const eventView = z
  .object({
    id: z.uuid(),
    calendarId: z.uuid(),
    connectionId: z.uuid(),
    externalId: z.string(),
    icalUid: z.string(),
    /** Empty for a single event; else its place in the series. */
    occurrence: z.string(),
    title: z.string(),
    body: z.string().nullable(),
    location: z.string().nullable(),
    start: z.string(),
    end: z.string(),
    isAllDay: z.boolean(),
    timeZone: z.string().nullable(),
    isRecurring: z.boolean(),
    isPrivate: z.boolean(),
    busy: z.enum(['busy', 'tentative', 'away', 'free']),
    attendees: z.array(
      z.object({
        email: z.string(),
        name: z.string().optional(),
        response: z.enum(['needs_action', 'accepted', 'declined', 'tentative']),
        optional: z.boolean().optional(),
      }),
    ),
    joinUrl: z.string().nullable(),
    url: z.string().nullable(),
  })
  .meta({ id: 'CalendarEvent' });

/** What colleagues see of a calendar that is shared as busy only. */
export const busyOnly = (view: z.output<typeof eventView>): z.output<typeof eventView> => ({
  ...view,
  title: 'Busy',
  body: null,
  location: null,
  attendees: [],
  joinUrl: null,
  url: null,
});

/** Dates for all-day events, instants for others. */
export const toEventView = (
  row: EventRow,
  when: { occurrenceKey: string; startsAt: Date; endsAt: Date; startDate: string | null; endDate: string | null; busy: string },
): z.output<typeof eventView> => ({
  id: row.id,
  calendarId: row.calendarId,
  connectionId: row.connectionId,
  externalId: row.externalId,
  icalUid: row.icalUid,
  occurrence: when.occurrenceKey,
  title: row.title,
  body: row.body,
  location: row.location,
  start: when.startDate ?? when.startsAt.toISOString(),
  end: when.endDate ?? when.endsAt.toISOString(),
  isAllDay: when.startDate !== null,
  timeZone: row.timeZone,
  isRecurring: row.kind !== 'single',
  isPrivate: row.isPrivate,
  busy: when.busy as 'busy',
  attendees: row.attendees.map(({ email, name, response, optional }) => ({ email, response, ...(name ? { name } : {}), ...(optional ? { optional } : {}) })),
  joinUrl: row.joinUrl,
  url: row.url,
});
