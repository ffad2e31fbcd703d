import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { asId, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { importMbox } from '../../integrations/email/importing/import-mbox.ts';
import { isMailbox } from '../../integrations/email/providers/mailboxes.ts';
import type { Outcome, Progress } from './command.ts';

/** The one mailbox, or the one that was named by its address or id. */
async function mailboxOf(ctx: Context, named: string | undefined) {
  const all = (await ctx.connections()).filter(isMailbox);
  const found = named ? all.filter(({ id, label, data }) => [id, label, data.email].includes(named)) : all;
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new PatchbayError('invalid_input', {
    detail: named ? `There is no connected mailbox ${named}.` : all.length === 0 ? 'No mailbox is connected.' : `There are ${all.length} mailboxes.`,
    remedy: all.length === 0 ? 'Connect the mailbox that this mail was in first.' : `Name one with --mailbox: ${all.map(({ label }) => label).join(', ')}`,
  });
}

/** `patchbay import mbox old.mbox --mailbox ann@acme.com`: reads it here and now, and says what became of the mails. */
export async function importMailFile(
  ctx: Context,
  { file, mailbox }: { file: string; mailbox?: string | undefined },
  report: (progress: Progress) => void,
): Promise<Outcome> {
  await stat(file).catch((cause: unknown) => {
    throw new PatchbayError('file_invalid', { detail: `There is no file ${file}.`, cause });
  });
  const connection = await mailboxOf(ctx, mailbox);
  const connected = await ctx.withConnection(asId<ConnectionId>(connection.id));
  const done = await importMbox(connected, createReadStream(file), ({ seen }) => report({ done: seen, message: 'mails read' }));
  const left = Object.entries(done.skipped).map(([reason, count]) => `${count} ${reason.replaceAll('_', ' ')}`);
  return {
    ok: true,
    text: `${done.seen} mails read for ${connection.label}: ${done.kept} on timelines, ${left.length > 0 ? `left out: ${left.join(', ')}` : 'none left out'}.`,
    data: done,
  };
}
