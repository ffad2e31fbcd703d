import { z } from 'zod';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { id, instant, pageFrom, withTimes } from './people.ts';

const request = z
  .object({
    id,
    at: instant,
    actorKind: z.enum(['person', 'key', 'nobody']),
    actorId: z.string().nullable(),
    method: z.string(),
    route: z.string().describe('The pattern, never the address: that may hold a token'),
    status: z.int(),
    durationMs: z.int(),
    requestId: z.string(),
    ip: z.string().nullable(),
  })
  .meta({ id: 'LoggedRequest' });

export const requestLogRoutes = [
  apiRoute({
    method: 'GET',
    path: '/request-log',
    summary: 'Requests to this API in the last thirty days, newest first',
    permission: 'audit:read',
    query: pageQuery.extend({ actorId: z.string().max(100).optional(), requestId: z.string().max(100).optional() }),
    responses: { 200: pageOf(request) },
    handler: async ({ hub, workspaceId }, { query: { limit, cursor, ...filter } }) => {
      const [before] = decodeCursor(cursor) ?? [];
      const rows = await hub.requestLog.list(workspaceId, { limit: limit + 1, ...filter, ...(before ? { before: id.parse(before) } : {}) });
      return pageFrom(
        rows.map(({ workspaceId: _own, ...row }) => withTimes({ ...row, actorKind: row.actorKind as 'nobody' })),
        limit,
        (last) => encodeCursor([last.id]),
      );
    },
  }),
];
