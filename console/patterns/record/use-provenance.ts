import { useQuery } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import type { BesideKind } from '../../frame/beside.ts';
import { relative } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';

const t = texts.records.record;
const ASK = {
  contact: (path: { id: string }) => ask(hub.GET('/api/v1/contacts/{id}/provenance', { params: { path } })),
  organization: (path: { id: string }) => ask(hub.GET('/api/v1/organizations/{id}/provenance', { params: { path } })),
  deal: (path: { id: string }) => ask(hub.GET('/api/v1/deals/{id}/provenance', { params: { path } })),
};
const LISTS = { contact: 'contacts', organization: 'organizations', deal: 'deals' } as const;

function sourceOf(source: string): string {
  if (source === 'person') return t.aPerson;
  if (source.startsWith('import:') || source.startsWith('undo:')) return t.anImport;
  return texts.records.timeline.sources[source] ?? source;
}

/** Where each field of a record last came from, in a sentence; undefined where nobody has said it. */
export function useProvenance(kind: BesideKind, id: string): (field: string) => string | undefined {
  const { data } = useQuery({ queryKey: [LISTS[kind], 'provenance', id], queryFn: () => ASK[kind]({ id }) });
  return (field) => {
    const found = data?.data.find((each) => each.field === field);
    return found && t.cameFrom(sourceOf(found.source), relative(new Date(found.at)));
  };
}
