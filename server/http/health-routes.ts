import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from '#platform/telemetry/metrics';
import { PatchbayError, type Secret } from '#sdk';

interface HealthOptions {
  /** Answers when the hub can serve: schema current, database reachable. */
  isReady: () => Promise<{ ready: boolean; reason?: string }>;
  metrics: Metrics;
  metricsToken: Secret | undefined;
}

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: for loopback, or with the token. */
export function healthRoutes(app: FastifyInstance, { isReady, metrics, metricsToken }: HealthOptions): void {
  const hide = { schema: { hide: true } };
  app.get('/healthz', hide, async () => ({ status: 'ok' }));
  app.get('/readyz', hide, async (_request, reply) => {
    const state = await isReady();
    return reply.status(state.ready ? 200 : 503).send(state.ready ? { status: 'ready' } : { status: 'waiting', reason: state.reason });
  });
  app.get('/metrics', hide, async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken)) throw new PatchbayError('not_found');
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

function mayReadMetrics(request: FastifyRequest, token: Secret | undefined): boolean {
  if (token) {
    const given = Buffer.from(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
    const wanted = Buffer.from(token.reveal());
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
  // A proxy on this machine makes every visitor look like loopback: its forwarding header gives it away.
  const address = request.socket.remoteAddress ?? '';
  return (address === '::1' || /^(::ffff:)?127\./.test(address)) && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
}
