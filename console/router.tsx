import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { hub } from './api.ts';
import { Frame } from './frame/frame.tsx';
import { Failure } from './frame/states.tsx';
import { CONTACT_SORTS, type ContactSearch } from './pages/contacts/queries.ts';
import { DEAL_SORTS, type DealSearch } from './pages/deals/queries.ts';
import { ORGANIZATION_SORTS, type OrganizationSearch } from './pages/organizations/queries.ts';
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
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
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
const TABS = ['incidents', 'calls', 'webhooks', 'jobs', 'effects'] as const;
export type OperationsTab = (typeof TABS)[number];
export const operations = createRoute({
  getParentRoute: () => signedIn,
  path: '/operations',
  validateSearch: (search: Record<string, unknown>): { tab: OperationsTab } => ({ tab: TABS.find((tab) => tab === search.tab) ?? 'incidents' }),
  component: lazyRouteComponent(() => import('./pages/operations/operations.tsx'), 'Operations'),
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
  }),
  component: lazyRouteComponent(() => import('./pages/deals/deals.tsx'), 'Deals'),
});
const deal = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals/$id',
  component: lazyRouteComponent(() => import('./pages/deals/deal.tsx'), 'DealPage'),
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
const design = createRoute({
  getParentRoute: () => signedIn,
  path: '/design',
  component: lazyRouteComponent(() => import('./pages/design/design.tsx'), 'Design'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setUp,
    signedIn.addChildren([
      home,
      connections,
      connection,
      operations,
      contacts,
      contact,
      organizations,
      organization,
      duplicates,
      deals,
      deal,
      tasks,
      imports,
      recordImport,
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
