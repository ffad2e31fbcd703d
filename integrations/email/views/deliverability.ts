import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { fromOf } from '../campaigns/writing.ts';
import { type SendingDomain, sendingDomains } from '../client/domains.ts';
import { dmarcOf, dmarcToCopy, ownRecords } from '../domains/check-domain.ts';
import { makeDkimKey } from '../domains/signing.ts';
import { emailDeliveries, emailDeliveryFacts } from '../models/delivery.ts';
import type { deliverabilityView, domainView } from '../serializers/delivery-views.ts';

const DAY_MS = 86_400_000;

/**
 * Domains with the records they need: those of providers as these see them, those that leave by servers of one's own as the
 * DNS shows them. One that cannot be asked says why.
 */
export async function getDomains(ctx: Context): Promise<{ data: z.input<typeof domainView>[]; nextCursor: null }> {
  const data: z.input<typeof domainView>[] = [];
  const own = new Set<string>();
  for (const connection of (await ctx.connections()).filter(({ status }) => status === 'active')) {
    const { id, provider, label } = connection;
    const about = { connectionId: id, provider, label };
    if (provider === 'sendgrid' || provider === 'mailgun') data.push(...(await domainsOfProvider(ctx, about)));
    const domain = provider === 'smtp' ? domainOf(fromOf(connection).address) : '';
    if (domain === '' || own.has(domain)) continue;
    own.add(domain);
    data.push(await ownDomain(ctx, about, domain));
  }
  return { data, nextCursor: null };
}
type About = Pick<z.input<typeof domainView>, 'connectionId' | 'provider' | 'label'>;

async function domainsOfProvider(ctx: Context, about: About): Promise<z.input<typeof domainView>[]> {
  try {
    const connected = await ctx.withConnection(asId<ConnectionId>(about.connectionId));
    const domains: SendingDomain[] = await sendingDomains(connected);
    return await Promise.all(
      domains.map(async ({ name, isReady, records }) => {
        const dmarc = await dmarcOf(connected, name).catch(() => undefined);
        const wanted = { purpose: 'dmarc' as const, type: 'TXT' as const, name: `_dmarc.${name}`, value: dmarcToCopy(name) };
        return {
          ...about,
          name,
          isReady,
          isSignedHere: false,
          // No provider looks after this one, and the large receivers refuse bulk mail without it.
          records: [...records.map((each) => ({ ...each, problem: null })), { ...wanted, isFound: dmarc?.isFound ?? null, problem: dmarc?.problem ?? null }],
          error: null,
        };
      }),
    );
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    return [{ ...about, name: about.label, isReady: false, isSignedHere: false, records: [], error: error.message }];
  }
}

async function ownDomain(ctx: Context, about: About, domain: string): Promise<z.input<typeof domainView>> {
  const connected = await ctx.withConnection(asId<ConnectionId>(about.connectionId));
  const { host } = await connected.net.credentials().catch((): Readonly<Record<string, unknown>> => ({}));
  const records = await ownRecords(connected, domain, typeof host === 'string' ? host : domain);
  const isSignedHere = records.some(({ purpose }) => purpose === 'dkim');
  return { ...about, name: domain, isSignedHere, isReady: isSignedHere && records.every(({ isFound }) => isFound === true), records, error: null };
}

/** A key of its own for a domain that leaves by a server of one's own. From now on its mail is signed. */
export async function postDkimKey(ctx: Context, { params }: RouteInput<{ name: string }>): Promise<z.input<typeof domainView>> {
  const domain = params.name.toLowerCase();
  const connection = (await ctx.connections()).find((each) => each.provider === 'smtp' && domainOf(fromOf(each).address) === domain);
  if (!connection)
    throw new PatchbayError('not_found', {
      detail: `No server of your own sends mail of ${domain}.`,
      remedy: 'Connect the outgoing server first. SendGrid and Mailgun sign what they send by themselves.',
    });
  await makeDkimKey(ctx, domain);
  return ownDomain(ctx, { connectionId: connection.id, provider: connection.provider, label: connection.label }, domain);
}
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

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
