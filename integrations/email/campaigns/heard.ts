import { and, eq } from 'drizzle-orm';
import { type Context, type Integration, PatchbayError, type PublishedEvent, type Transaction } from '#sdk';
import { emailMessages } from '../models/mailbox.ts';
import { chooserOf, unsubscribe } from '../preferences/choices.ts';
import { mayBeOfCampaign } from '../serializers/message-id.ts';
import { campaignById, type RecipientRow } from '../store/campaigns.ts';
import { outreachSettings } from '../store/outreach-settings.ts';
import { markRecipient, recipientById, recipientsByMessage } from '../store/recipients.ts';
import { recordMail } from './record-mails.ts';
import { campaignCounts } from './stats.ts';
import { pauseCampaign } from './views.ts';

type Data = Readonly<Record<string, unknown>>;
const text = (data: Data, name: string): string => (typeof data[name] === 'string' ? data[name] : '');

/** Below this a rate says nothing. */
const ENOUGH = 50;

/** What is heard of a mail of a campaign is marked on its row: the first time stays, told twice is told once. */
const mark = (marks: (data: Data, at: Date) => Parameters<typeof markRecipient>[3]) => async (ctx: Context, event: PublishedEvent) => {
  const messageId = text(event.data, 'messageId');
  if (!mayBeOfCampaign(messageId)) return;
  const rows = await ctx.db.transaction((tx) => recipientsByMessage(tx, ctx.workspaceId, [messageId]));
  for (const row of rows) {
    await ctx.db.transaction(async (tx) => {
      await markRecipient(tx, ctx.workspaceId, row.id, marks(event.data, event.at), ctx.clock.now());
      if (event.type === 'message.bounced' && text(event.data, 'kind') !== 'soft') await showBounce(ctx, tx, row);
    });
    if (event.type === 'message.bounced' || event.type === 'message.complained') await pauseIfBad(ctx, row.campaignId);
  }
};

/** Whoever looks at the timeline sees that it did not arrive. */
async function showBounce(ctx: Context, tx: Transaction, row: RecipientRow): Promise<void> {
  const activityId = await recordMail(ctx, await campaignById(tx, ctx.workspaceId, row.campaignId), row);
  await ctx.crm.activities.update(activityId, { status: 'bounced', data: { delivery: 'bounced' } }).catch((error: unknown) => {
    // Somebody took it off the timeline.
    if (!(error instanceof PatchbayError) || error.code !== 'not_found') throw error;
  });
}

/** Our mails that an arrived one answers. */
async function answered(ctx: Context, event: PublishedEvent) {
  return ctx.db.transaction(async (tx) => {
    const [message] = await tx
      .select()
      .from(emailMessages)
      .where(and(eq(emailMessages.workspaceId, ctx.workspaceId), eq(emailMessages.rfcId, text(event.data, 'messageId'))));
    if (!message) return { message: undefined, rows: [] };
    const ids = [...new Set([...(message.inReplyTo ? [message.inReplyTo] : []), ...message.references])];
    return { message, rows: await recipientsByMessage(tx, ctx.workspaceId, ids) };
  });
}

async function onReply(ctx: Context, event: PublishedEvent): Promise<void> {
  const { rows } = await answered(ctx, event);
  for (const row of rows)
    await ctx.db.transaction(async (tx) => {
      await markRecipient(
        tx,
        ctx.workspaceId,
        row.id,
        event.type === 'message.auto_replied' ? { autoRepliedAt: event.at } : { repliedAt: event.at },
        ctx.clock.now(),
      );
      // What they answered stands before their answer.
      await recordMail(ctx, await campaignById(tx, ctx.workspaceId, row.campaignId), row);
    });
}

/** The mail program's other way to unsubscribe: a mail whose subject says so, from whoever got ours. */
async function onReceived(ctx: Context, event: PublishedEvent): Promise<void> {
  const { message, rows } = await answered(ctx, event);
  if (!message) return;
  const named = /^\s*unsubscribe[\s:]+([0-9a-f-]{36})\b/i.exec(message.subject ?? '')?.[1]?.toLowerCase();
  if (named) {
    const row = await ctx.db.transaction((tx) => recipientById(tx, ctx.workspaceId, named));
    // The id stands in a header that only its recipient has; the address must still be theirs.
    if (row && message.from?.address.toLowerCase() === row.address.toLowerCase()) {
      const chooser = await chooserOf(ctx, { r: row.id });
      await unsubscribe(ctx, chooser, 'mailto', chooser.topicId ? [chooser.topicId] : 'all');
    }
    return;
  }
  if (rows.length > 0 && message.kind === 'person') await onReply(ctx, event);
}

/** Nobody has to watch: a list that bounces or complains stops by itself. */
async function pauseIfBad(ctx: Context, campaignId: string): Promise<void> {
  const { campaign, counts, limits } = await ctx.db.transaction(async (tx) => ({
    campaign: await campaignById(tx, ctx.workspaceId, campaignId),
    counts: await campaignCounts(tx, ctx.workspaceId, campaignId),
    limits: await outreachSettings(tx, ctx.workspaceId),
  }));
  if (campaign.state !== 'sending' || counts.accepted < ENOUGH) return;
  const bounced = ((counts.bouncedHard + counts.bouncedBlock) / counts.accepted) * 100;
  const complained = (counts.complained / counts.accepted) * 1000;
  const reason =
    bounced >= limits.pauseBounceRate
      ? `${bounced.toFixed(1)} % of ${counts.accepted} mails bounced; the limit is ${limits.pauseBounceRate} %.`
      : complained >= limits.pauseComplaintPermille
        ? `${counts.complained} of ${counts.accepted} recipients complained; the limit is ${limits.pauseComplaintPermille / 10} %.`
        : undefined;
  if (!reason) return;
  await pauseCampaign(ctx, campaignId, 'hub', reason);
  await ctx.incidents.open({
    key: `email.campaign-paused:${campaignId}`,
    level: 'warning',
    title: `“${campaign.name}” paused itself`,
    detail: reason,
    remedy: 'Look at who bounced, clean the list, then resume or cancel it.',
  });
}

export const heard: Integration['on'] = {
  'message.delivered': mark((_, at) => ({ deliveredAt: at })),
  'message.bounced': mark((data, at) => ({ bouncedAt: at, bounceKind: text(data, 'kind') || 'hard' })),
  'message.complained': mark((_, at) => ({ complainedAt: at })),
  'message.replied': onReply,
  'message.auto_replied': onReply,
  'message.received': onReceived,
};
