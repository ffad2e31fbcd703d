import { queryOptions } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';

const DAY_MS = 86_400_000;
const dayOf = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toLocaleDateString('sv');
const open = { field: 'status', op: 'eq', value: 'open' } as const;
const deals = (key: string, all: readonly object[], sort: 'expectedCloseDate' | '-createdAt') =>
  queryOptions({
    queryKey: ['deals', 'home', key],
    queryFn: () => ask(hub.GET('/api/v1/deals', { params: { query: { limit: 6, sort, filter: JSON.stringify({ all }) } } })),
  });

/** What is due for the person who looks, first what is late. */
export const dueQuery = queryOptions({
  queryKey: ['tasks', 'home'],
  queryFn: async () => {
    const ask1 = (due: 'overdue' | 'today') => ask(hub.GET('/api/v1/tasks', { params: { query: { limit: 20, done: 'false', mine: 'true', due } } }));
    const [late, today] = await Promise.all([ask1('overdue'), ask1('today')]);
    return [...late.data, ...today.data.filter((each) => !late.data.some(({ id }) => id === each.id))];
  },
});
/** Meetings of today, in their order. */
export const meetingsQuery = queryOptions({
  queryKey: ['activities', 'home'],
  queryFn: async () => {
    const { data } = await ask(hub.GET('/api/v1/activities', { params: { query: { limit: 50, kind: 'meeting' } } }));
    return data.filter(({ occurredAt }) => new Date(occurredAt).toDateString() === new Date().toDateString()).reverse();
  },
});
export const closingQuery = deals('closing', [open, { field: 'expectedCloseDate', op: 'lte', value: dayOf(7) }], 'expectedCloseDate');
export const changedQuery = deals('changed', [{ field: 'stageSince', op: 'within', value: 'P1D' }], '-createdAt');
/** Open, and nothing has happened for two weeks. */
export const quietQuery = deals(
  'quiet',
  [open, { not: { field: 'lastActivityAt', op: 'within', value: 'P14D' } }, { not: { field: 'stageSince', op: 'within', value: 'P14D' } }],
  '-createdAt',
);
export const pipelineQuery = queryOptions({
  queryKey: ['deals', 'home', 'pipeline'],
  queryFn: () => ask(hub.GET('/api/v1/deals/summary', { params: { query: { groupBy: 'stage', status: 'open' } } })),
});
