import { and, asc, eq, gt, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { contacts } from '#crm/models';
import type { Transaction } from '#sdk';
import { type RecipientState, emailCampaignRecipients as recipients } from '../models/campaigns.ts';
import type { RecipientRow } from './campaigns.ts';

/** What a list of recipients can be narrowed to: a state of the ledger, or something that was heard later. */
export const SHOWN = ['bounced', 'opened', 'clicked', 'replied', 'unsubscribed', 'complained'] as const;
const MARKS = {
  bounced: recipients.bouncedAt,
  opened: recipients.openedAt,
  clicked: recipients.clickedAt,
  replied: recipients.repliedAt,
  unsubscribed: recipients.unsubscribedAt,
  complained: recipients.complainedAt,
} as const;
export interface RecipientFilter {
  state?: RecipientState | undefined;
  mark?: (typeof SHOWN)[number] | undefined;
  q?: string | undefined;
  reason?: string | undefined;
  after?: number | undefined;
  limit: number;
}

/** In the order in which they are written to, with the name they have now. */
export const recipientPage = (tx: Transaction, workspaceId: string, campaignId: string, { state, mark, q, reason, after, limit }: RecipientFilter) =>
  tx
    .select({ recipient: recipients, firstName: contacts.firstName, lastName: contacts.lastName })
    .from(recipients)
    .leftJoin(contacts, and(eq(contacts.workspaceId, recipients.workspaceId), eq(contacts.id, recipients.contactId)))
    .where(
      and(
        eq(recipients.workspaceId, workspaceId),
        eq(recipients.campaignId, campaignId),
        state ? eq(recipients.state, state) : undefined,
        reason ? eq(recipients.reason, reason) : undefined,
        mark ? isNotNull(MARKS[mark]) : undefined,
        q
          ? or(
              sql`strpos(lower(${recipients.address}), ${q.toLowerCase()}) > 0`,
              sql`strpos(lower(${contacts.firstName} || ' ' || ${contacts.lastName}), ${q.toLowerCase()}) > 0`,
            )
          : undefined,
        after === undefined ? undefined : gt(recipients.position, after),
      ),
    )
    .orderBy(asc(recipients.position))
    .limit(limit);

/** Whom these Message-IDs belong to. */
export const recipientsByMessage = (tx: Transaction, workspaceId: string, messageIds: readonly string[]): Promise<RecipientRow[]> =>
  messageIds.length === 0
    ? Promise.resolve([])
    : tx
        .select()
        .from(recipients)
        .where(and(eq(recipients.workspaceId, workspaceId), inArray(recipients.messageId, [...messageIds])))
        .limit(20);

export const recipientById = async (tx: Transaction, workspaceId: string, id: string): Promise<RecipientRow | undefined> =>
  (
    await tx
      .select()
      .from(recipients)
      .where(and(eq(recipients.workspaceId, workspaceId), eq(recipients.id, id)))
  )[0];

/**
 * Whatever is heard of a mail proves that it left: one that was unknown is known now, and keeps what it was proven by. One that
 * was to be tried again is known too, and goes out no second time.
 */
const known = (name: string, now: Date) => {
  const at = now.toISOString();
  const step = JSON.stringify([{ at, state: 'accepted', source: 'heard', evidence: name }]);
  const wasUnknown = sql`(${recipients.state} = 'unknown' or (${recipients.state} in ('queued', 'reserved') and ${recipients.handedAt} is not null))`;
  return {
    state: sql<RecipientState>`case when ${wasUnknown} then 'accepted' else ${recipients.state} end`,
    reason: sql<string | null>`case when ${wasUnknown} then null else ${recipients.reason} end`,
    settledAt: sql<Date | null>`case when ${wasUnknown} then ${at}::timestamptz else ${recipients.settledAt} end`,
    askAt: sql<Date | null>`case when ${wasUnknown} then null else ${recipients.askAt} end`,
    leaseUntil: sql<Date | null>`case when ${wasUnknown} then null else ${recipients.leaseUntil} end`,
    history: sql<RecipientRow['history']>`case when ${wasUnknown} then ${recipients.history} || ${step}::jsonb else ${recipients.history} end`,
  };
};

/** Sets marks that are not set yet: told twice or late, the first time stays. */
export async function markRecipient(tx: Transaction, workspaceId: string, id: string, marks: Partial<RecipientRow>, now: Date): Promise<void> {
  const columns = Object.entries(marks).filter(([, value]) => value !== undefined);
  if (columns.length === 0) return;
  const current = await recipientById(tx, workspaceId, id);
  if (!current) return;
  const fresh = Object.fromEntries(columns.filter(([name]) => current[name as keyof RecipientRow] === null));
  if (Object.keys(fresh).length === 0) return;
  await tx
    .update(recipients)
    .set({ ...fresh, ...known(Object.keys(fresh)[0] ?? '', now), updatedAt: now })
    .where(and(eq(recipients.workspaceId, workspaceId), eq(recipients.id, id)));
}

/** States of those that a person may have sent to once more: one certainly did not get it, of the other nobody knows. */
export const SENT_AGAIN = ['failed', 'unknown'] as const;
/** Puts those back into the queue, under the Message-ID that they had. Answers how many. */
export async function requeue(
  tx: Transaction,
  workspaceId: string,
  campaignId: string,
  { states, ids, because }: { states: readonly (typeof SENT_AGAIN)[number][]; ids: readonly string[] | undefined; because: string },
  now: Date,
): Promise<number> {
  const step = JSON.stringify([{ at: now.toISOString(), state: 'queued', source: 'person', evidence: because }]);
  const rows = await tx
    .update(recipients)
    .set({
      state: 'queued',
      reason: null,
      attempts: 0,
      dueAt: null,
      askAt: null,
      settledAt: null,
      leaseToken: null,
      leaseUntil: null,
      history: sql`${recipients.history} || ${step}::jsonb`,
      updatedAt: now,
    })
    .where(
      and(
        eq(recipients.workspaceId, workspaceId),
        eq(recipients.campaignId, campaignId),
        inArray(recipients.state, [...states]),
        ids ? inArray(recipients.id, [...ids]) : undefined,
      ),
    )
    .returning({ id: recipients.id });
  return rows.length;
}
