import type { ImapFlow } from 'imapflow';
import { listFolders } from './folders.ts';

/** Servers that put what their SMTP took over into Sent by themselves: a second copy would be one too many. */
const SAVES_ITSELF = /(?:^|\.)(?:gmail\.com|googlemail\.com|office365\.com|outlook\.com)$/i;
export const savesSentItself = (smtpHost: string): boolean => SAVES_ITSELF.test(smtpHost);

async function openSent(client: ImapFlow): Promise<string | undefined> {
  const folders = await listFolders(client);
  const sent =
    folders.find(({ role }) => role === 'sent') ?? folders.find(({ path }) => /^(?:INBOX[./])?(?:Sent|Sent Items|Sent Messages|Gesendet)$/i.test(path));
  if (sent) await client.mailboxOpen(sent.path);
  return sent?.path;
}

/** Whether Sent holds a mail with this Message-ID. */
export async function isInSent(client: ImapFlow, messageId: string): Promise<boolean> {
  if (!(await openSent(client))) return false;
  const found = await client.search({ header: { 'Message-ID': messageId } }, { uid: true });
  return Array.isArray(found) && found.length > 0;
}

/** Puts a mail into Sent, unless it lies there. */
export async function putIntoSent(client: ImapFlow, messageId: string, raw: Buffer): Promise<void> {
  const path = await openSent(client);
  if (!path) return;
  const found = await client.search({ header: { 'Message-ID': messageId } }, { uid: true });
  if (!Array.isArray(found) || found.length === 0) await client.append(path, raw, ['\\Seen']);
}
