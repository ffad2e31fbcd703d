import { uuidv7 } from 'uuidv7';
import type { Context, PublicRequest, Transaction } from '#sdk';
import { recordMail } from '../campaigns/record-mails.ts';
import { recordFacts } from '../delivery/record-facts.ts';
import { campaignById } from '../store/campaigns.ts';
import { addEngagement, linkById, otherClicks, type RecipientRow, recipientForUpdate, recount, turnIntoMachine } from '../store/engagements.ts';
import { findOutgoing, type OutgoingRow } from '../store/outgoing.ts';
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
    const mail = 'm' in subject ? await findOutgoing(tx, workspaceId, subject.m) : undefined;
    const name = 'r' in subject ? `recipient:${subject.r}` : 'm' in subject ? `message:${subject.m}` : null;
    const others = kind === 'click' && name && linkId ? await otherClicks(tx, workspaceId, name, linkId, new Date(now.getTime() - BURST_MS)) : [];
    const sentAt = recipient?.handedAt ?? mail?.acceptedAt;
    const verdict = judge({
      kind,
      userAgent: request.userAgent,
      sinceSentMs: sentAt ? now.getTime() - sentAt.getTime() : null,
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
    if (mail) await tellOfMail(ctx, tx, kind, mail, url, verdict);
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
  if (recipient.messageId) await recordFacts(ctx, tx, 'links', [factOf(kind, recipient.id, recipient.messageId, recipient.address, at, url, verdict, reasons)]);
  if (verdict !== 'human') return;
  const activityId = await recordMail(ctx, await campaignById(tx, ctx.workspaceId, recipient.campaignId), recipient);
  await ctx.crm.activities.update(activityId, {
    ...(kind === 'click' || recipient.clickedAt === null ? { status: kind === 'click' ? 'clicked' : 'opened' } : {}),
    data: kind === 'click' ? { lastClickedAt: at, lastClickedUrl: url?.slice(0, 500) ?? '' } : { lastOpenedAt: at },
  });
}

const factOf = (
  kind: 'open' | 'click',
  about: string,
  messageId: string,
  address: string,
  at: string,
  url: string | undefined,
  verdict: Verdict['verdict'],
  reasons: readonly string[],
) => ({
  account: undefined,
  fact: {
    key: `links:${kind}:${about}:${uuidv7()}`,
    kind: kind === 'open' ? ('opened' as const) : ('clicked' as const),
    at,
    messageId,
    address: address.toLowerCase(),
    isMachine: verdict !== 'human',
    evidence: { ...(url ? { url: url.slice(0, 1000) } : {}), ...(reasons.length > 0 ? { why: reasons.join(', ') } : {}) },
  },
});

/** The same of a single mail: it was followed only because it has one reader. */
async function tellOfMail(
  ctx: Context,
  tx: Transaction,
  kind: 'open' | 'click',
  mail: OutgoingRow,
  url: string | undefined,
  { verdict, reasons }: Verdict,
): Promise<void> {
  const at = ctx.clock.now().toISOString();
  await recordFacts(ctx, tx, 'links', [factOf(kind, mail.id, mail.rfcId, mail.to[0]?.address ?? '', at, url, verdict, reasons)]);
  if (verdict !== 'human' || !mail.activityId) return;
  await ctx.crm.activities.update(mail.activityId, {
    status: kind === 'click' ? 'clicked' : 'opened',
    data: kind === 'click' ? { lastClickedAt: at, lastClickedUrl: url?.slice(0, 500) ?? '' } : { lastOpenedAt: at },
  });
}
