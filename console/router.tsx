import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { hub } from './api.ts';
import { besideOf } from './frame/beside.ts';
import { Frame } from './frame/frame.tsx';
import { Failure } from './frame/states.tsx';
import type { BookingsShown } from './pages/calendar/bookings.tsx';
import type { CalendarSearch } from './pages/calendar/calendar.tsx';
import { type CallSearch, SHOWS } from './pages/calls/queries.ts';
import { CONTACT_SORTS, type ContactSearch } from './pages/contacts/queries.ts';
import { DEAL_SORTS, type DealSearch } from './pages/deals/queries.ts';
import { STATUSES as INBOX_STATUSES, type InboxSearch } from './pages/inbox/queries.ts';
import { ORGANIZATION_SORTS, type OrganizationSearch } from './pages/organizations/queries.ts';
import { SLACK_TABS, type SlackTab } from './pages/slack/queries.ts';
import type { TaskSearch } from './pages/tasks/tasks.tsx';

/** A filter in the address; what the router made of its JSON is written again. */
const filterOf = ({ filter }: Record<string, unknown>): { filter?: string } =>
  typeof filter === 'string' ? { filter } : filter && typeof filter === 'object' ? { filter: JSON.stringify(filter) } : {};
const kindOf = ({ kind }: Record<string, unknown>): { kind?: string } => (typeof kind === 'string' ? { kind } : {});

const root = createRootRoute({ component: Outlet, errorComponent: ({ error }) => <Failure error={error as Error} retry={() => window.location.reload()} /> });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in.tsx'), 'SignIn'),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up/$token',
  component: lazyRouteComponent(() => import('./pages/set-up/set-up.tsx'), 'SetUp'),
});
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./pages/passwords/forgot-password.tsx'), 'ForgotPassword'),
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password/$token',
  component: lazyRouteComponent(() => import('./pages/passwords/reset-password.tsx'), 'ResetPassword'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('./pages/invitation/invitation.tsx'), 'Invitation'),
});
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
  validateSearch: besideOf,
  beforeLoad: async () => {
    const { response } = await hub.GET('/api/v1/me');
    if (response.status === 401) throw redirect({ to: '/sign-in' });
  },
});
const home = createRoute({ getParentRoute: () => signedIn, path: '/', component: lazyRouteComponent(() => import('./pages/home/home.tsx'), 'Home') });
const connections = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/connections/connections.tsx'), 'Connections'),
});
const connection = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id',
  component: lazyRouteComponent(() => import('./pages/connections/connection.tsx'), 'ConnectionPage'),
});
const TABS = ['incidents', 'calls', 'webhooks', 'jobs', 'effects', 'audit', 'requests'] as const;
export type OperationsTab = (typeof TABS)[number];
export const operations = createRoute({
  getParentRoute: () => signedIn,
  path: '/operations',
  validateSearch: (search: Record<string, unknown>): { tab: OperationsTab } => ({ tab: TABS.find((tab) => tab === search.tab) ?? 'incidents' }),
  component: lazyRouteComponent(() => import('./pages/operations/operations.tsx'), 'Operations'),
});

const mailTrace = createRoute({
  getParentRoute: () => signedIn,
  path: '/mail-trace',
  validateSearch: ({ id }: Record<string, unknown>): { id?: string } => (typeof id === 'string' && id ? { id } : {}),
  component: lazyRouteComponent(() => import('./pages/connections/mail-trace.tsx'), 'MailTrace'),
});
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
  component: lazyRouteComponent(() => import('./pages/inbox/inbox.tsx'), 'Inbox'),
});
const contacts = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts',
  validateSearch: (search: Record<string, unknown>): ContactSearch => ({
    sort: CONTACT_SORTS.find((sort) => sort === search.sort) ?? '-createdAt',
    q: typeof search.q === 'string' ? search.q : '',
    ...filterOf(search),
  }),
  component: lazyRouteComponent(() => import('./pages/contacts/contacts.tsx'), 'Contacts'),
});
const contact = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/$id',
  validateSearch: kindOf,
  component: lazyRouteComponent(() => import('./pages/contacts/contact.tsx'), 'ContactPage'),
});
const organizations = createRoute({
  getParentRoute: () => signedIn,
  path: '/organizations',
  validateSearch: (search: Record<string, unknown>): OrganizationSearch => ({
    sort: ORGANIZATION_SORTS.find((sort) => sort === search.sort) ?? '-createdAt',
    q: typeof search.q === 'string' ? search.q : '',
    ...filterOf(search),
  }),
  component: lazyRouteComponent(() => import('./pages/organizations/organizations.tsx'), 'Organizations'),
});
const organization = createRoute({
  getParentRoute: () => signedIn,
  path: '/organizations/$id',
  validateSearch: kindOf,
  component: lazyRouteComponent(() => import('./pages/organizations/organization.tsx'), 'OrganizationPage'),
});
const duplicates = createRoute({
  getParentRoute: () => signedIn,
  path: '/duplicates',
  validateSearch: (search: Record<string, unknown>): { a?: string; b?: string } =>
    typeof search.a === 'string' && typeof search.b === 'string' ? { a: search.a, b: search.b } : {},
  component: lazyRouteComponent(() => import('./pages/duplicates/duplicates.tsx'), 'Duplicates'),
});
const deals = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals',
  validateSearch: (search: Record<string, unknown>): DealSearch => ({
    view: search.view === 'board' ? 'board' : 'list',
    status: (['won', 'lost', 'all'] as const).find((status) => status === search.status) ?? 'open',
    sort: DEAL_SORTS.find((sort) => sort === search.sort) ?? '-createdAt',
    q: typeof search.q === 'string' ? search.q : '',
    ...filterOf(search),
    ...(typeof search.pipeline === 'string' ? { pipeline: search.pipeline } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/deals/deals.tsx'), 'Deals'),
});
const deal = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals/$id',
  validateSearch: kindOf,
  component: lazyRouteComponent(() => import('./pages/deals/deal.tsx'), 'DealPage'),
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
  component: lazyRouteComponent(() => import('./pages/calendar/calendar.tsx'), 'CalendarPage'),
});
const bookingPages = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar/booking-pages',
  component: lazyRouteComponent(() => import('./pages/calendar/booking-pages.tsx'), 'BookingPages'),
});
const bookingPage = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar/booking-pages/$id',
  component: lazyRouteComponent(() => import('./pages/calendar/booking-page.tsx'), 'BookingPageEditor'),
});
const bookings = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar/bookings',
  validateSearch: (search: Record<string, unknown>): { status: BookingsShown } => ({
    status: (['pending', 'all'] as const).find((status) => status === search.status) ?? 'upcoming',
  }),
  component: lazyRouteComponent(() => import('./pages/calendar/bookings.tsx'), 'Bookings'),
});
const availability = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar/availability',
  component: lazyRouteComponent(() => import('./pages/calendar/availability.tsx'), 'Availability'),
});
const tasks = createRoute({
  getParentRoute: () => signedIn,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): TaskSearch => ({
    show: (['overdue', 'today', 'done'] as const).find((show) => show === search.show) ?? 'open',
    mine: search.mine === true,
  }),
  component: lazyRouteComponent(() => import('./pages/tasks/tasks.tsx'), 'Tasks'),
});
const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports',
  component: lazyRouteComponent(() => import('./pages/imports/imports.tsx'), 'Imports'),
});
const recordImport = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/$id',
  validateSearch: (search: Record<string, unknown>): { step?: 'columns' } => (search.step === 'columns' ? { step: 'columns' } : {}),
  component: lazyRouteComponent(() => import('./pages/imports/import.tsx'), 'ImportPage'),
});
const segments = createRoute({
  getParentRoute: () => signedIn,
  path: '/segments',
  component: lazyRouteComponent(() => import('./pages/segments/segments.tsx'), 'Segments'),
});
const segment = createRoute({
  getParentRoute: () => signedIn,
  path: '/segments/$id',
  component: lazyRouteComponent(() => import('./pages/segments/segment.tsx'), 'SegmentPage'),
});
const LEAD_TABS = ['leads', 'forms', 'files'] as const;
const leads = createRoute({
  getParentRoute: () => signedIn,
  path: '/leads',
  validateSearch: (search: Record<string, unknown>): { tab: (typeof LEAD_TABS)[number] } => ({ tab: LEAD_TABS.find((tab) => tab === search.tab) ?? 'leads' }),
  component: lazyRouteComponent(() => import('./pages/leads/leads.tsx'), 'Leads'),
});
const NETWORK_TABS = ['copies', 'people', 'matches', 'changes', 'invitations', 'threads'] as const;
const network = createRoute({
  getParentRoute: () => signedIn,
  path: '/network',
  validateSearch: (search: Record<string, unknown>): { tab: (typeof NETWORK_TABS)[number] } => ({
    tab: NETWORK_TABS.find((tab) => tab === search.tab) ?? 'copies',
  }),
  component: lazyRouteComponent(() => import('./pages/network/network.tsx'), 'Network'),
});
const companyPages = createRoute({
  getParentRoute: () => signedIn,
  path: '/pages',
  validateSearch: (search: Record<string, unknown>): { page?: string } => (typeof search.page === 'string' ? { page: search.page } : {}),
  component: lazyRouteComponent(() => import('./pages/company-pages/company-pages.tsx'), 'CompanyPages'),
});
const linkedin = createRoute({
  getParentRoute: () => signedIn,
  path: '/linkedin',
  component: lazyRouteComponent(() => import('./pages/linkedin/linkedin.tsx'), 'LinkedIn'),
});
const calls = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls',
  validateSearch: (search: Record<string, unknown>): CallSearch => ({
    show: SHOWS.find((show) => show === search.show) ?? 'all',
    q: typeof search.q === 'string' ? search.q : '',
  }),
  component: lazyRouteComponent(() => import('./pages/calls/calls.tsx'), 'Calls'),
});
const call = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/$id',
  component: lazyRouteComponent(() => import('./pages/calls/call.tsx'), 'CallPage'),
});
const callsNow = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/now',
  component: lazyRouteComponent(() => import('./pages/calls/now.tsx'), 'CallsNow'),
});
const callListRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/list',
  component: lazyRouteComponent(() => import('./pages/calls/list.tsx'), 'CallListPage'),
});
const callVoicemail = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/voicemail',
  component: lazyRouteComponent(() => import('./pages/calls/voicemail.tsx'), 'Voicemail'),
});
const callQueues = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/queues',
  component: lazyRouteComponent(() => import('./pages/calls/queues.tsx'), 'Queues'),
});
const callNumbers = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/numbers',
  component: lazyRouteComponent(() => import('./pages/calls/numbers.tsx'), 'Numbers'),
});
const callFigures = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/figures',
  component: lazyRouteComponent(() => import('./pages/calls/figures.tsx'), 'Figures'),
});
const callFlows = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/flows',
  component: lazyRouteComponent(() => import('./pages/calls/flows.tsx'), 'Flows'),
});
const callFlow = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/flows/$id',
  component: lazyRouteComponent(() => import('./pages/calls/flow.tsx'), 'FlowPage'),
});
const outreach = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach',
  beforeLoad: () => {
    throw redirect({ to: '/outreach/campaigns' });
  },
});
const campaigns = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/campaigns',
  component: lazyRouteComponent(() => import('./pages/outreach/campaigns.tsx'), 'Campaigns'),
});
const campaign = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/campaigns/$id',
  component: lazyRouteComponent(() => import('./pages/outreach/campaign.tsx'), 'CampaignPage'),
});
const templates = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/templates',
  component: lazyRouteComponent(() => import('./pages/outreach/templates.tsx'), 'Templates'),
});
const template = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/templates/$id',
  component: lazyRouteComponent(() => import('./pages/outreach/template.tsx'), 'TemplatePage'),
});
const topics = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/topics',
  validateSearch: (search: Record<string, unknown>): { show?: 'archived' } => (search.show === 'archived' ? { show: 'archived' } : {}),
  component: lazyRouteComponent(() => import('./pages/outreach/topics.tsx'), 'Topics'),
});
const topic = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/topics/$id',
  component: lazyRouteComponent(() => import('./pages/outreach/topic.tsx'), 'TopicPage'),
});
const sending = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/sending',
  component: lazyRouteComponent(() => import('./pages/outreach/sending.tsx'), 'Sending'),
});
const DELIVERABILITY = ['overview', 'suppressions', 'bounces', 'domains'] as const;
const deliverability = createRoute({
  getParentRoute: () => signedIn,
  path: '/deliverability',
  validateSearch: (search: Record<string, unknown>): { tab: (typeof DELIVERABILITY)[number] } => ({
    tab: DELIVERABILITY.find((tab) => tab === search.tab) ?? 'overview',
  }),
  component: lazyRouteComponent(() => import('./pages/deliverability/deliverability.tsx'), 'Deliverability'),
});
const settingsHome = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'account' } });
  },
});
const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./pages/settings/settings.tsx'), 'Settings'),
});
const slack = createRoute({
  getParentRoute: () => signedIn,
  path: '/slack',
  validateSearch: (search: Record<string, unknown>): { tab: SlackTab } => ({ tab: SLACK_TABS.find((tab) => tab === search.tab) ?? 'channels' }),
  component: lazyRouteComponent(() => import('./pages/slack/slack.tsx'), 'Slack'),
});
const slackRule = createRoute({
  getParentRoute: () => signedIn,
  path: '/slack/rules/$id',
  component: lazyRouteComponent(() => import('./pages/slack/rule.tsx'), 'RulePage'),
});
const slackLink = createRoute({
  getParentRoute: () => signedIn,
  path: '/slack/link',
  validateSearch: (search: Record<string, unknown>): { token?: string } => (typeof search.token === 'string' ? { token: search.token } : {}),
  component: lazyRouteComponent(() => import('./pages/slack/link.tsx'), 'LinkSlack'),
});
const design = createRoute({
  getParentRoute: () => signedIn,
  path: '/design',
  component: lazyRouteComponent(() => import('./pages/design/design.tsx'), 'Design'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setUp,
    forgotPassword,
    resetPassword,
    invitation,
    signedIn.addChildren([
      home,
      connections,
      connection,
      operations,
      inbox,
      mailTrace,
      contacts,
      contact,
      organizations,
      organization,
      duplicates,
      deals,
      deal,
      calendar,
      bookingPages,
      bookingPage,
      bookings,
      availability,
      tasks,
      imports,
      recordImport,
      segments,
      segment,
      leads,
      network,
      companyPages,
      linkedin,
      calls,
      call,
      callsNow,
      callListRoute,
      callVoicemail,
      callQueues,
      callNumbers,
      callFigures,
      callFlows,
      callFlow,
      deliverability,
      outreach,
      campaigns,
      campaign,
      templates,
      template,
      topics,
      topic,
      sending,
      settingsHome,
      settings,
      slack,
      slackRule,
      slackLink,
      design,
    ]),
  ]),
  defaultPreload: 'intent',
});
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
