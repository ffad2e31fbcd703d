import { createHash } from 'node:crypto';
import type { Context } from '#sdk';
import type { LinkMaker } from '../templates/liquid.ts';

/** The same address has the same id for ever: writing it again is no work, and the token holds nothing to be changed. */
export const linkIdOf = (url: string): string => createHash('sha256').update(url).digest('base64url').slice(0, 22);

/** Only these leave by a redirect of ours. */
export function isRedirectable(url: string): boolean {
  if (url.length > 4_000 || !/^https?:\/\//i.test(url)) return false;
  try {
    const { hostname, username, password } = new URL(url);
    return hostname !== '' && username === '' && password === '';
  } catch {
    return false;
  }
}

/** `r`: a recipient of a campaign. `m`: one mail. `c`: a campaign, in aggregate: nobody in particular. */
export type Subject = { r: string } | { m: string } | { c: string };

export interface Tracker {
  /** The maker of one mail's links; what it meets is gathered in `links`. */
  makerFor(subject: Subject, tracking: { opens: boolean; clicks: boolean }): LinkMaker;
  /** Links met since the last time, to be written before the mail leaves. */
  takeLinks(): { id: string; url: string }[];
}

/** Makes the tokens of many mails without awaiting anything in between. */
export async function trackerOf(ctx: Context): Promise<Tracker> {
  const [open, click] = [await ctx.links.signer('open'), await ctx.links.signer('click')];
  const known = new Set<string>();
  let fresh: { id: string; url: string }[] = [];
  const idOf = new Map<string, string>();
  return {
    makerFor: (subject, { opens, clicks }) => ({
      link(href) {
        let id = clicks ? idOf.get(href) : undefined;
        if (!id) {
          if (!clicks || !isRedirectable(href)) return href.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
          id = linkIdOf(href);
          if (idOf.size > 20_000) idOf.clear();
          idOf.set(href, id);
        }
        if (!known.has(id)) {
          if (known.size > 50_000) known.clear();
          known.add(id);
          fresh.push({ id, url: href });
        }
        return ctx.links.url(`/t/c/${click({ ...subject, l: id })}`);
      },
      pixel: () =>
        opens
          ? `<img src="${ctx.links.url(`/t/o/${open({ ...subject })}.gif`)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`
          : '',
    }),
    takeLinks() {
      const taken = fresh;
      fresh = [];
      return taken;
    },
  };
}
