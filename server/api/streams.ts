import { z } from 'zod';
import { actorName } from '#platform/access/roles';
import type { ConnectionId } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { byId, id, instant } from './people.ts';

const stream = z
  .object({
    name: z.string().describe("The provider's own name, such as INBOX"),
    title: z.string().optional().describe('What people call it, where the name is an id'),
    state: z.enum(['reading', 'up_to_date', 'waiting', 'failed']),
    seen: z.int(),
    kept: z.int(),
    skipped: z.record(z.string(), z.int()).describe('Why the others were not kept; seen = kept + all of these'),
    total: z.int().nullable(),
    cursorAgeSeconds: z.int().nullable(),
    lastError: z.string().nullable(),
    awaitingDeletion: z.int().describe('Records a shrunken read no longer saw; they stay until a second one agrees or a person confirms'),
  })
  .meta({ id: 'Stream' });

const completeness = z
  .object({
    stream: z.string(),
    remote: z.int(),
    accounted: z.int(),
    onTimeline: z.int(),
    skipped: z.record(z.string(), z.int()),
    unexplained: z.int(),
    checkedAt: instant,
  })
  .meta({ id: 'Completeness' });

export const connectionStreamRoutes = [
  apiRoute({
    method: 'GET',
    path: '/connections/:id/streams',
    summary: 'How far each stream of a connection has been read',
    permission: 'connections:read',
    params: byId,
    responses: { 200: z.object({ data: z.array(stream) }) },
    handler: async ({ hub, workspaceId, actor }, { params }) => {
      const connection = await hub.connections.get(workspaceId, actor, params.id as ConnectionId);
      return { data: await hub.sync.list(workspaceId, connection.id as ConnectionId, actor) };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/connections/:id/completeness',
    summary: 'What the provider has against what was decided on here, counted now; what is found missing is read',
    permission: 'connections:read',
    params: byId,
    responses: { 200: z.object({ data: z.array(completeness) }) },
    handler: async ({ hub, workspaceId, actor }, { params }) => {
      const connection = await hub.connections.get(workspaceId, actor, params.id as ConnectionId);
      const found = await hub.sync.completeness(workspaceId, connection.id as ConnectionId, actor);
      return { data: found.map((each) => ({ ...each, checkedAt: each.checkedAt.toISOString() })) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/connections/:id/streams/:name/confirm-deletion',
    summary: 'Says that what the last read no longer saw is really gone, and removes it',
    permission: 'connections:write',
    params: z.strictObject({ id, name: z.string().min(1).max(500) }),
    responses: { 200: z.object({ removed: z.int() }) },
    handler: async ({ hub, workspaceId, actor, requestId }, { params }) => {
      const connection = await hub.connections.get(workspaceId, actor, params.id as ConnectionId);
      const removed = await hub.sync.confirmDeletion(workspaceId, connection.id as ConnectionId, params.name, actor);
      await hub.audit.act({
        workspaceId,
        actor: actorName(actor),
        act: 'stream.deletion_confirmed',
        target: { type: 'connection', id: connection.id },
        requestId,
      });
      return removed;
    },
  }),
];
