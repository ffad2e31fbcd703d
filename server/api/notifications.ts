import { z } from 'zod';
import { personOf } from '#platform/access/roles';
import { PatchbayError, type UserId } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { id, instant, nothing, withTimes } from './people.ts';

const notification = z
  .object({
    id,
    title: z.string(),
    body: z.string().nullable(),
    href: z.string().nullable().describe('A path of the console'),
    readAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Notification' });

const theirs = ({ actor }: Pick<ApiCall, 'actor'>): UserId => {
  const userId = personOf(actor);
  if (!userId) throw new PatchbayError('person_needed', { remedy: 'Give the API key an "actAs".' });
  return userId;
};

/** What a person is told in the console's bell. */
export const notificationRoutes = [
  apiRoute({
    method: 'GET',
    path: '/notifications',
    summary: 'What you were told, newest first, and how much of it you have not read',
    permission: 'signed_in',
    query: pageQuery.extend({ unread: z.stringbool().optional() }),
    responses: { 200: pageOf(notification).extend({ unread: z.int() }) },
    handler: async (call, { query: { limit, cursor, unread } }) => {
      const found = await call.hub.notifications.list(call.workspaceId, theirs(call), { limit: limit + 1, after: afterId(cursor), unread });
      const { data, nextCursor } = pageOfRows(found.rows, limit);
      return { data: data.map((row) => withTimes(row)), nextCursor, unread: found.unread };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/notifications/read',
    summary: 'You have read these, or all',
    permission: 'signed_in',
    body: z.strictObject({ ids: z.array(id).min(1).max(500).optional() }),
    responses: { 204: nothing },
    handler: (call, { body }) => call.hub.notifications.read(call.workspaceId, theirs(call), body.ids),
  }),
];
