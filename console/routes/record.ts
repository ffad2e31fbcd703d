import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { CONTACT_SORTS, type ContactSearch } from '../pages/contacts/queries.ts';
import { DEAL_SORTS, type DealSearch } from '../pages/deals/queries.ts';
import { ORGANIZATION_SORTS, type OrganizationSearch } from '../pages/organizations/queries.ts';
import type { TaskSearch } from '../pages/tasks/tasks.tsx';
import { filterOf, kindOf, signedIn } from './roots.tsx';

const contacts = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts',
  validateSearch: (search: Record<string, unknown>): ContactSearch => ({
    sort: CONTACT_SORTS.find((sort) => sort === search.sort) ?? '-createdAt',
    q: typeof search.q === 'string' ? search.q : '',
    ...filterOf(search),
  }),
  component: lazyRouteComponent(() => import('../pages/contacts/contacts.tsx'), 'Contacts'),
});

const contact = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/$id',
  validateSearch: kindOf,
  component: lazyRouteComponent(() => import('../pages/contacts/contact.tsx'), 'ContactPage'),
});

const organizations = createRoute({
  getParentRoute: () => signedIn,
  path: '/organizations',
  validateSearch: (search: Record<string, unknown>): OrganizationSearch => ({
    sort: ORGANIZATION_SORTS.find((sort) => sort === search.sort) ?? '-createdAt',
    q: typeof search.q === 'string' ? search.q : '',
    ...filterOf(search),
  }),
  component: lazyRouteComponent(() => import('../pages/organizations/organizations.tsx'), 'Organizations'),
});

const organization = createRoute({
  getParentRoute: () => signedIn,
  path: '/organizations/$id',
  validateSearch: kindOf,
  component: lazyRouteComponent(() => import('../pages/organizations/organization.tsx'), 'OrganizationPage'),
});

const duplicates = createRoute({
  getParentRoute: () => signedIn,
  path: '/duplicates',
  validateSearch: (search: Record<string, unknown>): { a?: string; b?: string } =>
    typeof search.a === 'string' && typeof search.b === 'string' ? { a: search.a, b: search.b } : {},
  component: lazyRouteComponent(() => import('../pages/duplicates/duplicates.tsx'), 'Duplicates'),
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
  component: lazyRouteComponent(() => import('../pages/deals/deals.tsx'), 'Deals'),
});

const deal = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals/$id',
  validateSearch: kindOf,
  component: lazyRouteComponent(() => import('../pages/deals/deal.tsx'), 'DealPage'),
});

const tasks = createRoute({
  getParentRoute: () => signedIn,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): TaskSearch => ({
    show: (['overdue', 'today', 'done'] as const).find((show) => show === search.show) ?? 'open',
    mine: search.mine === true,
  }),
  component: lazyRouteComponent(() => import('../pages/tasks/tasks.tsx'), 'Tasks'),
});

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports',
  component: lazyRouteComponent(() => import('../pages/imports/imports.tsx'), 'Imports'),
});

const recordImport = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/$id',
  validateSearch: (search: Record<string, unknown>): { step?: 'columns' } => (search.step === 'columns' ? { step: 'columns' } : {}),
  component: lazyRouteComponent(() => import('../pages/imports/import.tsx'), 'ImportPage'),
});

const segments = createRoute({
  getParentRoute: () => signedIn,
  path: '/segments',
  component: lazyRouteComponent(() => import('../pages/segments/segments.tsx'), 'Segments'),
});

const segment = createRoute({
  getParentRoute: () => signedIn,
  path: '/segments/$id',
  component: lazyRouteComponent(() => import('../pages/segments/segment.tsx'), 'SegmentPage'),
});

/** People, deals and what is brought in of them. */
export const recordRoutes = [contacts, contact, organizations, organization, duplicates, deals, deal, tasks, imports, recordImport, segments, segment] as const;
