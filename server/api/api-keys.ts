import { z } from 'zod';
import { ROLE_TABLE, SCOPE_PATTERN } from '#platform/access/roles';
import { ROLES, type UserId } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, instant, nothing, pageFrom, personName, roleName, withTimes } from './people.ts';

const apiKey = z
  .object({
    id,
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    role: z.string(),
    actAs: id.nullable(),
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'ApiKey' });

export const apiKeyRoutes = [
  apiRoute({
    method: 'GET',
    path: '/api-keys',
    summary: 'Keys of the workspace; the keys themselves are never shown again',
    permission: 'api-keys:read',
    query: pageQuery,
    responses: { 200: pageOf(apiKey) },
    handler: async ({ hub, workspaceId }, { query: { limit, cursor } }) => {
      const [before] = decodeCursor(cursor) ?? [];
      const rows = await hub.access.apiKeys.list(workspaceId, { limit: limit + 1, ...(before ? { before: id.parse(before) } : {}) });
      return pageFrom(rows.map(withTimes), limit, (last) => encodeCursor([last.id]));
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/api-keys',
    summary: 'Make a key; it is shown this once',
    permission: 'api-keys:manage',
    body: z.strictObject({
      name: personName,
      scopes: z.array(z.string().regex(SCOPE_PATTERN, 'is no scope, such as "contacts:read"')).min(1).max(200),
      actAs: id.optional(),
      expiresAt: instant.optional(),
      role: roleName.optional(),
    }),
    responses: { 201: z.object({ id, key: z.string() }) },
    handler: async ({ hub, workspaceId, actor }, { body: { actAs, expiresAt, ...body } }) =>
      hub.access.apiKeys.create(workspaceId, actor, {
        ...body,
        ...(actAs ? { actAs: actAs as UserId } : {}),
        ...(expiresAt ? { expiresAt: new Date(expiresAt) } : {}),
      }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/api-keys/:id',
    summary: 'Revoke a key at once',
    permission: 'api-keys:manage',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ hub, workspaceId, actor }, { params }) => hub.access.apiKeys.revoke(workspaceId, actor, params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/roles',
    summary: 'What each role may do; "*" stands for every resource but the administrative ones, which are named',
    permission: 'signed_in',
    responses: { 200: z.object({ data: z.array(z.object({ name: roleName, title: z.string(), permissions: z.array(z.string()) })) }) },
    handler: async () => ({ data: ROLES.map((name) => ({ name, ...ROLE_TABLE[name] })) }),
  }),
];
