import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { signedIn } from './roots.tsx';

const home = createRoute({ getParentRoute: () => signedIn, path: '/', component: lazyRouteComponent(() => import('../pages/home/home.tsx'), 'Home') });

const connections = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections',
  component: lazyRouteComponent(() => import('../pages/connections/connections.tsx'), 'Connections'),
});

const connection = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id',
  component: lazyRouteComponent(() => import('../pages/connections/connection.tsx'), 'ConnectionPage'),
});

const TABS = ['incidents', 'calls', 'webhooks', 'jobs', 'effects', 'audit', 'requests'] as const;
export type OperationsTab = (typeof TABS)[number];
const operations = createRoute({
  getParentRoute: () => signedIn,
  path: '/operations',
  validateSearch: (search: Record<string, unknown>): { tab: OperationsTab } => ({ tab: TABS.find((tab) => tab === search.tab) ?? 'incidents' }),
  component: lazyRouteComponent(() => import('../pages/operations/operations.tsx'), 'Operations'),
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
  component: lazyRouteComponent(() => import('../pages/settings/settings.tsx'), 'Settings'),
});

const design = createRoute({
  getParentRoute: () => signedIn,
  path: '/design',
  component: lazyRouteComponent(() => import('../pages/design/design.tsx'), 'Design'),
});

/** The house itself: its first page, its connections, how it runs and how it is set. */
export const houseRoutes = [home, connections, connection, operations, settingsHome, settings, design] as const;
