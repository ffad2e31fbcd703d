import { z } from 'zod';
import { reassignRecords } from '#crm/handover/hand-over';
import type { UserId } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { HAND_OVER } from '../record-chores.ts';
import { byId, email, id, instant, locale, nothing, pageFrom, password, personName, roleName, timeZone, withTimes } from './people.ts';

const user = z
  .object({
    id,
    email: z.string(),
    name: z.string(),
    role: roleName,
    state: z.enum(['active', 'invited', 'left']),
    teamIds: z.array(id),
    timeZone: z.string(),
    locale: z.string(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'User' });
const teamIds = z.array(id).max(100);
const reassigned = z
  .object({ contacts: z.int(), organizations: z.int(), deals: z.int(), todos: z.int(), segments: z.int(), views: z.int() })
  .meta({ id: 'Reassigned' });

export const userRoutes = [
  apiRoute({
    method: 'GET',
    path: '/users',
    summary: 'People of the workspace',
    permission: 'users:read',
    query: pageQuery.extend({ state: z.enum(['active', 'invited', 'left']).optional() }),
    responses: { 200: pageOf(user) },
    handler: async ({ hub, workspaceId }, { query: { limit, cursor, state } }) => {
      const [after] = decodeCursor(cursor) ?? [];
      const rows = await hub.access.members.list(workspaceId, { limit: limit + 1, ...(after ? { after: id.parse(after) } : {}), ...(state ? { state } : {}) });
      return pageFrom(rows.map(withTimes), limit, (last) => encodeCursor([last.id]));
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/users',
    summary: 'Add a person; without a password they are invited',
    permission: 'users:manage',
    body: z.strictObject({
      email,
      name: personName,
      role: roleName,
      teamIds: teamIds.optional(),
      timeZone: timeZone.optional(),
      locale: locale.optional(),
      password: password.optional(),
    }),
    // The link is shown to the administrator too: there may be no system mail.
    responses: { 201: user.extend({ inviteUrl: z.string().optional() }) },
    handler: async ({ hub, workspaceId, actor }, { body }) => {
      const { userId, inviteUrl } = await hub.access.invitations.add(workspaceId, actor, body);
      return { ...withTimes(await hub.access.members.get(workspaceId, userId)), ...(inviteUrl ? { inviteUrl } : {}) };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/users/:id',
    summary: 'One person',
    permission: 'users:read',
    params: byId,
    responses: { 200: user },
    handler: async ({ hub, workspaceId }, { params }) => withTimes(await hub.access.members.get(workspaceId, params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/users/:id',
    summary: 'Change a person’s name, role or teams',
    permission: 'users:manage',
    params: byId,
    body: z.strictObject({
      name: personName.optional(),
      role: roleName.optional(),
      teamIds: teamIds.optional(),
      timeZone: timeZone.optional(),
      locale: locale.optional(),
    }),
    responses: { 200: user },
    handler: async ({ hub, workspaceId, actor }, { params, body }) => withTimes(await hub.access.members.update(workspaceId, actor, params.id as UserId, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/users/:id',
    summary: 'Remove a person and hand their records to another',
    permission: 'users:manage',
    params: byId,
    body: z.strictObject({ reassignTo: id }),
    responses: { 204: nothing },
    handler: async ({ hub, workspaceId, actor }, { params, body }) => {
      await hub.access.members.remove(workspaceId, actor, params.id as UserId, body.reassignTo as UserId);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/users/:id/reassign',
    summary: 'Hand all records of a person to another; the person stays. Many go on in a job, and are counted here',
    permission: 'users:manage',
    params: byId,
    body: z.strictObject({ to: id }),
    responses: { 200: reassigned },
    handler: async ({ hub, crm, workspaceId, actor }, { params, body }) =>
      reassignRecords((await crm()).scope, { from: params.id, to: body.to }, (rest) => hub.tasks.startJob(workspaceId, actor, HAND_OVER, { ...rest })),
  }),
  apiRoute({
    method: 'POST',
    path: '/users/:id/invite',
    summary: 'Invite again; older links end',
    permission: 'users:manage',
    params: byId,
    responses: { 201: z.object({ inviteUrl: z.string() }) },
    handler: async ({ hub, workspaceId, actor }, { params }) => hub.access.invitations.again(workspaceId, actor, params.id as UserId),
  }),
];
