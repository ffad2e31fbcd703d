import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { transportOf } from '../client/index.ts';
import type { Transport } from '../client/transport.ts';
import type { CampaignRow } from '../store/campaigns.ts';
import type { CampaignPlan } from './plan.ts';

export interface Way {
  connectionId: string;
  ctx: ConnectedContext;
  transport: Transport;
}

/** Made for many: they send in any name of a domain that is theirs. A mailbox sends as its own person only, and stands in for nobody. */
export const STAND_INS: readonly string[] = ['smtp', 'sendgrid', 'mailgun'];

/** Ways that a campaign names itself. */
export const ownWays = (plan: CampaignPlan): string[] => [...new Set(plan.transports.length > 0 ? plan.transports : plan.from ? [plan.from.connectionId] : [])];

/** In the order in which they are used: a campaign that names its ways keeps to them; else the sender's own comes first, and then the workspace's in turn. */
export const waysOf = (plan: CampaignPlan, transportOrder: readonly string[]): string[] =>
  plan.transports.length > 0 || !plan.from ? ownWays(plan) : [...new Set([...ownWays(plan), ...transportOrder])];

/** The first way that is not resting. The later ones only get who was never handed to an earlier one. */
export async function openWay(
  ctx: Context,
  campaign: Pick<CampaignRow, 'plan' | 'resting'>,
  transportOrder: readonly string[],
  now: Date,
): Promise<Way | { restsUntil: Date | null; reason: string }> {
  let restsUntil: Date | null = null;
  let reason = 'The campaign has no way out.';
  for (const connectionId of waysOf(campaign.plan, transportOrder)) {
    const resting = campaign.resting[connectionId];
    if (resting && new Date(resting.until) > now) {
      const until = new Date(resting.until);
      if (!restsUntil || until < restsUntil) restsUntil = until;
      reason = resting.reason;
      continue;
    }
    try {
      const connected = await ctx.withConnection(asId<ConnectionId>(connectionId));
      if (connected.connection.status !== 'active')
        throw new PatchbayError('reauthorize', { detail: `${connected.connection.label} is not connected any more.` });
      return { connectionId, ctx: connected, transport: transportOf(connected.connection.provider) };
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      reason = error.message;
    }
  }
  return { restsUntil, reason };
}
