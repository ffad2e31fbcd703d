import { randomUUID } from 'node:crypto';

/** One message of a mailbox. Ids are 16 hex digits, as Gmail's are. */
export interface GmailMessage {
  id: string;
  threadId: string;
  accountId: string;
  labelIds: string[];
  /** RFC 5322, base64 */
  raw: string;
  messageId: string;
  subject: string;
  internalMs: number;
  /** When it last changed, as history counts. */
  historyId: number;
}
export interface HistoryEntry {
  id: number;
  accountId: string;
  messageId: string;
  threadId: string;
  labelIds: string[];
  what: 'messagesAdded' | 'messagesDeleted' | 'labelsAdded' | 'labelsRemoved';
  changedLabels: string[];
}
export interface GmailData {
  messages: Record<string, GmailMessage>;
  history: HistoryEntry[];
  /** Grows with every change of any mailbox. */
  at: number;
  /** What lies before it is forgotten: 404. */
  oldest: number;
  made: number;
  /** Sends of which the answer is lost on its way. */
  watches: Record<string, { topicName: string; expirationMs: number }>;
  /** Other addresses of an account, by its id. */
  aliases: Record<string, { address: string; isProven: boolean }[]>;
}
export const gmailSeed = (): GmailData => ({ messages: {}, history: [], at: 1000, oldest: 0, made: 0, watches: {}, aliases: {} });

const newId = (data: GmailData): string => (0x19_0000_0000_0000n + BigInt(++data.made) * 0x1_0001n).toString(16).padStart(16, '0');
const headerOf = (raw: Buffer, name: string): string | undefined => {
  const head = raw.toString('utf8').split(/\r?\n\r?\n/, 1)[0] ?? '';
  return new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im')
    .exec(head)?.[1]
    ?.replaceAll(/\r?\n[ \t]+/g, ' ')
    .trim();
};

export const note = (data: GmailData, message: GmailMessage, what: HistoryEntry['what'], changedLabels: string[] = []): void => {
  data.at += 1;
  message.historyId = data.at;
  data.history.push({
    id: data.at,
    accountId: message.accountId,
    messageId: message.id,
    threadId: message.threadId,
    labelIds: [...message.labelIds],
    what,
    changedLabels,
  });
};

/** Puts a mail into a mailbox; in the conversation of what it answers, if that lies there. */
export function keepMail(data: GmailData, accountId: string, raw: Buffer, labelIds: string[], internalMs: number, threadId?: string): GmailMessage {
  const answered = [headerOf(raw, 'In-Reply-To'), ...(headerOf(raw, 'References')?.split(/\s+/) ?? [])].filter((each) => each !== undefined);
  const id = newId(data);
  const own = Object.values(data.messages).filter((each) => each.accountId === accountId);
  const message: GmailMessage = {
    id,
    threadId: threadId ?? own.find((each) => answered.includes(each.messageId))?.threadId ?? id,
    accountId,
    labelIds,
    raw: raw.toString('base64'),
    messageId: headerOf(raw, 'Message-ID') ?? `<${randomUUID()}@mail.gmail.com>`,
    subject: headerOf(raw, 'Subject') ?? '',
    internalMs,
    historyId: 0,
  };
  data.messages[id] = message;
  note(data, message, 'messagesAdded');
  return message;
}
