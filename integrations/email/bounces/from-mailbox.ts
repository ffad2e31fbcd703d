import { and, eq } from 'drizzle-orm';
import type { Context, Transaction } from '#sdk';
import { recordFacts } from '../delivery/record-facts.ts';
import { emailCampaignRecipients } from '../models/campaigns.ts';
import { emailDeliveries } from '../models/delivery.ts';
import { emailOutgoing } from '../models/mailbox.ts';
import type { Told } from '../serializers/sendgrid-events.ts';
import type { Classification } from './classify.ts';

export interface Found {
  /** Message-ID of the report, or what else names it for ever. */
  reportId: string;
  at: Date;
  classification: Classification;
}
/** `unproven`: it names no mail of ours. Anybody can write a report: nobody is suppressed by it. */
export type Returned = 'recorded' | 'unproven' | 'no_bounce';

async function isOurs(tx: Transaction, workspaceId: string, messageId: string): Promise<boolean> {
  const [one] = await tx
    .select({ id: emailOutgoing.id })
    .from(emailOutgoing)
    .where(and(eq(emailOutgoing.workspaceId, workspaceId), eq(emailOutgoing.rfcId, messageId)))
    .limit(1);
  if (one) return true;
  const [other] = await tx
    .select({ id: emailDeliveries.messageId })
    .from(emailDeliveries)
    .where(and(eq(emailDeliveries.workspaceId, workspaceId), eq(emailDeliveries.messageId, messageId)))
    .limit(1);
  if (other) return true;
  const [recipient] = await tx
    .select({ id: emailCampaignRecipients.id })
    .from(emailCampaignRecipients)
    .where(and(eq(emailCampaignRecipients.workspaceId, workspaceId), eq(emailCampaignRecipients.messageId, messageId)))
    .limit(1);
  return recipient !== undefined;
}

/** A report or a complaint that was found in a mailbox becomes what a provider's event would be. In the transaction that keeps the mail. */
export async function recordReturned(ctx: Context, tx: Transaction, { reportId, at, classification }: Found): Promise<Returned> {
  const { kind, recipients, originalMessageId, evidence } = classification;
  if (kind !== 'hard' && kind !== 'soft' && kind !== 'block' && kind !== 'complaint') return 'no_bounce';
  if (originalMessageId === null || !(await isOurs(tx, ctx.workspaceId, originalMessageId))) return 'unproven';
  const told = recipients
    .filter((each) => each.action === 'failed' || kind === 'complaint')
    .map(({ address, originalAddress, diagnostic, enhancedCode }): Told => {
      const about = originalAddress ?? address;
      const said = diagnostic || evidence.quote;
      return {
        account: undefined,
        fact: {
          key: `mailbox:${reportId}:${about}`,
          kind: kind === 'complaint' ? 'complained' : 'bounced',
          at: at.toISOString(),
          messageId: originalMessageId,
          address: about,
          evidence: { said: said.slice(0, 1000), rule: evidence.rule, ...(enhancedCode ? { status: enhancedCode } : {}) },
        },
        ...(kind === 'complaint' ? {} : { said: { text: said, status: enhancedCode ?? undefined } }),
      };
    });
  if (told.length === 0) return 'no_bounce';
  await recordFacts(ctx, tx, 'mailbox', told, ctx.connection?.id);
  return 'recorded';
}
