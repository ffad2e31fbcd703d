import { queryOptions } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';

export const pagesQuery = queryOptions({ queryKey: ['linkedin', 'pages'], queryFn: () => ask(hub.GET('/api/v1/linkedin/pages')) });
export const statisticsQuery = (id: string) =>
  queryOptions({
    queryKey: ['linkedin', 'pages', id, 'statistics'],
    queryFn: () => ask(hub.GET('/api/v1/linkedin/pages/{id}/statistics', { params: { path: { id }, query: { days: 90 } } })),
  });
export const postsQuery = (id: string) =>
  queryOptions({
    queryKey: ['linkedin', 'pages', id, 'posts'],
    queryFn: () => ask(hub.GET('/api/v1/linkedin/pages/{id}/posts', { params: { path: { id }, query: { limit: 50 } } })),
  });

/** A picture as a form sends it: the typed client knows JSON only. */
export function uploadFile(file: File): Promise<{ id: string }> {
  const form = new FormData();
  form.append('file', file);
  const sent = fetch('/api/v1/files', { method: 'POST', body: form }).then(async (response) => {
    const body: unknown = await response.json().catch(() => undefined);
    return response.ok ? { data: body as { id: string }, response } : { error: body, response };
  });
  return ask(sent);
}
