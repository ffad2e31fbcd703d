import { and, eq, inArray, sql } from 'drizzle-orm';
import { type Context, PatchbayError } from '#sdk';
import { checkAddress } from '../campaigns/addresses.ts';
import { emailCampaignRecipients as recipients } from '../models/campaigns.ts';
import { emailTopicChoices as choices, emailEngagements as engagements } from '../models/outreach.ts';
import { outreachSettings } from '../store/outreach-settings.ts';
import { addErasure } from '../store/preferences.ts';
import { addressHash } from './hashes.ts';

/** What stands where the address stood: the counts of a campaign stay right, and say nothing of anybody. */
const ERASED = 'erased@erased.invalid';

/**
 * Forgets an address: its looks, clicks, choices and proofs are gone, its rows in ledgers name nobody, and a salted hash is
 * left so that it is never written to again. The record's own data is deleted with the contact.
 */
export async function eraseAddress(ctx: Context, written: string): Promise<{ erasedAt: string; proof: Record<string, number> }> {
  const checked = checkAddress(written);
  if ('problem' in checked) throw new PatchbayError('invalid_input', { errors: [{ path: 'address', message: 'This is not an e-mail address.' }] });
  const address = checked.address.toLowerCase();
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const { erasureSalt } = await outreachSettings(tx, ctx.workspaceId);
    const rows = await tx
      .select({ id: recipients.id })
      .from(recipients)
      .where(and(eq(recipients.workspaceId, ctx.workspaceId), sql`lower(${recipients.address}) = ${address}`));
    const ids = rows.map(({ id }) => id);
    const subjects = ids.map((id) => `recipient:${id}`);
    const looks = subjects.length
      ? await tx
          .delete(engagements)
          .where(and(eq(engagements.workspaceId, ctx.workspaceId), inArray(engagements.subject, subjects)))
          .returning({ id: engagements.id })
      : [];
    const chosen = await tx
      .delete(choices)
      .where(and(eq(choices.workspaceId, ctx.workspaceId), eq(choices.address, address)))
      .returning({ topicId: choices.topicId });
    if (ids.length > 0)
      await tx
        .update(recipients)
        .set({
          address: ERASED,
          domain: 'erased.invalid',
          messageId: null,
          providerId: null,
          history: [],
          updatedAt: now,
          state: sql`case when state in ('queued', 'waiting') then 'excluded' else state end`,
          reason: sql`case when state in ('queued', 'waiting') then 'erased' else reason end`,
        })
        .where(and(eq(recipients.workspaceId, ctx.workspaceId), inArray(recipients.id, ids)));
    const proof = { recipients: ids.length, engagements: looks.length, choices: chosen.length };
    await addErasure(tx, ctx.workspaceId, addressHash(erasureSalt, address), proof, now);
    return { erasedAt: now.toISOString(), proof };
  });
}
