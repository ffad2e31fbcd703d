import { type ConnectedContext, PatchbayError } from '#sdk';
import { pushOf, savePush } from '../store/pushes.ts';
import { remoteMailboxOf } from './mailboxes.ts';

/** A provider that does not want to tell us is asked again after this; until then the mailbox is looked at every minute. */
const REFUSED_MS = 86_400_000;

/** Has the provider tell us of changes, before what stands comes to its end. What it does not tell is found by the next look. */
export async function keepPush(ctx: ConnectedContext): Promise<void> {
  const { workspaceId, connection } = ctx;
  const mailbox = remoteMailboxOf(connection.provider);
  if (!mailbox) return;
  const row = await ctx.db.transaction((tx) => pushOf(tx, workspaceId, connection.id));
  const now = ctx.clock.now();
  if (row?.refusedUntil && row.refusedUntil > now) return;
  if (row?.expiresAt && row.expiresAt.getTime() - now.getTime() > mailbox.renewBeforeMs) return;
  const isAlive = (row?.expiresAt?.getTime() ?? 0) > now.getTime();
  const found = await mailbox.watch(ctx, isAlive ? (row?.externalId ?? null) : null).catch((error: unknown) => {
    if (error instanceof PatchbayError && error.code === 'provider_rejected') return error;
    throw error;
  });
  if (found === undefined) return;
  await ctx.db.transaction(async (tx) => {
    if (found instanceof PatchbayError) {
      ctx.log.warn({ connectionId: connection.id, reason: found.message }, 'a provider sends no pushes for a mailbox');
      await savePush(tx, workspaceId, connection.id, { refusedUntil: new Date(now.getTime() + REFUSED_MS), refusedBecause: found.message }, now);
    } else await savePush(tx, workspaceId, connection.id, { ...found, refusedUntil: null, refusedBecause: null }, now);
  });
  // What changed while nobody told us.
  if (!isAlive && !(found instanceof PatchbayError)) await ctx.readSoon();
}
