import { z } from 'zod';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { eventBody, eventShape } from './event-body.ts';

const eventType = z.object({ type: z.string(), title: z.string(), schema: z.unknown().optional(), example: z.unknown().optional() }).meta({ id: 'EventType' });

export const eventRoutes = [
  apiRoute({
    method: 'GET',
    path: '/event-types',
    summary: 'What can happen, with schema and example',
    permission: 'signed_in',
    query: z.strictObject({ fields: z.literal('title').optional().meta({ description: 'Names and titles alone, without schema and example' }) }),
    responses: { 200: z.object({ data: z.array(eventType) }) },
    handler: async ({ hub }, { query: { fields } }) => ({
      data: hub.events.types().map(({ type, title, schema, example }) => ({
        type,
        title,
        ...(fields ? {} : { schema: z.toJSONSchema(schema, { unrepresentable: 'any' }), example }),
      })),
    }),
  }),
  apiRoute({
    method: 'GET',
    path: '/events',
    summary: 'What has happened, oldest first; whoever goes on from the last one misses none',
    permission: 'events:read',
    query: pageQuery.extend({
      type: z.string().max(100).optional(),
      subjectId: z.string().max(200).optional(),
      after: z.string().max(100).optional().meta({ description: 'Id or sequence of the last event seen' }),
    }),
    responses: { 200: pageOf(eventShape) },
    async handler({ hub, workspaceId, actor }, { query: { limit, cursor, after, type, subjectId } }) {
      const [from] = decodeCursor(cursor) ?? [];
      const start = typeof from === 'string' ? from : after;
      const page = await hub.events.list(workspaceId, {
        limit,
        ...(start === undefined ? {} : { after: start }),
        ...(type ? { type } : {}),
        ...(subjectId ? { subjectId } : {}),
      });
      const last = page.events.at(-1);
      const sees = await hub.audiences.of(workspaceId, actor);
      return { data: page.events.filter(sees).map(eventBody), nextCursor: page.more && last ? encodeCursor([last.sequence]) : null };
    },
  }),
];
