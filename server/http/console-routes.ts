import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { PatchbayError } from '#sdk';
import type { Hub } from '../hub.ts';
import { browserHosts } from './browser-hosts.ts';
import { dropPageHeaders } from './page-headers.ts';
import { sendProblem } from './problem.ts';

const IS_PART = /\.(?:js|css|woff2)(?:\.(?:br|gz))?$/;

/** The built console: its page with a fresh nonce for each answer, its assets immutable by their hashed names. */
export async function consoleRoutes(app: FastifyInstance, hub: Hub): Promise<void> {
  const folder = hub.consoleFolder;
  const page = join(folder, 'index.html');
  if (existsSync(page))
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      preCompressed: true,
      immutable: true,
      maxAge: '1y',
      schemaHide: true,
      setHeaders(reply, path) {
        if (IS_PART.test(path)) dropPageHeaders(reply);
      },
    });
  const html = existsSync(page) ? await readFile(page, 'utf8') : undefined;
  app.setNotFoundHandler(async (request, reply) => {
    const wantsPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      (request.headers.accept ?? '').includes('text/html') &&
      !request.url.startsWith('/integrations/');
    if (!wantsPage || html === undefined) return sendProblem(reply, request, new PatchbayError('not_found'));
    const hosts = await browserHosts(hub, request.headers.cookie);
    if (hosts.length > 0)
      reply.header(
        'content-security-policy',
        String(reply.getHeader('content-security-policy')).replace("connect-src 'self'", `connect-src 'self' ${hosts.join(' ')}`),
      );
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html.replaceAll('%NONCE%', reply.cspNonce.style));
  });
}
