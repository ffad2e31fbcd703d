import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Paths, Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Organization = Schemas['Organization'];
export type OrganizationChange = NonNullable<Paths['/api/v1/organizations/{id}']['patch']['requestBody']>['content']['application/json'];
export const ORGANIZATION_SORTS = ['-createdAt', 'createdAt', 'name', '-name'] as const;
export type OrganizationSort = (typeof ORGANIZATION_SORTS)[number];
export interface OrganizationSearch {
  sort: OrganizationSort;
  q: string;
  filter?: string;
}
export const organizationsQuery = ({ sort, q, filter }: OrganizationSearch) =>
  infiniteQueryOptions({
    queryKey: ['organizations', 'list', sort, q, filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(
        hub.GET('/api/v1/organizations', {
          params: { query: { limit: 100, sort, ...(q ? { q } : {}), ...(filter ? { filter } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const organizationQuery = (id: string) =>
  queryOptions({ queryKey: ['organizations', 'one', id], queryFn: () => ask(hub.GET('/api/v1/organizations/{id}', { params: { path: { id } } })) });
export const peopleOf = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'of', id],
    queryFn: () => ask(hub.GET('/api/v1/contacts', { params: { query: { limit: 50, organizationId: id, sort: 'name' } } })),
  });
