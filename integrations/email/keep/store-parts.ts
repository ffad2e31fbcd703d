import type { ConnectedContext } from '#sdk';
import type { StoredAttachment } from '../models/mailbox.ts';
import type { Mail } from '../parsing/mail.ts';

const MOST_FILE = 25 * 1024 * 1024;

/**
 * The files of mails, sealed in the file store and given out only to whoever may read the mail; of a mail that was read in
 * part only what they were. Answered in the order of the mails. Not inside a transaction.
 */
export async function storeParts(ctx: ConnectedContext, mails: readonly { mail: Mail; isWhole: boolean }[]): Promise<StoredAttachment[][]> {
  const contents: { content: Uint8Array; contentType: string; name: string; isPrivate: boolean }[] = [];
  const planned = mails.map(({ mail, isWhole }) =>
    mail.parts.map(({ name, contentType, content, contentId, inline }) => {
      const facts = { name, contentType, size: content.byteLength, ...(contentId ? { contentId } : {}), ...(inline ? { inline } : {}) };
      const reason = !isWhole ? ('mail_too_large' as const) : content.byteLength > MOST_FILE ? ('too_large' as const) : undefined;
      return { facts, reason, place: reason ? -1 : contents.push({ content, contentType, name, isPrivate: true }) - 1 };
    }),
  );
  const stored = await ctx.files.putAll(contents);
  return planned.map((parts) =>
    parts.map(({ facts, reason, place }) => (reason ? { ...facts, fileId: null, reason } : { ...facts, fileId: stored[place]?.id ?? null })),
  );
}
