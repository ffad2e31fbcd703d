import { z } from 'zod';
import { EVENT_GLOB } from '#platform/events/event-glob';
import type { WebhookDelivery } from '#platform/events/webhook-deliveries';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, instant, nothing, pageFrom, withTimes } from './people.ts';

const endpoint = z
  .object({
    id,
    url: z.string(),
    eventTypes: z.array(z.string()),
    description: z.string().nullable(),
    enabled: z.boolean(),
    disabledReason: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'WebhookEndpoint' });
const delivery = z
  .object({
    id,
    eventId: id,
    eventType: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    nextTryAt: instant.nullable(),
    lastTryAt: instant.nullable(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    responseExcerpt: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'WebhookDelivery' });
const url = z.url({ protocol: /^https?$/ }).max(2000);
const eventTypes = z.array(z.string().max(100).regex(EVENT_GLOB, 'is neither an event type nor a pattern such as deal.*')).min(1).max(100);
const description = z.string().max(500);
const whsec = z.string().meta({ description: 'Shown this once' });
const ofEndpoint = z.strictObject({ id, deliveryId: id });
const deliveryBody = (row: WebhookDelivery) => withTimes({ ...row });

export const webhookEndpointRoutes = [
  apiRoute({
    method: 'GET',
    path: '/webhook-endpoints',
    summary: 'Who is told of events',
    permission: 'webhooks:read',
    query: pageQuery,
    responses: { 200: pageOf(endpoint) },
    async handler({ hub, workspaceId }, { query: { limit, cursor } }) {
      const [after] = decodeCursor(cursor) ?? [];
      const rows = await hub.events.endpoints.list(workspaceId, { limit: limit + 1, ...(after ? { after: id.parse(after) } : {}) });
      return pageFrom(
        rows.map((row) => withTimes({ ...row })),
        limit,
        (last) => encodeCursor([last.id]),
      );
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/webhook-endpoints',
    summary: 'Have events sent to an address',
    permission: 'webhooks:write',
    body: z.strictObject({ url, eventTypes, description: description.optional() }),
    responses: { 201: endpoint.extend({ secret: whsec }) },
    handler: async ({ hub, workspaceId, actor }, { body }) => withTimes({ ...(await hub.events.endpoints.create(workspaceId, { ...body, actor })) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/webhook-endpoints/:id',
    summary: 'One endpoint',
    permission: 'webhooks:read',
    params: byId,
    responses: { 200: endpoint },
    handler: async ({ hub, workspaceId }, { params }) => withTimes({ ...(await hub.events.endpoints.get(workspaceId, params.id)) }),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/webhook-endpoints/:id',
    summary: 'Change an endpoint, switch it off or on',
    permission: 'webhooks:write',
    params: byId,
    body: z.strictObject({
      url: url.optional(),
      eventTypes: eventTypes.optional(),
      description: description.nullable().optional(),
      enabled: z.boolean().optional(),
    }),
    responses: { 200: endpoint },
    handler: async ({ hub, workspaceId }, { params, body }) => withTimes({ ...(await hub.events.endpoints.update(workspaceId, params.id, body)) }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/webhook-endpoints/:id',
    summary: 'Remove an endpoint and its deliveries',
    permission: 'webhooks:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ hub, workspaceId }, { params }) => hub.events.endpoints.remove(workspaceId, params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/webhook-endpoints/:id/rotate-secret',
    summary: 'A new secret; the old one signs beside it for a day',
    permission: 'webhooks:write',
    params: byId,
    responses: { 200: z.object({ secret: whsec, previousUntil: instant }) },
    handler: async ({ hub, workspaceId }, { params }) => withTimes(await hub.events.endpoints.rotateSecret(workspaceId, params.id)),
  }),
  apiRoute({
    method: 'POST',
    path: '/webhook-endpoints/:id/test',
    summary: 'Send a test message now',
    permission: 'webhooks:write',
    params: byId,
    responses: {
      200: z.object({ delivered: z.boolean(), status: z.int().nullable(), error: z.string().nullable(), responseExcerpt: z.string().nullable() }),
    },
    async handler({ hub, workspaceId }, { params }) {
      const { delivered, status, error, excerpt } = await hub.events.deliveries.test(workspaceId, params.id);
      return { delivered, status, error, responseExcerpt: excerpt };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/webhook-endpoints/:id/deliveries',
    summary: 'What was sent and how it went, newest first',
    permission: 'webhooks:read',
    params: byId,
    query: pageQuery.extend({ state: z.enum(['waiting', 'delivered', 'failed']).optional() }),
    responses: { 200: pageOf(delivery) },
    async handler({ hub, workspaceId }, { params, query: { limit, cursor, state } }) {
      const [before] = decodeCursor(cursor) ?? [];
      const rows = await hub.events.deliveries.list(workspaceId, params.id, {
        limit: limit + 1,
        ...(before ? { before: id.parse(before) } : {}),
        ...(state ? { state } : {}),
      });
      return pageFrom(rows.map(deliveryBody), limit, (last) => encodeCursor([last.id]));
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/webhook-endpoints/:id/deliveries/:deliveryId/retry',
    summary: 'Send it again now',
    permission: 'webhooks:write',
    params: ofEndpoint,
    responses: { 202: delivery },
    handler: async ({ hub, workspaceId }, { params }) => deliveryBody(await hub.events.deliveries.retry(workspaceId, params.id, params.deliveryId)),
  }),
];
