import type { Campaign } from './queries.ts';

/** What is still being decided, as the form holds it. */
export interface DraftPlan {
  segmentId: string | null;
  topicId: string | null;
  templateId: string | null;
  /** Other forms of the mail, each for a share of the audience. */
  others: { templateId: string | null; share: number }[];
  winner: { by: 'clicks' | 'replies'; afterMinutes: number } | null;
  connectionId: string | null;
  fromName: string;
  replyTo: string;
  sendAt: string;
  localTime: string;
  perMinute: number | '';
  perDomainPerMinute: number | '';
  opens: boolean;
  clicks: boolean;
}

/** A time as its field takes it, on the clock of whoever looks. */
const localOf = (instant: string): string => {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

export const planOf = (campaign: Campaign): DraftPlan => ({
  segmentId: campaign.segmentId ?? null,
  topicId: campaign.topicId ?? null,
  templateId: campaign.templateId ?? null,
  others: campaign.variants.map(({ share, templateId }) => ({ share, templateId: typeof templateId === 'string' ? templateId : null })),
  winner: campaign.winner ?? null,
  connectionId: campaign.from?.connectionId ?? null,
  fromName: campaign.from?.name ?? '',
  replyTo: campaign.from?.replyTo ?? '',
  sendAt: campaign.sendAt ? localOf(campaign.sendAt) : '',
  localTime: campaign.localTime ?? '',
  perMinute: campaign.throttle?.perMinute ?? '',
  perDomainPerMinute: campaign.throttle?.perDomainPerMinute ?? '',
  opens: campaign.tracking.opens,
  clicks: campaign.tracking.clicks,
});

/** As the hub takes it. What is not chosen yet is left as it is there. */
export function bodyOf(plan: DraftPlan) {
  const { segmentId, templateId, connectionId, others, perMinute, perDomainPerMinute } = plan;
  const variants = others.flatMap((each) => (each.templateId ? [{ templateId: each.templateId, share: each.share }] : []));
  return {
    ...(segmentId ? { segmentId } : {}),
    ...(templateId ? { templateId } : {}),
    ...(connectionId
      ? {
          from: {
            connectionId,
            ...(plan.fromName.trim() ? { name: plan.fromName.trim() } : {}),
            ...(plan.replyTo.trim() ? { replyTo: plan.replyTo.trim() } : {}),
          },
        }
      : {}),
    topicId: plan.topicId,
    variants,
    winner: variants.length > 0 ? plan.winner : null,
    sendAt: plan.sendAt ? new Date(plan.sendAt).toISOString() : null,
    localTime: plan.localTime || null,
    throttle:
      perMinute === '' && perDomainPerMinute === ''
        ? null
        : { ...(perMinute === '' ? {} : { perMinute }), ...(perDomainPerMinute === '' ? {} : { perDomainPerMinute }) },
    tracking: { opens: plan.opens, clicks: plan.clicks },
  };
}

/** The share of the first form: what the others leave; where a winner is looked for, no more than the smallest of them, and the rest waits. */
export const firstShare = ({ others, winner }: Pick<DraftPlan, 'others' | 'winner'>): number => {
  const left = 100 - others.reduce((sum, { share }) => sum + share, 0);
  return winner ? Math.min(left, ...others.map(({ share }) => share)) : left;
};
