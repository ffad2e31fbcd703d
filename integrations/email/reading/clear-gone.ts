import type { ConnectedContext } from '#sdk';
import { foldersToRead, listFolders } from '../client/folders.ts';
import { withMailbox } from '../client/mailbox-line.ts';
import { remoteMailboxOf } from '../remote/mailboxes.ts';
import { settingsOf } from '../settings.ts';
import { foldersOf } from '../store/folders.ts';
import { clearGone } from './changes.ts';

const AGAIN_MS = 60_000;
/** A folder that cannot be read for so long does not hold up the others. */
const MOST_TRIES = 60;

/** Folders of the mailbox, new ones among them, into which a mail may have been moved and that were not looked at since. */
async function foldersNotLookedAt(ctx: ConnectedContext, since: Date): Promise<string[]> {
  const remote = remoteMailboxOf(ctx.connection.provider);
  const there = remote
    ? await remote.folders(ctx)
    : foldersToRead(await withMailbox(ctx, 'imap LIST', (client) => listFolders(client)), settingsOf(ctx.connection).folders);
  const known = await ctx.db.transaction((tx) => foldersOf(tx, ctx.workspaceId, ctx.connection.id));
  const lookedAt = new Map(known.map((folder) => [folder.path, folder.lookedAt]));
  return there.map(({ path }) => path).filter((path) => (lookedAt.get(path)?.getTime() ?? 0) < since.getTime());
}

/**
 * What vanished from a folder is taken away once every folder was looked at after it vanished: a mail that was moved while
 * this hub was down, or into a folder nobody knows yet, keeps its place on the timeline.
 */
export async function clearWhenNowhere(ctx: ConnectedContext, given: { messageIds: string[]; since: string; tries: number }): Promise<void> {
  const { messageIds, since, tries } = given;
  if (settingsOf(ctx.connection).whenDeleted === 'keep') return;
  if (tries < MOST_TRIES && (await foldersNotLookedAt(ctx, new Date(since))).length > 0) {
    await ctx.readSoon();
    const dueAt = new Date(ctx.clock.now().getTime() + AGAIN_MS);
    await ctx.tasks.enqueue('email.clear-gone', { messageIds, since, tries: tries + 1 }, { connectionId: ctx.connection.id, dueAt });
    return;
  }
  await ctx.db.transaction((tx) => clearGone(ctx, tx, messageIds));
}
