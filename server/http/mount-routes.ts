import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FileId, Integration, UploadedFile } from '#sdk';
import { PatchbayError } from '#sdk';
import { download, storeUpload } from '../api/files.ts';
import type { Hub } from '../hub.ts';
import type { ApiCall, ApiRoute } from './api-route.ts';
import { authorise, type Caller } from './authorise.ts';

/** RFC 9457, as every route may answer. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    remedy: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
  interface FastifyContextConfig {
    permission?: ApiRoute['permission'];
  }
}

/** Turns a table of routes into Fastify routes: schemas, permission, call, answer. */
export function mountRoutes(app: FastifyInstance, hub: Hub, routes: readonly ApiRoute[], tag: string): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      config: { permission: route.permission },
      schema: {
        summary: route.summary,
        tags: [tag],
        ...(route.params ? { params: route.params } : {}),
        ...(route.query ? { querystring: route.query } : {}),
        ...(route.body ? { body: route.body } : {}),
        // Only described, not used to serialise: errors are written by `sendProblem`.
        response: { ...route.responses, default: problem },
        ...(route.permission === 'public' ? { security: [] } : {}),
      },
      // Before the body is read: a stranger learns nothing of its shape.
      onRequest: async (request) => {
        authorise(request.caller, route.permission);
      },
      handler: async (request, reply) => {
        const call = callOf(hub, route.permission, request.caller, request, reply);
        const input = { params: request.params, query: request.query, body: request.body } as never;
        const result = await route.handler(call, input);
        // Whoever hears a sound leaves it half-way: it is answered all the same.
        if (reply.sent || reply.raw.headersSent || result === reply) return reply;
        if (reply.statusCode === 200) reply.status(Math.min(...Object.keys(route.responses).map(Number)));
        return result ?? null;
      },
    });
  }
}

function callOf(hub: Hub, permission: ApiRoute['permission'], caller: Caller | undefined, request: ApiCall['request'], reply: ApiCall['reply']): ApiCall {
  if (!caller && permission !== 'public') throw new PatchbayError('unauthenticated');
  return {
    hub,
    get actor() {
      if (!caller) throw new PatchbayError('unauthenticated');
      return caller.actor;
    },
    get workspaceId() {
      if (!caller) throw new PatchbayError('unauthenticated');
      return caller.workspaceId;
    },
    requestId: request.id,
    request,
    reply,
    async context() {
      if (!caller) throw new PatchbayError('unauthenticated');
      return hub.contextFor({ workspaceId: caller.workspaceId, actor: caller.actor });
    },
    async crm() {
      if (!caller) throw new PatchbayError('unauthenticated');
      return hub.crm.crmFor({ workspaceId: caller.workspaceId, actor: caller.actor });
    },
  };
}

/** An integration's `urls.ts` below `/api/v1/<name>` (or `/api/v1`, where a route says so), its handlers given a context instead of a call. */
export function integrationRoutes(hub: Hub, integration: Integration): ApiRoute[] {
  return integration.urls.map((url) => ({
    ...url,
    path: url.isTopLevel ? url.path : (`/${integration.name}${url.path}` as const),
    handler: async (call: ApiCall, input: never) => {
      const file = url.upload ? await fileOf(call, url.upload.maxBytes) : undefined;
      const ctx = await hub.contextFor({ workspaceId: call.workspaceId, actor: call.actor, integration: integration.name });
      const result = await url.handler(ctx, file ? ({ ...(input as object), file } as never) : input);
      return url.sendsFile ? download(call, call.workspaceId, result as FileId) : result;
    },
  }));
}

async function fileOf(call: ApiCall, maxBytes: number): Promise<UploadedFile> {
  const { stored, name, fields } = await storeUpload(call, maxBytes);
  return { ...stored, name: name ?? null, fields };
}
