import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Import = Schemas['LinkedInImport'];
export type Person = Schemas['LinkedInConnection'];
export type Thread = Schemas['LinkedInThread'];
const BUSY: readonly Import['state'][] = ['reading', 'applying'];

export const importsQuery = queryOptions({
  queryKey: ['network', 'imports'],
  queryFn: () => ask(hub.GET('/api/v1/linkedin/imports', { params: { query: { limit: 20 } } })),
  refetchInterval: ({ state }) => (state.data?.data.some((each) => BUSY.includes(each.state)) ? 1_000 : false),
});
const ended = (job: Schemas['Job'] | undefined): boolean => job !== undefined && job.state !== 'queued' && job.state !== 'running';
/** How far the work on a copy is; asked each second while it goes on. */
export const jobQuery = (id: string | null) =>
  queryOptions({
    queryKey: ['network', 'job', id],
    queryFn: () => ask(hub.GET('/api/v1/jobs/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== null,
    refetchInterval: ({ state }) => (ended(state.data) ? false : 1_000),
  });
export const skippedQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['network', 'skipped', id],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(hub.GET('/api/v1/linkedin/imports/{id}/skipped', { params: { path: { id }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['network', 'invitations'],
  initialPageParam: '',
  queryFn: ({ pageParam }) => ask(hub.GET('/api/v1/linkedin/invitations', { params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
export const matchesQuery = queryOptions({
  queryKey: ['network', 'matches'],
  queryFn: () => ask(hub.GET('/api/v1/linkedin/matches', { params: { query: { limit: 50 } } })),
});
export const changesQuery = queryOptions({
  queryKey: ['network', 'changes'],
  queryFn: () => ask(hub.GET('/api/v1/linkedin/changes', { params: { query: { limit: 100 } } })),
});
export const peopleQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['network', 'people', q],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(hub.GET('/api/v1/linkedin/connections', { params: { query: { limit: 50, ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
export const threadsQuery = (waiting: boolean) =>
  infiniteQueryOptions({
    queryKey: ['network', 'threads', waiting],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(
        hub.GET('/api/v1/linkedin/threads', {
          params: { query: { limit: 50, ...(waiting ? { waiting: 'true' } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } as never,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
export const threadQuery = (id: string) =>
  queryOptions({ queryKey: ['network', 'thread', id], queryFn: () => ask(hub.GET('/api/v1/linkedin/threads/{id}', { params: { path: { id } } })) });

/** A file as a form sends it: the typed client knows JSON only. */
export function upload(file: File): Promise<{ import: Import }> {
  const form = new FormData();
  form.append('file', file);
  const sent = fetch('/api/v1/linkedin/imports', { method: 'POST', body: form }).then(async (response) => {
    const body: unknown = await response.json().catch(() => undefined);
    return response.ok ? { data: body as { import: Import }, response } : { error: body, response };
  });
  return ask(sent);
}
