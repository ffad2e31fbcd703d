import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Paths, Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Contact = Schemas['Contact'];
export type ContactChange = NonNullable<Paths['/api/v1/contacts/{id}']['patch']['requestBody']>['content']['application/json'];
export const CONTACT_SORTS = ['-createdAt', 'createdAt', 'name', '-name', '-lastContactedAt', 'lastContactedAt', '-updatedAt', 'updatedAt'] as const;
export type ContactSort = (typeof CONTACT_SORTS)[number];
export interface ContactSearch {
  sort: ContactSort;
  q: string;
  /** The filter language as JSON. */
  filter?: string;
}
export const NO_SEARCH: ContactSearch = { sort: '-createdAt', q: '' };

export const contactsQuery = ({ sort, q, filter }: ContactSearch) =>
  infiniteQueryOptions({
    queryKey: ['contacts', 'list', sort, q, filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(
        hub.GET('/api/v1/contacts', {
          params: { query: { limit: 100, sort, ...(q ? { q } : {}), ...(filter ? { filter } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const contactQuery = (id: string) =>
  queryOptions({ queryKey: ['contacts', 'one', id], queryFn: () => ask(hub.GET('/api/v1/contacts/{id}', { params: { path: { id } } })) });
export const mayContactQuery = (id: string, channel: 'email' | 'call' | 'sms' | 'linkedin') =>
  queryOptions({
    queryKey: ['contacts', 'may', id, channel],
    queryFn: () => ask(hub.GET('/api/v1/contacts/{id}/may-contact', { params: { path: { id }, query: { channel } } })),
  });
/** What they chose to get by mail, and how far they are followed. */
export const mailChoicesQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'mail-choices', id],
    queryFn: () => ask(hub.GET('/api/v1/email/contacts/{id}/preferences', { params: { path: { id } } })),
  });
export const customFieldsQuery = queryOptions({
  queryKey: ['custom-fields'],
  queryFn: () => ask(hub.GET('/api/v1/custom-fields', { params: { query: { limit: 200 } } })),
  staleTime: 300_000,
});
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: () => ask(hub.GET('/api/v1/tags', { params: { query: { limit: 200 } } })),
  staleTime: 60_000,
});
export const dealsOf = (of: { contactId: string } | { organizationId: string }) =>
  queryOptions({ queryKey: ['deals', 'of', of], queryFn: () => ask(hub.GET('/api/v1/deals', { params: { query: { limit: 20, ...of } } })) });
export const todosOf = (of: { contactId: string } | { organizationId: string } | { dealId: string }) =>
  queryOptions({ queryKey: ['tasks', 'of', of], queryFn: () => ask(hub.GET('/api/v1/tasks', { params: { query: { limit: 20, done: 'false', ...of } } })) });
export const activitiesOf = (of: { contactId: string } | { organizationId: string } | { dealId: string }, kind: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['activities', of, kind],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(
        hub.GET('/api/v1/activities', {
          params: {
            query: { limit: 30, groupBy: 'thread' as const, ...of, ...(kind ? { kind: kind as 'call' } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
export const nameOfContact = ({ firstName, lastName, emails, phones }: Pick<Contact, 'firstName' | 'lastName' | 'emails' | 'phones'>): string =>
  `${firstName} ${lastName}`.trim() || emails[0]?.value || phones[0]?.value || '—';
export const changeContact = (id: string, body: ContactChange) => ask(hub.PATCH('/api/v1/contacts/{id}', { params: { path: { id } }, body }));
