import { uuidv7 } from 'uuidv7';
import type { Context, PublicRequest, Transaction } from '#sdk';
import { recordMail } from '../campaigns/keep.ts';
import { recordFacts } from '../delivery/record-facts.ts';
import { campaignById } from '../store/campaigns.ts';
import { addEngagement, linkById, otherClicks, type RecipientRow, recipientForUpdate, recount, turnIntoMachine } from '../store/engagements.ts';
import type { Subject } from './links.ts';
import { BURST_MS, judge, networkOf, type Verdict } from './machine.ts';

export interface Followed {
  kind: 'open' | 'click';
  subject: Subject;
  linkId?: string;
  request: Pick<PublicRequest, 'userAgent' | 'remoteAddress'>;
}

/** Writes down that a mail was looked at or a link followed, and says where the link leads. Undefined: there is no such link. */
export async function follow(ctx: Context, { kind, subject, linkId, request }: Followed): Promise<{ url: string | undefined; verdict: Verdict }> {
  const now = ctx.clock.now();
  const { workspaceId } = ctx;
  return ctx.db.transaction(async (tx) => {
    const url = linkId ? await linkById(tx, workspaceId, linkId) : undefined;
    if (linkId && url === undefined) return { url, verdict: { verdict: 'unsure', reasons: [] } };
    const recipient = 'r' in subject ? await recipientForUpdate(tx, workspaceId, subject.r) : undefined;
    const name = 'r' in subject ? `recipient:${subject.r}` : 'm' in subject ? `message:${subject.m}` : null;
    const others = kind === 'click' && name && linkId ? await otherClicks(tx, workspaceId, name, linkId, new Date(now.getTime() - BURST_MS)) : [];
    const verdict = judge({
      kind,
      userAgent: request.userAgent,
      sinceSentMs: recipient?.handedAt ? now.getTime() - recipient.handedAt.getTime() : null,
      otherLinksJustNow: others.length,
    });
    const campaignId = recipient?.campaignId ?? ('c' in subject ? subject.c : null);
    await addEngagement(tx, {
      workspaceId,
      kind,
      campaignId,
      subject: name,
      ...verdict,
      linkId: linkId ?? null,
      // Where nobody is followed nothing that could be somebody is kept.
      userAgent: name ? (request.userAgent?.slice(0, 300) ?? null) : null,
      network: name ? networkOf(request.remoteAddress) : null,
      at: now,
    });
    if (others.length > 0)
      await turnIntoMachine(
        tx,
        workspaceId,
        others.flatMap(({ id, verdict: was }) => (was === 'machine' ? [] : [id])),
      );
    if (recipient) {
      await recount(tx, workspaceId, recipient.id, now);
      await tell(ctx, tx, kind, recipient, url, verdict);
    }
    return { url, verdict };
  });
}

/** One truth of what became of a mail: what our own links tell goes where providers' events go. It tells who wants to know, once. */
async function tell(
  ctx: Context,
  tx: Transaction,
  kind: 'open' | 'click',
  recipient: RecipientRow,
  url: string | undefined,
  { verdict, reasons }: Verdict,
): Promise<void> {
  const at = ctx.clock.now().toISOString();
  if (recipient.messageId)
    await recordFacts(ctx, tx, 'links', [
      {
        account: undefined,
        fact: {
          key: `links:${kind}:${recipient.id}:${uuidv7()}`,
          kind: kind === 'open' ? 'opened' : 'clicked',
          at,
          messageId: recipient.messageId,
          address: recipient.address.toLowerCase(),
          isMachine: verdict !== 'human',
          evidence: { ...(url ? { url: url.slice(0, 1000) } : {}), ...(reasons.length > 0 ? { why: reasons.join(', ') } : {}) },
        },
      },
    ]);
  if (verdict !== 'human') return;
  const activityId = await recordMail(ctx, await campaignById(tx, ctx.workspaceId, recipient.campaignId), recipient);
  await ctx.crm.activities.update(activityId, {
    ...(kind === 'click' || recipient.clickedAt === null ? { status: kind === 'click' ? 'clicked' : 'opened' } : {}),
    data: kind === 'click' ? { lastClickedAt: at, lastClickedUrl: url?.slice(0, 500) ?? '' } : { lastOpenedAt: at },
  });
}
