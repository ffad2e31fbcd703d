import type { Context } from '#sdk';
import type { CampaignRow } from '../store/campaigns.ts';

/** Joins the open transaction. */
export const tellCampaign = (
  ctx: Context,
  type: 'campaign.started' | 'campaign.paused' | 'campaign.finished',
  campaign: CampaignRow,
  more: Record<string, unknown> = {},
) =>
  ctx.events.publish({
    type,
    subject: { type: 'campaign', id: campaign.id },
    data: { campaignId: campaign.id, name: campaign.name, ownerId: campaign.userId, ...more },
  });
