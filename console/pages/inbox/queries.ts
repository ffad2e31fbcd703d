import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export const STATUSES = ['open', 'waiting', 'snoozed', 'closed', 'all'] as const;
export type InboxStatus = (typeof STATUSES)[number];
export interface InboxSearch {
  status: InboxStatus;
  q?: string;
  mailbox?: string;
  assignee?: string;
  thread?: string;
}
export type ThreadLine = Schemas['MailThread'];
export type ThreadView = Schemas['MailThreadView'];
export type Mail = Schemas['MailMessage'];

export const threadsQuery = ({ status, q, mailbox, assignee }: Omit<InboxSearch, 'thread'>) =>
  infiniteQueryOptions({
    queryKey: ['inbox', status, q ?? '', mailbox ?? '', assignee ?? ''],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(
        hub.GET('/api/v1/email/threads', {
          params: {
            query: {
              limit: 50,
              ...(status === 'all' ? {} : { status }),
              ...(q ? { q } : {}),
              ...(mailbox ? { connectionId: mailbox } : {}),
              ...(assignee ? { assigneeId: assignee } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
export const threadQuery = (id: string) =>
  queryOptions({
    queryKey: ['threads', id],
    queryFn: () => ask(hub.GET('/api/v1/email/threads/{id}', { params: { path: { id }, query: { images: 'blocked' } } })),
    // Who is writing an answer is told by nobody else.
    refetchInterval: 15_000,
  });
/** One mail with its pictures from elsewhere, which the hub fetches. */
export const picturesQuery = (id: string, mail: string) =>
  queryOptions({
    queryKey: ['pictures', mail],
    queryFn: () => ask(hub.GET('/api/v1/email/threads/{id}', { params: { path: { id }, query: { images: 'shown', mail } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
export const mailboxesQuery = queryOptions({
  queryKey: ['connections', 'email'],
  queryFn: () => ask(hub.GET('/api/v1/connections', { params: { query: { limit: 200, integration: 'email', status: 'active' } } })),
  staleTime: 60_000,
});
export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: () => ask(hub.GET('/api/v1/users')), staleTime: 60_000 });
export const nameOf = (party: { address: string; name?: string } | null | undefined): string | undefined => party?.name ?? party?.address;
