import type { ConnectedContext } from '#sdk';
import { type CallRow, tellCall } from '../calls/tell.ts';
import { sipServer } from './driver.ts';

/** What the server no longer has is over, though nobody said so: a webhook that was lost is not sent again. */
export async function endLost(ctx: ConnectedContext, call: CallRow): Promise<void> {
  const dialogs = await sipServer(ctx).client.dialogs();
  if (dialogs.some(({ callId, call: named }) => named === call.id || callId === call.externalId)) return;
  const now = ctx.clock.now();
  const open = call.legs.filter(({ endedAt }) => endedAt === undefined);
  await ctx.db.transaction((tx) =>
    tellCall(
      ctx,
      tx,
      call,
      (open.length > 0 ? open : [{ legId: `${call.id}:us`, role: 'us' as const, answeredAt: undefined }]).map(({ legId, role, answeredAt }) => ({
        type: answeredAt ? ('completed' as const) : ('no_answer' as const),
        legId,
        at: now,
        dedupeKey: `${legId}:lost`,
        facts: { role, isPresumed: true },
      })),
      now,
    ),
  );
}
