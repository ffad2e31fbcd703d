import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { type CallSearch, SHOWS } from '../pages/calls/queries.ts';
import { signedIn } from './roots.tsx';

const calls = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls',
  validateSearch: (search: Record<string, unknown>): CallSearch => ({
    show: SHOWS.find((show) => show === search.show) ?? 'all',
    q: typeof search.q === 'string' ? search.q : '',
  }),
  component: lazyRouteComponent(() => import('../pages/calls/calls.tsx'), 'Calls'),
});

const call = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/$id',
  component: lazyRouteComponent(() => import('../pages/calls/call.tsx'), 'CallPage'),
});

const callsNow = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/now',
  component: lazyRouteComponent(() => import('../pages/calls/now.tsx'), 'CallsNow'),
});

const callListRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/list',
  component: lazyRouteComponent(() => import('../pages/calls/list.tsx'), 'CallListPage'),
});

const callVoicemail = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/voicemail',
  component: lazyRouteComponent(() => import('../pages/calls/voicemail.tsx'), 'Voicemail'),
});

const callQueues = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/queues',
  component: lazyRouteComponent(() => import('../pages/calls/queues.tsx'), 'Queues'),
});

const callNumbers = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/numbers',
  component: lazyRouteComponent(() => import('../pages/calls/numbers.tsx'), 'Numbers'),
});

const callFigures = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/figures',
  component: lazyRouteComponent(() => import('../pages/calls/figures.tsx'), 'Figures'),
});

const callFlows = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/flows',
  component: lazyRouteComponent(() => import('../pages/calls/flows.tsx'), 'Flows'),
});

const callFlow = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/flows/$id',
  component: lazyRouteComponent(() => import('../pages/calls/flow.tsx'), 'FlowPage'),
});

/** The telephone. */
export const callsRoutes = [calls, call, callsNow, callListRoute, callVoicemail, callQueues, callNumbers, callFigures, callFlows, callFlow] as const;
