import { z } from 'zod';
import { SEARCH_KINDS, type SearchKind } from '#crm/models';
import { may } from '#platform/access/roles';
import type { Permission } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { searchGroup } from './shapes/segment.ts';

const isKind = (word: string): boolean => (SEARCH_KINDS as readonly string[]).includes(word);
const READ: Readonly<Record<SearchKind, Permission>> = {
  contact: 'contacts:read',
  organization: 'organizations:read',
  deal: 'deals:read',
  activity: 'activities:read',
  todo: 'tasks:read',
};

export const searchRoutes = [
  apiRoute({
    method: 'GET',
    path: '/search',
    summary: 'Everything by what it says, best first, by kind',
    // What is shown depends on what the caller may read of each kind.
    permission: 'signed_in',
    query: z.strictObject({
      q: z.string().trim().min(1).max(200),
      kinds: z
        .string()
        .max(100)
        .transform((text) => text.split(','))
        .pipe(z.array(z.string().refine(isKind, `is none of ${SEARCH_KINDS.join(', ')}`)))
        .optional()
        .describe('Some of them, with commas'),
      limit: z.coerce.number().int().min(1).max(50).default(8).describe('At most so many of each kind'),
    }),
    responses: { 200: z.object({ data: z.array(searchGroup) }) },
    handler: async ({ crm, actor }, { query: { q, kinds = SEARCH_KINDS, limit } }) => ({
      data: await (await crm()).search.search({ q, limit, kinds: SEARCH_KINDS.filter((kind) => kinds.includes(kind) && may(actor, READ[kind])) }),
    }),
  }),
];
