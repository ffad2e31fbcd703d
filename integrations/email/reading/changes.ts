import { and, eq, inArray, sql } from 'drizzle-orm';
import type { ImapFlow } from 'imapflow';
import type { ConnectedContext, Transaction } from '#sdk';
import { emailCopies, emailMessages } from '../models/mailbox.ts';
import { emailRemoteCopies } from '../models/remote.ts';
import { changeFolder, type FolderRow, heldAmong, markMissing, removeCopies, saveFlags, uidsOf } from '../store/folders.ts';
import { recount } from '../store/threads.ts';

/** A server's bad minute must not vouch for itself. */
const AGREE_AFTER_MS = 10 * 60_000;
const MOST_GONE = 10;
const SMALLEST_SHARE = 0.8;
/** A moved mail may leave one folder before it is seen in the other. */
export const MOVE_GRACE_MS = 2 * 60_000;
/** Without CONDSTORE nobody says which flags changed: a look compares the newest, the nightly count all of them. */
const FLAGS_WITHOUT_CONDSTORE = 500;

export interface FlagsOf {
  uid: number;
  flags: string[];
}

/**
 * What changed since a point in the server's own counting (CONDSTORE, RFC 7162 §3.1), with the numbers that are no more
 * where the server says them (QRESYNC's VANISHED, §3.2.6).
 */
export async function changesSince(client: ImapFlow, modseq: string): Promise<{ flags: FlagsOf[]; vanished: number[] }> {
  const flags: FlagsOf[] = [];
  const vanished = new Set<number>();
  const gone = ({ uid }: { uid?: number }) => uid !== undefined && vanished.add(uid);
  client.on('expunge', gone);
  try {
    for await (const message of client.fetch('1:*', { uid: true, flags: true }, { uid: true, changedSince: BigInt(modseq) }))
      flags.push({ uid: message.uid, flags: [...(message.flags ?? [])] });
  } finally {
    client.off('expunge', gone);
  }
  return { flags, vanished: [...vanished] };
}

/** The flags of the newest mails of a folder, or of all, where no server says which changed. */
export async function flagsOf(client: ImapFlow, which: 'newest' | 'all'): Promise<FlagsOf[]> {
  const exists = client.mailbox ? client.mailbox.exists : 0;
  const flags: FlagsOf[] = [];
  if (exists === 0) return flags;
  const first = which === 'all' ? 1 : Math.max(1, exists - FLAGS_WITHOUT_CONDSTORE + 1);
  for await (const message of client.fetch(`${first}:*`, { uid: true, flags: true })) flags.push({ uid: message.uid, flags: [...(message.flags ?? [])] });
  return flags;
}

export async function keepFlags(ctx: ConnectedContext, folder: FolderRow, uidValidity: string, changed: readonly FlagsOf[]): Promise<void> {
  if (changed.length > 0) await ctx.db.transaction((tx) => saveFlags(tx, folder, uidValidity, changed));
}

/** What we hold and the server does not. Pure: how much of it may be believed. */
export function judgeGone(held: number, missing: number, shrunkenSince: Date | null, now: Date): 'remove' | 'wait' | 'mark' {
  const shrunken = missing > MOST_GONE && (held - missing) / Math.max(1, held) < SMALLEST_SHARE;
  if (!shrunken) return 'remove';
  if (!shrunkenSince) return 'mark';
  return now.getTime() - shrunkenSince.getTime() >= AGREE_AFTER_MS ? 'remove' : 'wait';
}

/** All numbers that the server has, or those that it says are no more. */
export type Seen = { all: ReadonlySet<number> } | { vanished: readonly number[] };

/** Follows deletions. Answers how many of the folder we hold afterwards, those under doubt among them. */
export async function readDeletions(ctx: ConnectedContext, folder: FolderRow, uidValidity: string, seen: Seen): Promise<number> {
  const now = ctx.clock.now();
  const incident = `email.shrunken:${folder.id}`;
  const verdict = await ctx.db.transaction(async (tx) => {
    const { held, missing } = await missingOf(tx, folder, uidValidity, seen);
    if (missing.length === 0) {
      if (folder.shrunkenSince && 'all' in seen) {
        await markMissing(tx, folder, uidValidity, [], now);
        await changeFolder(tx, folder, { shrunkenSince: null });
      }
      return { kind: 'agrees' as const, missing: 0, held };
    }
    const what = judgeGone(held, missing.length, folder.shrunkenSince, now);
    if (what === 'wait') return { kind: 'waits' as const, missing: missing.length, held };
    if (what === 'mark') {
      await markMissing(
        tx,
        folder,
        uidValidity,
        missing.map(({ uid }) => uid),
        now,
      );
      await changeFolder(tx, folder, { shrunkenSince: now });
      return { kind: 'waits' as const, missing: missing.length, held };
    }
    // What both looks missed goes; what only this one misses waits for another.
    const agreed = folder.shrunkenSince ? missing.filter(({ missingSince }) => missingSince !== null) : missing;
    const messages = await removeCopies(
      tx,
      folder,
      uidValidity,
      agreed.map(({ uid }) => uid),
    );
    await changeFolder(tx, folder, { shrunkenSince: null });
    await askForClearing(ctx, messages);
    return { kind: 'agrees' as const, missing: 0, held: held - agreed.length };
  });
  if (verdict.kind === 'agrees') await ctx.incidents.resolve(incident);
  else
    await ctx.incidents.open({
      key: incident,
      level: 'warning',
      title: `${folder.path} of ${ctx.connection.label} has shrunk`,
      detail: `The server shows ${verdict.missing} of ${verdict.held} mails no more. Nothing is removed here until a second look, ten minutes later, agrees.`,
      connectionId: ctx.connection.id,
    });
  return verdict.held;
}

async function missingOf(tx: Transaction, folder: FolderRow, uidValidity: string, seen: Seen) {
  if ('vanished' in seen) return heldAmong(tx, folder, uidValidity, seen.vanished);
  const held = await uidsOf(tx, folder, uidValidity);
  return { held: held.length, missing: held.filter(({ uid }) => !seen.all.has(uid)) };
}

/** Mails without any copy are cleared a little later: a moved one turns up in the other folder meanwhile. */
export async function askForClearing(ctx: ConnectedContext, messageIds: readonly string[]): Promise<void> {
  const now = ctx.clock.now();
  const dueAt = new Date(now.getTime() + MOVE_GRACE_MS);
  for (let at = 0; at < messageIds.length; at += 200)
    await ctx.tasks.enqueue(
      'email.clear-gone',
      { messageIds: messageIds.slice(at, at + 200), since: now.toISOString() },
      { connectionId: ctx.connection.id, dueAt },
    );
}

/** Takes away what lies in no mailbox any more. */
export async function clearGone(ctx: ConnectedContext, tx: Transaction, messageIds: readonly string[]): Promise<void> {
  const { workspaceId } = ctx;
  const among = and(eq(emailMessages.workspaceId, workspaceId), inArray(emailMessages.id, [...messageIds]));
  // Held before it is asked where they lie: whoever finds one in another folder meanwhile waits, and finds it gone; or was first.
  await tx.select({ id: emailMessages.id }).from(emailMessages).where(among).orderBy(emailMessages.messageKey).for('update');
  const rows = await tx
    .select({ id: emailMessages.id, activityId: emailMessages.activityId, threadId: emailMessages.threadId })
    .from(emailMessages)
    .where(
      and(
        among,
        sql`not exists (select from ${emailCopies} c where c.workspace_id = ${emailMessages.workspaceId} and c.message_id = ${emailMessages.id})`,
        sql`not exists (select from ${emailRemoteCopies} c where c.workspace_id = ${emailMessages.workspaceId} and c.message_id = ${emailMessages.id})`,
      ),
    )
    .orderBy(emailMessages.messageKey);
  if (rows.length === 0) return;
  for (const { activityId } of rows) if (activityId) await ctx.crm.activities.remove(activityId);
  await tx.delete(emailMessages).where(
    and(
      eq(emailMessages.workspaceId, workspaceId),
      inArray(
        emailMessages.id,
        rows.map(({ id }) => id),
      ),
    ),
  );
  await recount(
    tx,
    workspaceId,
    rows.map(({ threadId }) => threadId),
    ctx.clock.now(),
  );
}
