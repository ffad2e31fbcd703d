import { and, desc, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import { identities } from '#crm/models';
import type { Context, RouteInput } from '#sdk';
import { emailDeliveries } from '../models/delivery.ts';
import type { deliveryView } from '../serializers/delivery-views.ts';

interface DeliveryQuery {
  contactId?: string | undefined;
  address?: string | undefined;
  messageId?: string | undefined;
  limit: number;
}

/** Everything that was sent to somebody, with what became of it. */
export const getDeliveries = (ctx: Context, { query }: RouteInput<undefined, DeliveryQuery>) =>
  ctx.db.transaction(async (tx) => {
    const { workspaceId } = ctx;
    // Asked of the record, which knows whom the actor may see.
    if (query.contactId) await ctx.crm.contacts.get(query.contactId);
    const ofContact = query.contactId
      ? (
          await tx
            .select({ value: identities.value })
            .from(identities)
            .where(and(eq(identities.workspaceId, workspaceId), eq(identities.contactId, query.contactId), eq(identities.kind, 'email')))
        ).map(({ value }) => value)
      : undefined;
    const addresses = ofContact ?? (query.address ? [query.address.toLowerCase()] : undefined);
    if (addresses?.length === 0) return { data: [], nextCursor: null };
    const rows = await tx
      .select()
      .from(emailDeliveries)
      .where(
        and(
          eq(emailDeliveries.workspaceId, workspaceId),
          ...(addresses ? [inArray(emailDeliveries.address, addresses)] : []),
          ...(query.messageId ? [eq(emailDeliveries.messageId, query.messageId.replace(/^<|>$/g, ''))] : []),
        ),
      )
      .orderBy(desc(emailDeliveries.firstAt))
      .limit(query.limit);
    return { data: rows.map(toView), nextCursor: null };
  });

const toView = (row: typeof emailDeliveries.$inferSelect): z.input<typeof deliveryView> => {
  const { bounce } = row.fold.decided;
  return {
    messageId: row.messageId,
    address: row.address,
    connectionId: row.connectionId,
    source: row.source,
    state: row.state,
    disputed: row.isDisputed,
    bounce: bounce ? { kind: bounce.kind, reason: bounce.reason, rule: bounce.rule, quote: bounce.quote, enhancedCode: bounce.enhancedCode } : null,
    marks: row.fold.marks,
    firstAt: row.firstAt.toISOString(),
  };
};
