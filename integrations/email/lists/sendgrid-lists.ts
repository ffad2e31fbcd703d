import { z } from 'zod';
import type { ConnectedContext } from '#sdk';
import type { SuppressionReason } from '../models/delivery.ts';
import { isGone, type RemoteEntry, type RemoteLists } from './remote-lists.ts';

const PAGE = 500;
const row = z.object({ created: z.number(), email: z.string(), reason: z.string().optional(), status: z.string().optional() });
/** Blocks are about us, not about the address: they are left alone. */
const kinds: readonly { path: string; reason: SuppressionReason }[] = [
  { path: 'bounces', reason: 'hard_bounce' },
  { path: 'spam_reports', reason: 'complaint' },
  { path: 'invalid_emails', reason: 'invalid' },
  { path: 'unsubscribes', reason: 'unsubscribed' },
];

async function* read(ctx: ConnectedContext): AsyncIterable<readonly RemoteEntry[]> {
  for (const { path, reason } of kinds) {
    for (let offset = 0; ; offset += PAGE) {
      const { body } = await ctx.http.request({
        method: 'GET',
        url: `/v3/suppression/${path}`,
        query: { limit: PAGE, offset },
        headers: { accept: 'application/json' },
        operation: 'email.sendgrid.read-list',
        lane: 'backfill',
      });
      const rows = z.array(row).parse(body);
      if (rows.length > 0)
        yield rows.map((each) => ({
          address: each.email.trim().toLowerCase(),
          reason,
          since: new Date(each.created * 1000),
          evidence: { list: path, ...(each.reason ? { quote: each.reason.slice(0, 500) } : {}), ...(each.status ? { code: each.status } : {}) },
        }));
      if (rows.length < PAGE) break;
    }
  }
}

export const sendgridLists: RemoteLists = {
  read,
  /** There is one list that others may write to: whom it names gets nothing at all. */
  async add(ctx, entries) {
    for (let start = 0; start < entries.length; start += 1000)
      await ctx.http.request({
        method: 'POST',
        url: '/v3/asm/suppressions/global',
        json: { recipient_emails: entries.slice(start, start + 1000).map(({ address }) => address) },
        idempotent: true,
        operation: 'email.sendgrid.add-to-list',
        lane: 'backfill',
      });
  },
  async remove(ctx, address) {
    const name = encodeURIComponent(address);
    for (const path of ['/v3/suppression/bounces/', '/v3/suppression/spam_reports/', '/v3/suppression/invalid_emails/', '/v3/asm/suppressions/global/'])
      await ctx.http
        .request({ method: 'DELETE', url: `${path}${name}`, operation: 'email.sendgrid.remove-from-list', lane: 'backfill' })
        .catch((error: unknown) => {
          if (!isGone(error)) throw error;
        });
  },
};
