import type { Context } from '#sdk';
import { campaignById } from '../store/campaigns.ts';
import { campaignCounts } from './stats.ts';

/** For whoever watches: how far it is. */
export async function tellProgress(ctx: Context, campaignId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const campaign = await campaignById(tx, ctx.workspaceId, campaignId);
    const { audience, excluded, accepted, failed, unknown, queued } = await campaignCounts(tx, ctx.workspaceId, campaignId);
    await ctx.events.publish({
      type: 'campaign.progress',
      subject: { type: 'campaign', id: campaignId },
      data: { campaignId, ownerId: campaign.userId, state: campaign.state, total: audience - excluded, accepted, failed, unknown, queued },
    });
  });
}
