import { z } from 'zod';
import { filterSchema } from '#crm/filter/filter-schema';
import { apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { byId, nothing, personName, withTimes } from './people.ts';
import { entity, filterField, segment, segmentMember, segmentPreview } from './shapes/segment.ts';

export const segmentRoutes = [
  apiRoute({
    method: 'GET',
    path: '/filter-fields',
    summary: 'What filters of an entity may ask: fields, comparisons, choices, events',
    permission: 'segments:read',
    query: z.strictObject({ entity: entity.default('contact') }),
    responses: { 200: z.object({ data: z.array(filterField), events: z.array(z.object({ name: z.string(), label: z.string() })) }) },
    handler: async ({ crm }, { query }) => (await crm()).filters.fields(query.entity),
  }),
  apiRoute({
    method: 'GET',
    path: '/segments',
    summary: 'Segments of the workspace',
    permission: 'segments:read',
    query: pageQuery,
    responses: { 200: pageOf(segment) },
    handler: async ({ crm }, { query: { limit, cursor } }) =>
      pageOfRows((await (await crm()).segments.list({ limit: limit + 1, after: afterId(cursor) })).map(withTimes), limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/segments',
    summary: 'Save a filter as a segment',
    permission: 'segments:write',
    body: z.strictObject({ name: personName, entity: entity.optional(), filter: filterSchema }),
    responses: { 201: segment },
    handler: async ({ crm }, { body }) => withTimes(await (await crm()).segments.create(body)),
  }),
  apiRoute({
    method: 'POST',
    path: '/segments/preview',
    summary: 'How many a filter finds, and a few of them',
    permission: 'segments:read',
    body: z.strictObject({ filter: filterSchema, entity: entity.optional(), exact: z.boolean().optional() }),
    responses: { 200: segmentPreview },
    handler: async ({ crm }, { body: { filter, ...options } }) => (await crm()).segments.preview(filter, options),
  }),
  apiRoute({
    method: 'GET',
    path: '/segments/:id',
    summary: 'One segment',
    permission: 'segments:read',
    params: byId,
    responses: { 200: segment },
    handler: async ({ crm }, { params }) => withTimes(await (await crm()).segments.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/segments/:id',
    summary: 'Rename a segment or change its filter',
    permission: 'segments:write',
    params: byId,
    body: z.strictObject({ name: personName.optional(), filter: filterSchema.optional() }),
    responses: { 200: segment },
    handler: async ({ crm }, { params, body }) => withTimes(await (await crm()).segments.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/segments/:id',
    summary: 'Remove a segment; its contacts stay',
    permission: 'segments:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).segments.remove(params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/segments/:id/contacts',
    summary: 'The contacts of a segment, newest first',
    permission: 'contacts:read',
    params: byId,
    query: pageQuery,
    responses: { 200: pageOf(segmentMember) },
    handler: async ({ crm }, { params, query: { limit, cursor } }) =>
      pageOfRows(await (await crm()).segments.contacts(params.id, { limit: limit + 1, after: afterId(cursor) }), limit),
  }),
];
