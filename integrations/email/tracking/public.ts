import { type Context, type LinkData, PatchbayError, publicRoute } from '#sdk';
import { follow } from './follow.ts';
import { isRedirectable, type Subject } from './links.ts';

/** One transparent pixel, 43 bytes. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
const QUIET = { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' };
const nowhere = () => new PatchbayError('not_found', { detail: 'This link leads nowhere any more.' });

function subjectOf(data: LinkData): Subject {
  if (typeof data.r === 'string') return { r: data.r };
  if (typeof data.m === 'string') return { m: data.m };
  if (typeof data.c === 'string') return { c: data.c };
  throw nowhere();
}

/** Many recipients look out of one company's network at once. */
const PER_MINUTE = 1200;

export const publicRoutes = [
  publicRoute({
    method: 'GET',
    path: '/t/o/:token',
    workspace: { by: 'token', purpose: 'open', param: 'token' },
    perMinute: PER_MINUTE,
    async handler(ctx: Context, { data, request }) {
      // A picture is shown whatever we make of it.
      await follow(ctx, { kind: 'open', subject: subjectOf(data), request }).catch((error: unknown) =>
        ctx.log.warn({ error: String(error) }, 'an open was not written down'),
      );
      return { bytes: PIXEL, contentType: 'image/gif', headers: { 'cache-control': 'no-store, no-cache, private, max-age=0' } };
    },
  }),
  publicRoute({
    method: 'GET',
    path: '/t/c/:token',
    workspace: { by: 'token', purpose: 'click', param: 'token' },
    perMinute: PER_MINUTE,
    async handler(ctx: Context, { data, request }) {
      if (typeof data.l !== 'string') throw nowhere();
      const { url } = await follow(ctx, { kind: 'click', subject: subjectOf(data), linkId: data.l, request });
      // Checked when it was written, and again: nothing else of ours ever redirects to another house.
      if (url === undefined || !isRedirectable(url)) throw nowhere();
      return { redirect: url, status: 302, headers: QUIET };
    },
  }),
];
