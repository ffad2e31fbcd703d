import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Paths, Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Calendar = Schemas['Calendar'];
export type CalendarEvent = Schemas['CalendarEvent'];
export type BookingPage = Schemas['BookingPage'];
export type TeamPage = Schemas['TeamPage'];
export type Booking = Schemas['Booking'];
export type Schedule = Schemas['Schedule'];
export type PageChange = NonNullable<Paths['/api/v1/calendar/booking-pages/{id}']['patch']['requestBody']>['content']['application/json'];
export type ViewName = 'timeGridWeek' | 'dayGridMonth' | 'timeGridDay';

export const calendarsQuery = queryOptions({ queryKey: ['calendar', 'calendars'], queryFn: () => ask(hub.GET('/api/v1/calendar/calendars')) });

/** Everything of a window, page after page: a team's month is more than one. */
export const eventsQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['calendar', 'events', from, to],
    queryFn: async () => {
      const all: CalendarEvent[] = [];
      for (let cursor: string | undefined, more = true; more && all.length < 4_000; ) {
        const page = await ask(hub.GET('/api/v1/calendar/events', { params: { query: { from, to, limit: 200, ...(cursor ? { cursor } : {}) } } }));
        all.push(...page.data);
        cursor = page.nextCursor ?? undefined;
        more = cursor !== undefined;
      }
      return all;
    },
    placeholderData: keepPreviousData,
  });
export const decisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['calendar', 'decisions', id],
    queryFn: () => ask(hub.GET('/api/v1/calendar/events/{id}/decisions', { params: { path: { id } } })),
  });

export const pagesQuery = queryOptions({ queryKey: ['calendar', 'pages'], queryFn: () => ask(hub.GET('/api/v1/calendar/booking-pages')) });
export const pageQuery = (id: string) =>
  queryOptions({ queryKey: ['calendar', 'pages', id], queryFn: () => ask(hub.GET('/api/v1/calendar/booking-pages/{id}', { params: { path: { id } } })) });
export const teamPagesQuery = queryOptions({ queryKey: ['calendar', 'team-pages'], queryFn: () => ask(hub.GET('/api/v1/calendar/team-pages')) });
export const bookingsQuery = (show: 'upcoming' | 'pending' | 'all') =>
  queryOptions({
    queryKey: ['calendar', 'bookings', show],
    queryFn: () =>
      ask(
        hub.GET('/api/v1/calendar/bookings', {
          params: { query: { limit: 100, ...(show === 'pending' ? { status: 'pending' as const } : {}), ...(show === 'upcoming' ? { upcoming: true } : {}) } },
        } as never),
      ) as Promise<{ data: Booking[]; nextCursor: string | null }>,
    placeholderData: keepPreviousData,
  });
export const scheduleQuery = (userId: string) =>
  queryOptions({
    queryKey: ['calendar', 'schedule', userId],
    queryFn: () => ask(hub.GET('/api/v1/users/{id}/schedule', { params: { path: { id: userId } } })),
    enabled: userId !== '',
  });
