import { and, asc, eq, isNull } from 'drizzle-orm';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { voipNumbers as numbers } from './models.ts';

/** The connection that was named, or the one that has numbers. @throws PatchbayError provider_not_configured */
export async function connections(ctx: Context, named?: string): Promise<ConnectedContext> {
  const id =
    named ??
    (await ctx.db.transaction(async (tx) => {
      const [row] = await tx
        .select({ connectionId: numbers.connectionId })
        .from(numbers)
        .where(and(eq(numbers.workspaceId, ctx.workspaceId), isNull(numbers.removedAt)))
        .orderBy(asc(numbers.createdAt))
        .limit(1);
      return row?.connectionId;
    }));
  if (!id)
    throw new PatchbayError('provider_not_configured', { detail: 'No telephone provider is connected yet.', remedy: 'Connect one on the Connections page.' });
  return ctx.withConnection(asId<ConnectionId>(id));
}
