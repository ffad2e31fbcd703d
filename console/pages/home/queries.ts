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
const FEW = 5;
/** Conversations in which the other side spoke last, the oldest first; those that a colleague has taken are theirs. */
export const repliesQuery = queryOptions({
  queryKey: ['inbox', 'home'],
  queryFn: async () => {
    const [me, { data }] = await Promise.all([
      ask(hub.GET('/api/v1/me')),
      ask(hub.GET('/api/v1/email/threads', { params: { query: { limit: 50, status: 'open' } } })),
    ]);
    return data
      .filter(({ lastDirection, assigneeId }) => lastDirection === 'inbound' && (!assigneeId || assigneeId === me.user?.id))
      .reverse()
      .slice(0, FEW);
  },
});
export const callsQuery = queryOptions({
  queryKey: ['calls', 'home'],
  queryFn: async () => (await ask(hub.GET('/api/v1/voip/calls', { params: { query: { limit: FEW, show: 'to_return' } } }))).data,
});
/** Leads that nobody has touched yet. */
export const leadsQuery = queryOptions({
  queryKey: ['linkedin', 'home'],
  queryFn: async () => (await ask(hub.GET('/api/v1/linkedin/leads', { params: { query: { limit: FEW, state: 'open' } } }))).data,
});
const MOST_MET = 50;
/** How often one has met somebody so far. */
export const metQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['activities', 'met', contactId],
    queryFn: async () => {
      const { data } = await ask(hub.GET('/api/v1/activities', { params: { query: { limit: MOST_MET, kind: 'meeting', contactId } } }));
      return data.filter(({ occurredAt, status }) => new Date(occurredAt) < new Date() && status !== 'cancelled').length;
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
