import { z } from 'zod';
import type { AfterPair } from '#crm/duplicates/duplicates';
import { PatchbayError } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { id, nothing, withTimes } from './people.ts';
import { dismissal, duplicatePair } from './shapes/contact.ts';
import { afterKey } from './shapes/list-query.ts';

const afterPair = z.tuple([z.int(), id, id]);
function readAfter(cursor: string | undefined): AfterPair | undefined {
  const after = afterKey(cursor);
  if (!after) return undefined;
  const read = afterPair.safeParse(after);
  if (!read.success) throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'belongs to another list; start from its first page' }] });
  return read.data;
}

export const duplicateRoutes = [
  apiRoute({
    method: 'GET',
    path: '/contacts/duplicates',
    summary: 'Contacts that may be one person, the likeliest first',
    permission: 'contacts:read',
    query: pageQuery,
    responses: { 200: pageOf(duplicatePair) },
    handler: async ({ crm }, { query: { limit, cursor } }) => {
      const { pairs, next } = await (await crm()).duplicates.list({ limit, after: readAfter(cursor) });
      return {
        data: pairs.map((pair) => withTimes({ ...pair, contacts: pair.contacts.map((each) => withTimes({ ...each })) })),
        nextCursor: next && encodeCursor(next),
      };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/contacts/duplicates/dismiss',
    summary: 'Say that two contacts are not one; it is remembered',
    permission: 'contacts:write',
    body: dismissal,
    responses: { 204: nothing },
    handler: async ({ crm }, { body }) => (await crm()).duplicates.dismiss(body.contactIds),
  }),
];
