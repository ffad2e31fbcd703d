import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fingerprintOf, type Idempotency } from '#platform/access/idempotency';
import { actorName } from '#platform/access/roles';
import { PatchbayError } from '#sdk';

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Longer answers are lists or files, which writes do not give. */
const LONGEST = 1024 * 1024;

/** Writes of a known caller with an `Idempotency-Key` run once; a repetition gets the kept answer. After `authentication`. */
export function idempotency(app: FastifyInstance, store: Idempotency): void {
  const claims = new WeakMap<FastifyRequest, string>();

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    const { caller } = request;
    if (key === undefined || !caller || !WRITES.has(request.method)) return;
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw new PatchbayError('invalid_input', { errors: [{ path: 'Idempotency-Key', message: 'up to 255 visible characters' }] });
    }
    const found = await store.begin({
      workspaceId: caller.workspaceId,
      caller: actorName(caller.actor),
      key,
      // A multipart body is not read yet; then the address alone has to do.
      fingerprint: fingerprintOf(request.method, request.url, request.body),
    });
    if ('claim' in found) {
      claims.set(request, found.claim);
      return;
    }
    const { status, contentType, body } = found.answer;
    return reply.header('idempotent-replayed', 'true').status(status).type(contentType).send(body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const claim = claims.get(request);
    if (!claim || !request.caller) return payload;
    claims.delete(request);
    const isText = (typeof payload === 'string' && payload.length <= LONGEST) || payload === null || payload === undefined;
    const status = isText ? reply.statusCode : 500;
    // Kept before it is sent. A client that never got the answer asks again and finds it.
    await store.end(request.caller.workspaceId, claim, {
      status,
      contentType: String(reply.getHeader('content-type') ?? 'application/json'),
      body: typeof payload === 'string' ? payload : '',
    });
    return payload;
  });
}
