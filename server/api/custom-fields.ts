import type { CustomField } from '#crm/fields/definitions';
import { apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { byId, nothing, withTimes } from './people.ts';
import { customField, customFieldChange, newCustomField } from './shapes/field.ts';

const answer = (row: CustomField) => withTimes({ ...row });

export const customFieldRoutes = [
  apiRoute({
    method: 'GET',
    path: '/custom-fields',
    summary: 'Fields that the workspace added to its records',
    permission: 'custom-fields:read',
    query: pageQuery.extend({ entity: customField.shape.entity.optional() }),
    responses: { 200: pageOf(customField) },
    handler: async ({ crm }, { query: { limit, cursor, entity } }) =>
      pageOfRows((await (await crm()).customFields.list({ limit: limit + 1, after: afterId(cursor), entity })).map(answer), limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/custom-fields',
    summary: 'Add a field',
    permission: 'settings:write',
    body: newCustomField,
    responses: { 201: customField },
    handler: async ({ crm }, { body }) => answer(await (await crm()).customFields.create(body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/custom-fields/:id',
    summary: 'One field',
    permission: 'custom-fields:read',
    params: byId,
    responses: { 200: customField },
    handler: async ({ crm }, { params }) => answer(await (await crm()).customFields.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/custom-fields/:id',
    summary: 'Change a field; its type only while it has no values',
    permission: 'settings:write',
    params: byId,
    body: customFieldChange,
    responses: { 200: customField },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).customFields.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/custom-fields/:id',
    summary: 'Remove a field and its values; cannot be undone',
    permission: 'settings:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).customFields.remove(params.id),
  }),
];
