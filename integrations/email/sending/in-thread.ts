import { createHash } from 'node:crypto';
import { and, asc, eq, gte, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import { timelineEntries } from '#crm/models';
import { type Connection, type Context, PatchbayError, type Transaction } from '#sdk';
import { returnDate } from '../bounces/return-date.ts';
import { decidePage } from '../campaigns/audience.ts';
import { EXCLUSIONS } from '../campaigns/exclusions.ts';
import { emailDeliveries } from '../models/delivery.ts';
import { emailMessages, emailOutgoing } from '../models/mailbox.ts';
import { isReadable, readAfresh } from '../reading/read-afresh.ts';
import type { FOLLOW_UP_REASONS, FollowUp, followUpOutcome } from '../serializers/messages.ts';
import { findOnce } from '../store/outgoing.ts';
import { toAccepted } from '../views/messages.ts';
import { requestSend } from './request.ts';

export type FollowUpOutcome = z.input<typeof followUpOutcome>;
type Reason = (typeof FOLLOW_UP_REASONS)[number];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** When somebody is back, they have a morning first. */
const BACK_AT_HOUR = 9;

/** Kept from being sent, for a reason that a person can read. */
class HeldBack extends Error {
  readonly outcome: FollowUpOutcome;
  constructor(outcome: FollowUpOutcome) {
    super(outcome.sentence);
    this.outcome = outcome;
  }
}
const not = (reason: Reason, sentence: string): FollowUpOutcome => ({ outcome: 'not_sent', reason, sentence, retryAt: null, message: null });
const later = (reason: Reason, sentence: string, at: Date): FollowUpOutcome => ({
  outcome: 'wait',
  reason,
  sentence,
  retryAt: at.toISOString(),
  message: null,
});

/** The same key is the same mail: its id is made from it (RFC 9562, version 8). */
export function idOfKey(workspaceId: string, key: string): string {
  const bytes = createHash('sha256').update(`email.send-in-thread ${workspaceId} ${key}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

interface Conversation {
  messages: (typeof emailMessages.$inferSelect)[];
  outgoing: (typeof emailOutgoing.$inferSelect)[];
}
async function conversationOf(tx: Transaction, workspaceId: string, threadId: string): Promise<Conversation> {
  return {
    messages: await tx
      .select()
      .from(emailMessages)
      .where(and(eq(emailMessages.workspaceId, workspaceId), eq(emailMessages.threadId, threadId)))
      .orderBy(asc(emailMessages.sentAt)),
    outgoing: await tx
      .select()
      .from(emailOutgoing)
      .where(and(eq(emailOutgoing.workspaceId, workspaceId), eq(emailOutgoing.threadId, threadId)))
      .orderBy(asc(emailOutgoing.createdAt)),
  };
}

/** What of a conversation speaks against going on, by what is known of it now. */
function verdictOn({ messages, outgoing }: Conversation, bounced: readonly string[], now: Date): FollowUpOutcome | undefined {
  const open = outgoing.find(({ state }) => state === 'scheduled' || state === 'reserved' || state === 'started' || state === 'unknown');
  if (open)
    return later(
      'before_is_open',
      open.state === 'unknown' ? 'Nobody knows whether the mail before this one left.' : 'The mail before this one is still on its way.',
      new Date(now.getTime() + (open.state === 'unknown' ? 60 : 1) * MINUTE_MS),
    );
  const kept = new Set(messages.map(({ rfcId }) => rfcId));
  if (outgoing.some(({ state, rfcId }) => (state === 'accepted' || state === 'delivered') && !kept.has(rfcId)))
    return later('before_is_open', 'The mail before this one was handed over just now.', new Date(now.getTime() + MINUTE_MS));
  const last = messages.findLast(({ direction }) => direction === 'outbound');
  if (!last) return not('nothing_to_follow', 'Nothing of ours was sent in this conversation.');
  if (bounced.length > 0 || outgoing.some(({ state }) => state === 'bounced')) return not('bounced', 'A mail of this conversation came back.');
  const since = messages.filter((each) => each.direction === 'inbound' && isAfter(each, last, messages));
  if (since.some(({ kind }) => kind === 'person')) return not('replied', 'They answered since.');
  const away = since
    .filter(({ kind }) => kind === 'auto_reply')
    .map(({ subject, text, sentAt }) => returnDate(`${subject ?? ''}\n${text ?? ''}`, sentAt))
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  const back = away ? workdayAfter(new Date(`${away}T00:00:00Z`)) : undefined;
  return back && back > now ? later('away', `They are away until ${away}.`, back) : undefined;
}

type Message = Conversation['messages'][number];
/** What a mail says of its time has whole seconds. */
const second = (at: Date): number => Math.floor(at.getTime() / 1000);

/**
 * Whether a mail came after our last one, as far as we were able to know: by its time, by what it answers (their clock may be
 * behind), or because it was not here yet when we wrote.
 */
function isAfter(mail: Message, last: Message, all: readonly Message[]): boolean {
  if (second(mail.sentAt) >= second(last.sentAt)) return true;
  if (last.rfcId !== null && (mail.inReplyTo === last.rfcId || mail.references.includes(last.rfcId))) return true;
  const first = all.find(({ direction }) => direction === 'outbound') ?? last;
  return mail.createdAt > last.createdAt && second(mail.sentAt) >= second(first.sentAt);
}

/** The first working day after the day of return. */
function workdayAfter(day: Date): Date {
  let at = new Date(day.getTime() + DAY_MS);
  while (at.getUTCDay() === 0 || at.getUTCDay() === 6) at = new Date(at.getTime() + DAY_MS);
  at.setUTCHours(BACK_AT_HOUR);
  return at;
}

/** Also what they wrote outside the conversation is an answer. */
async function wroteElsewhere(tx: Transaction, workspaceId: string, contactId: string, { messages }: Conversation): Promise<boolean> {
  const last = messages.findLast(({ direction }) => direction === 'outbound');
  if (!last) return false;
  const [row] = await tx
    .select({ id: emailMessages.id })
    .from(timelineEntries)
    .innerJoin(emailMessages, and(eq(emailMessages.workspaceId, timelineEntries.workspaceId), eq(emailMessages.activityId, timelineEntries.activityId)))
    .where(
      and(
        eq(timelineEntries.workspaceId, workspaceId),
        eq(timelineEntries.recordId, contactId),
        gte(timelineEntries.occurredAt, last.sentAt),
        eq(emailMessages.direction, 'inbound'),
        eq(emailMessages.kind, 'person'),
      ),
    )
    .limit(1);
  return row !== undefined;
}

async function hardBounces(tx: Transaction, workspaceId: string, { messages }: Conversation): Promise<string[]> {
  const ids = messages.flatMap(({ direction, rfcId }) => (direction === 'outbound' && rfcId ? [rfcId] : []));
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ messageId: emailDeliveries.messageId })
    .from(emailDeliveries)
    .where(and(eq(emailDeliveries.workspaceId, workspaceId), inArray(emailDeliveries.messageId, ids), eq(emailDeliveries.state, 'hard_bounced')));
  return rows.map(({ messageId }) => messageId);
}

/** The mailboxes that would see an answer: the one it leaves from, and whichever holds the conversation. */
async function mailboxesOf(ctx: Context, { messages, outgoing }: Conversation, leavesFrom: string | undefined): Promise<Connection[]> {
  const ids = new Set([...messages.map(({ connectionId }) => connectionId), ...outgoing.map(({ connectionId }) => connectionId), leavesFrom ?? null]);
  return (await ctx.connections()).filter((each) => ids.has(each.id) && isReadable(each));
}

/**
 * Sends the next mail of a conversation, or says why not. The mailbox is read afresh first: when it cannot be, the mail
 * waits, because whether they answered is not known. @throws PatchbayError not_found, forbidden, invalid_input
 */
export async function followUpInThread(ctx: Context, input: FollowUp): Promise<FollowUpOutcome> {
  const { workspaceId } = ctx;
  const { key, threadId, contactId, ...words } = input;
  const id = idOfKey(workspaceId, key);
  // Asked of the record, which knows whom the actor may see.
  await ctx.crm.contacts.get(contactId);
  const { there, conversation } = await ctx.db.transaction(async (tx) => ({
    there: await findOnce(tx, workspaceId, id),
    conversation: await conversationOf(tx, workspaceId, threadId),
  }));
  if (there) return sent(there);
  if (conversation.messages.length + conversation.outgoing.length === 0) throw new PatchbayError('not_found', { detail: 'There is no such conversation.' });
  const leavesFrom =
    words.connectionId ??
    conversation.outgoing.at(-1)?.connectionId ??
    conversation.messages.findLast(({ direction }) => direction === 'outbound')?.connectionId;
  const mailboxes = await mailboxesOf(ctx, conversation, leavesFrom ?? undefined);
  if (mailboxes.length === 0) return not('no_mailbox', 'No connected mailbox would see an answer to it.');
  const read = await Promise.all(mailboxes.map((each) => readAfresh(ctx, each)));
  const unread = mailboxes.filter((_, index) => !read[index]);
  if (unread.length > 0)
    return later(
      'mailbox_not_read',
      `${unread.map(({ label }) => label).join(' and ')} could not be read just now; whether they answered is not known.`,
      new Date(ctx.clock.now().getTime() + 5 * MINUTE_MS),
    );
  const decision = (await decidePage(ctx, [contactId], undefined)).decisions.get(contactId);
  if (!decision || 'excluded' in decision)
    return not('not_allowed', `They ${EXCLUSIONS[decision && 'excluded' in decision ? decision.excluded : 'contact_deleted'] ?? 'may not be written to'}.`);
  try {
    const last = await lastOf(ctx, threadId);
    const subject = words.subject || (words.templateId ? '' : answering(last?.subject ?? ''));
    return sent(
      await requestSend(
        ctx,
        {
          ...words,
          subject,
          to: [{ address: decision.address }],
          cc: [],
          bcc: [],
          contactId,
          undoSeconds: 0,
          ...(leavesFrom ? { connectionId: leavesFrom } : {}),
          ...(last ? { inReplyTo: last.id } : {}),
        },
        {
          id,
          guard: async (tx) => {
            const now = await conversationOf(tx, workspaceId, threadId);
            const held = verdictOn(now, await hardBounces(tx, workspaceId, now), ctx.clock.now());
            if (held) throw new HeldBack(held);
            if (await wroteElsewhere(tx, workspaceId, contactId, now)) throw new HeldBack(not('replied', 'They wrote since, in another conversation.'));
          },
        },
      ),
    );
  } catch (error) {
    if (error instanceof HeldBack) return error.outcome;
    throw error;
  }
}

const sent = (row: Parameters<typeof toAccepted>[0]): FollowUpOutcome => ({
  outcome: 'sent',
  reason: null,
  sentence: 'It was handed over.',
  retryAt: null,
  message: toAccepted(row),
});

const lastOf = (ctx: Context, threadId: string) =>
  ctx.db.transaction(async (tx) => (await conversationOf(tx, ctx.workspaceId, threadId)).messages.findLast(({ direction }) => direction === 'outbound'));

const answering = (subject: string): string => (/^re:/i.test(subject) ? subject : `Re: ${subject}`);
