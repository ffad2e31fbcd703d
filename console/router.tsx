import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { hub } from './api.ts';
import { Frame } from './frame/frame.tsx';
import { Failure } from './frame/states.tsx';
import { DEAL_SORTS, type DealSearch } from './pages/deals/queries.ts';
import type { TaskSearch } from './pages/tasks/tasks.tsx';

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
    signedIn.addChildren([home, connections, connection, operations, deals, deal, tasks, imports, recordImport, design]),
  ]),
  defaultPreload: 'intent',
});
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
