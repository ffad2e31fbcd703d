import { setTimeout as wait } from 'node:timers/promises';
import type { Connection, Context } from '#sdk';
import { isMailbox } from '../providers/mailboxes.ts';
import { remoteMailboxOf } from '../remote/mailboxes.ts';
import { foldersOf } from '../store/folders.ts';

/** Whoever asks waits so long; a mailbox that takes longer is asked again later. */
const PATIENCE_MS = 8_000;
const LOOK_EVERY_MS = 100;
/** A folder that was not looked at for so long is not among those that are read any more. */
const GIVEN_UP_MS = 3_600_000;

export const isReadable = (connection: Connection): boolean => isMailbox(connection) || remoteMailboxOf(connection.provider) !== undefined;

/**
 * Reads a mailbox to its end, beginning now. False: it could not be read, or not in time, and what lies in it is not known.
 */
export async function readAfresh(ctx: Context, connection: Connection): Promise<boolean> {
  if (connection.status !== 'active') return false;
  const connected = await ctx.withConnection(connection.id);
  const asked = ctx.clock.now();
  await connected.readSoon();
  const isRead = () =>
    ctx.db.transaction(async (tx) => {
      const folders = (await foldersOf(tx, ctx.workspaceId, connection.id)).filter(
        ({ role, lookedAt }) => role === 'inbox' || (lookedAt !== null && asked.getTime() - lookedAt.getTime() < GIVEN_UP_MS),
      );
      return folders.length > 0 && folders.every(({ lookedAt }) => lookedAt !== null && lookedAt >= asked);
    });
  for (const end = performance.now() + PATIENCE_MS; ; ) {
    if (await isRead()) return true;
    if (performance.now() > end || ctx.signal.aborted) return false;
    await wait(LOOK_EVERY_MS);
  }
}
