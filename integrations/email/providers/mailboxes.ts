import type { Connection } from '#sdk';

/** Providers behind which a mailbox lies that is read by IMAP. */
export const MAILBOXES = ['imap', 'gmail', 'outlook'] as const;
export const isMailbox = ({ provider }: Pick<Connection, 'provider'>): boolean => (MAILBOXES as readonly string[]).includes(provider);
