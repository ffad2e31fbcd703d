import { z } from 'zod';
import { filterSchema } from '#crm/filter/filter-schema';
import { apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { byId, nothing, personName, withTimes } from './people.ts';
import { entity, view } from './shapes/segment.ts';

const settings = {
  filter: filterSchema.optional(),
  sort: z
    .string()
    .regex(/^-?[a-zA-Z][\w.-]{0,119}$/, 'is a field, with - before it for the largest first')
    .nullable()
    .optional(),
  columns: z.array(z.string().min(1).max(120)).max(60).optional(),
  layout: z.enum(['list', 'board']).optional(),
};

export const viewRoutes = [
  apiRoute({
    method: 'GET',
    path: '/views',
    summary: 'Saved views: one’s own and those shared with everybody',
    permission: 'views:read',
    query: pageQuery.extend({ entity: entity.optional() }),
    responses: { 200: pageOf(view) },
    handler: async ({ crm }, { query: { limit, cursor, entity: of } }) =>
      pageOfRows((await (await crm()).views.list({ limit: limit + 1, after: afterId(cursor), entity: of })).map(withTimes), limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/views',
    summary: 'Save a view, for oneself or shared',
    permission: 'views:write',
    body: z.strictObject({ entity, name: personName, shared: z.boolean().default(false), ...settings }),
    responses: { 201: view },
    handler: async ({ crm }, { body }) => withTimes(await (await crm()).views.create(body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/views/:id',
    summary: 'One view',
    permission: 'views:read',
    params: byId,
    responses: { 200: view },
    handler: async ({ crm }, { params }) => withTimes(await (await crm()).views.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/views/:id',
    summary: 'Change a view',
    permission: 'views:write',
    params: byId,
    body: z.strictObject({ name: personName.optional(), shared: z.boolean().optional(), ...settings }),
    responses: { 200: view },
    handler: async ({ crm }, { params, body }) => withTimes(await (await crm()).views.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/views/:id',
    summary: 'Remove a view',
    permission: 'views:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).views.remove(params.id),
  }),
];
