import { z } from 'zod';
import { CAMPAIGN_STATES, RECIPIENT_STATES } from '../models/campaigns.ts';
import type { CampaignRow, RecipientRow } from '../store/campaigns.ts';
import { campaignFields } from './plan.ts';
import type { Counts } from './stats.ts';

export const newCampaign = z.strictObject({ ...campaignFields, userId: z.uuid().optional() });
export const campaignChange = z.strictObject(
  Object.fromEntries(Object.entries(campaignFields).map(([name, shape]) => [name, (shape as z.ZodType).optional()])) as {
    [K in keyof typeof campaignFields]: z.ZodOptional<(typeof campaignFields)[K]>;
  },
);
const count = z.number().int();
export const countsView = z.object({
  audience: count,
  excluded: count,
  queued: count,
  underWay: count,
  accepted: count,
  failed: count,
  unknown: count,
  delivered: count,
  bouncedHard: count,
  bouncedSoft: count,
  bouncedBlock: count,
  complained: count,
  unsubscribed: count,
  replied: count,
  autoReplied: count,
  openedByPeople: count,
  openedByMachines: count,
  clickedByPeople: count,
  clickedByMachines: count,
});
export const campaignView = z
  .object({
    id: z.uuid(),
    state: z.enum(CAMPAIGN_STATES),
    ...campaignFields,
    tracking: z.object({ opens: z.boolean(), clicks: z.boolean() }),
    transports: z.array(z.string()),
    variants: z.array(z.looseObject({ share: z.number() })),
    userId: z.string().nullable(),
    pausedBy: z.string().nullable(),
    pausedReason: z.string().nullable(),
    winnerVariant: z.string().nullable(),
    startsAt: z.iso.datetime().nullable(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    resting: z.array(z.object({ connectionId: z.string(), until: z.string(), reason: z.string() })),
    counts: countsView.nullable(),
  })
  .meta({ id: 'EmailCampaign' });
export const preflightView = z.object({
  ready: z.boolean(),
  problems: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['error', 'warning', 'hint']),
      sentence: z.string(),
      count,
      fix: z.string().optional(),
      contactIds: z.array(z.string()).optional(),
      people: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
    }),
  ),
  audience: z.object({ total: count, willGet: count, excluded: z.record(z.string(), count) }),
});
export const audienceAsked = z
  .strictObject({ segmentId: campaignFields.segmentId, contactIds: campaignFields.contactIds, topicId: campaignFields.topicId })
  .refine(({ segmentId, contactIds }) => (segmentId === undefined) !== (contactIds === undefined), 'Choose a segment or a list of contacts.');
export const audienceView = z.object({ total: count, willGet: count, excluded: z.array(z.object({ reason: z.string(), sentence: z.string(), count })) });
export const verifiedView = z.object({
  audience: count,
  accepted: count,
  failed: count,
  unknown: count,
  excluded: z.record(z.string(), count),
  skipped: count,
  repeated: count,
  /** What is still to come of a campaign that is not over. */
  open: count,
});
const share = z.object({ opensByPeople: count, opensByMachines: count, clicksByPeople: count, clicksByMachines: count });
export const statsView = z.object({
  counts: countsView,
  excluded: z.record(z.string(), count),
  aggregate: share,
  variants: z.array(z.object({ key: z.string(), delivered: count, clicks: count, replies: count })),
  links: z.array(z.object({ url: z.string(), people: count, machines: count })),
  hours: z.array(z.object({ at: z.string(), accepted: count, opens: count, clicks: count, replies: count })),
  revenue: z.array(z.object({ currency: z.string(), amount: z.string(), deals: count })),
  perMinute: count,
  formulas: z.record(z.string(), z.string()),
});
const instant = z.iso.datetime().nullable();
export const recipientView = z
  .object({
    id: z.uuid(),
    contactId: z.string(),
    name: z.string(),
    address: z.string(),
    variant: z.string(),
    state: z.enum(RECIPIENT_STATES),
    reason: z.string().nullable(),
    attempts: count,
    messageId: z.string().nullable(),
    connectionId: z.string().nullable(),
    dueAt: instant,
    handedAt: instant,
    deliveredAt: instant,
    bouncedAt: instant,
    bounceKind: z.string().nullable(),
    repliedAt: instant,
    unsubscribedAt: instant,
    complainedAt: instant,
    openedAt: instant,
    clickedAt: instant,
    opens: z.object({ people: count, machines: count }),
    clicks: z.object({ people: count, machines: count }),
    history: z.array(z.object({ at: z.string(), state: z.string(), source: z.string(), evidence: z.string().optional() })),
  })
  .meta({ id: 'EmailCampaignRecipient' });

const iso = (at: Date | null) => at?.toISOString() ?? null;
export const toCampaignView = (row: CampaignRow, counts: Counts | undefined) => {
  const { id, name, state, plan, userId, pausedBy, pausedReason, winner, startsAt, startedAt, finishedAt, createdAt, updatedAt, resting } = row;
  return {
    id,
    name,
    state,
    ...plan,
    userId,
    pausedBy,
    pausedReason,
    winnerVariant: winner,
    startsAt: iso(startsAt),
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    resting: Object.entries(resting).map(([connectionId, rest]) => ({ connectionId, ...rest })),
    counts: counts ?? null,
  };
};

/** What happened to one recipient, from the ledger and from what was heard later, in the order of time. */
export function toRecipientView(row: RecipientRow, name: string) {
  const marks: [string, Date | null, string][] = [
    ['delivered', row.deliveredAt, 'provider'],
    ['bounced', row.bouncedAt, row.bounceKind ?? 'provider'],
    ['opened', row.openedAt, 'pixel'],
    ['clicked', row.clickedAt, 'link'],
    ['replied', row.repliedAt, 'mailbox'],
    ['auto_replied', row.autoRepliedAt, 'mailbox'],
    ['unsubscribed', row.unsubscribedAt, 'recipient'],
    ['complained', row.complainedAt, 'provider'],
  ];
  const told = marks.flatMap(([state, at, source]) => (at ? [{ at: at.toISOString(), state, source }] : []));
  return {
    id: row.id,
    contactId: row.contactId,
    name,
    address: row.address,
    variant: row.variant,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    messageId: row.messageId,
    connectionId: row.connectionId,
    dueAt: iso(row.dueAt),
    handedAt: iso(row.handedAt),
    deliveredAt: iso(row.deliveredAt),
    bouncedAt: iso(row.bouncedAt),
    bounceKind: row.bounceKind,
    repliedAt: iso(row.repliedAt),
    unsubscribedAt: iso(row.unsubscribedAt),
    complainedAt: iso(row.complainedAt),
    openedAt: iso(row.openedAt),
    clickedAt: iso(row.clickedAt),
    opens: { people: row.humanOpens, machines: row.machineOpens },
    clicks: { people: row.humanClicks, machines: row.machineClicks },
    history: [...row.history, ...told].sort((a, b) => a.at.localeCompare(b.at)),
  };
}
