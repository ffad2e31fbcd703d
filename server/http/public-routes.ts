import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Context, INSTALLATION_WORKSPACE, PatchbayError, type PublicAnswer, type PublicRouteDefinition, toProblem } from '#sdk';
import type { Hub } from '../hub.ts';
import { toPatchbayError } from './problem.ts';
import { addressOf, holdTo } from './rate-limits.ts';

const MAX_BODY = 64 * 1024;
const NOBODY_ELSE = 'This address leads nowhere any more.';

/**
 * Pages and endpoints of integrations for people without an account. Knows no session and sets no cookie, so nothing here
 * can be done in a signed-in person's name. A scope of its own: forms are read here and nowhere else.
 */
export function publicRoutes(hub: Hub): FastifyPluginAsync {
  return async (scope: FastifyInstance) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: MAX_BODY }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.setErrorHandler((error, request, reply) => sendFailure(reply, request, error));
    for (const integration of hub.integrations.values())
      for (const route of integration.publicRoutes ?? [])
        scope.route({
          method: route.method,
          url: route.path,
          bodyLimit: MAX_BODY,
          // A scanner that only asks for headers has opened nothing.
          exposeHeadRoute: false,
          schema: { hide: true },
          async handler(request, reply) {
            holdTo(reply, await hub.rateLimits.consume('strangers', `${route.path} ${addressOf(request.ip)}`, route.perMinute));
            const { workspaceId, ...found } = await whose(hub, route, request.params as Record<string, string>);
            const ctx: Context = await hub.contextFor({
              workspaceId,
              actor: { kind: 'system', reason: `public page ${route.path}` },
              integration: integration.name,
            });
            const answer = await route.handler(ctx, {
              params: request.params,
              query: read(route.query, request.query, ''),
              body: read(route.body, request.body, ''),
              ...found,
              request: {
                url: `${hub.config.publicUrl.replace(/\/$/, '')}${request.raw.url ?? ''}`,
                userAgent: request.headers['user-agent'],
                languages: languagesOf(request.headers['accept-language']),
                remoteAddress: request.ip,
              },
            } as never);
            return send(reply, route, answer);
          },
        });
  };
}

/** Whose page it is, and what the name or token says. @throws PatchbayError not_found */
async function whose(hub: Hub, { workspace }: PublicRouteDefinition<Context>, params: Record<string, string>) {
  const none = { subjectId: '', data: {} };
  if (workspace.by === 'nobody') return { workspaceId: INSTALLATION_WORKSPACE, ...none };
  const value = params[workspace.param] ?? '';
  if (workspace.by === 'name') {
    const named = await hub.links.findName(workspace.space, value);
    if (named) return { ...none, ...named };
  } else {
    const opened = await hub.links.openToken(workspace.purpose, value.replace(/\.[a-z]{3,4}$/, ''));
    if (opened) return { ...none, ...opened };
  }
  throw new PatchbayError('not_found', { detail: NOBODY_ELSE, remedy: 'Ask whoever gave it to you for a new one.' });
}

function read(shape: z.ZodType | undefined, given: unknown, root: string): unknown {
  if (!shape) return undefined;
  const { success, data, error } = shape.safeParse(given ?? {});
  if (success) return data;
  throw new PatchbayError('invalid_input', { errors: error.issues.map(({ path, message }) => ({ path: [root, ...path].filter(String).join('.'), message })) });
}

function send(reply: FastifyReply, route: PublicRouteDefinition<Context>, answer: PublicAnswer): FastifyReply {
  reply.status(answer.status ?? ('redirect' in answer ? 302 : 200));
  reply.header('cache-control', 'no-store');
  if (route.framable) {
    const policy = String(reply.getHeader('content-security-policy') ?? '');
    reply.header('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *')).removeHeader('x-frame-options');
  }
  reply.headers({ ...answer.headers });
  if ('redirect' in answer) return reply.header('location', answer.redirect).send('');
  if ('html' in answer) return reply.type('text/html; charset=utf-8').send(answer.html(reply.cspNonce));
  if ('bytes' in answer) return reply.type(answer.contentType).send(typeof answer.bytes === 'string' ? answer.bytes : Buffer.from(answer.bytes));
  if ('stream' in answer)
    return reply
      .type(answer.contentType)
      .header('content-length', answer.size)
      .send(Readable.from(answer.stream, { objectMode: false }));
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.json));
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Problem+json for programs, a plain page for people. */
function sendFailure(reply: FastifyReply, request: FastifyRequest, error: unknown): FastifyReply {
  const known = toPatchbayError(error);
  const problem = toProblem(known, request.id);
  if (known.details.retryAfterMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(known.details.retryAfterMs / 1000)));
  reply.status(problem.status).header('cache-control', 'no-store');
  if (!(request.headers.accept ?? '').includes('text/html')) return reply.type('application/problem+json').send(JSON.stringify(problem));
  const nonce = reply.cspNonce?.style ?? '';
  return reply
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(problem.title)}</title>` +
        `<style nonce="${nonce}">body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.25rem;color-scheme:light dark}h1{font-size:1.25rem}</style>` +
        `<main><h1>${escaped(problem.detail)}</h1>${problem.remedy ? `<p>${escaped(problem.remedy)}</p>` : ''}<p><small>${escaped(problem.code)} · ${escaped(problem.requestId)}</small></p></main></html>`,
    );
}

/** Accept-Language of RFC 9110 §12.5.4, best first. */
export function languagesOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .slice(0, 20)
    .flatMap((part, index) => {
      const [tag = '', ...parameters] = part.split(';').map((each) => each.trim());
      const q = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
      return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) && q > 0 ? [{ tag, q, index }] : [];
    })
    .sort((a, b) => b.q - a.q || a.index - b.index)
    .map(({ tag }) => tag);
}
