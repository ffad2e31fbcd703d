import { z } from 'zod';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, instant, nothing, pageFrom, personName, withTimes } from './people.ts';

const team = z.object({ id, name: z.string(), userIds: z.array(id), createdAt: instant }).meta({ id: 'Team' });
const userIds = z.array(id).max(1000);

export const teamRoutes = [
  apiRoute({
    method: 'GET',
    path: '/teams',
    summary: 'Teams of the workspace',
    permission: 'teams:read',
    query: pageQuery,
    responses: { 200: pageOf(team) },
    handler: async ({ hub, workspaceId }, { query: { limit, cursor } }) => {
      const [after] = decodeCursor(cursor) ?? [];
      const rows = await hub.access.teams.list(workspaceId, { limit: limit + 1, ...(after ? { after: id.parse(after) } : {}) });
      return pageFrom(rows.map(withTimes), limit, (last) => encodeCursor([last.id]));
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/teams',
    summary: 'Add a team',
    permission: 'teams:write',
    body: z.strictObject({ name: personName, userIds: userIds.optional() }),
    responses: { 201: team },
    handler: async ({ hub, workspaceId }, { body }) => withTimes(await hub.access.teams.create(workspaceId, body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/teams/:id',
    summary: 'One team',
    permission: 'teams:read',
    params: byId,
    responses: { 200: team },
    handler: async ({ hub, workspaceId }, { params }) => withTimes(await hub.access.teams.get(workspaceId, params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/teams/:id',
    summary: 'Rename a team or change who is in it',
    permission: 'teams:write',
    params: byId,
    body: z.strictObject({ name: personName.optional(), userIds: userIds.optional() }),
    responses: { 200: team },
    handler: async ({ hub, workspaceId }, { params, body }) => withTimes(await hub.access.teams.update(workspaceId, params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/teams/:id',
    summary: 'Remove a team; its people stay',
    permission: 'teams:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ hub, workspaceId }, { params }) => hub.access.teams.remove(workspaceId, params.id),
  }),
];
