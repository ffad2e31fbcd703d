import { z } from 'zod';
import { PatchbayError, type WorkspaceId } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, instant, nothing, pageFrom, personName, timeZone, withTimes } from './people.ts';

const workspace = z.object({ id, name: z.string(), slug: z.string(), timeZone: z.string(), isDemo: z.boolean(), createdAt: instant }).meta({ id: 'Workspace' });
const slug = z
  .string()
  .regex(/^[a-z0-9](-?[a-z0-9])*$/, 'takes small letters, digits and single hyphens')
  .max(60);

export const workspaceRoutes = [
  apiRoute({
    method: 'GET',
    path: '/workspaces',
    summary: 'Every workspace of this hub',
    permission: 'installation',
    query: pageQuery,
    responses: { 200: pageOf(workspace) },
    handler: async ({ hub }, { query: { limit, cursor } }) => {
      const [after] = decodeCursor(cursor) ?? [];
      const rows = await hub.access.workspaces.list({ limit: limit + 1, ...(after ? { after: id.parse(after) } : {}) });
      return pageFrom(rows.map(withTimes), limit, (last) => encodeCursor([last.id]));
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/workspaces',
    summary: 'Add a workspace; its first key is shown this once',
    permission: 'installation',
    body: z.strictObject({ name: personName, slug: slug.optional(), timeZone: timeZone.optional() }),
    responses: { 201: z.object({ workspace, apiKey: z.string() }) },
    handler: async ({ hub, actor }, { body }) => {
      const made = await hub.access.workspaces.create(actor, body);
      return { ...made, workspace: withTimes(made.workspace) };
    },
  }),
  apiRoute({
    method: 'PATCH',
    path: '/workspaces/:id',
    summary: 'Change a workspace’s name or time zone; its own owner may',
    permission: 'workspace:write',
    params: byId,
    body: z.strictObject({ name: personName.optional(), timeZone: timeZone.optional() }),
    responses: { 200: workspace },
    handler: async ({ hub, actor, workspaceId, request }, { params, body }) => {
      if (params.id !== workspaceId && !request.caller?.isInstallationOwner) throw new PatchbayError('not_found');
      return withTimes(await hub.access.workspaces.update(params.id as WorkspaceId, actor, body));
    },
  }),
  apiRoute({
    method: 'DELETE',
    path: '/workspaces/:id',
    summary: 'Erase a workspace and its key; this cannot be taken back',
    permission: 'installation',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ hub, actor }, { params }) => hub.access.workspaces.remove(actor, params.id as WorkspaceId),
  }),
];
