import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Paths, Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Call = Schemas['Call'];
export type CallFlow = Schemas['CallFlow'];
export type Recording = Schemas['Recording'];
export type FlowDraft = NonNullable<Paths['/api/v1/voip/flows/{id}']['put']['requestBody']>['content']['application/json'];
export type QueueDraft = NonNullable<Paths['/api/v1/voip/queues']['post']['requestBody']>['content']['application/json'];
export const SHOWS = ['all', 'missed', 'to_return', 'recorded', 'live'] as const;
export interface CallSearch {
  show: (typeof SHOWS)[number];
  q: string;
}

export const callsQuery = ({ show, q }: CallSearch) =>
  infiniteQueryOptions({
    queryKey: ['calls', 'list', show, q],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(hub.GET('/api/v1/voip/calls', { params: { query: { limit: 50, show, ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const callQuery = (id: string) =>
  queryOptions({ queryKey: ['calls', 'one', id], queryFn: () => ask(hub.GET('/api/v1/voip/calls/{id}', { params: { path: { id } } })) });
export const recordingsQuery = (id: string) =>
  queryOptions({ queryKey: ['calls', 'recordings', id], queryFn: () => ask(hub.GET('/api/v1/voip/calls/{id}/recordings', { params: { path: { id } } })) });
export const liveQuery = queryOptions({
  queryKey: ['calls', 'live'],
  queryFn: () => ask(hub.GET('/api/v1/voip/calls', { params: { query: { show: 'live', limit: 20 } } })),
});
/** Everything that goes on, for whoever leads: looked at now and then too, because states of people pass without a word. */
export const nowQuery = queryOptions({
  queryKey: ['calls', 'now'],
  queryFn: () => ask(hub.GET('/api/v1/voip/calls', { params: { query: { show: 'live', limit: 200 } } })),
  refetchInterval: 10_000,
});
/** The last calls that somebody had. */
export const latestQuery = (userId: string) =>
  queryOptions({
    queryKey: ['calls', 'latest', userId],
    queryFn: () => ask(hub.GET('/api/v1/voip/calls', { params: { query: { userId, limit: 5 } } })),
    retry: false,
  });
export const callListQuery = queryOptions({ queryKey: ['calls', 'call-list'], queryFn: () => ask(hub.GET('/api/v1/voip/call-list')), retry: false });
export type GreetingOwner = { ownerKind: 'person' | 'number' | 'queue'; ownerId: string };
export const greetingsQuery = ({ ownerKind, ownerId }: GreetingOwner) =>
  queryOptions({
    queryKey: ['call-greetings', ownerKind, ownerId],
    queryFn: () => ask(hub.GET('/api/v1/voip/greetings/{ownerKind}/{ownerId}', { params: { path: { ownerKind, ownerId } } })),
  });
export const agentsQuery = queryOptions({ queryKey: ['call-agents'], queryFn: () => ask(hub.GET('/api/v1/voip/agents')) });
export const numbersQuery = queryOptions({ queryKey: ['phone-numbers'], queryFn: () => ask(hub.GET('/api/v1/voip/numbers')) });
export const queuesQuery = queryOptions({ queryKey: ['call-queues'], queryFn: () => ask(hub.GET('/api/v1/voip/queues')) });
export const flowsQuery = queryOptions({ queryKey: ['call-flows', 'list'], queryFn: () => ask(hub.GET('/api/v1/voip/flows')) });
export const flowQuery = (id: string) =>
  queryOptions({ queryKey: ['call-flows', 'one', id], queryFn: () => ask(hub.GET('/api/v1/voip/flows/{id}', { params: { path: { id } } })) });
export const versionsQuery = (id: string) =>
  queryOptions({ queryKey: ['call-flows', 'versions', id], queryFn: () => ask(hub.GET('/api/v1/voip/flows/{id}/versions', { params: { path: { id } } })) });
export const voicemailsQuery = queryOptions({ queryKey: ['voicemails'], queryFn: () => ask(hub.GET('/api/v1/voip/voicemails')) });
export const completenessQuery = queryOptions({ queryKey: ['completeness'], queryFn: () => ask(hub.GET('/api/v1/voip/completeness')), retry: false });
export const doNotCallQuery = queryOptions({ queryKey: ['do-not-call'], queryFn: () => ask(hub.GET('/api/v1/voip/do-not-call')) });
export type GroupBy = 'agent' | 'hour' | 'day' | 'number' | 'total' | 'weekday_hour';
export const figuresQuery = (from: string, to: string, groupBy: GroupBy) =>
  queryOptions({
    queryKey: ['call-figures', from, to, groupBy],
    queryFn: () => ask(hub.GET('/api/v1/voip/analytics', { params: { query: { from, to, groupBy } } })),
  });
