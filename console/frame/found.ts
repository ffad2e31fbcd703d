import { IconActivity, IconBriefcase, IconBuilding, IconCheckbox, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../clients/typescript/index.ts';
import { ask, hub } from '../api.ts';

type Kind = Schemas['SearchGroup']['kind'];
export const FOUND_ICONS = { contact: IconUser, organization: IconBuilding, deal: IconBriefcase, activity: IconActivity, todo: IconCheckbox } satisfies Record<
  Kind,
  unknown
>;
const PAGES: Partial<Record<Kind, string>> = { contact: '/contacts', organization: '/organizations', deal: '/deals' };

/** Where something that was found is opened. */
export const pageOf = (kind: Kind, id: string): string => (PAGES[kind] ? `${PAGES[kind]}/${id}` : kind === 'todo' ? '/tasks' : '/');

/** Everything by what it says. What came for fewer letters stays until the answer for these is there. */
export const useFound = (words: string) =>
  useQuery({
    queryKey: ['search', words],
    queryFn: ({ signal }) => ask(hub.GET('/api/v1/search', { params: { query: { q: words, limit: 5 } }, signal })),
    enabled: words.length > 1,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
