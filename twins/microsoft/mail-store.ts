import { createHash } from 'node:crypto';

export interface MailFolder {
  id: string;
  accountId: string;
  displayName: string;
  wellKnown: string | null;
  parentId: string | null;
}
/** An item of a mailbox. Its immutable id stays the same wherever it is moved. */
export interface GraphMail {
  id: string;
  accountId: string;
  folderId: string;
  /** RFC 5322, base64 */
  raw: string;
  internetMessageId: string;
  subject: string;
  receivedMs: number;
  isRead: boolean;
}
/** What happened in a folder, as delta queries tell it. */
export interface MailChange {
  at: number;
  folderId: string;
  mailId: string;
}
export interface GraphMailData {
  folders: Record<string, MailFolder>;
  mails: Record<string, GraphMail>;
  log: MailChange[];
  at: number;
  epoch: number;
  made: number;
  /** Other addresses of an account, by its id: `proxyAddresses` beside the primary one. */
  aliases: Record<string, string[]>;
}

const WELL_KNOWN = [
  ['inbox', 'Inbox'],
  ['sentitems', 'Sent Items'],
  ['archive', 'Archive'],
  ['drafts', 'Drafts'],
  ['deleteditems', 'Deleted Items'],
  ['junkemail', 'Junk Email'],
  ['outbox', 'Outbox'],
] as const;

export const mailSeed = (accounts: readonly { id: string }[]): GraphMailData => {
  const folders = accounts.flatMap(({ id: accountId }, index) => [
    ...WELL_KNOWN.map(([wellKnown, displayName]): MailFolder => ({ id: `AAMk${index}-${wellKnown}=`, accountId, displayName, wellKnown, parentId: null })),
    { id: `AAMk${index}-clients=`, accountId, displayName: 'Clients', wellKnown: null, parentId: `AAMk${index}-inbox=` },
  ]);
  return { folders: Object.fromEntries(folders.map((row) => [row.id, row])), mails: {}, log: [], at: 0, epoch: 1, made: 0, aliases: {} };
};

export const headerOf = (raw: Buffer, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im')
    .exec(raw.toString('utf8').split(/\r?\n\r?\n/, 1)[0] ?? '')?.[1]
    ?.replaceAll(/\r?\n[ \t]+/g, ' ')
    .trim();

export const noteIn = (data: GraphMailData, folderId: string, mailId: string): void => {
  data.at += 1;
  data.log.push({ at: data.at, folderId, mailId });
};

export function keepIn(data: GraphMailData, folder: MailFolder, raw: Buffer, receivedMs: number, isRead: boolean): GraphMail {
  data.made += 1;
  const id = `AAkAL${createHash('sha256').update(`mail ${data.made}`).digest('base64url').slice(0, 40)}=`;
  const mail: GraphMail = {
    id,
    accountId: folder.accountId,
    folderId: folder.id,
    raw: raw.toString('base64'),
    internetMessageId: headerOf(raw, 'Message-ID') ?? `<${data.made}@globex.test>`,
    subject: headerOf(raw, 'Subject') ?? '',
    receivedMs,
    isRead,
  };
  data.mails[id] = mail;
  noteIn(data, folder.id, id);
  return mail;
}
