import { and, eq, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { contacts, identities } from '#crm/models';
import { among, type Context, type NewEvent, type Transaction } from '#sdk';
import { emailCampaignRecipients as recipients } from '../models/campaigns.ts';
import { emailDeliveries, type emailDeliveryFacts } from '../models/delivery.ts';
import { emailOutgoing, emailOutgoingHistory, type OutgoingState } from '../models/mailbox.ts';
import { mayBeOfCampaign } from '../serializers/message-id.ts';
import type { Change } from './changes.ts';
import type { FactKind } from './facts.ts';
import type { Delivery, DeliveryState } from './fold.ts';

export type ToldFact = Pick<typeof emailDeliveryFacts.$inferSelect, 'factKey' | 'kind' | 'at' | 'source' | 'evidence' | 'bounce' | 'isMachine'>;
export interface Happened {
  messageId: string;
  address: string;
  delivery: Delivery;
  changes: readonly Change[];
  facts: readonly ToldFact[];
  source: string;
  connectionId: string | null;
}

/** The words of a mail's history; what says nothing to a person is left out. */
const shown: Readonly<Partial<Record<FactKind, string>>> = {
  deferred: 'deferred',
  rejected: 'failed',
  delivered: 'delivered',
  bounced: 'bounced',
  opened: 'opened',
  clicked: 'clicked',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

/** One mail may go to several: it is as well as the worst of them. */
const worst: readonly DeliveryState[] = ['hard_bounced', 'soft_bounced', 'rejected', 'delivered'];
const stateOfMail = (states: readonly DeliveryState[]): OutgoingState | undefined => {
  const found = worst.find((state) => states.includes(state));
  return found === undefined ? undefined : found === 'delivered' ? 'delivered' : found === 'rejected' ? 'failed' : 'bounced';
};
/** What a provider says of a mail proves that it was handed over. */
const BEFORE: readonly OutgoingState[] = ['reserved', 'started', 'accepted', 'unknown', 'delivered', 'bounced'];

/** Brings the mails that people wrote in step, and publishes what happened. */
export async function tellOutgoing(ctx: Context, tx: Transaction, happened: readonly Happened[]): Promise<void> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const messageIds = [...new Set(happened.map(({ messageId }) => messageId))];
  const mails = await tx
    .select()
    .from(emailOutgoing)
    .where(and(eq(emailOutgoing.workspaceId, workspaceId), among(emailOutgoing.rfcId, messageIds)));
  const mailOf = new Map(mails.map((mail) => [mail.rfcId, mail]));
  if (mails.length > 0) {
    const history = happened.flatMap(({ messageId, facts, address }) => {
      const mail = mailOf.get(messageId);
      return mail
        ? facts.flatMap((row) => {
            const state = shown[row.kind];
            const evidence = { address, ...row.evidence, ...(row.bounce ?? {}), ...(row.isMachine ? { machine: true } : {}) };
            return state ? [{ workspaceId, id: uuidv7(), outgoingId: mail.id, state, at: row.at, source: row.source, eventKey: row.factKey, evidence }] : [];
          })
        : [];
    });
    if (history.length > 0) await tx.insert(emailOutgoingHistory).values(history).onConflictDoNothing();
    const all = await tx
      .select({ messageId: emailDeliveries.messageId, state: emailDeliveries.state })
      .from(emailDeliveries)
      .where(and(eq(emailDeliveries.workspaceId, workspaceId), inArray(emailDeliveries.messageId, [...mailOf.keys()])));
    for (const mail of mails) {
      const state = stateOfMail(all.filter(({ messageId }) => messageId === mail.rfcId).map((row) => row.state));
      if (!state || state === mail.state || !BEFORE.includes(mail.state)) continue;
      await tx
        .update(emailOutgoing)
        .set({ state, updatedAt: now, ...(mail.acceptedAt ? {} : { acceptedAt: now }) })
        .where(and(eq(emailOutgoing.workspaceId, workspaceId), eq(emailOutgoing.id, mail.id)));
      if (mail.activityId) await ctx.crm.activities.update(mail.activityId, { status: state, data: { delivery: state } });
    }
  }
  const news = happened.filter(({ changes }) => changes.length > 0);
  if (news.length === 0) return;
  const people = await peopleOf(tx, workspaceId, [...new Set(news.map(({ address }) => address))]);
  const nameless = news.filter(({ address }) => !people.has(address)).map(({ messageId }) => messageId);
  const addressees = nameless.length > 0 ? await addresseesOf(tx, workspaceId, nameless, mails) : new Map<string, Person>();
  await ctx.events.publish(
    ...news.flatMap((each) =>
      each.changes.map((change) => eventOf(each, change, mailOf.get(each.messageId), people.get(each.address) ?? addressees.get(each.messageId))),
    ),
  );
}

interface Person {
  contactId: string;
  ownerId: string | null;
  organizationId: string | null;
}

async function peopleOf(tx: Transaction, workspaceId: string, addresses: readonly string[]): Promise<Map<string, Person>> {
  const rows = await tx
    .select({ address: identities.value, contactId: contacts.id, ownerId: contacts.ownerId, organizationId: contacts.organizationId })
    .from(identities)
    .innerJoin(contacts, and(eq(contacts.workspaceId, identities.workspaceId), eq(contacts.id, identities.contactId)))
    .where(
      and(
        eq(identities.workspaceId, workspaceId),
        eq(identities.kind, 'email'),
        among(identities.value, addresses),
        sql`not ${identities.isShared}`,
        sql`${contacts.recordState} = 'live'`,
      ),
    );
  return new Map(rows.map(({ address, ...person }) => [address, person]));
}

/** Of an address that several share, or that nobody has any more, the mail itself knows whom it was written to. */
async function addresseesOf(
  tx: Transaction,
  workspaceId: string,
  messageIds: readonly string[],
  mails: readonly (typeof emailOutgoing.$inferSelect)[],
): Promise<Map<string, Person>> {
  const campaignIds = messageIds.filter(mayBeOfCampaign);
  const ofCampaigns = campaignIds.length
    ? await tx
        .select({ messageId: recipients.messageId, contactId: recipients.contactId })
        .from(recipients)
        .where(and(eq(recipients.workspaceId, workspaceId), among(recipients.messageId, campaignIds)))
    : [];
  const written = [...mails.map(({ rfcId, contactId }) => ({ messageId: rfcId, contactId })), ...ofCampaigns];
  const ids = [...new Set(written.flatMap(({ contactId }) => (contactId ? [contactId] : [])))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ contactId: contacts.id, ownerId: contacts.ownerId, organizationId: contacts.organizationId })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), inArray(contacts.id, ids), sql`${contacts.recordState} = 'live'`));
  const byId = new Map(rows.map((row) => [row.contactId, row]));
  return new Map(
    written.flatMap(({ messageId, contactId }): [string, Person][] => {
      const person = contactId ? byId.get(contactId) : undefined;
      return messageId && person ? [[messageId, person]] : [];
    }),
  );
}

function eventOf(each: Happened, change: Change, mail: typeof emailOutgoing.$inferSelect | undefined, person: Person | undefined): NewEvent {
  const { bounce } = each.delivery.decided;
  const contactId = person?.contactId ?? mail?.contactId ?? null;
  return {
    type: change.type,
    subject: mail ? { type: 'message', id: mail.id } : contactId ? { type: 'contact', id: contactId } : { type: 'message', id: each.messageId },
    data: {
      messageId: each.messageId,
      outgoingId: mail?.id ?? null,
      connectionId: each.connectionId,
      threadId: mail?.threadId ?? null,
      activityId: mail?.activityId ?? null,
      contactIds: contactId ? [contactId] : [],
      organizationId: person?.organizationId ?? null,
      ownerId: mail?.userId ?? person?.ownerId ?? null,
      address: each.address,
      at: change.at,
      source: each.source,
      disputed: each.delivery.disputed,
      ...(change.type === 'message.bounced' && bounce
        ? { kind: bounce.kind, reason: bounce.reason, enhancedCode: bounce.enhancedCode, quote: bounce.quote }
        : {}),
    },
  };
}
