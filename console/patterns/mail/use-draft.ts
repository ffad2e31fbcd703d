import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ask, hub } from '../../api.ts';

/** Where a mail is being written: one draft stands at each place. */
export interface DraftPlace {
  threadId?: string | undefined;
  contactId?: string | undefined;
  dealId?: string | undefined;
}
export interface DraftContent {
  to: string[];
  subject: string;
  text: string;
  inReplyTo?: string | undefined;
  fileIds: string[];
}
const PAUSE_MS = 1200;
const draftsQuery = { queryKey: ['drafts'], queryFn: () => ask(hub.GET('/api/v1/email/drafts')) };
const same = (one: string | null | undefined, other: string | undefined) => (one ?? undefined) === other;

/** What was begun at a place, kept a moment after every pause in writing. `found` is undefined until it is known. */
export function useDraft({ threadId, contactId, dealId }: DraftPlace) {
  const queries = useQueryClient();
  const drafts = useQuery({ ...draftsQuery, staleTime: 0, refetchOnWindowFocus: false });
  const found = drafts.data?.data.find((each) =>
    threadId ? each.threadId === threadId : !each.threadId && same(each.contactId, contactId) && same(each.dealId, dealId),
  );
  const id = useRef<string>(undefined);
  const [keptAt, setKeptAt] = useState<Date>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const begun = found?.id;
  useEffect(() => {
    id.current ??= begun;
  }, [begun]);
  const keep = useMutation({
    scope: { id: 'draft' },
    async mutationFn(content: DraftContent) {
      const { inReplyTo, ...rest } = content;
      const body = {
        ...(threadId ? { threadId } : {}),
        ...(contactId ? { contactId } : {}),
        ...(dealId ? { dealId } : {}),
        content: { ...rest, ...(inReplyTo ? { inReplyTo } : {}) },
      };
      const kept = id.current
        ? await ask(hub.PUT('/api/v1/email/drafts/{id}', { params: { path: { id: id.current } }, body }))
        : await ask(hub.POST('/api/v1/email/drafts', { body }));
      id.current = kept.id;
      setKeptAt(new Date());
    },
  });
  return {
    isKnown: !drafts.isPending,
    found: found?.content as Partial<DraftContent> | undefined,
    keptAt,
    error: keep.error,
    /** After a pause in writing. */
    keepSoon(content: DraftContent) {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => keep.mutate(content), PAUSE_MS);
    },
    /** At once: what was called back is a draft again. */
    keepNow: (content: DraftContent) => keep.mutateAsync(content).then(() => queries.invalidateQueries({ queryKey: ['drafts'] })),
    async drop() {
      clearTimeout(timer.current);
      const gone = id.current;
      id.current = undefined;
      if (gone) await ask(hub.DELETE('/api/v1/email/drafts/{id}', { params: { path: { id: gone } } })).catch(() => undefined);
      await queries.invalidateQueries({ queryKey: ['drafts'] });
    },
  };
}
