import { and, eq, sql } from 'drizzle-orm';
import { type Completeness, type ConnectedContext, PatchbayError } from '#sdk';
import { withMailbox } from '../client/mailbox-line.ts';
import { emailCopies, emailMessages } from '../models/mailbox.ts';
import { isMailbox } from '../providers/mailboxes.ts';
import { remoteMailboxOf } from '../remote/mailboxes.ts';
import { auditRemote } from '../remote/read-remote.ts';
import { changeFolder, type FolderRow, folderByPath, foldersOf } from '../store/folders.ts';
import { flagsOf, keepFlags, readDeletions } from './changes.ts';
import { houseFor, keepLoaded } from './keep-loaded.ts';
import { loadMails, sizesOf } from './load.ts';

const AT_ONCE = 100;
/** The rest is found by the next look. */
const MOST_REPAIRED = 2000;

async function heldOf(ctx: ConnectedContext, folder: FolderRow, uidValidity: string) {
  return ctx.db.transaction((tx) =>
    tx
      .select({ uid: emailCopies.uid, reason: emailCopies.reason, isOnTimeline: sql<boolean>`${emailMessages.activityId} is not null` })
      .from(emailCopies)
      .leftJoin(emailMessages, and(eq(emailMessages.workspaceId, emailCopies.workspaceId), eq(emailMessages.id, emailCopies.messageId)))
      .where(and(eq(emailCopies.workspaceId, ctx.workspaceId), eq(emailCopies.folderId, folder.id), eq(emailCopies.uidValidity, uidValidity))),
  );
}

/** All folders of a mailbox, every night; what stays unexplained is said. */
export async function auditMailbox(ctx: ConnectedContext): Promise<void> {
  const isRemote = remoteMailboxOf(ctx.connection.provider) !== undefined;
  if ((!isMailbox(ctx.connection) && !isRemote) || ctx.connection.status !== 'active') return;
  const folders = await ctx.db.transaction((tx) => foldersOf(tx, ctx.workspaceId, ctx.connection.id));
  let unexplained = 0;
  for (const { path } of folders) unexplained += (await (isRemote ? auditRemote : auditFolder)(ctx, path)).unexplained;
  const key = `email.incomplete:${ctx.connection.id}`;
  if (unexplained === 0) await ctx.incidents.resolve(key);
  else
    await ctx.incidents.open({
      key,
      level: 'warning',
      title: `${unexplained} mails of ${ctx.connection.label} are unexplained`,
      detail: 'The nightly count found mails at the server that were neither kept nor left out for a reason, and could not read them.',
      connectionId: ctx.connection.id,
    });
}

/** The server's numbers against ours, one by one. What nobody decided on is read now; what is gone there is followed. */
export async function auditFolder(ctx: ConnectedContext, path: string): Promise<Completeness> {
  const folder = await ctx.db.transaction((tx) => folderByPath(tx, ctx.workspaceId, ctx.connection.id, path));
  const stored = (): Completeness | undefined =>
    folder.checkedAt
      ? {
          remote: folder.remote ?? 0,
          accounted: folder.accounted ?? 0,
          onTimeline: folder.onTimeline ?? 0,
          skipped: folder.skipped ?? {},
          unexplained: folder.unexplained ?? 0,
          checkedAt: folder.checkedAt,
        }
      : undefined;
  try {
    return await withMailbox(ctx, `imap SEARCH ALL ${path}`, async (client, alive) => {
      const mailbox = await client.mailboxOpen(path, { readOnly: true });
      const validity = mailbox.uidValidity.toString();
      const remote = new Set(mailbox.exists > 0 ? (await alive(() => client.search({ all: true }, { uid: true }))) || [] : []);
      let held = await heldOf(ctx, folder, validity);
      const known = new Set(held.map(({ uid }) => uid));
      const missing = [...remote].filter((uid) => !known.has(uid)).sort((a, b) => b - a);
      const house = missing.length > 0 ? await houseFor(ctx) : undefined;
      for (let at = 0; house && at < Math.min(missing.length, MOST_REPAIRED); at += AT_ONCE) {
        ctx.signal.throwIfAborted();
        const loaded = await alive(async () => loadMails(ctx, client, await sizesOf(client, missing.slice(at, at + AT_ONCE)), house, false));
        await ctx.db.transaction((tx) => keepLoaded(ctx, tx, folder, validity, loaded, house));
      }
      // Where a server counts no changes, looks compare the newest flags only.
      if (!client.enabled.has('CONDSTORE') && !client.enabled.has('QRESYNC')) await keepFlags(ctx, folder, validity, await alive(() => flagsOf(client, 'all')));
      await readDeletions(ctx, folder, validity, { all: remote });
      held = (await heldOf(ctx, folder, validity)).filter(({ uid }) => remote.has(uid));
      const skipped: Record<string, number> = {};
      for (const { reason } of held) if (reason) skipped[reason] = (skipped[reason] ?? 0) + 1;
      const found: Completeness = {
        remote: remote.size,
        accounted: held.length,
        onTimeline: held.filter(({ reason, isOnTimeline }) => !reason && isOnTimeline).length,
        skipped,
        unexplained: remote.size - held.length,
        checkedAt: ctx.clock.now(),
      };
      await ctx.db.transaction((tx) => changeFolder(tx, folder, found));
      return found;
    });
  } catch (error) {
    // While a server is away, the last certificate is shown with its age.
    const last = stored();
    if (last && error instanceof PatchbayError && error.row.retryable) return last;
    throw error;
  }
}
