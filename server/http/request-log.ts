import type { FastifyInstance } from 'fastify';
import type { RequestLog } from '#platform/access/request-log';
import { actorId } from '#platform/access/roles';
import { type Clock, INSTALLATION_WORKSPACE } from '#sdk';

/** One line per answered call. The route's pattern is kept, not the address: that may hold a token. */
export function logRequests(app: FastifyInstance, { log, clock }: { log: RequestLog; clock: Clock }): void {
  app.addHook('onResponse', async (request, reply) => {
    const { caller } = request;
    const id = caller && actorId(caller.actor);
    log.add({
      workspaceId: caller?.workspaceId ?? INSTALLATION_WORKSPACE,
      at: clock.now(),
      actorKind: caller?.actor.kind === 'person' || caller?.actor.kind === 'key' ? caller.actor.kind : 'nobody',
      ...(id ? { actorId: id } : {}),
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      requestId: request.id,
      ip: request.ip,
    });
  });
}
