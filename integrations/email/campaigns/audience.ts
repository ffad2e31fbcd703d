import { asId, type Context, type UserId } from '#sdk';
import { suppressedAmong } from '../delivery/suppress.ts';
import { addRecipients, addressesTaken, type CampaignRow, campaignById, changeCampaign, lockCampaign, type NewRecipient } from '../store/campaigns.ts';
import { peopleOf } from '../store/merge-data.ts';
import { type TopicRow, topicById } from '../store/preferences.ts';
import { addressKey, checkAddress } from './addresses.ts';
import { tellCampaign } from './events.ts';
import { decide } from './exclusions.ts';
import { remaining } from './ledger.ts';
import { nextAtLocalTime } from './local-time.ts';
import type { CampaignPlan } from './plan.ts';
import { bucketOf, variantOf } from './variants.ts';
import { beginWorkers } from './workers.ts';

const PAGE = 500;
interface AudiencePage {
  contactIds: readonly string[];
  next: string | null;
}

/** Whose reach decides who may be written to: the campaign's person, whoever runs the task. */
export const actingFor = async (ctx: Context, userId: string | null): Promise<Context> => (userId ? ctx.actAs(asId<UserId>(userId)) : ctx);

export async function audiencePage(ctx: Context, plan: CampaignPlan, after: string | null): Promise<AudiencePage> {
  if (plan.contactIds) {
    const from = Number(after ?? 0);
    const contactIds = [...new Set(plan.contactIds)].slice(from, from + PAGE);
    return { contactIds, next: from + PAGE < plan.contactIds.length ? String(from + PAGE) : null };
  }
  if (!plan.segmentId) return { contactIds: [], next: null };
  return ctx.crm.segments.page({ segmentId: plan.segmentId }, { limit: PAGE, ...(after ? { after } : {}) });
}

export const topicOf = (ctx: Context, plan: CampaignPlan): Promise<TopicRow | undefined> =>
  ctx.db.transaction(async (tx) => (plan.topicId ? topicById(tx, ctx.workspaceId, plan.topicId) : undefined));

/** Who of a page of people may be written to. */
export async function decidePage(ctx: Context, contactIds: readonly string[], topic: TopicRow | undefined) {
  const { people, suppressed } = await ctx.db.transaction(async (tx) => {
    const found = await peopleOf(tx, ctx.workspaceId, contactIds);
    const addresses = [...found.values()].flatMap(({ contact }) => {
      const checked = checkAddress(contact.primaryEmail);
      return 'address' in checked ? [addressKey(checked.address)] : [];
    });
    return { people: found, suppressed: await suppressedAmong(tx, ctx.workspaceId, addresses, 'marketing', ctx.clock.now()) };
  });
  return { people, decisions: await decide(ctx, contactIds, people, topic, suppressed) };
}

/**
 * Reads the audience into the ledger, page by page; a killed reader goes on after the last whole page. From here on the
 * segment is not asked any more: who is in the ledger gets it, whoever joins or leaves meanwhile.
 */
export async function readAudience(ctx: Context, campaignId: string): Promise<void> {
  const { workspaceId } = ctx;
  let campaign = await ctx.db.transaction((tx) => campaignById(tx, workspaceId, campaignId));
  const acting = await actingFor(ctx, campaign.userId);
  const topic = await topicOf(ctx, campaign.plan);
  while (campaign.state === 'preparing') {
    ctx.signal.throwIfAborted();
    const after = campaign.audienceCursor;
    const page = await audiencePage(acting, campaign.plan, after);
    const rows = await recipientsOf(ctx, campaign, page.contactIds, topic);
    const now = ctx.clock.now();
    campaign = await ctx.db.transaction(async (tx) => {
      const locked = await lockCampaign(tx, workspaceId, campaignId);
      // Paused, cancelled, or read by another worker meanwhile.
      if (locked.state !== 'preparing' || locked.audienceCursor !== after) return locked;
      const taken = await addressesTaken(
        tx,
        locked,
        rows.map(({ address }) => address),
      );
      await addRecipients(
        tx,
        locked,
        rows.map((row) => once(row, taken)),
      );
      if (page.next !== null) return changeCampaign(tx, locked, { audienceCursor: page.next }, now);
      const { winner } = locked.plan;
      await tellCampaign(ctx, 'campaign.started', locked);
      return changeCampaign(
        tx,
        locked,
        { state: 'sending', audienceCursor: null, startedAt: now, winnerDueAt: winner ? new Date(now.getTime() + winner.afterMinutes * 60_000) : null },
        now,
      );
    });
  }
  if (campaign.state !== 'sending') return;
  const { queued } = await ctx.db.transaction((tx) => remaining(tx, workspaceId, campaignId, ctx.clock.now()));
  await beginWorkers(ctx, campaignId, queued);
}

/** The second with an address gets nothing: it is one mailbox. */
function once(row: NewRecipient, taken: Set<string>): NewRecipient {
  if (row.state === 'excluded') return row;
  if (taken.has(row.address)) return { ...row, state: 'excluded', reason: 'same_address' };
  taken.add(row.address);
  return row;
}

async function recipientsOf(ctx: Context, campaign: CampaignRow, contactIds: readonly string[], topic: TopicRow | undefined): Promise<NewRecipient[]> {
  const { decisions } = await decidePage(ctx, contactIds, topic);
  const { localTime } = campaign.plan;
  const from = campaign.startsAt ?? ctx.clock.now();
  const rows: NewRecipient[] = [];
  for (const contactId of contactIds) {
    const decision = decisions.get(contactId);
    if (!decision) continue;
    const variant = variantOf(bucketOf(campaign.id, contactId), campaign.variants);
    if ('excluded' in decision) {
      rows.push({ contactId, address: decision.address, domain: '', state: 'excluded', reason: decision.excluded });
      continue;
    }
    const { timeZone } = localTime ? await ctx.crm.zoneOf(contactId) : { timeZone: null };
    rows.push({
      contactId,
      address: decision.address,
      domain: decision.domain,
      variant: variant ?? '',
      state: variant === undefined ? 'waiting' : 'queued',
      dueAt: localTime && timeZone ? nextAtLocalTime(localTime, timeZone, from) : null,
    });
  }
  return rows;
}
