import '@fastify/cookie';
import { z } from 'zod';
import { cookieNameOf, makeBrowserBinding } from '#platform/connections/oauth-state';
import { type ConnectionId, PatchbayError } from '#sdk';
import { selfTestConnection } from '../commands/signature-self-test.ts';
import { isLoopback } from '../config.ts';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, instant, nothing } from './people.ts';

const facts = z.record(z.string(), z.unknown());
const name = z.string().min(1).max(60);
const label = z.string().trim().min(1).max(200);

export const featureReport = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['available', 'needs_setup', 'needs_approval', 'import_only']),
  reason: z.string().optional(),
  nextStep: z.string().optional(),
});
export const connectionView = z
  .object({
    id,
    integration: z.string(),
    provider: z.string(),
    label: z.string(),
    externalId: z.string(),
    status: z.enum(['active', 'reauthorize', 'disabled']),
    statusReason: z.string().nullable(),
    grantedScopes: z.array(z.string()),
    ownerUserId: id.nullable(),
    settings: facts,
    data: facts,
    health: z.object({
      state: z.enum(['ok', 'failing', 'unproven', 'reauthorize', 'disabled']),
      lastOkAt: instant.nullable(),
      lastErrorAt: instant.nullable(),
      lastErrorCode: z.string().nullable(),
      lastCheckedAt: instant.nullable(),
      lastCallId: z.string().nullable(),
    }),
    features: z.array(featureReport),
    overrides: z.array(z.string()),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Connection' });
const integrationView = z
  .object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    providers: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        auth: z.enum(['oauth2', 'credentials']),
        configured: z.boolean(),
        reason: z.string().optional(),
        form: z
          .object({ schema: facts, secretFields: z.array(z.string()) })
          .optional()
          .describe('What a person is asked for: JSON Schema of `credentials`'),
      }),
    ),
    features: z.array(featureReport),
  })
  .meta({ id: 'Integration' });
const job = z.object({ id: z.string(), state: z.string(), done: z.number(), total: z.number().nullable(), message: z.string().nullable() });

/** Begins for a person in this browser, or for a key anywhere. A browser gets the cookie that the callback asks for. */
export async function beginHere(call: Pick<ApiCall, 'hub' | 'actor' | 'workspaceId' | 'reply'>, input: BeginHere) {
  const { hub, actor, workspaceId, reply } = call;
  const browserBinding = actor.kind === 'person' ? makeBrowserBinding() : undefined;
  const begun = await hub.connections.begin({ ...input, workspaceId, actor, ...(browserBinding === undefined ? {} : { browserBinding }) });
  if (browserBinding !== undefined) {
    reply.setCookie(cookieNameOf(begun.state), browserBinding, {
      httpOnly: true,
      sameSite: 'lax',
      secure: hub.connections.publicUrl.startsWith('https:'),
      path: `/integrations/${input.integration}/callback`,
      maxAge: 600,
    });
  }
  return begun;
}
interface BeginHere {
  integration: string;
  provider: string;
  features?: readonly string[] | undefined;
  label?: string | undefined;
  connectionId?: ConnectionId | undefined;
  returnTo?: string | undefined;
}
const addressCheck = z
  .object({
    state: z.enum(['ok', 'wrong', 'this_machine', 'not_ours']),
    /** Where providers are told to send. */
    url: z.string(),
    sentence: z.string(),
    /** What mends it. */
    remedy: z.string().nullable(),
  })
  .meta({ id: 'AddressCheck' });
const connectionId = id.transform((value) => value as ConnectionId);

export const connectionRoutes = [
  apiRoute({
    method: 'GET',
    path: '/integrations',
    summary: 'What there is to connect, and what works',
    permission: 'connections:read',
    responses: { 200: z.object({ data: z.array(integrationView) }) },
    handler: async ({ hub, workspaceId, actor }) => ({ data: await hub.connections.overview(workspaceId, actor) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/connections',
    summary: 'Connected accounts, newest first',
    permission: 'connections:read',
    query: pageQuery.extend({ integration: name.optional(), provider: name.optional(), status: z.enum(['active', 'reauthorize', 'disabled']).optional() }),
    responses: { 200: pageOf(connectionView) },
    handler: async ({ hub, workspaceId, actor }, { query: { cursor, ...query } }) => {
      const [before] = decodeCursor(cursor) ?? [];
      if (cursor !== undefined && typeof before !== 'string')
        throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not readable' }] });
      const { rows, more } = await hub.connections.list(workspaceId, actor, { ...query, before: before as string | undefined });
      const last = rows.at(-1);
      return { data: rows.map(hub.connections.view), nextCursor: more && last ? encodeCursor([last.id]) : null };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/connections',
    summary: 'Connect with a key or password; it is proven by a real call before it is stored',
    permission: 'connections:write',
    body: z.strictObject({ integration: name, provider: name, label: label.optional(), credentials: facts, settings: facts.optional() }),
    responses: { 201: connectionView },
    handler: async ({ hub, workspaceId, actor }, { body }) => hub.connections.view(await hub.connections.addWithCredentials({ ...body, workspaceId, actor })),
  }),
  apiRoute({
    method: 'POST',
    path: '/connections/authorize',
    summary: 'Begin to sign in at a provider: an address for the browser, good once and for ten minutes',
    permission: 'connections:write',
    body: z.strictObject({
      integration: name,
      provider: name,
      features: z.array(z.string().max(100)).max(100).optional(),
      label: label.optional(),
      connectionId: connectionId.optional(),
      returnTo: z.string().max(2000).optional(),
    }),
    responses: { 201: z.object({ authorizeUrl: z.url(), state: z.string(), expiresAt: instant }) },
    handler: async (call, { body }) => {
      const begun = await beginHere(call, body);
      return { ...begun, expiresAt: begun.expiresAt.toISOString() };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/connections/:id',
    summary: 'One connected account',
    permission: 'connections:read',
    params: byId,
    responses: { 200: connectionView },
    handler: async ({ hub, workspaceId, actor }, { params }) => hub.connections.view(await hub.connections.get(workspaceId, actor, params.id as ConnectionId)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/connections/:id',
    summary: 'Rename it, change its settings, switch it off and on',
    permission: 'connections:write',
    params: byId,
    body: z.strictObject({ label: label.optional(), settings: facts.optional(), enabled: z.boolean().optional() }),
    responses: { 200: connectionView },
    handler: async ({ hub, workspaceId, actor }, { params, body }) =>
      hub.connections.view(await hub.connections.patch(workspaceId, actor, params.id as ConnectionId, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/connections/:id',
    summary: 'Remove it: its credentials are deleted, and the provider is told where it can be',
    permission: 'connections:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ hub, workspaceId, actor }, { params }) => hub.connections.remove(workspaceId, actor, params.id as ConnectionId),
  }),
  apiRoute({
    method: 'POST',
    path: '/connections/:id/verify',
    summary: 'Prove it by a real call now',
    permission: 'connections:write',
    params: byId,
    responses: { 200: connectionView },
    handler: async ({ hub, workspaceId, actor }, { params }) =>
      hub.connections.view(await hub.connections.verify(workspaceId, actor, params.id as ConnectionId)),
  }),
  apiRoute({
    method: 'POST',
    path: '/connections/:id/check-address',
    summary: 'Send a signed webhook through the public address now, and say which setting is wrong where it does not arrive',
    permission: 'connections:write',
    params: byId,
    responses: { 200: addressCheck },
    async handler({ hub, workspaceId, actor }, { params }) {
      const connection = await hub.connections.get(workspaceId, actor, params.id as ConnectionId);
      const integration = hub.integrations.get(connection.integration);
      const url = hub.config.publicUrl.replace(/\/$/, '');
      const found =
        integration &&
        (await selfTestConnection(integration, connection, url, (field) => hub.connections.secretField(workspaceId, params.id as ConnectionId, field)));
      if (!found) return { state: 'not_ours' as const, url, sentence: 'Only this provider can sign, so nothing can be sent in its place.', remedy: null };
      const { ok, sentence, remedy = null } = found;
      if (ok && isLoopback(url))
        return {
          state: 'this_machine' as const,
          url,
          sentence: 'Webhooks pass here, but nobody else reaches this address.',
          remedy: 'Set PATCHBAY_URL to the address that the world sees.',
        };
      return {
        state: ok ? ('ok' as const) : ('wrong' as const),
        url,
        sentence: ok ? 'Webhooks arrive as they were signed; others are refused.' : `The address ${sentence}`,
        remedy,
      };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/connections/:id/sync',
    summary: 'Read everything new now',
    permission: 'connections:write',
    params: byId,
    responses: { 202: z.object({ job }) },
    handler: async ({ hub, workspaceId, actor }, { params }) => ({ job: await hub.connections.sync(workspaceId, actor, params.id as ConnectionId) }),
  }),
];
