import { type Context, type LinkData, PatchbayError, type Transaction } from '#sdk';
import { recordFacts } from '../delivery/record-facts.ts';
import { suppressedAmong } from '../delivery/suppress.ts';
import { campaignById } from '../store/campaigns.ts';
import { peopleOf } from '../store/merge-data.ts';
import { choicesOf, choose, listTopics, topicById } from '../store/preferences.ts';
import { markRecipient, recipientById } from '../store/recipients.ts';
import { lift } from '../store/suppressions.ts';

/** Whose choices a token opens. */
export interface Chooser {
  address: string;
  contactId: string;
  recipientId: string | null;
  campaignId: string | null;
  topicId: string | null;
}
const nowhere = () => new PatchbayError('not_found', { detail: 'This link leads nowhere any more.' });

/** `r`: a recipient of a campaign. `k`: a contact, in a single mail. */
export async function chooserOf(ctx: Context, data: LinkData): Promise<Chooser> {
  const { r, k } = data;
  if (typeof r === 'string') {
    const found = await ctx.db.transaction(async (tx) => {
      const row = await recipientById(tx, ctx.workspaceId, r);
      return row && { row, campaign: await campaignById(tx, ctx.workspaceId, row.campaignId) };
    });
    if (!found) throw nowhere();
    const { row, campaign } = found;
    return { address: row.address, contactId: row.contactId, recipientId: row.id, campaignId: campaign.id, topicId: campaign.plan.topicId ?? null };
  }
  if (typeof k === 'string') {
    const contact = await ctx.crm.contacts.get(k);
    const address = contact.emails.find(({ primary }) => primary)?.value ?? contact.emails[0]?.value;
    if (!address) throw nowhere();
    return { address, contactId: contact.id, recipientId: null, campaignId: null, topicId: null };
  }
  throw nowhere();
}

/** By which way they said so: a button in the mail program, the page, a mail, or somebody of the team. */
export type Way = 'one_click' | 'page' | 'mailto' | 'person';

/** From this topic, or (no topic, or all of it) from everything. Twice is once. */
export async function unsubscribe(ctx: Context, chooser: Chooser, way: Way, topicIds: readonly string[] | 'all'): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    const { address, contactId, recipientId } = chooser;
    const before = recipientId ? await recipientById(tx, ctx.workspaceId, recipientId) : undefined;
    const topics = topicIds === 'all' ? (await listTopics(tx, ctx.workspaceId)).map(({ id }) => id) : topicIds;
    for (const topicId of topics) {
      const topic = await topicById(tx, ctx.workspaceId, topicId);
      await choose(tx, ctx.workspaceId, { topicId, address, state: 'unsubscribed', contactId, proof: { source: way, askedAt: now.toISOString() } }, now);
      if (topicIds !== 'all') await ctx.crm.consents.withdraw({ contactId, channel: 'email', purpose: topic.name, withdrawnAt: now });
    }
    if (topicIds === 'all') await ctx.crm.consents.withdraw({ contactId, channel: 'email', withdrawnAt: now });
    if (recipientId) await markRecipient(tx, ctx.workspaceId, recipientId, { unsubscribedAt: now }, now);
    // The second time is no news.
    if (before?.unsubscribedAt) return;
    if (topicIds === 'all') {
      const told = {
        account: undefined,
        fact: {
          key: `unsubscribed:${recipientId ?? contactId}:${now.getTime()}`,
          kind: 'unsubscribed' as const,
          at: now.toISOString(),
          messageId: before?.messageId ?? null,
          address: address.toLowerCase(),
          evidence: { way },
        },
      };
      await recordFacts(ctx, tx, 'links', [told]);
      if (before?.messageId) return;
    }
    const contact = (await peopleOf(tx, ctx.workspaceId, [contactId])).get(contactId)?.contact;
    await ctx.events.publish({
      type: 'message.unsubscribed',
      subject: { type: 'contact', id: contactId },
      data: {
        messageId: before?.messageId ?? '',
        outgoingId: null,
        connectionId: before?.connectionId ?? null,
        threadId: null,
        activityId: before?.activityId ?? null,
        contactIds: [contactId],
        organizationId: contact?.organizationId ?? null,
        ownerId: contact?.ownerId ?? null,
        address: address.toLowerCase(),
        at: now.toISOString(),
        source: 'links',
        disputed: false,
      },
    });
  });
}

/** Who asks for mail again is taken off the list that their own leaving had put them on. */
async function liftOwn(ctx: Context, tx: Transaction, address: string): Promise<void> {
  const listed = (await suppressedAmong(tx, ctx.workspaceId, [address], 'marketing', ctx.clock.now())).get(address.toLowerCase());
  if (listed?.reason === 'unsubscribed') await lift(tx, ctx.workspaceId, listed.id, 'asked for mail again', ctx.clock.now());
}

/** What they ticked on the page is what they get; what they did not, they do not. */
export async function chooseTopics(
  ctx: Context,
  chooser: Chooser,
  wanted: readonly string[],
  from: { remoteAddress: string; userAgent: string | undefined },
): Promise<void> {
  const now = ctx.clock.now();
  const all = await ctx.db.transaction((tx) => listTopics(tx, ctx.workspaceId));
  const unwanted = all.filter(({ id }) => !wanted.includes(id)).map(({ id }) => id);
  if (unwanted.length === all.length) return unsubscribe(ctx, chooser, 'page', 'all');
  await ctx.db.transaction(async (tx) => {
    await liftOwn(ctx, tx, chooser.address);
    for (const topic of all.filter(({ id }) => wanted.includes(id))) {
      await choose(
        tx,
        ctx.workspaceId,
        {
          topicId: topic.id,
          address: chooser.address,
          state: 'subscribed',
          contactId: chooser.contactId,
          proof: {
            source: 'page',
            wording: topic.name,
            confirmedAt: now.toISOString(),
            confirmedFrom: from.remoteAddress,
            ...(from.userAgent ? { userAgent: from.userAgent.slice(0, 300) } : {}),
          },
        },
        now,
      );
      await ctx.crm.consents.give({
        contactId: chooser.contactId,
        channel: 'email',
        purpose: topic.name,
        basis: 'consent',
        source: 'preferences page',
        givenAt: now,
      });
    }
  });
  if (unwanted.length > 0) await unsubscribe(ctx, chooser, 'page', unwanted);
}

/** They want to hear from us again, and said so themselves. */
export async function subscribeAgain(ctx: Context, chooser: Chooser): Promise<void> {
  await ctx.db.transaction((tx) => liftOwn(ctx, tx, chooser.address));
  await ctx.crm.consents.give({
    contactId: chooser.contactId,
    channel: 'email',
    purpose: 'all e-mails',
    basis: 'consent',
    source: 'preferences page',
    givenAt: ctx.clock.now(),
  });
}

export async function shownChoices(ctx: Context, chooser: Chooser) {
  const { topics, chosen } = await ctx.db.transaction(async (tx) => ({
    topics: await listTopics(tx, ctx.workspaceId),
    chosen: new Map((await choicesOf(tx, ctx.workspaceId, chooser.address)).map(({ topicId, state }) => [topicId, state])),
  }));
  const { reasons } = await ctx.crm.mayContact(chooser.contactId, 'email', { purpose: 'everything' });
  return {
    address: masked(chooser.address),
    topics: topics.map(({ id, name, description, doubleOptIn }) => ({
      id,
      name,
      description,
      isOn: chosen.get(id) === 'subscribed' || (chosen.get(id) === undefined && !doubleOptIn),
    })),
    isOut: reasons.some(({ code }) => code === 'consent_withdrawn' || code === 'do_not_contact'),
  };
}

/** A forwarded mail carries its links along: whoever opens one learns no address. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  return `${local.slice(0, 1)}${'•'.repeat(Math.max(2, Math.min(6, local.length - 1)))}${address.slice(at)}`;
}
