import { type ConnectedContext, PatchbayError } from '#sdk';
import { keepMails } from '../keep/keep-mails.ts';
import { type Found, takeIn } from '../keep/take-in.ts';
import { understand } from '../parsing/mail.ts';
import { isMailbox } from '../providers/mailboxes.ts';
import { houseFor } from '../reading/keep-loaded.ts';
import { mailsOfMbox } from './mbox.ts';

const AT_ONCE = 50;

export interface MboxOutcome {
  seen: number;
  /** On timelines now; those that were there before among them. */
  kept: number;
  skipped: Record<string, number>;
}

/**
 * Old mail of a mailbox from a file, under the same rules as what is read there: the block list, the house, who becomes a
 * contact, what colleagues see. Each mail once, however often the file is brought in, and whether or not the mailbox has it.
 * @throws PatchbayError invalid_input for a connection that is no mailbox, file_invalid for a file without mails
 */
export async function importMbox(ctx: ConnectedContext, source: AsyncIterable<Uint8Array>, report: (outcome: MboxOutcome) => void): Promise<MboxOutcome> {
  if (!isMailbox(ctx.connection))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'mailbox', message: `${ctx.connection.label} is no mailbox.` }] });
  const outcome: MboxOutcome = { seen: 0, kept: 0, skipped: {} };
  const house = await houseFor(ctx);
  let batch: Found[] = [];
  const write = async () => {
    const taken = await takeIn(ctx, house, batch);
    batch = [];
    const kept = taken.flatMap((each) => (each.kept ? [each.kept] : []));
    await ctx.db.transaction((tx) => keepMails(ctx, tx, kept, house));
    outcome.seen += taken.length;
    outcome.kept += kept.length;
    for (const { reason } of taken) if (reason) outcome.skipped[reason] = (outcome.skipped[reason] ?? 0) + 1;
    report(outcome);
  };
  for await (const { raw, receivedAt } of mailsOfMbox(source)) {
    ctx.signal.throwIfAborted();
    const mail = await understand(raw, receivedAt ?? ctx.clock.now()).catch(() => undefined);
    mail?.remarks.push('imported_from_a_file');
    batch.push({ mail, isWhole: true, isLive: false, isSeen: true });
    if (batch.length === AT_ONCE) await write();
  }
  if (batch.length > 0) await write();
  if (outcome.seen === 0) throw new PatchbayError('file_invalid', { detail: 'There is no mail in this file.', remedy: 'It must be in mbox format.' });
  return outcome;
}
