import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Paths, Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Deal = Schemas['Deal'];
export type DealChange = NonNullable<Paths['/api/v1/deals/{id}']['patch']['requestBody']>['content']['application/json'];
export const DEAL_SORTS = ['-createdAt', 'createdAt', 'name', '-name', '-amount', 'amount', 'expectedCloseDate', '-expectedCloseDate'] as const;
export type DealSort = (typeof DEAL_SORTS)[number];
export interface DealSearch {
  view: 'list' | 'board';
  status: 'open' | 'won' | 'lost' | 'all';
  sort: DealSort;
  q: string;
  /** The filter language as JSON. */
  filter?: string;
  /** Of the board; else the workspace's default. */
  pipeline?: string;
}

export const dealsQuery = ({ status, sort, q, filter }: Omit<DealSearch, 'view' | 'pipeline'>) =>
  infiniteQueryOptions({
    queryKey: ['deals', 'list', status, sort, q, filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(
        hub.GET('/api/v1/deals', {
          params: {
            query: {
              limit: 100,
              sort,
              ...(q ? { q } : {}),
              ...(status === 'all' ? {} : { status }),
              ...(filter ? { filter } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const boardQuery = ({ q, pipeline }: Pick<DealSearch, 'q' | 'pipeline'>) =>
  queryOptions({
    queryKey: ['deals', 'board', q, pipeline],
    queryFn: () =>
      ask(hub.GET('/api/v1/deals/board', { params: { query: { limit: 20, ...(q ? { q } : {}), ...(pipeline ? { pipelineId: pipeline } : {}) } } })),
    placeholderData: keepPreviousData,
  });
export const dealQuery = (id: string) =>
  queryOptions({ queryKey: ['deals', 'one', id], queryFn: () => ask(hub.GET('/api/v1/deals/{id}', { params: { path: { id } } })) });
export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['deals', 'history', id],
    queryFn: () => ask(hub.GET('/api/v1/deals/{id}/history', { params: { path: { id }, query: { limit: 50 } } })),
  });
export const pipelinesQuery = queryOptions({ queryKey: ['pipelines'], queryFn: () => ask(hub.GET('/api/v1/pipelines')), staleTime: 60_000 });
export const peopleQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => ask(hub.GET('/api/v1/users', { params: { query: { limit: 200 } } })),
  staleTime: 60_000,
});

export const changeDeal = (id: string, body: DealChange) => ask(hub.PATCH('/api/v1/deals/{id}', { params: { path: { id } }, body }));
