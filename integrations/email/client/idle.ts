import type { ConnectedContext } from '#sdk';
import { openLine } from './mailbox-line.ts';

/** A line is made anew before a server may think it forgotten (RFC 2177 allows 29 minutes). */
const LONGEST_MS = 25 * 60_000;

/** Listens at the inbox (IDLE, or a poll where the server has none) and has it read when something happens there. */
export async function watchInbox(ctx: ConnectedContext, names: readonly string[]): Promise<void> {
  const inbox = names.find((name) => name.toUpperCase() === 'INBOX') ?? names[0];
  if (!inbox) return;
  const { client } = await openLine(ctx, 'imap IDLE', { idle: true });
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const stop = () => client.close();
  ctx.signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(stop, LONGEST_MS);
  const told = () => void ctx.readSoon(inbox).catch(() => {});
  try {
    for (const event of ['exists', 'expunge', 'flags'] as const) client.on(event, told);
    await client.mailboxOpen(inbox, { readOnly: true });
    // What came between the last look and this line.
    told();
    await ended;
  } finally {
    clearTimeout(timer);
    ctx.signal.removeEventListener('abort', stop);
    client.close();
  }
}
