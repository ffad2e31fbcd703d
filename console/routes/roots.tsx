import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { hub } from '../api.ts';
import { besideOf } from '../frame/beside.ts';
import { Frame } from '../frame/frame.tsx';
import { Failure } from '../frame/states.tsx';

/** A filter in the address; what the router made of its JSON is written again. */
export const filterOf = ({ filter }: Record<string, unknown>): { filter?: string } =>
  typeof filter === 'string' ? { filter } : filter && typeof filter === 'object' ? { filter: JSON.stringify(filter) } : {};
export const kindOf = ({ kind }: Record<string, unknown>): { kind?: string } => (typeof kind === 'string' ? { kind } : {});

export const root = createRootRoute({
  component: Outlet,
  errorComponent: ({ error }) => <Failure error={error as Error} retry={() => window.location.reload()} />,
});
/** Every page of somebody who has signed in. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
  validateSearch: besideOf,
  beforeLoad: async () => {
    const { response } = await hub.GET('/api/v1/me');
    if (response.status === 401) throw redirect({ to: '/sign-in' });
  },
});
