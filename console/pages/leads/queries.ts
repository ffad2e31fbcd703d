import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Lead = Schemas['LinkedInLead'];
export type Source = Schemas['LinkedInLeadSource'];

export const leadsQuery = infiniteQueryOptions({
  queryKey: ['linkedin', 'leads'],
  initialPageParam: '',
  queryFn: ({ pageParam }) => ask(hub.GET('/api/v1/linkedin/leads', { params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  refetchInterval: 5_000,
});
export const ledgerQuery = {
  queryKey: ['linkedin', 'ledger'],
  queryFn: () => ask(hub.GET('/api/v1/linkedin/leads/ledger', { params: { query: {} } })),
  staleTime: 60_000,
  retry: false,
};
export const sourcesQuery = { queryKey: ['linkedin', 'sources'], queryFn: () => ask(hub.GET('/api/v1/linkedin/lead-sources')) };

export type LeadFile = Schemas['LinkedInLeadFile'];
export const leadFilesQuery = queryOptions({
  queryKey: ['linkedin', 'lead-files'],
  queryFn: () => ask(hub.GET('/api/v1/linkedin/lead-files', { params: { query: { limit: 20 } } })),
  refetchInterval: ({ state }) => (state.data?.data.some((each) => each.state === 'applying') ? 1_000 : false),
});
export const leftOutQuery = (id: string) =>
  queryOptions({
    queryKey: ['linkedin', 'lead-files', id, 'left-out'],
    queryFn: () => ask(hub.GET('/api/v1/linkedin/lead-files/{id}/skipped', { params: { path: { id }, query: { limit: 200 } } })),
  });

/** A list as a form sends it: the typed client knows JSON only. */
export function uploadLeads(file: File): Promise<LeadFile> {
  const form = new FormData();
  form.append('file', file);
  const sent = fetch('/api/v1/linkedin/lead-files', { method: 'POST', body: form }).then(async (response) => {
    const body: unknown = await response.json().catch(() => undefined);
    return response.ok ? { data: body as LeadFile, response } : { error: body, response };
  });
  return ask(sent);
}
