import { z } from 'zod';
import type { Tag } from '#crm/fields/tags';
import { apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { byId, nothing, withTimes } from './people.ts';
import { newTag, tag, tagChange, taggedRecords } from './shapes/field.ts';

const answer = (row: Tag) => withTimes({ ...row });
const changed = z.object({ changed: z.int() });

export const tagRoutes = [
  apiRoute({
    method: 'GET',
    path: '/tags',
    summary: 'Tags with the number of their records',
    permission: 'tags:read',
    query: pageQuery,
    responses: { 200: pageOf(tag) },
    handler: async ({ crm }, { query: { limit, cursor } }) =>
      pageOfRows((await (await crm()).tags.list({ limit: limit + 1, after: afterId(cursor) })).map(answer), limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/tags',
    summary: 'Add a tag',
    permission: 'tags:write',
    body: newTag,
    responses: { 201: tag },
    handler: async ({ crm }, { body }) => answer(await (await crm()).tags.create(body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/tags/:id',
    summary: 'One tag',
    permission: 'tags:read',
    params: byId,
    responses: { 200: tag },
    handler: async ({ crm }, { params }) => answer(await (await crm()).tags.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/tags/:id',
    summary: 'Rename or colour a tag',
    permission: 'tags:write',
    params: byId,
    body: tagChange,
    responses: { 200: tag },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).tags.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/tags/:id',
    summary: 'Remove a tag; its records stay',
    permission: 'tags:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).tags.remove(params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/tags/:id/add',
    summary: 'Tag many records',
    permission: 'tags:write',
    params: byId,
    body: taggedRecords,
    responses: { 200: changed },
    handler: async ({ crm }, { params, body }) => (await crm()).tags.apply(params.id, { ...body, remove: false }),
  }),
  apiRoute({
    method: 'POST',
    path: '/tags/:id/remove',
    summary: 'Take a tag off many records',
    permission: 'tags:write',
    params: byId,
    body: taggedRecords,
    responses: { 200: changed },
    handler: async ({ crm }, { params, body }) => (await crm()).tags.apply(params.id, { ...body, remove: true }),
  }),
];
