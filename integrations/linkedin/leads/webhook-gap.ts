import { and, eq, gt, sql } from 'drizzle-orm';
import type { ConnectedContext } from '#sdk';
import { linkedinLeads as leads } from '../models/index.ts';
import type { OwnerRow } from '../store/lead-owners.ts';

const HOUR_MS = 3_600_000;
/** A day back: older ones have been told of. */
const LOOK_MS = 24 * HOUR_MS;

/**
 * Three challenges unanswered and LinkedIn sends nothing more, without a word. That shows here: leads that the hourly look
 * found although a subscription stood when they were sent, and none by webhook since.
 */
export async function watchWebhook(ctx: ConnectedContext, owner: OwnerRow): Promise<void> {
  const key = `linkedin.lead-webhook-silent:${owner.id}`;
  const now = ctx.clock.now();
  const since = new Date(Math.max(now.getTime() - LOOK_MS, owner.subscribedAt?.getTime() ?? now.getTime()));
  const [found] = await ctx.db.transaction((tx) =>
    tx
      .select({ missed: sql<number>`count(*)::int`, last: sql<string | null>`max(${leads.submittedAt})` })
      .from(leads)
      .where(
        and(
          eq(leads.workspaceId, ctx.workspaceId),
          eq(leads.ownerUrn, owner.ownerUrn),
          eq(leads.leadType, owner.leadType),
          eq(leads.receivedBy, 'sweep'),
          gt(leads.submittedAt, since),
        ),
      ),
  );
  const last = found?.last ? new Date(found.last) : undefined;
  if (!owner.subscriptionId || !last || (owner.lastEventAt && owner.lastEventAt > last)) return ctx.incidents.resolve(key);
  await ctx.incidents.open({
    key,
    level: 'warning',
    title: `LinkedIn no longer tells of new leads of ${owner.name} at once`,
    detail: `${found?.missed === 1 ? 'A lead was' : `${found?.missed} leads were`} found by the hourly look alone. None is lost, but they come up to an hour late.`,
    remedy: 'In the developer portal, under Webhooks, see whether the address is blocked, and start it again. It must be reachable from the internet by https.',
    connectionId: ctx.connection.id,
  });
}
