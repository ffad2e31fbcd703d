import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';

export const deliverabilityQuery = (days: number) =>
  queryOptions({
    queryKey: ['deliverability', days],
    queryFn: () => ask(hub.GET('/api/v1/email/deliverability', { params: { query: { days } } })),
    placeholderData: (before) => before,
  });
export const suppressionsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['suppressions', q],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(hub.GET('/api/v1/email/suppressions', { params: { query: { limit: 50, ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
export const bouncesQuery = queryOptions({
  queryKey: ['bounces'],
  queryFn: () => ask(hub.GET('/api/v1/email/bounces', { params: { query: { limit: 50 } } })),
});
export const rulesQuery = queryOptions({ queryKey: ['bounces', 'rules'], queryFn: () => ask(hub.GET('/api/v1/email/bounces/rules')) });
export const domainsQuery = queryOptions({ queryKey: ['domains'], queryFn: () => ask(hub.GET('/api/v1/email/domains')) });
