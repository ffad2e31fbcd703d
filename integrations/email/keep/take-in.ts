import { and, eq } from 'drizzle-orm';
import { among, type ConnectedContext } from '#sdk';
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

/** Who wrote the mail of a key. */
export type Writers = Map<string, string | undefined>;
/** Of how many mails it is known who wrote them before they are written down. */
const MOST_RECENT = 2_000;

/** Who wrote the mails that are here already under the keys of these. */
async function writersOf(ctx: ConnectedContext, mails: readonly Mail[]): Promise<Writers> {
  if (mails.length === 0) return new Map();
  const keys = [...new Set(mails.map(({ messageKey }) => messageKey))];
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select({ key: emailMessages.messageKey, from: emailMessages.from })
      .from(emailMessages)
      .where(and(eq(emailMessages.workspaceId, ctx.workspaceId), among(emailMessages.messageKey, keys))),
  );
  return new Map(rows.map(({ key, from }) => [key, from?.address]));
}

/**
 * Different mails under one Message-ID, as broken programs write them and as somebody may to hide one: the first keeps the
 * id, another one's mail is known by what it says. Found in any order afterwards, each is what it was.
 * @returns the mails that are known by what they say now
 */
function tellApart(mails: readonly Mail[], writers: Writers): Mail[] {
  return mails.filter((mail) => {
    const writer = mail.from?.address;
    if (!mail.rfcId) return false;
    if (!writers.has(mail.messageKey)) writers.set(mail.messageKey, writer);
    if (writers.get(mail.messageKey) === writer) return false;
    mail.messageKey = keyOfContent(writer ?? '', mail.sentAt.toISOString(), mail.subject, mail.text.slice(0, 1000));
    mail.remarks.push('message_id_taken');
    return true;
  });
}

/**
 * Decides on mails, in their order, and stores the files of those that are kept and of no others. Outside any transaction.
 * `recent` remembers from call to call who wrote those that are read and not written down yet.
 */
export async function takeIn(ctx: ConnectedContext, house: House, found: readonly Found[], recent: Writers = new Map()): Promise<TakenIn[]> {
  const settings = settingsOf(ctx.connection);
  const mails = found.flatMap(({ mail }) => (mail ? [mail] : []));
  const here = await writersOf(ctx, mails);
  const renamed = tellApart(mails, new Map([...recent, ...here]));
  for (const [key, writer] of await writersOf(ctx, renamed)) here.set(key, writer);
  for (const { messageKey, from } of mails) recent.set(messageKey, recent.get(messageKey) ?? from?.address);
  for (const key of recent.keys()) if (recent.size > MOST_RECENT) recent.delete(key);
  const people = mails.flatMap((mail) => outsiders(house, mail).map(({ address }) => address));
  const known = await ctx.db.transaction((tx) => knownAddresses(tx, ctx.workspaceId, people));
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
