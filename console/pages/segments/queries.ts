import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Segment = Schemas['Segment'];
export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: () => ask(hub.GET('/api/v1/segments', { params: { query: { limit: 200 } } })),
});
export const segmentQuery = (id: string) =>
  queryOptions({ queryKey: ['segments', id], queryFn: () => ask(hub.GET('/api/v1/segments/{id}', { params: { path: { id } } })), enabled: id !== 'new' });
/** How many fit, and some of them; beyond many an estimate until somebody asks for the number itself. */
export const previewQuery = (filter: string | undefined, isExact: boolean) =>
  queryOptions({
    queryKey: ['segments', 'preview', filter, isExact],
    queryFn: () =>
      ask(hub.POST('/api/v1/segments/preview', { body: { filter: JSON.parse(filter ?? '{}') as Segment['filter'], entity: 'contact', exact: isExact } })),
    enabled: filter !== undefined,
    placeholderData: (before) => before,
  });
