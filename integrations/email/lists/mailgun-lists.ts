import { z } from 'zod';
import type { ConnectedContext } from '#sdk';
import { mailgunUrl } from '../client/mailgun.ts';
import type { SuppressionReason } from '../models/delivery.ts';
import { isGone, type RemoteEntry, type RemoteLists } from './remote-lists.ts';

const PAGE = 1000;
const MOST_PAGES = 1000;
const page = z.object({
  items: z.array(z.object({ address: z.string(), code: z.string().optional(), error: z.string().optional(), created_at: z.string() })),
  paging: z.object({ next: z.string() }),
});
const kinds: readonly { path: string; reason: SuppressionReason }[] = [
  { path: 'bounces', reason: 'hard_bounce' },
  { path: 'complaints', reason: 'complaint' },
  { path: 'unsubscribes', reason: 'unsubscribed' },
];
const pathOf = (reason: SuppressionReason): string => (reason === 'complaint' ? 'complaints' : reason === 'unsubscribed' ? 'unsubscribes' : 'bounces');

async function* read(ctx: ConnectedContext): AsyncIterable<readonly RemoteEntry[]> {
  for (const { path, reason } of kinds) {
    let url = `${mailgunUrl(ctx, path)}?limit=${PAGE}`;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const { body } = await ctx.http.request({ method: 'GET', url, operation: 'email.mailgun.read-list', lane: 'backfill' });
      const { items, paging } = page.parse(body);
      // Its end is an empty page.
      if (items.length === 0) break;
      yield items.map((each) => {
        const at = new Date(each.created_at);
        return {
          address: each.address.trim().toLowerCase(),
          reason,
          since: Number.isNaN(at.getTime()) ? ctx.clock.now() : at,
          evidence: { list: path, ...(each.error ? { quote: each.error.slice(0, 500) } : {}), ...(each.code ? { code: each.code } : {}) },
        };
      });
      url = paging.next;
    }
  }
}

export const mailgunLists: RemoteLists = {
  read,
  async add(ctx, entries) {
    for (const path of new Set(entries.map(({ reason }) => pathOf(reason)))) {
      const part = entries.filter(({ reason }) => pathOf(reason) === path);
      for (let start = 0; start < part.length; start += 900)
        await ctx.http.request({
          method: 'POST',
          url: mailgunUrl(ctx, path),
          json: part
            .slice(start, start + 900)
            .map(({ address }) =>
              path === 'bounces' ? { address, code: '550', error: 'Suppressed in the CRM' } : path === 'unsubscribes' ? { address, tags: ['*'] } : { address },
            ),
          idempotent: true,
          operation: 'email.mailgun.add-to-list',
          lane: 'backfill',
        });
    }
  },
  async remove(ctx, address) {
    for (const { path } of kinds)
      await ctx.http
        .request({
          method: 'DELETE',
          url: mailgunUrl(ctx, `${path}/${encodeURIComponent(address)}`),
          operation: 'email.mailgun.remove-from-list',
          lane: 'backfill',
        })
        .catch((error: unknown) => {
          if (!isGone(error)) throw error;
        });
  },
};
