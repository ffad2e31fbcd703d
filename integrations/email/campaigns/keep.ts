import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { asId, type ConnectionId, type Context } from '#sdk';
import { transportOf } from '../client/index.ts';
import { emailCampaignRecipients as recipients } from '../models/campaigns.ts';
import { keyOfMessageId } from '../serializers/message-id.ts';
import { type CampaignRow, campaignById, campaignsToKeep, changeCampaign, lockCampaign } from '../store/campaigns.ts';
import { mergeDataOf, peopleOf } from '../store/merge-data.ts';
import { prepare } from '../templates/liquid.ts';
import { emptyMergeData } from '../templates/merge-fields.ts';
import { senderOf } from '../templates/sender.ts';
import { tellCampaign } from './events.ts';
import { remaining, sweep } from './ledger.ts';
import { campaignCounts, variantOutcomes } from './stats.ts';
import { winnerOf } from './variants.ts';

/** Workers of one campaign at a time; each has its own lines out. */
const WORKERS = 2;
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
  if (left.queued > 0) {
    const workers = left.queued > 200 ? WORKERS : 1;
    for (let worker = 0; worker < workers; worker++)
      await ctx.tasks.enqueue('email.send-campaign', { campaignId: campaign.id, worker }, { singletonKey: `${campaign.id} ${worker}` });
  }
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

/** What was accepted stands on timelines a little later, in the background: sending does not wait for it. */
export async function recordMails(ctx: Context, campaignId: string): Promise<void> {
  const { workspaceId } = ctx;
  const campaign = await ctx.db.transaction((tx) => campaignById(tx, workspaceId, campaignId));
  while (!ctx.signal.aborted) {
    const done = await ctx.db.transaction(async (tx) => {
      const rows = await tx
        .select()
        .from(recipients)
        .where(
          and(
            eq(recipients.workspaceId, workspaceId),
            eq(recipients.campaignId, campaignId),
            inArray(recipients.state, ['accepted']),
            isNull(recipients.activityId),
          ),
        )
        .orderBy(recipients.position)
        .limit(50);
      for (const row of rows) await recordMail(ctx, campaign, row);
      return rows.length === 0;
    });
    if (done) return;
  }
}

/** The subject as this reader got it. */
async function subjectFor(ctx: Context, campaign: CampaignRow, row: typeof recipients.$inferSelect): Promise<string> {
  const variant = campaign.variants.find(({ key }) => key === row.variant) ?? campaign.variants[0];
  const subject = variant?.subject ?? campaign.name;
  if (!/\{[{%]/.test(subject)) return subject;
  const person = (await ctx.db.transaction((tx) => peopleOf(tx, ctx.workspaceId, [row.contactId]))).get(row.contactId);
  const sender = await senderOf(ctx, campaign.userId);
  const data = person ? mergeDataOf(person, sender, { unsubscribeUrl: '', preferencesUrl: '', bookingUrl: '' }) : emptyMergeData();
  return prepare({ subject, html: null, text: '', snippets: variant?.snippets })(data).subject;
}

/** One mail of a campaign on the timeline of who got it; told twice it is one. Joins the open transaction. */
export async function recordMail(ctx: Context, campaign: CampaignRow, row: typeof recipients.$inferSelect): Promise<string> {
  if (row.activityId) return row.activityId;
  const subject = await subjectFor(ctx, campaign, row);
  const { id } = await ctx.crm.activities.record({
    kind: 'email',
    direction: 'outbound',
    occurredAt: row.handedAt ?? ctx.clock.now(),
    provider: 'campaign',
    externalId: row.id,
    // As the mailbox names it: the copy in Sent is the same activity.
    ...(row.messageId ? { sourceKey: `email:${keyOfMessageId(row.messageId)}` } : {}),
    subject,
    snippet: `Campaign “${campaign.name}”`,
    status: 'sent',
    ...(campaign.userId ? { ownerId: campaign.userId as never } : {}),
    participants: [{ address: row.address, role: 'to', contactId: row.contactId }],
    data: { campaignId: campaign.id, campaign: campaign.name, recipientId: row.id },
  });
  await ctx.db.transaction((tx) =>
    tx
      .update(recipients)
      .set({ activityId: id })
      .where(and(eq(recipients.workspaceId, ctx.workspaceId), eq(recipients.id, row.id))),
  );
  return id;
}
