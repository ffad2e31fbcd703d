import type { ConnectedContext } from '#sdk';
import type { StoredAttachment } from '../models/mailbox.ts';
import type { Mail } from '../parsing/mail.ts';

const MOST_FILE = 25 * 1024 * 1024;

/** The files of a mail, sealed in the file store and given out only to whoever may read the mail; of a mail that was read in part only what they were. Not inside a transaction. */
export async function storeParts(ctx: ConnectedContext, mail: Mail, isWhole: boolean): Promise<StoredAttachment[]> {
  const stored: StoredAttachment[] = [];
  for (const { name, contentType, content, contentId, inline } of mail.parts) {
    const facts = { name, contentType, size: content.byteLength, ...(contentId ? { contentId } : {}), ...(inline ? { inline } : {}) };
    if (!isWhole) stored.push({ ...facts, fileId: null, reason: 'mail_too_large' });
    else if (content.byteLength > MOST_FILE) stored.push({ ...facts, fileId: null, reason: 'too_large' });
    else stored.push({ ...facts, fileId: (await ctx.files.put(content, { contentType, name, isPrivate: true })).id });
  }
  return stored;
}
