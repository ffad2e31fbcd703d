import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Import = Schemas['Import'];
export type ImportRow = Schemas['ImportRow'];
export const KINDS = ['contacts', 'organizations', 'deals', 'activities', 'leads'] as const;
export type Kind = (typeof KINDS)[number];

/** While the hub works on it, it is asked for every second. */
const BUSY: readonly Import['state'][] = ['reading', 'review', 'applying', 'undone'];
const EACH_MS = 1_000;
const hasEnded = (job: Schemas['Job'] | undefined): boolean => job !== undefined && job.state !== 'queued' && job.state !== 'running';
export const isBusy = (one: Import, job: Schemas['Job'] | undefined): boolean => BUSY.includes(one.state) && !hasEnded(job);
/** What an act on an import answered is shown at once: nobody presses a button of the step before. */
export async function showBegun(queries: QueryClient, { import: one, job }: { import: Import; job: Schemas['Job'] }): Promise<void> {
  queries.setQueryData(importQuery(one.id).queryKey, { one, job });
  await queries.invalidateQueries({ queryKey: ['imports'] });
}

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  initialPageParam: '',
  queryFn: ({ pageParam }) => ask(hub.GET('/api/v1/imports', { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } } })),
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
/** An import and the work that is done on it. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: async () => {
      const read = () => ask(hub.GET('/api/v1/imports/{id}', { params: { path: { id } } }));
      const one = await read();
      const job = one.jobId ? await ask(hub.GET('/api/v1/jobs/{id}', { params: { path: { id: one.jobId } } })) : undefined;
      // The work may have ended between the two looks: what it left is only in an import that was read after it.
      return { one: hasEnded(job) ? await read() : one, job };
    },
    refetchInterval: ({ state }) => (state.data && isBusy(state.data.one, state.data.job) ? EACH_MS : false),
  });
export const columnsQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'columns', id],
    queryFn: () => ask(hub.GET('/api/v1/imports/{id}/columns', { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
export const rowsQuery = (id: string, result: ImportRow['result'] | 'all', version: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', 'rows', id, result, version],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(
        hub.GET('/api/v1/imports/{id}/rows', {
          params: { path: { id }, query: { limit: 50, ...(result === 'all' ? {} : { result }), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: () => ask(hub.GET('/api/v1/exports', { params: { query: { limit: 20 } } })),
  refetchInterval: ({ state }) => (state.data?.data.some((each) => each.state === 'running') ? EACH_MS : false),
});

/** A file as a form sends it: the typed client knows JSON only. */
export function upload(kind: Kind, file: File): Promise<{ import: Import }> {
  const form = new FormData();
  form.append('kind', kind);
  form.append('file', file);
  const sent = fetch('/api/v1/imports', { method: 'POST', body: form }).then(async (response) => {
    const body: unknown = await response.json().catch(() => undefined);
    return response.ok ? { data: body as { import: Import }, response } : { error: body, response };
  });
  return ask(sent);
}
export const skippedOf = ({ counts }: Import): number => Object.values(counts.skipped).reduce((sum, each) => sum + each, 0);
