import '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cookieNameOf } from '#platform/connections/oauth-state';
import { withQuery } from '#platform/connections/return-to';
import { type ConnectionId, PatchbayError } from '#sdk';
import { authentication } from '../http/authentication.ts';
import { authorise } from '../http/authorise.ts';
import type { Hub } from '../hub.ts';
import { beginHere } from './connections.ts';
import { id } from './people.ts';

const params = z.object({ name: z.string().max(60) });
const connectQuery = z.object({
  provider: z.string().max(60),
  features: z.string().max(2000).optional(),
  connectionId: id.optional(),
  returnTo: z.string().max(2000).optional(),
});
/** Providers add what they like (scope, session_state, iss): the rest is let by. A parameter given twice is refused. */
const callbackQuery = z.object({
  state: z.string().max(200).default(''),
  code: z.string().max(8000).optional(),
  error: z.string().max(500).optional(),
});
const DEFAULT_RETURN = '/connections';

function read<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PatchbayError('invalid_input', { errors: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) });
}

const wantsJson = (request: FastifyRequest): boolean => {
  const accept = request.headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
};

/** Sends the signed-in person's browser to the provider. */
export async function connect(hub: Hub, request: FastifyRequest, reply: FastifyReply) {
  // Some other page must not begin a sign-in in this person's name.
  if (request.headers['sec-fetch-site'] === 'cross-site') throw new PatchbayError('csrf');
  const { caller } = request;
  authorise(caller, 'connections:write');
  if (!caller) throw new PatchbayError('unauthenticated');
  const { name } = read(params, request.params);
  const { provider, features, connectionId, returnTo } = read(connectQuery, request.query);
  const begun = await beginHere(
    { hub, actor: caller.actor, workspaceId: caller.workspaceId, reply },
    {
      integration: name,
      provider,
      returnTo: returnTo ?? DEFAULT_RETURN,
      ...(features === undefined ? {} : { features: features.split(',') }),
      ...(connectionId === undefined ? {} : { connectionId: connectionId as ConnectionId }),
    },
  );
  return reply.header('cache-control', 'no-store').redirect(begun.authorizeUrl, 302);
}

/** The browser comes back. Nobody needs to be signed in: the state, and in a browser its cookie, say who began. */
export async function callback(hub: Hub, request: FastifyRequest, reply: FastifyReply) {
  const { name } = read(params, request.params);
  const json = wantsJson(request);
  // The address holds the code: it must not be kept, nor be told to the next page.
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  let to = DEFAULT_RETURN;
  try {
    const query = read(callbackQuery, request.query);
    const cookieName = cookieNameOf(query.state);
    const browserBinding = request.cookies[cookieName];
    if (browserBinding !== undefined) reply.clearCookie(cookieName, { path: `/integrations/${name}/callback` });
    const done = await hub.connections.complete({ ...query, integration: name, browserBinding });
    to = done.returnTo ?? DEFAULT_RETURN;
    if (done.error) throw done.error;
    if (json) return { connection: hub.connections.view(done.row), missing: done.missing };
    return reply.redirect(withQuery(to, { connection: done.row.id }), 302);
  } catch (error) {
    if (json || !(error instanceof PatchbayError)) throw error;
    return reply.redirect(withQuery(to, { error: error.code, detail: error.message }), 302);
  }
}

/** `GET /integrations/:name/connect` and `/callback`, outside `/api/v1`. */
export async function oauthRoutes(app: FastifyInstance, hub: Hub): Promise<void> {
  app.get('/integrations/:name/callback', (request, reply) => callback(hub, request, reply));
  await app.register(async (scope) => {
    authentication(scope, hub.access);
    scope.get('/integrations/:name/connect', (request, reply) => connect(hub, request, reply));
  });
}
