import type { FastifyInstance } from 'fastify';
import type { Hub } from '../hub.ts';
import { authentication } from './authentication.ts';
import { idempotency } from './idempotency.ts';
import { rateLimits } from './rate-limits.ts';
import { logRequests } from './request-log.ts';

/** What every call to the API passes, in this order: who is it, may it go on, was it made before; and one line about it. */
export function apiGuards(app: FastifyInstance, hub: Hub): void {
  logRequests(app, { log: hub.requestLog, clock: hub.clock });
  authentication(app, hub.access);
  rateLimits(app, hub.rateLimits);
  idempotency(app, hub.idempotency);
}
