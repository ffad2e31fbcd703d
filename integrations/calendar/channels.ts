import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, Transaction } from '#sdk';
import { withAccount } from '../_providers/graph-subscriptions.ts';
import { clientOf } from './client/index.ts';
import { calendarChannels as channels } from './models.ts';
import { listCalendars, noteRead } from './store/calendars.ts';
import { accountOf } from './store/meetings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A subscription is replaced when it has less than this left. */
const RENEW_MS = 48 * HOUR_MS;
/** A calendar that refuses pushes is asked again after this. */
const REFUSED_MS = 7 * DAY_MS;

export type ChannelRow = typeof channels.$inferSelect;

export const channelsOf = (tx: Transaction, workspaceId: string, connectionId: string): Promise<ChannelRow[]> =>
  tx
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, workspaceId), eq(channels.connectionId, connectionId)));

export async function channelByName(tx: Transaction, workspaceId: string, connectionId: string, externalId: string): Promise<ChannelRow | undefined> {
  const [row] = await tx
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, workspaceId), eq(channels.connectionId, connectionId), eq(channels.externalId, externalId)));
  return row;
}

/** Which calendars need a new subscription, and which subscriptions have been replaced or ended. Pure. */
export function channelPlan(
  calendars: readonly { id: string; pushRefusedUntil: Date | null }[],
  open: readonly Pick<ChannelRow, 'id' | 'calendarId' | 'expiresAt'>[],
  now: Date,
): { watch: string[]; end: string[] } {
  const fresh = (calendarId: string) => open.filter((each) => each.calendarId === calendarId && each.expiresAt.getTime() - now.getTime() > RENEW_MS);
  const watch = calendars.filter(({ id, pushRefusedUntil }) => fresh(id).length === 0 && (!pushRefusedUntil || pushRefusedUntil <= now)).map(({ id }) => id);
  const end = open.filter((each) => {
    const [newest] = fresh(each.calendarId).toSorted((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime());
    return each.expiresAt <= now || (newest !== undefined && newest.id !== each.id) || !calendars.some(({ id }) => id === each.calendarId);
  });
  return { watch, end: end.map(({ id }) => id) };
}

/** Subscriptions before they end; the new one stands before the old one goes, so that nothing falls between them. */
export async function keepChannels(ctx: ConnectedContext): Promise<void> {
  const { workspaceId, connection } = ctx;
  const client = clientOf(connection.provider);
  const address = ctx.webhookAddress(connection.provider === 'google' ? 'push' : 'notifications');
  const lifecycleUrl = connection.provider === 'microsoft' ? withAccount(ctx.webhookAddress('lifecycle').url, connection.externalId) : undefined;
  if (!address.secret) return;
  const token = address.secret.reveal();
  const look = () =>
    ctx.db.transaction(async (tx) => ({
      calendars: (await listCalendars(tx, workspaceId, [connection.id])).filter(({ role }) => role !== 'free_busy'),
      open: await channelsOf(tx, workspaceId, connection.id),
    }));
  const before = await look();
  const now = ctx.clock.now();
  for (const calendarId of channelPlan(before.calendars, before.open, now).watch) {
    ctx.signal.throwIfAborted();
    const calendar = before.calendars.find(({ id }) => id === calendarId);
    if (!calendar) continue;
    const id = crypto.randomUUID();
    const old = before.open.find((each) => each.calendarId === calendarId && each.expiresAt > now);
    const kept = old && (await client.renew?.(ctx.http, old.externalId, now));
    const made =
      kept ??
      (await client.watch(
        ctx.http,
        { ...calendar, account: accountOf(ctx) },
        { url: withAccount(address.url, connection.externalId), lifecycleUrl, token, id, now },
      ));
    await ctx.db.transaction(async (tx) => {
      if (!made) await noteRead(tx, calendar, { pushRefusedUntil: new Date(now.getTime() + REFUSED_MS) });
      else
        await tx
          .insert(channels)
          .values({
            workspaceId,
            id: uuidv7(),
            connectionId: connection.id,
            calendarId,
            externalId: made.externalId,
            resourceId: made.resourceId ?? null,
            expiresAt: made.expiresAt,
          })
          .onConflictDoUpdate({
            target: [channels.workspaceId, channels.connectionId, channels.externalId],
            set: { expiresAt: sql`excluded.expires_at`, updatedAt: now },
          });
    });
  }
  const after = await look();
  for (const id of channelPlan(after.calendars, after.open, now).end) {
    const row = after.open.find((each) => each.id === id);
    if (!row) continue;
    if (row.expiresAt > now) await closeChannel(ctx, row);
    await ctx.db.transaction((tx) => tx.delete(channels).where(and(eq(channels.workspaceId, workspaceId), eq(channels.id, id))));
  }
}

export const closeChannel = (ctx: ConnectedContext, channel: { externalId: string; resourceId: string | null }): Promise<void> =>
  clientOf(ctx.connection.provider).stopWatching(ctx.http, channel);
