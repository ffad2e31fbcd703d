import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Context, CrmActivity } from '#sdk';
import { emailCampaignRecipients as recipients } from '../models/campaigns.ts';
import { keyOfMessageId } from '../serializers/message-id.ts';
import { type CampaignRow, campaignById, type RecipientRow } from '../store/campaigns.ts';
import { mergeDataOf, type Person, peopleOf } from '../store/merge-data.ts';
import { prepare } from '../templates/liquid.ts';
import { emptyMergeData } from '../templates/merge-fields.ts';
import { senderOf } from '../templates/sender.ts';

const PAGE = 50;
const NO_LINKS = { unsubscribeUrl: '', preferencesUrl: '', bookingUrl: '' };
const isMerged = (text: string): boolean => /\{[{%]/.test(text);

/** The subject as each reader got it. Templates are read once for all of them. */
async function subjectsOf(ctx: Context, campaign: CampaignRow) {
  const sender = await senderOf(ctx, campaign.userId);
  const forms = new Map(
    campaign.variants.map(({ key, subject, snippets }) => [
      key,
      { subject, render: isMerged(subject) ? prepare({ subject, html: null, text: '', snippets }) : undefined },
    ]),
  );
  const first = forms.get(campaign.variants[0]?.key ?? '');
  return (row: RecipientRow, person: Person | undefined): string => {
    const form = forms.get(row.variant) ?? first;
    if (!form) return campaign.name;
    return form.render ? form.render(person ? mergeDataOf(person, sender, NO_LINKS) : emptyMergeData()).subject : form.subject;
  };
}
type Subjects = Awaited<ReturnType<typeof subjectsOf>>;

const activityOf = (ctx: Context, campaign: CampaignRow, row: RecipientRow, subject: string): CrmActivity => ({
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

/** Mails of one campaign on the timelines of those who got them, in a handful of statements. Joins the open transaction. */
async function recordAll(ctx: Context, campaign: CampaignRow, rows: readonly RecipientRow[], subjectOf: Subjects): Promise<string[]> {
  const people = campaign.variants.some(({ subject }) => isMerged(subject))
    ? await ctx.db.transaction((tx) =>
        peopleOf(
          tx,
          ctx.workspaceId,
          rows.map(({ contactId }) => contactId),
        ),
      )
    : new Map<string, Person>();
  const recorded = await ctx.crm.activities.recordAll(rows.map((row) => activityOf(ctx, campaign, row, subjectOf(row, people.get(row.contactId)))));
  const pairs = rows.flatMap(({ id }, index) => (recorded[index] ? [{ id, activity: recorded[index].id }] : []));
  await ctx.db.transaction((tx) =>
    tx.execute(sql`update email_campaign_recipients r set activity_id = x.activity from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as x(id uuid, activity uuid)
                   where r.workspace_id = ${ctx.workspaceId} and r.id = x.id`),
  );
  return recorded.map(({ id }) => id);
}

/** What was accepted stands on timelines a little later, in the background: sending does not wait for it. */
export async function recordMails(ctx: Context, campaignId: string): Promise<void> {
  const { workspaceId } = ctx;
  const campaign = await ctx.db.transaction((tx) => campaignById(tx, workspaceId, campaignId));
  const subjectOf = await subjectsOf(ctx, campaign);
  const left = and(
    eq(recipients.workspaceId, workspaceId),
    eq(recipients.campaignId, campaignId),
    eq(recipients.state, 'accepted'),
    isNull(recipients.activityId),
  );
  // Whoever is accepted behind this place meanwhile is met by the next task.
  for (let after = 0; !ctx.signal.aborted; ) {
    const rows = await ctx.db.transaction(async (tx) => {
      const page = await tx
        .select()
        .from(recipients)
        .where(and(left, gt(recipients.position, after)))
        .orderBy(asc(recipients.position))
        .limit(PAGE);
      if (page.length > 0) await recordAll(ctx, campaign, page, subjectOf);
      return page;
    });
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.position ?? after;
  }
}

/** One mail of a campaign on the timeline of who got it, now; told twice it is one. Joins the open transaction. */
export async function recordMail(ctx: Context, campaign: CampaignRow, row: RecipientRow): Promise<string> {
  if (row.activityId) return row.activityId;
  const [id = ''] = await recordAll(ctx, campaign, [row], await subjectsOf(ctx, campaign));
  return id;
}
