import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { type SendingDomain, sendingDomains } from '../client/domains.ts';
import { emailDeliveries, emailDeliveryFacts } from '../models/delivery.ts';
import type { deliverabilityView, domainView } from '../serializers/delivery-views.ts';

const DAY_MS = 86_400_000;

/** Domains with the records they need, as the providers see them now. One that cannot be asked says why. */
export async function getDomains(ctx: Context): Promise<{ data: z.input<typeof domainView>[]; nextCursor: null }> {
  const connections = (await ctx.connections()).filter(({ provider, status }) => status === 'active' && (provider === 'sendgrid' || provider === 'mailgun'));
  const data: z.input<typeof domainView>[] = [];
  for (const { id, provider, label } of connections) {
    const about = { connectionId: id, provider, label };
    try {
      const domains: SendingDomain[] = await sendingDomains(await ctx.withConnection(asId<ConnectionId>(id)));
      for (const { name, isReady, records } of domains) data.push({ ...about, name, isReady, records: [...records, dmarc(name)], error: null });
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      data.push({ ...about, name: label, isReady: false, records: [], error: error.message });
    }
  }
  return { data, nextCursor: null };
}

/** No provider looks after this one, and the large receivers refuse bulk mail without it. */
const dmarc = (domain: string) => ({
  purpose: 'dmarc' as const,
  type: 'TXT' as const,
  name: `_dmarc.${domain}`,
  value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
  isFound: null,
});

const rate = (part: number, of: number): number | null => (of === 0 ? null : Math.round((part / of) * 100_000) / 100_000);

/** What became of what was sent, by provider and day. Denominators stand beside the rates. */
export const getDeliverability = (ctx: Context, { query }: RouteInput<undefined, { days: number }>): Promise<z.input<typeof deliverabilityView>> =>
  ctx.db.transaction(async (tx) => {
    const { workspaceId } = ctx;
    const from = new Date(ctx.clock.now().getTime() - query.days * DAY_MS);
    const result = (await tx.execute(sql`
      select connection_id as "connectionId", source, to_char(first_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as sent,
        count(*) filter (where fold -> 'marks' ? 'delivered' and state <> 'hard_bounced')::int as delivered,
        count(*) filter (where state = 'hard_bounced')::int as hard,
        count(*) filter (where bounce_kind = 'soft')::int as soft,
        count(*) filter (where bounce_kind = 'block')::int as block,
        count(*) filter (where state = 'rejected')::int as rejected,
        count(*) filter (where is_complained)::int as complained,
        count(*) filter (where is_disputed)::int as disputed
      from ${emailDeliveries} where workspace_id = ${workspaceId}::uuid and first_at >= ${from.toISOString()}::timestamptz
      group by 1, 2, 3 order by 3`)) as unknown as { rows: Day[] };
    const reasons = (await tx.execute(sql`
      select bounce ->> 'kind' as kind, bounce ->> 'reason' as reason, count(*)::int as count
      from ${emailDeliveryFacts} where workspace_id = ${workspaceId}::uuid and kind = 'bounced' and at >= ${from.toISOString()}::timestamptz
      group by 1, 2 order by 3 desc limit 20`)) as unknown as { rows: { kind: string; reason: string; count: number }[] };
    const labels = new Map((await ctx.connections()).map(({ id, label }) => [id as string, label]));
    const names = [...new Set(result.rows.map((row) => `${row.connectionId ?? ''} ${row.source}`))];
    const providers = names.map((name) => {
      const days = result.rows.filter((row) => `${row.connectionId ?? ''} ${row.source}` === name);
      const sum = (key: Count) => days.reduce((total, day) => total + day[key], 0);
      const [sent, delivered] = [sum('sent'), sum('delivered')];
      const [hard, soft, block, complained] = [sum('hard'), sum('soft'), sum('block'), sum('complained')];
      const { connectionId = null, source = '' } = days[0] ?? {};
      return {
        connectionId,
        provider: source,
        label: connectionId ? (labels.get(connectionId) ?? source) : source,
        sent,
        delivered,
        bounced: { hard, soft, block },
        rejected: sum('rejected'),
        complained,
        disputed: sum('disputed'),
        deliveryRate: rate(delivered, sent),
        bounceRate: rate(hard + block, sent),
        complaintRate: rate(complained, delivered),
        days: days.map((each) => ({
          day: each.day,
          sent: each.sent,
          delivered: each.delivered,
          bounced: each.hard + each.soft + each.block,
          complained: each.complained,
        })),
      };
    });
    return { from: from.toISOString(), providers, reasons: reasons.rows };
  });

type Count = 'sent' | 'delivered' | 'hard' | 'soft' | 'block' | 'rejected' | 'complained' | 'disputed';
type Day = { connectionId: string | null; source: string; day: string } & Record<Count, number>;
