import { z } from 'zod';
import type { Connection } from '#sdk';

const address = z.string().trim().toLowerCase().min(3).max(320);

export const settings = z.object({
  /** Who becomes a contact when nobody knows them yet. */
  createContacts: z.enum(['none', 'written_to', 'everyone_but_bulk']).default('written_to'),
  /** How much of it colleagues see. Unset: of a person's own mailbox the subject, of a shared one everything. */
  visibility: z.enum(['private', 'metadata', 'subject', 'everything']).optional(),
  /** Older mail is not read. */
  syncFrom: z.iso.date().optional(),
  /** Folders that are read; unset: all but drafts, junk and trash. */
  folders: z.array(z.string().min(1).max(500)).max(200).optional(),
  /** Addresses, `@domain` or `*.domain` of which nothing is ever stored. */
  blocklist: z.array(address).max(2000).default([]),
  /** Domains beside the mailbox's own whose people are colleagues. */
  internalDomains: z.array(address).max(50).default([]),
  /** Other addresses of it: mail to them is its own, and it may send as them. Gmail and Exchange Online tell of theirs. */
  aliases: z.array(z.email('This is not an e-mail address.').toLowerCase()).max(50).default([]),
  /** In whose name a provider sends, where a mail does not say it. */
  fromEmail: z.email().optional(),
  fromName: z.string().trim().max(200).optional(),
  /** What happens here when the last copy of a mail is deleted in the mailboxes. */
  whenDeleted: z.enum(['remove', 'keep']).default('remove'),
  /** Put under what is sent from this mailbox. */
  signature: z.string().max(20_000).optional(),
});
export type EmailSettings = z.output<typeof settings>;

/** A connection's settings, with what was never set. */
export const settingsOf = ({ settings: given }: Pick<Connection, 'settings'>): EmailSettings =>
  settings.parse(Object.fromEntries(Object.entries(given).filter(([name]) => name in settings.shape)));

/** How much colleagues see of what lies in this mailbox. */
export const visibilityOf = (connection: Pick<Connection, 'settings' | 'ownerUserId'>): NonNullable<EmailSettings['visibility']> =>
  settingsOf(connection).visibility ?? (connection.ownerUserId ? 'subject' : 'everything');
