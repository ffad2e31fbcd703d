import { z } from 'zod';
import { type Connection, type Context, PatchbayError } from '#sdk';
import { outreachSettings } from '../store/outreach-settings.ts';
import { recentlyBy } from './ledger.ts';
import { STAND_INS } from './transports.ts';
import { fromOf } from './writing.ts';

const MINUTE_MS = 60_000;

export const transportView = z
  .object({
    connectionId: z.uuid(),
    provider: z.string(),
    label: z.string(),
    /** In whose name it sends by itself; empty where nobody said. */
    address: z.string(),
    isReady: z.boolean(),
    reason: z.string().nullable(),
    /** From one on; null: it stands in for nobody. */
    position: z.number().int().nullable(),
    perMinute: z.number().int().nullable(),
    /** Handed over by campaigns in the last minute. */
    lastMinute: z.number().int(),
  })
  .meta({ id: 'EmailTransport' });

const canStandIn = ({ provider, data }: Connection): boolean => STAND_INS.includes(provider) && data.sends !== false;

const shutBecause = ({ status }: Connection): string | null =>
  status === 'active' ? null : status === 'disabled' ? 'It is switched off.' : 'It must be connected again.';

/** Every way that can send for many: first those that stand in, in their order, then the others. */
export async function getTransports(ctx: Context): Promise<{ data: z.input<typeof transportView>[]; nextCursor: null }> {
  const connections = (await ctx.connections()).filter(canStandIn);
  const { settings, handed } = await ctx.db.transaction(async (tx) => ({
    settings: await outreachSettings(tx, ctx.workspaceId),
    handed: new Map(
      (await recentlyBy(tx, ctx.workspaceId, new Date(ctx.clock.now().getTime() - MINUTE_MS))).map(({ connectionId, count }) => [connectionId, count]),
    ),
  }));
  // What was removed since leaves no gap.
  const order = settings.transportOrder.filter((id) => connections.some((each) => each.id === id));
  const data = connections.map((connection) => {
    const at = order.indexOf(connection.id);
    return {
      connectionId: connection.id,
      provider: connection.provider,
      label: connection.label,
      address: fromOf(connection).address,
      isReady: connection.status === 'active',
      reason: shutBecause(connection),
      position: at < 0 ? null : at + 1,
      perMinute: settings.transportPerMinute[connection.id] ?? null,
      lastMinute: handed.get(connection.id) ?? 0,
    };
  });
  const rank = ({ position }: { position: number | null }) => position ?? Number.POSITIVE_INFINITY;
  return { data: data.toSorted((a, b) => (rank(a) === rank(b) ? a.label.localeCompare(b.label) : rank(a) - rank(b))), nextCursor: null };
}

/** @throws PatchbayError invalid_input naming the place of each that cannot stand in */
export async function checkTransportOrder(ctx: Context, order: readonly string[]): Promise<void> {
  const known = new Map((await ctx.connections()).map((each) => [each.id as string, each]));
  const errors = order.flatMap((id, at) => {
    const path = `transportOrder.${at}`;
    const connection = known.get(id);
    if (!connection) return [{ path, message: 'There is no such connection.' }];
    if (!canStandIn(connection)) return [{ path, message: `${connection.label} sends as its own person only: it cannot stand in for others.` }];
    return order.indexOf(id) < at ? [{ path, message: `${connection.label} is in the order already.` }] : [];
  });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
}
