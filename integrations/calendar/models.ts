import { sql } from 'drizzle-orm';
import { boolean, check, customType, date, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { HoursByDay } from './availability/request.ts';
import type { PageHost, PageRules, PageSettings } from './booking/page.ts';
import type { Decision } from './merge.ts';
import type { Attendee, Person } from './serializers/remote-event.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** The calendars of each connected account. */
export const calendarCalendars = pgTable(
  'calendar_calendars',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    timeZone: text('time_zone').notNull(),
    color: text('color'),
    role: text('role').notNull(),
    isPrimary: boolean('is_primary').notNull().default(false),
    /** Its meetings make their person busy. */
    blocks: boolean('blocks').notNull().default(true),
    /** The last whole look at it; null: it was never read, so nobody is offered by it. */
    readAt: instant('read_at'),
    /** Why it cannot be read at the moment. */
    readError: text('read_error'),
    /** The provider sends no pushes for it, and is asked again after this. */
    pushRefusedUntil: instant('push_refused_until'),
    /** What its provider calls the state of our last whole look; where it is the same, nothing changed since. */
    version: text('version'),
    /** Bookings of its person are written into it; of a connection without one, into its main calendar. */
    writes: boolean('writes').notNull().default(false),
    /** How much of it colleagues see. */
    shows: text('shows').notNull().default('details'),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('calendar_calendars_external').on(t.workspaceId, t.connectionId, t.externalId),
    check('calendar_calendars_shows', sql`${t.shows} in ('details', 'busy', 'nothing')`),
    check('calendar_calendars_role', sql`${t.role} in ('owner', 'writer', 'reader', 'free_busy')`),
  ],
);

/** Push subscriptions at the providers. They end by themselves and are replaced before. */
export const calendarChannels = pgTable(
  'calendar_channels',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    calendarId: uuid('calendar_id').notNull(),
    /** What the provider calls the subscription. */
    externalId: text('external_id').notNull(),
    resourceId: text('resource_id'),
    expiresAt: instant('expires_at').notNull(),
    lastMessageAt: instant('last_message_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('calendar_channels_external').on(t.workspaceId, t.connectionId, t.externalId),
    index('calendar_channels_calendar').on(t.workspaceId, t.calendarId),
  ],
);

/** The mirror: single meetings, masters of series, and the meetings of a series that differ. Private ones hold no text. */
export const calendarEvents = pgTable(
  'calendar_events',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    calendarId: uuid('calendar_id').notNull(),
    externalId: text('external_id').notNull(),
    icalUid: text('ical_uid').notNull(),
    kind: text('kind').notNull(),
    /** The master's external id; a single meeting's own. */
    seriesId: text('series_id').notNull(),
    /** Where in its series it stood at first: an instant, or a date of an all-day series. */
    originalStart: text('original_start'),
    status: text('status').notNull(),
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    /** All-day events have dates and no instants; the end is the day after the last. */
    startDate: date('start_date', { mode: 'string' }),
    endDate: date('end_date', { mode: 'string' }),
    timeZone: text('time_zone'),
    recurrence: jsonb('recurrence').$type<string[]>().notNull().default([]),
    busy: text('busy').notNull(),
    isPrivate: boolean('is_private').notNull().default(false),
    title: text('title').notNull(),
    location: text('location'),
    body: text('body'),
    organizer: jsonb('organizer').$type<Person | null>(),
    attendees: jsonb('attendees').$type<Attendee[]>().notNull().default([]),
    response: text('response'),
    joinUrl: text('join_url'),
    url: text('url'),
    etag: text('etag'),
    toldAt: instant('told_at').notNull(),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('calendar_events_external').on(t.workspaceId, t.calendarId, t.externalId),
    index('calendar_events_series').on(t.workspaceId, t.calendarId, t.seriesId),
    index('calendar_events_uid').on(t.workspaceId, t.icalUid),
    check('calendar_events_kind', sql`${t.kind} in ('single', 'master', 'exception', 'occurrence')`),
    check('calendar_events_status', sql`${t.status} in ('confirmed', 'tentative', 'cancelled')`),
    check('calendar_events_busy', sql`${t.busy} in ('busy', 'tentative', 'away', 'free')`),
  ],
);

/**
 * Events that are being made and of whose making no answer is known yet, by what they are known by there. One that was seen
 * meanwhile was made: if it is gone when we look again, somebody took it away, and it is not made a second time.
 */
export const calendarCreations = pgTable(
  'calendar_creations',
  {
    ...workspaceColumns(),
    calendarId: uuid('calendar_id').notNull(),
    name: text('name').notNull(),
    externalId: text('external_id'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('calendar_creations_name').on(t.workspaceId, t.calendarId, t.name)],
);

/** Where both sides changed an event, what was decided, field by field. */
export const calendarDecisions = pgTable(
  'calendar_decisions',
  {
    ...workspaceColumns(),
    calendarId: uuid('calendar_id').notNull(),
    externalId: text('external_id').notNull(),
    decisions: jsonb('decisions').$type<Decision[]>().notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('calendar_decisions_event').on(t.workspaceId, t.calendarId, t.externalId)],
);

/** Every meeting in the horizon, series resolved: what free and busy are read from. */
export const calendarOccurrences = pgTable(
  'calendar_occurrences',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    calendarId: uuid('calendar_id').notNull(),
    eventId: uuid('event_id').notNull(),
    seriesId: text('series_id').notNull(),
    icalUid: text('ical_uid').notNull(),
    /** Empty for a single meeting; with `ical_uid` it names one meeting in everybody's calendars. */
    occurrenceKey: text('occurrence_key').notNull(),
    /** Of an all-day event: from the first place on earth where its day begins to the last where it ends. */
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    startDate: date('start_date', { mode: 'string' }),
    endDate: date('end_date', { mode: 'string' }),
    busy: text('busy').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('calendar_occurrences_time').on(t.workspaceId, t.connectionId, t.startsAt),
    index('calendar_occurrences_series').on(t.workspaceId, t.calendarId, t.seriesId),
    index('calendar_occurrences_meeting').on(t.workspaceId, t.icalUid, t.occurrenceKey),
  ],
);

/** One meeting, in however many calendars it stands, and its activity. */
export const calendarMeetings = pgTable(
  'calendar_meetings',
  {
    ...workspaceColumns(),
    icalUid: text('ical_uid').notNull(),
    occurrenceKey: text('occurrence_key').notNull(),
    activityId: uuid('activity_id').notNull(),
    status: text('status').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** How often its time was changed. */
    moves: integer('moves').notNull().default(0),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('calendar_meetings_key').on(t.workspaceId, t.icalUid, t.occurrenceKey),
    index('calendar_meetings_ending').on(t.workspaceId, t.status, t.endsAt),
  ],
);

/** Invitations that came by mail: the newest of each, so that older ones change nothing. */
export const calendarInvitations = pgTable(
  'calendar_invitations',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    icalUid: text('ical_uid').notNull(),
    sequence: integer('sequence').notNull(),
    stamp: instant('stamp'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('calendar_invitations_uid').on(t.workspaceId, t.connectionId, t.icalUid)],
);

/** The hours of a person who keeps others than the workspace. */
export const calendarSchedules = pgTable(
  'calendar_schedules',
  {
    ...workspaceColumns(),
    userId: uuid('user_id').notNull(),
    timeZone: text('time_zone').notNull(),
    workingHours: jsonb('working_hours').$type<HoursByDay>().notNull(),
    overrides: jsonb('overrides').$type<{ date: string; hours: { start: string; end: string }[] }[]>().notNull().default([]),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('calendar_schedules_user').on(t.workspaceId, t.userId)],
);

/** Where guests choose a time. */
export const calendarBookingPages = pgTable(
  'calendar_booking_pages',
  {
    ...workspaceColumns(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    kind: text('kind').notNull(),
    /** Connections whose people are met. */
    hosts: jsonb('hosts').$type<string[]>().notNull(),
    /** The same with their person and weight. */
    team: jsonb('team').$type<PageHost[]>(),
    rules: jsonb('rules').$type<PageRules>().notNull(),
    settings: jsonb('settings').$type<PageSettings>(),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('calendar_booking_pages_slug').on(t.workspaceId, t.slug),
    check('calendar_booking_pages_kind', sql`${t.kind} in ('one_to_one', 'group', 'collective', 'round_robin')`),
  ],
);

/** One address for several booking pages: of a team, or all that one person offers. */
export const calendarTeamPages = pgTable(
  'calendar_team_pages',
  {
    ...workspaceColumns(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    /** In the order in which guests see them. */
    pageIds: jsonb('page_ids').$type<string[]>().notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('calendar_team_pages_slug').on(t.workspaceId, t.slug)],
);

/** A time that a guest holds, asks for or has booked. */
export const calendarBookings = pgTable(
  'calendar_bookings',
  {
    ...workspaceColumns(),
    pageId: uuid('page_id').notNull(),
    status: text('status').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    timeZone: text('time_zone').notNull(),
    /** While it is held: what the guest shows to go on, hashed, and until when. */
    holdHash: text('hold_hash'),
    holdUntil: instant('hold_until'),
    guestName: text('guest_name'),
    guestEmail: text('guest_email'),
    phone: text('phone'),
    /** Others who come too. */
    guests: jsonb('guests').$type<string[]>().notNull().default([]),
    answers: jsonb('answers').$type<Record<string, string | boolean>>().notNull().default({}),
    /** The guest's language tag. */
    locale: text('locale'),
    contactId: uuid('contact_id'),
    /** The first host's calendar, in which the event is written. */
    calendarId: uuid('calendar_id'),
    /** Of a group: those with one session meet together, and hold their hosts together. */
    sessionId: uuid('session_id'),
    /** The event as it stands at the provider. */
    eventExternalId: text('event_external_id'),
    eventStartsAt: instant('event_starts_at'),
    eventEndsAt: instant('event_ends_at'),
    icalUid: text('ical_uid'),
    joinUrl: text('join_url'),
    /** Its own entry on the timeline, where the calendar's does not name this guest. */
    activityId: uuid('activity_id'),
    pickReason: text('pick_reason'),
    cancelReason: text('cancel_reason'),
    moves: integer('moves').notNull().default(0),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('calendar_bookings_time').on(t.workspaceId, t.startsAt),
    index('calendar_bookings_page').on(t.workspaceId, t.pageId, t.startsAt),
    index('calendar_bookings_event').on(t.workspaceId, t.calendarId, t.eventExternalId),
    index('calendar_bookings_session').on(t.workspaceId, t.sessionId),
    index('calendar_bookings_contact').on(t.workspaceId, t.contactId),
    check('calendar_bookings_status', sql`${t.status} in ('held', 'pending', 'confirmed', 'cancelled', 'declined', 'expired', 'no_show')`),
  ],
);

const timeRange = customType<{ data: string }>({ dataType: () => 'tstzrange' });

/**
 * Whose time it takes, buffers included. The migrations add what makes double booking impossible: no two rows of one person
 * that are held or confirmed may overlap, whoever inserts at the same instant and by whichever of their calendars.
 */
export const calendarBookingHosts = pgTable(
  'calendar_booking_hosts',
  {
    ...workspaceColumns(),
    /** The booking, or the session of a group. */
    bookingId: uuid('booking_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    /** The person, or the connection where nobody owns it. */
    hostId: uuid('host_id'),
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    block: timeRange('block').notNull(),
    status: text('status').notNull(),
    holdUntil: instant('hold_until'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('calendar_booking_hosts_booking').on(t.workspaceId, t.bookingId),
    index('calendar_booking_hosts_time').on(t.workspaceId, t.hostId, t.startsAt),
    check('calendar_booking_hosts_status', sql`${t.status} in ('held', 'confirmed', 'cancelled', 'expired')`),
  ],
);
