import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Allowance, RateLimits } from '#platform/access/rate-limits';
import { actorName } from '#platform/access/roles';
import { PatchbayError } from '#sdk';

/** The three headers of the IETF draft that clients read, in whole seconds. */
export function rateLimitHeaders({ limit, remaining, resetMs }: Allowance): Record<string, string> {
  return { 'ratelimit-limit': String(limit), 'ratelimit-remaining': String(remaining), 'ratelimit-reset': String(Math.ceil(resetMs / 1000)) };
}

/** Says how much is left, and stops when nothing is. `Retry-After` is written with the problem. */
export function holdTo(reply: FastifyReply, allowance: Allowance): void {
  reply.headers(rateLimitHeaders(allowance));
  if (!allowance.isAllowed) throw new PatchbayError('rate_limited', { retryAfterMs: allowance.resetMs });
}

/** IPv6 by the /64 that one subscriber gets; everything else as it is. */
export function addressOf(ip: string): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip.replace('::ffff:', '');
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const full = tail === undefined ? groups : [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0'), ...rest];
  return `${full.slice(0, 4).join(':')}::/64`;
}

const isSignIn = (method: string, route: string | undefined) =>
  method === 'POST' && route !== undefined && /\/auth\/(sign-in|set-up|accept-invitation|forgot-password|reset-password|totp\/.+)$|\/me\/password$/.test(route);

/** After authentication. Calls of nobody known are counted by address; those that check a password by address too, and sooner. */
export function rateLimits(app: FastifyInstance, limits: RateLimits): void {
  app.addHook('onRequest', async (request, reply) => {
    const { caller, ip } = request;
    holdTo(reply, await limits.consume('calls', caller ? actorName(caller.actor) : `address:${addressOf(ip)}`));
    if (isSignIn(request.method, request.routeOptions.url)) holdTo(reply, await limits.consume('signIn', addressOf(ip)));
  });
}
