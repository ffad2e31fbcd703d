import { asId, type Context, type FileId, PatchbayError, publicRoute } from '#sdk';
import { publicRoutes as preferences } from '../preferences/public.ts';
import { FILE_LINK } from '../sending/file-links.ts';
import { publicRoutes as tracking } from '../tracking/public.ts';

const files = [
  publicRoute({
    method: 'GET',
    path: '/f/:token',
    workspace: { by: 'token', purpose: FILE_LINK, param: 'token' },
    perMinute: 120,
    async handler(ctx: Context, { data }) {
      const { stream, size } = await ctx.files.open(asId<FileId>(String(data.f))).catch(() => {
        throw new PatchbayError('not_found', { detail: 'This file is not here any more.' });
      });
      return {
        stream,
        size,
        // Whatever it says it is: it is saved, and never opened as a page of ours.
        contentType: 'application/octet-stream',
        headers: {
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(String(data.n)).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
          'x-robots-tag': 'noindex, nofollow',
          'referrer-policy': 'no-referrer',
        },
      };
    },
  }),
];

/** For people without an account: pixels, links, files that were too large, and the page on which they choose what they get. */
export const publicRoutes = [...tracking, ...preferences, ...files];
