import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { changeCampaign, lockCampaign } from '../store/campaigns.ts';
import { requeue, type SENT_AGAIN } from '../store/recipients.ts';
import { toCampaignView } from './shapes.ts';
import { campaignCounts } from './stats.ts';
import { actorName, not, seen } from './views.ts';

interface Again {
  states: (typeof SENT_AGAIN)[number][];
  recipientIds?: string[] | undefined;
}
/**
 * Sends once more to those who certainly did not get it, or of whom nobody knows, because a person says so: the hub itself
 * never does. The mail has the Message-ID that it had, so that most mailboxes show a second copy as the first one.
 */
export async function postAgain(ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, Again>) {
  await seen(ctx, params.id);
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx.workspaceId, params.id);
    if (locked.state !== 'finished' && locked.state !== 'sending' && locked.state !== 'paused') throw not(locked, 'sent again');
    const count = await requeue(
      tx,
      ctx.workspaceId,
      locked.id,
      { states: body.states, ids: body.recipientIds, because: `asked for by ${actorName(ctx)}` },
      now,
    );
    if (count === 0) throw new PatchbayError('conflict', { detail: 'There is nobody to whom it could be sent again.', remedy: 'Load it again.' });
    const row = locked.state === 'finished' ? await changeCampaign(tx, locked, { state: 'sending', finishedAt: null }, now) : locked;
    await ctx.tasks.enqueue('email.keep-campaigns', {});
    return { again: count, campaign: toCampaignView(row, await campaignCounts(tx, ctx.workspaceId, row.id)) };
  });
}
