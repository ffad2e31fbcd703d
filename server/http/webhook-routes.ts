import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Inbox } from '#platform/inbox/inbox';
import { sendProblem } from './problem.ts';

const MEGABYTE = 1024 * 1024;
const NO_BODY = Buffer.alloc(0);

interface WebhookRoutesOptions {
  inbox: Pick<Inbox, 'receive' | 'webhooks'>;
  /** Signatures over an address are checked against this origin, never against a header that a proxy or a stranger wrote. */
  publicUrl: string;
}

/**
 * Carries webhooks to the inbox and its answers back; knows nothing of either. A scope of its own, because what is signed
 * are the bytes as they came: no parser may touch them, whatever content type they claim.
 */
export function webhookRoutes({ inbox, publicUrl }: WebhookRoutesOptions): FastifyPluginAsync {
  const origin = publicUrl.replace(/\/$/, '');
  return async (scope: FastifyInstance) => {
    scope.removeAllContentTypeParsers();
    // The common types by name: for any other one the header is taken apart first.
    for (const type of ['application/json', 'application/x-www-form-urlencoded', '*'])
      scope.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.setErrorHandler((error, request, reply) => sendProblem(reply.header('connection', 'close'), request, error));

    for (const { integration, provider, topic, methods, maxBodyBytes } of inbox.webhooks()) {
      scope.route({
        method: [...methods],
        url: `/integrations/${integration}/webhooks/${provider}${topic ? `/${topic}` : ''}`,
        bodyLimit: maxBodyBytes ?? MEGABYTE,
        exposeHeadRoute: false,
        // Nobody shows an answer to a machine as a page.
        helmet: false,
        schema: { hide: true },
        async handler(request, reply) {
          const { connection } = request.query as { connection?: unknown };
          const answer = await inbox.receive({
            integration,
            provider,
            ...(topic ? { topic } : {}),
            // Named twice it is nobody's: two readers could take different ones.
            ...(connection === undefined ? {} : { connectionId: typeof connection === 'string' ? connection : '' }),
            method: request.method,
            url: `${origin}${request.raw.url ?? ''}`,
            headers: headersOf(request),
            rawBody: Buffer.isBuffer(request.body) ? request.body : NO_BODY,
            requestId: request.id,
          });
          reply.status(answer.status);
          for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value);
          return reply.send(answer.body);
        },
      });
    }
  };
}

/** One text per name. Node joins repeated ones; only `set-cookie` stays a list, and nobody sends that. */
function headersOf(request: FastifyRequest): Record<string, string | undefined> {
  const { headers } = request.raw;
  return (headers['set-cookie'] ? { ...headers, 'set-cookie': undefined } : headers) as Record<string, string | undefined>;
}
