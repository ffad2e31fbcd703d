import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, Transaction } from '#sdk';
import { recordReturned } from '../bounces/from-mailbox.ts';
import { type House, houseOf } from '../keep/house.ts';
import { keepMails } from '../keep/keep-mails.ts';
import { type FolderRow, saveCopies } from '../store/folders.ts';
import type { Loaded } from './load.ts';

/** Who belongs to the workspace: its mailboxes and its people. */
export async function houseFor(ctx: ConnectedContext): Promise<House> {
  const connections = await ctx.connections();
  const people = await ctx.people.list();
  return houseOf(
    connections,
    people.map(({ email }) => email),
  );
}

/** What was read of a folder, written down: each mail once, and each number with what became of it. */
export async function keepLoaded(
  ctx: ConnectedContext,
  tx: Transaction,
  folder: FolderRow,
  uidValidity: string,
  loaded: readonly Loaded[],
  house: House,
): Promise<void> {
  const { workspaceId, connection, clock } = ctx;
  const kept = await keepMails(
    ctx,
    tx,
    loaded.flatMap((each) => (each.kept ? [each.kept] : [])),
    house,
  );
  for (const { kept: one } of loaded) {
    const { returned, messageKey, sentAt } = one?.mail ?? {};
    if (returned && messageKey && sentAt) await recordReturned(ctx, tx, { reportId: messageKey, at: sentAt, classification: returned });
  }
  const now = clock.now();
  await saveCopies(
    tx,
    loaded.map(({ uid, kept: mail, messageKey, reason, flags, size }) => ({
      workspaceId,
      id: uuidv7(),
      connectionId: connection.id,
      folderId: folder.id,
      uidValidity,
      uid,
      messageId: mail ? (kept.get(mail.mail.messageKey)?.messageId ?? null) : null,
      messageKey,
      reason,
      flags,
      size,
      decidedAt: now,
    })),
  );
}
