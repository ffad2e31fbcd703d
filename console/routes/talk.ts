import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { BookingsShown } from '../pages/calendar/bookings.tsx';
import type { CalendarSearch } from '../pages/calendar/calendar.tsx';
import { STATUSES as INBOX_STATUSES, type InboxSearch } from '../pages/inbox/queries.ts';
import { SLACK_TABS, type SlackTab } from '../pages/slack/queries.ts';
import { signedIn } from './roots.tsx';

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox',
  validateSearch: ({ status, q, mailbox, assignee, thread }: Record<string, unknown>): InboxSearch => ({
    status: INBOX_STATUSES.find((each) => each === status) ?? 'open',
    ...(typeof q === 'string' && q ? { q } : {}),
    ...(typeof mailbox === 'string' && mailbox ? { mailbox } : {}),
    ...(typeof assignee === 'string' && assignee ? { assignee } : {}),
    ...(typeof thread === 'string' ? { thread } : {}),
  }),
  component: lazyRouteComponent(() => import('../pages/inbox/inbox.tsx'), 'Inbox'),
});

const mailTrace = createRoute({
  getParentRoute: () => signedIn,
  path: '/mail-trace',
  validateSearch: ({ id }: Record<string, unknown>): { id?: string } => (typeof id === 'string' && id ? { id } : {}),
  component: lazyRouteComponent(() => import('../pages/connections/mail-trace.tsx'), 'MailTrace'),
});

const calendar = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar',
  validateSearch: (search: Record<string, unknown>): CalendarSearch => ({
    view:
      (['timeGridWeek', 'dayGridMonth', 'timeGridDay'] as const).find((view) => view === search.view) ??
      (window.innerWidth < 700 ? 'timeGridDay' : 'timeGridWeek'),
    date: typeof search.date === 'string' && /^\d{4}-\d\d-\d\d$/.test(search.date) ? search.date : new Date().toLocaleDateString('en-CA'),
  }),
  component: lazyRouteComponent(() => import('../pages/calendar/calendar.tsx'), 'CalendarPage'),
});

const bookingPages = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar/booking-pages',
  component: lazyRouteComponent(() => import('../pages/calendar/booking-pages.tsx'), 'BookingPages'),
});

const bookingPage = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar/booking-pages/$id',
  component: lazyRouteComponent(() => import('../pages/calendar/booking-page.tsx'), 'BookingPageEditor'),
});

const bookings = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar/bookings',
  validateSearch: (search: Record<string, unknown>): { status: BookingsShown } => ({
    status: (['pending', 'all'] as const).find((status) => status === search.status) ?? 'upcoming',
  }),
  component: lazyRouteComponent(() => import('../pages/calendar/bookings.tsx'), 'Bookings'),
});

const availability = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar/availability',
  component: lazyRouteComponent(() => import('../pages/calendar/availability.tsx'), 'Availability'),
});

const slack = createRoute({
  getParentRoute: () => signedIn,
  path: '/slack',
  validateSearch: (search: Record<string, unknown>): { tab: SlackTab } => ({ tab: SLACK_TABS.find((tab) => tab === search.tab) ?? 'channels' }),
  component: lazyRouteComponent(() => import('../pages/slack/slack.tsx'), 'Slack'),
});

const slackRule = createRoute({
  getParentRoute: () => signedIn,
  path: '/slack/rules/$id',
  component: lazyRouteComponent(() => import('../pages/slack/rule.tsx'), 'RulePage'),
});

const slackLink = createRoute({
  getParentRoute: () => signedIn,
  path: '/slack/link',
  validateSearch: (search: Record<string, unknown>): { token?: string } => (typeof search.token === 'string' ? { token: search.token } : {}),
  component: lazyRouteComponent(() => import('../pages/slack/link.tsx'), 'LinkSlack'),
});

/** Where there is talk: mail, calendar and Slack. */
export const talkRoutes = [inbox, mailTrace, calendar, bookingPages, bookingPage, bookings, availability, slack, slackRule, slackLink] as const;
