import { and, eq, lte, sql } from 'drizzle-orm';
import { asId, type ConnectionId, type Context } from '#sdk';
import { transportOf } from '../client/index.ts';
import { emailCampaignRecipients as recipients } from '../models/campaigns.ts';
import { type CampaignRow, campaignById, campaignsToKeep, changeCampaign, lockCampaign } from '../store/campaigns.ts';
import { tellCampaign } from './events.ts';
import { remaining, sweep } from './ledger.ts';
import { campaignCounts, variantOutcomes } from './stats.ts';
import { winnerOf } from './variants.ts';
import { beginWorkers } from './workers.ts';

const ASKED_AT_ONCE = 50;
const ASK_AGAIN_MS = [60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 12 * 3_600_000];

/** Has everything that is under way go on: what is due begins, what a dead worker left is freed, what is done is closed. */
export async function keepCampaigns(ctx: Context): Promise<void> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const due = await ctx.db.transaction(async (tx) => {
    const rows = await campaignsToKeep(tx, workspaceId, now);
    await sweep(tx, workspaceId, now);
    return rows;
  });
  await askAboutUnknown(ctx);
  for (const campaign of due) await keepOne(ctx, campaign);
}

async function keepOne(ctx: Context, campaign: CampaignRow): Promise<void> {
  const { workspaceId } = ctx;
  if (campaign.state === 'scheduled') {
    const begun = await ctx.db.transaction(async (tx) => {
      const locked = await lockCampaign(tx, workspaceId, campaign.id);
      if (locked.state !== 'scheduled' || !locked.startsAt || locked.startsAt > ctx.clock.now()) return false;
      await changeCampaign(tx, locked, { state: 'preparing' }, ctx.clock.now());
      return true;
    });
    if (!begun) return;
  }
  if (campaign.state === 'scheduled' || campaign.state === 'preparing') {
    await ctx.tasks.enqueue('email.read-audience', { campaignId: campaign.id }, { singletonKey: campaign.id });
    return;
  }
  await chooseWinner(ctx, campaign);
  const left = await ctx.db.transaction((tx) => remaining(tx, workspaceId, campaign.id, ctx.clock.now()));
  if (left.queued > 0) await beginWorkers(ctx, campaign.id, left.queued);
  await ctx.tasks.enqueue('email.record-campaign-mails', { campaignId: campaign.id }, { singletonKey: campaign.id });
  await finishIfDone(ctx, campaign.id);
}

/** Closed when nobody is left to be handed over. What is unknown may still become known. */
export async function finishIfDone(ctx: Context, campaignId: string): Promise<boolean> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, workspaceId, campaignId);
    if (locked.state !== 'sending') return false;
    const left = await remaining(tx, workspaceId, campaignId, now);
    if (left.queued + left.later + left.waiting + left.reserved + left.handed > 0) return false;
    await changeCampaign(tx, locked, { state: 'finished', finishedAt: now }, now);
    const counts = await campaignCounts(tx, workspaceId, campaignId);
    await tellCampaign(ctx, 'campaign.finished', locked, { accepted: counts.accepted, failed: counts.failed, unknown: counts.unknown });
    if (locked.userId)
      await ctx.notify([locked.userId as never], {
        key: `campaign-finished:${campaignId}`,
        title: `“${locked.name}” is sent`,
        body: `${counts.accepted} accepted${counts.failed ? `, ${counts.failed} failed` : ''}${counts.unknown ? `, ${counts.unknown} unknown` : ''}.`,
        href: `/outreach/campaigns/${campaignId}`,
      });
    await ctx.tasks.enqueue('email.record-campaign-mails', { campaignId }, { singletonKey: campaignId });
    return true;
  });
}

async function chooseWinner(ctx: Context, campaign: CampaignRow): Promise<void> {
  const { winner: rule } = campaign.plan;
  if (!rule || campaign.winner || !campaign.winnerDueAt || campaign.winnerDueAt > ctx.clock.now()) return;
  await ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx.workspaceId, campaign.id);
    if (locked.winner || locked.state !== 'sending') return;
    const winner = winnerOf(await variantOutcomes(tx, ctx.workspaceId, campaign.id), rule.by) ?? locked.variants[0]?.key ?? 'a';
    await changeCampaign(tx, locked, { winner }, ctx.clock.now());
    await tx
      .update(recipients)
      .set({ state: 'queued', variant: winner, updatedAt: ctx.clock.now() })
      .where(and(eq(recipients.workspaceId, ctx.workspaceId), eq(recipients.campaignId, campaign.id), eq(recipients.state, 'waiting')));
  });
}

/** Where the other side can be asked what it got, what is unknown is asked about; what certainly never left goes on. */
async function askAboutUnknown(ctx: Context): Promise<void> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(recipients)
      .where(and(eq(recipients.workspaceId, workspaceId), eq(recipients.state, 'unknown'), lte(recipients.askAt, now)))
      .orderBy(recipients.askAt)
      .limit(ASKED_AT_ONCE),
  );
  for (const row of rows) {
    if (!row.connectionId || !row.messageId || !row.handedAt) continue;
    const found = await ask(ctx, row.connectionId, { key: `campaign:${row.id}`, messageId: row.messageId, since: row.handedAt });
    const asked = row.history.filter(({ state }) => state === 'asked').length;
    const next = ASK_AGAIN_MS[asked];
    const at = ctx.clock.now().toISOString();
    await ctx.db.transaction(async (tx) => {
      const state = found === 'sent' ? 'accepted' : found === 'absent' ? 'queued' : 'unknown';
      const step = { at, state: state === 'unknown' ? 'asked' : state, source: 'asked', evidence: found };
      await tx
        .update(recipients)
        .set({
          state,
          reason: state === 'unknown' ? row.reason : null,
          askAt: state === 'unknown' && next !== undefined ? new Date(now.getTime() + next) : null,
          settledAt: state === 'accepted' ? now : null,
          ...(state === 'unknown' ? {} : { leaseToken: null }),
          history: sql`${recipients.history} || ${JSON.stringify([step])}::jsonb`,
          updatedAt: now,
        })
        .where(and(eq(recipients.workspaceId, workspaceId), eq(recipients.id, row.id), eq(recipients.state, 'unknown')));
      if (state !== 'queued') return;
      // It goes on with who is left, or is taken up again.
      const campaign = await campaignById(tx, workspaceId, row.campaignId);
      if (campaign.state === 'finished') await changeCampaign(tx, campaign, { state: 'sending', finishedAt: null }, now);
    });
  }
}

async function ask(ctx: Context, connectionId: string, message: { key: string; messageId: string; since: Date }): Promise<'sent' | 'absent' | 'unsure'> {
  try {
    const connected = await ctx.withConnection(asId<ConnectionId>(connectionId));
    return (await transportOf(connected.connection.provider).find?.(connected, message)) ?? 'unsure';
  } catch (error) {
    ctx.log.warn({ error: String(error) }, 'a provider could not be asked about a mail');
    return 'unsure';
  }
}
