import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Credentials } from '#platform/access/authenticate';
import { PatchbayError } from '#sdk';
import type { Caller } from './authorise.ts';

interface Access {
  publicUrl: string;
  cookieName: string;
  authenticate(credentials: Credentials): Promise<Caller | undefined>;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(', ') : value);

/**
 * Where a browser says the request comes from. `Sec-Fetch-Site` cannot be set by a page; browsers leave it out on plain
 * http outside localhost, where the `Origin` must be ours.
 */
export function originOf(headers: FastifyRequest['headers'], publicUrl: string): 'same' | 'foreign' | 'unknown' {
  const site = single(headers['sec-fetch-site']);
  if (site !== undefined) return site === 'same-origin' ? 'same' : 'foreign';
  if (headers.origin !== undefined) return headers.origin === publicUrl ? 'same' : 'foreign';
  return 'unknown';
}

/** @throws PatchbayError csrf for an unsafe request whose cookie some other page may have sent along */
export function assertOwnPage(request: Pick<FastifyRequest, 'method' | 'headers'>, publicUrl: string, hasSession: boolean): void {
  if (SAFE.has(request.method)) return;
  const origin = originOf(request.headers, publicUrl);
  // Without a session there is nothing to abuse but the sign-in form: a program that says no origin may use it, a foreign page not.
  if (origin === 'foreign' || (hasSession && origin === 'unknown')) throw new PatchbayError('csrf');
}

/** Fills `request.caller`. Routes decide whether they need one. */
export function authentication(app: FastifyInstance, access: Access): void {
  app.addHook('onRequest', async (request) => {
    const { authorization, cookie } = request.headers;
    // A key is sent on purpose, so no page can borrow it.
    if (authorization === undefined) assertOwnPage(request, access.publicUrl, cookie?.includes(access.cookieName) ?? false);
    const workspaceHeader = single(request.headers['x-workspace']);
    request.caller = await access.authenticate({
      ...(authorization === undefined ? {} : { authorization }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(workspaceHeader === undefined ? {} : { workspaceHeader }),
    });
  });
}
