import { z } from 'zod';
import { may } from '#platform/access/roles';
import { PatchbayError } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, instant } from './people.ts';

const STATES = ['received', 'processed', 'failed', 'parked', 'unrouted', 'overtaken'] as const;

const webhookEvent = z
  .object({
    id,
    integration: z.string(),
    provider: z.string(),
    topic: z.string().nullable(),
    connectionId: id.nullable(),
    eventId: z.string().describe("The provider's own id"),
    type: z.string(),
    orderingKey: z.string().nullable(),
    state: z.enum(STATES),
    attempts: z.int(),
    error: z.string().nullable(),
    receivedAt: instant,
    processedAt: instant.nullable(),
    nextTryAt: instant.nullable(),
    size: z.int().describe('Bytes of the request'),
  })
  .meta({ id: 'WebhookEvent' });
const request = z.object({ method: z.string(), url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() });

function afterOf(cursor: string | undefined): { requestId: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const parsed = z.tuple([id, id]).safeParse(decodeCursor(cursor));
  if (!parsed.success) throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
  return { requestId: parsed.data[0], id: parsed.data[1] };
}

export const webhookEventRoutes = [
  apiRoute({
    method: 'GET',
    path: '/webhook-events',
    summary: 'Webhooks that providers sent, newest first',
    permission: 'operations:read',
    query: pageQuery.extend({ state: z.enum(STATES).optional(), integration: z.string().max(50).optional(), type: z.string().max(200).optional() }),
    responses: { 200: pageOf(webhookEvent) },
    handler: async ({ hub, workspaceId }, { query: { cursor, ...filters } }) => {
      const { data, next } = await hub.inbox.list(workspaceId, { ...filters, after: afterOf(cursor) });
      return { data, nextCursor: next && encodeCursor([next.requestId, next.id]) };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/webhook-events/:id',
    summary: 'One webhook event with its request, secrets masked; the request is for administrators',
    permission: 'operations:read',
    params: byId,
    responses: { 200: webhookEvent.extend({ request: request.nullable() }) },
    handler: async ({ hub, workspaceId, actor }, { params }) => {
      const event = await hub.inbox.get(workspaceId, params.id);
      // The body may be a colleague's message; that it came may not.
      return may(actor, 'audit:read') ? event : { ...event, request: null };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/webhook-events/:id/replay',
    summary: 'Hands an event to its handler again',
    permission: 'operations:write',
    params: byId,
    responses: { 202: z.object({ replayed: z.int() }) },
    handler: async ({ hub, workspaceId }, { params }) => {
      const { replayed } = await hub.inbox.replay(workspaceId, { ids: [params.id] });
      if (replayed === 0) throw new PatchbayError('not_found');
      return { replayed };
    },
  }),
];
