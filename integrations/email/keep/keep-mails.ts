import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { identities } from '#crm/models';
import { among, type ConnectedContext, type CrmParticipant, insertRows, PatchbayError, type Transaction } from '#sdk';
import { emailMessages, type StoredAttachment } from '../models/mailbox.ts';
import { isRoleAddress } from '../parsing/kind.ts';
import { type Mail, threadKeysOf } from '../parsing/mail.ts';
import { settingsOf, visibilityOf } from '../settings.ts';
import type { MessageRow } from '../store/messages.ts';
import { countIn, placeInThreads } from '../store/threads.ts';
import { hintsOf } from '../threading/subject.ts';
import { type Direction, directionOf, type House, isOurs, outsiders } from './house.ts';

export interface KeptMail {
  mail: Omit<Mail, 'parts'>;
  attachments: StoredAttachment[];
  trace: string[];
  /** It came just now, rather than with the history of a mailbox: the world is told. */
  isLive: boolean;
  isSeen: boolean;
  dealId?: string | null;
}
export interface Kept {
  messageId: string;
  threadId: string;
  activityId: string | null;
}

const MOST_FOR_CONTACTS = 10;
export const OPENNESS = ['private', 'metadata', 'subject', 'everything'] as const;
/** How much of a mail colleagues see, as a number: more is more. */
export const opennessOf = (visibility: string): number => (OPENNESS as readonly string[]).indexOf(visibility);
const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Who is known among these addresses, whether one person has them or several: of each of the two there is an index. */
export async function knownAddresses(tx: Transaction, workspaceId: string, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const of = (shared: SQL) => sql`select from ${identities} i where i.workspace_id = ${workspaceId} and i.kind = 'email' and i.value = w.value and ${shared}`;
  const { rows } = (await tx.execute(sql`select w.value from json_array_elements_text(${JSON.stringify(unique(addresses))}::json) as w(value)
    where exists (${of(sql`not i.is_shared`)}) or exists (${of(sql`i.is_shared`)})`)) as unknown as { rows: { value: string }[] };
  return new Set(rows.map(({ value }) => value));
}

/** Who becomes a contact by these mails, with the best name they were given. */
function newContacts(
  mails: readonly { mail: KeptMail['mail']; direction: Direction }[],
  house: House,
  who: 'none' | 'written_to' | 'everyone_but_bulk',
): Map<string, string | undefined> {
  const wanted = new Map<string, string | undefined>();
  if (who === 'none') return wanted;
  for (const { mail, direction } of mails) {
    if (mail.kind !== 'person' || mail.recipients > MOST_FOR_CONTACTS) continue;
    const writtenTo = direction === 'outbound' ? [...mail.to, ...mail.cc] : [];
    const wrote = direction === 'inbound' && who === 'everyone_but_bulk' && mail.from ? [mail.from] : [];
    for (const { address, name } of [...writtenTo, ...wrote])
      if (!isOurs(house, address) && !isRoleAddress(address)) wanted.set(address, wanted.get(address) ?? (name && !name.includes('@') ? name : undefined));
  }
  return wanted;
}

const participantsOf = ({ from, to, cc }: KeptMail['mail']): CrmParticipant[] => {
  const as = (role: string) => (each: { address: string; name?: string }) => ({
    address: each.address,
    kind: 'email' as const,
    role,
    ...(each.name ? { name: each.name } : {}),
  });
  return [...(from ? [from].map(as('from')) : []), ...to.map(as('to')), ...cc.map(as('cc'))].slice(0, 200);
};

/**
 * Puts mails of one mailbox into the workspace's record: each once, however many mailboxes hold it; in its conversation; on
 * the timelines of those who are in it. Inside the caller's transaction.
 */
export async function keepMails(ctx: ConnectedContext, tx: Transaction, given: readonly KeptMail[], house: House): Promise<Map<string, Kept>> {
  const { workspaceId, connection, clock } = ctx;
  const now = clock.now();
  const kept = new Map<string, Kept>();
  if (given.length === 0) return kept;
  const visibility = visibilityOf(connection);
  const fresh = new Map(given.map((each) => [each.mail.messageKey, each]));
  const known = await tx
    .select()
    .from(emailMessages)
    .where(and(eq(emailMessages.workspaceId, workspaceId), among(emailMessages.messageKey, [...fresh.keys()])))
    .orderBy(emailMessages.messageKey)
    // Nobody clears one away between this look and the copy that is written of it.
    .for('key share');
  for (const row of known) {
    fresh.delete(row.messageKey);
    kept.set(row.messageKey, { messageId: row.id, threadId: row.threadId, activityId: row.activityId });
    await openUp(ctx, tx, row, visibility);
  }
  // In one order everywhere, so that two mailboxes with the same mails wait for each other in one direction.
  const mails = [...fresh.values()]
    .map((each) => ({ ...each, direction: directionOf(house, each.mail) }))
    .sort((a, b) => (a.mail.messageKey < b.mail.messageKey ? -1 : 1));
  if (mails.length === 0) return kept;
  const { createContacts } = settingsOf(connection);
  const wanted = newContacts(mails, house, createContacts);
  const there = await knownAddresses(tx, workspaceId, [...wanted.keys()]);
  await ctx.crm.contacts.ensureAll(
    [...wanted]
      .filter(([address]) => !there.has(address))
      .map(([address, name]) => ({ identities: [{ kind: 'email', value: address }], ...(name ? { name } : {}), ownerId: connection.ownerUserId })),
  );

  const { threadOf, merged } = await placeInThreads(
    tx,
    workspaceId,
    mails.map(({ mail, direction }) => ({
      messageKey: mail.messageKey,
      keys: threadKeysOf(mail),
      at: mail.sentAt,
      ...(direction === 'internal'
        ? { hints: [], seeks: false }
        : hintsOf(
            mail.subject,
            outsiders(house, mail).map(({ address }) => address),
            mail.references.length > 0 || mail.inReplyTo !== undefined,
          )),
    })),
    new Map(mails.map(({ mail }) => [mail.messageKey, { subject: mail.subject, at: mail.sentAt }])),
    now,
  );
  for (const { from, into } of merged) await moveActivities(ctx, tx, from, into);
  const answered = await ownIds(
    tx,
    workspaceId,
    mails.flatMap(({ mail }) => threadKeysOf(mail).slice(1)),
  );

  const activities = await ctx.crm.activities.recordAll(
    mails.map(({ mail, direction, attachments, dealId }) => ({
      kind: 'email',
      direction,
      occurredAt: mail.sentAt,
      provider: connection.provider,
      externalId: mail.rfcId ?? mail.messageKey,
      sourceKey: `email:${mail.messageKey}`,
      connectionId: connection.id,
      threadId: threadOf.get(mail.messageKey) ?? '',
      subject: mail.subject || '(no subject)',
      snippet: mail.snippet,
      body: mail.reply,
      status: mail.kind === 'person' ? null : mail.kind,
      ownerId: connection.ownerUserId,
      visibility,
      participants: participantsOf(mail),
      ...(dealId ? { dealId } : {}),
      data: {
        mail: mail.kind,
        ...(attachments.length > 0
          ? {
              attachments: attachments
                .filter(({ inline }) => !inline)
                .slice(0, 20)
                .map(({ fileId, name, size, contentType }) => ({ fileId, name: name.slice(0, 100), size, contentType })),
            }
          : {}),
      },
      toldAt: mail.sentAt,
    })),
  );
  const rows: (typeof emailMessages.$inferInsert)[] = [];
  for (const [index, { mail, direction, attachments, trace, isLive, isSeen }] of mails.entries()) {
    const threadId = threadOf.get(mail.messageKey) ?? '';
    const activityId = activities[index]?.id ?? '';
    const id = uuidv7();
    rows.push({
      workspaceId,
      id,
      messageKey: mail.messageKey,
      rfcId: mail.rfcId ?? null,
      threadId,
      activityId,
      direction,
      kind: mail.kind,
      subject: mail.subject,
      snippet: mail.snippet,
      text: mail.text.replaceAll('\0', ''),
      html: mail.html?.replaceAll('\0', '') ?? null,
      from: mail.from ?? null,
      to: mail.to,
      cc: mail.cc,
      inReplyTo: mail.inReplyTo ?? null,
      references: mail.references,
      sentAt: mail.sentAt,
      attachments,
      ownerUserId: connection.ownerUserId,
      connectionId: connection.id,
      visibility,
      isSeen,
      trace: [...trace, ...mail.remarks],
      createdAt: now,
      updatedAt: now,
    });
    kept.set(mail.messageKey, { messageId: id, threadId, activityId });
    if (isLive) await tell(ctx, mail, direction, { threadId, activityId }, answered);
  }
  const added = await insertRows(tx, emailMessages, rows, { onConflict: sql`on conflict do nothing`, returning: sql`message_key` });
  const isAdded = new Set(added.map((row) => row['message_key']));
  // Another mailbox brought the same mail at the same moment, and was first.
  if (isAdded.size < rows.length)
    for (const row of await tx
      .select()
      .from(emailMessages)
      .where(
        and(
          eq(emailMessages.workspaceId, workspaceId),
          inArray(
            emailMessages.messageKey,
            rows.map(({ messageKey }) => messageKey),
          ),
        ),
      ))
      kept.set(row.messageKey, { messageId: row.id, threadId: row.threadId, activityId: row.activityId });
  await countIn(
    tx,
    workspaceId,
    mails
      .filter(({ mail }) => isAdded.has(mail.messageKey))
      .map(({ mail, direction }) => ({ threadId: threadOf.get(mail.messageKey) ?? '', direction, at: mail.sentAt, isQuiet: mail.kind !== 'person' })),
    now,
  );
  return kept;
}

/** Of one mail in several mailboxes colleagues see as much as the most open one shows. */
async function openUp(ctx: ConnectedContext, tx: Transaction, row: MessageRow, visibility: MessageRow['visibility']): Promise<void> {
  if (opennessOf(visibility) <= opennessOf(row.visibility)) return;
  await tx
    .update(emailMessages)
    .set({ visibility, updatedAt: ctx.clock.now() })
    .where(and(eq(emailMessages.workspaceId, ctx.workspaceId), eq(emailMessages.id, row.id)));
  if (row.activityId) await gone(ctx.crm.activities.update(row.activityId, { visibility: visibility as (typeof OPENNESS)[number], toldAt: ctx.clock.now() }));
}

/** A person may have removed the activity: then nobody wants to hear more of it. */
export async function gone(told: Promise<void>): Promise<void> {
  try {
    await told;
  } catch (error) {
    if (!(error instanceof PatchbayError) || error.code !== 'not_found') throw error;
  }
}

async function moveActivities(ctx: ConnectedContext, tx: Transaction, from: readonly string[], into: string): Promise<void> {
  // Their messages bear the new thread already; what they told of still bears an old one.
  const moved = await tx
    .select({ activityId: emailMessages.activityId })
    .from(emailMessages)
    .where(
      and(
        eq(emailMessages.workspaceId, ctx.workspaceId),
        eq(emailMessages.threadId, into),
        sql`exists (select from activities a where a.workspace_id = ${emailMessages.workspaceId} and a.id = ${emailMessages.activityId} and a.thread_id in ${[...from]})`,
      ),
    );
  for (const { activityId } of moved) if (activityId) await gone(ctx.crm.activities.update(activityId, { threadId: into }));
}

/** Which of these ids are mails of ours. */
async function ownIds(tx: Transaction, workspaceId: string, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await tx
    .select({ key: emailMessages.messageKey })
    .from(emailMessages)
    .where(and(eq(emailMessages.workspaceId, workspaceId), eq(emailMessages.direction, 'outbound'), among(emailMessages.messageKey, unique(keys))));
  return new Set(rows.map(({ key }) => key));
}

async function tell(
  ctx: ConnectedContext,
  mail: KeptMail['mail'],
  direction: Direction,
  { threadId, activityId }: { threadId: string; activityId: string },
  answered: ReadonlySet<string>,
): Promise<void> {
  if (direction !== 'inbound') return;
  const id = mail.rfcId ?? mail.messageKey;
  const matches = mail.from ? await ctx.crm.contacts.match({ kind: 'email', value: mail.from.address }) : undefined;
  const data = {
    messageId: id,
    outgoingId: null,
    connectionId: ctx.connection.id,
    threadId,
    activityId,
    contactIds: matches ? [matches.contactId] : [],
    organizationId: matches?.organizationId ?? null,
    ownerId: ctx.connection.ownerUserId,
    visibility: visibilityOf(ctx.connection),
  };
  const subject = { type: 'message', id: activityId };
  const isReply = threadKeysOf(mail)
    .slice(1)
    .some((key) => answered.has(key));
  await ctx.events.publish({ type: 'message.received', subject, data });
  if (isReply && mail.kind === 'auto_reply') await ctx.events.publish({ type: 'message.auto_replied', subject, data });
  else if (isReply && mail.kind === 'person') await ctx.events.publish({ type: 'message.replied', subject, data });
}
