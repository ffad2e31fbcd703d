import { z } from 'zod';
import { personOf, ROLE_TABLE, roleOf } from '#platform/access/roles';
import { PatchbayError, type UserId } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { byId, id, instant, locale, nothing, password, personName, roleName, timeZone, withTimes } from './people.ts';

const me = z
  .object({
    kind: z.enum(['person', 'key']),
    role: roleName,
    permissions: z.array(z.string()),
    scopes: z.array(z.string()).optional(),
    isInstallationOwner: z.boolean(),
    workspace: z.object({ id, name: z.string(), timeZone: z.string(), isDemo: z.boolean() }),
    user: z.object({ id, name: z.string(), email: z.string(), timeZone: z.string(), locale: z.string(), hasSecondFactor: z.boolean() }).nullable(),
    workspaces: z.array(z.object({ id, name: z.string(), role: roleName })),
  })
  .meta({ id: 'Me' });
const session = z.object({
  id,
  createdAt: instant,
  lastSeenAt: instant,
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
});

/** Sessions and the second factor are a person's own: a key that acts as them does not reach them. */
export function personOnly({ actor }: Pick<ApiCall, 'actor'>): UserId {
  if (actor.kind !== 'person') throw new PatchbayError('person_needed');
  return actor.userId;
}

export async function describeCaller({ hub, actor, workspaceId, request }: ApiCall) {
  const { access } = hub;
  const userId = personOf(actor);
  const { id: currentId, name, timeZone: zone, isDemo } = await access.workspaces.get(workspaceId);
  // In the installation's workspace its owner is no member.
  const member = userId ? await access.members.get(workspaceId, userId).catch(() => undefined) : undefined;
  return {
    kind: actor.kind === 'key' ? ('key' as const) : ('person' as const),
    role: roleOf(actor),
    permissions: [...ROLE_TABLE[roleOf(actor)].permissions],
    ...(actor.kind === 'key' ? { scopes: [...actor.scopes] } : {}),
    isInstallationOwner: request.caller?.isInstallationOwner ?? false,
    workspace: { id: currentId, name, timeZone: zone, isDemo },
    user: member
      ? {
          id: member.id,
          name: member.name,
          email: member.email,
          timeZone: member.timeZone,
          locale: member.locale,
          hasSecondFactor: await access.members.hasSecondFactor(member.id as UserId),
        }
      : null,
    // A key stays in its workspace, whoever it acts as.
    workspaces: actor.kind === 'person' ? await access.members.workspacesOf(actor.userId) : [{ id: currentId, name, role: roleOf(actor) }],
  };
}

export const meRoutes = [
  apiRoute({ method: 'GET', path: '/me', summary: 'Who I am here', permission: 'signed_in', responses: { 200: me }, handler: describeCaller }),
  apiRoute({
    method: 'PATCH',
    path: '/me',
    summary: 'Change my name, time zone or language',
    permission: 'signed_in',
    body: z.strictObject({ name: personName.optional(), timeZone: timeZone.optional(), locale: locale.optional() }),
    responses: { 200: me },
    handler: async (call, { body }) => {
      await call.hub.access.members.update(call.workspaceId, call.actor, personOnly(call), body);
      return describeCaller(call);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/me/password',
    summary: 'Change my password; I stay signed in here and nowhere else',
    permission: 'signed_in',
    body: z.strictObject({ current: password, password }),
    responses: { 204: nothing },
    handler: async ({ hub, actor, workspaceId, request }, { body }) => {
      if (actor.kind !== 'person') throw new PatchbayError('person_needed');
      const sessionId = request.caller?.sessionId ?? '';
      await hub.access.passwords.change({ workspaceId, actor, sessionId }, { current: body.current, next: body.password });
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/me/sessions',
    summary: 'Where I am signed in',
    permission: 'signed_in',
    responses: { 200: z.object({ data: z.array(session), nextCursor: z.null() }) },
    handler: async (call) => ({
      data: (await call.hub.access.sessions.list(personOnly(call))).map((row) => ({ ...withTimes(row), isCurrent: row.id === call.request.caller?.sessionId })),
      nextCursor: null,
    }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/me/sessions/:id',
    summary: 'Sign out there',
    permission: 'signed_in',
    params: byId,
    responses: { 204: nothing },
    handler: async (call, { params }) => call.hub.access.sessions.revoke(personOnly(call), params.id),
  }),
];
