import { and, eq, inArray } from 'drizzle-orm';
import type { ConnectedContext } from '#sdk';
import { emailMessages } from '../models/mailbox.ts';
import type { Mail } from '../parsing/mail.ts';
import { keyOfContent } from '../serializers/message-id.ts';
import { settingsOf } from '../settings.ts';
import { decide } from './decide.ts';
import { type House, outsiders } from './house.ts';
import { type KeptMail, knownAddresses } from './keep-mails.ts';
import { storeParts } from './store-parts.ts';
import { strike } from './strike.ts';

/** A mail as it was found. Undefined: what was found cannot be read as one. */
export interface Found {
  mail: Mail | undefined;
  /** False: only its beginning was read, and its files are not to be had. */
  isWhole: boolean;
  isLive: boolean;
  isSeen: boolean;
}
export interface TakenIn {
  messageKey: string | null;
  /** Undefined: it is skipped, for `reason`. */
  kept: KeptMail | undefined;
  reason: string | null;
}

/**
 * Different mails under one Message-ID, as broken programs write them and as somebody may to hide one: the first keeps the
 * id, another one's mail is known by what it says. Found in any order afterwards, each is what it was.
 */
async function tellApart(ctx: ConnectedContext, found: readonly { mail: Mail | undefined }[]): Promise<void> {
  const mails = found.flatMap(({ mail }) => (mail?.rfcId ? [mail] : []));
  if (mails.length === 0) return;
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select({ key: emailMessages.messageKey, from: emailMessages.from })
      .from(emailMessages)
      .where(and(eq(emailMessages.workspaceId, ctx.workspaceId), inArray(emailMessages.messageKey, [...new Set(mails.map(({ messageKey }) => messageKey))]))),
  );
  const writers = new Map(rows.map(({ key, from }) => [key, from?.address]));
  for (const mail of mails) {
    const writer = mail.from?.address;
    if (!writers.has(mail.messageKey)) writers.set(mail.messageKey, writer);
    else if (writers.get(mail.messageKey) !== writer) {
      mail.messageKey = keyOfContent(writer ?? '', mail.sentAt.toISOString(), mail.subject, mail.text.slice(0, 1000));
      mail.remarks.push('message_id_taken');
    }
  }
}

/** Decides on mails, in their order, and stores the files of those that are kept and of no others. Outside any transaction. */
export async function takeIn(ctx: ConnectedContext, house: House, found: readonly Found[]): Promise<TakenIn[]> {
  const settings = settingsOf(ctx.connection);
  await tellApart(ctx, found);
  const mails = found.flatMap(({ mail }) => (mail ? [mail] : []));
  const people = mails.flatMap((mail) => outsiders(house, mail).map(({ address }) => address));
  const { here, known } = await ctx.db.transaction(async (tx) => {
    const keys = [...new Set(mails.map(({ messageKey }) => messageKey))];
    const of = and(eq(emailMessages.workspaceId, ctx.workspaceId), inArray(emailMessages.messageKey, keys));
    const rows = keys.length === 0 ? [] : await tx.select({ key: emailMessages.messageKey }).from(emailMessages).where(of);
    return { here: new Set(rows.map(({ key }) => key)), known: await knownAddresses(tx, ctx.workspaceId, people) };
  });
  const forgotten = await ctx.crm.contacts.forgottenAmong([...new Set(people)].map((value) => ({ kind: 'email' as const, value })));
  const taken: TakenIn[] = [];
  const withFiles: { mail: Mail; isWhole: boolean; kept: KeptMail }[] = [];
  for (const { mail, isWhole, isLive, isSeen } of found) {
    if (!mail) {
      taken.push({ messageKey: null, kept: undefined, reason: 'unreadable' });
      continue;
    }
    const { messageKey, parts: _, ...rest } = strike(mail, forgotten);
    const isKnown = outsiders(house, mail).some(({ address }) => known.has(address));
    const decision = decide(mail, settings, house, isKnown, forgotten);
    if (!decision.keep) {
      taken.push({ messageKey, kept: undefined, reason: decision.reason });
      continue;
    }
    const kept: KeptMail = { mail: { ...rest, messageKey }, attachments: [], trace: decision.trace, isLive, isSeen };
    if (mail.parts.length > 0 && !here.has(messageKey)) withFiles.push({ mail, isWhole, kept });
    taken.push({ messageKey, reason: null, kept });
  }
  const stored = await storeParts(ctx, withFiles);
  for (const [index, { kept }] of withFiles.entries()) kept.attachments = stored[index] ?? [];
  return taken;
}
