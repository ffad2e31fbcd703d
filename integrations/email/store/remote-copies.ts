import { and, eq, inArray, sql } from 'drizzle-orm';
import { insertRows, type Transaction } from '#sdk';
import { emailMessages } from '../models/mailbox.ts';
import { emailRemoteCopies as copies } from '../models/remote.ts';
import type { FolderRow } from './folders.ts';

type Folder = Pick<FolderRow, 'workspaceId' | 'id'>;
const AT_ONCE = 500;
const inFolder = ({ workspaceId, id }: Folder) => and(eq(copies.workspaceId, workspaceId), eq(copies.folderId, id));

/** Of these ids, the ones that were decided on, with whether they were seen as read. */
export async function knownRemote(tx: Transaction, folder: Folder, ids: readonly string[]): Promise<Map<string, boolean>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ remoteId: copies.remoteId, isSeen: copies.isSeen })
    .from(copies)
    .where(and(inFolder(folder), inArray(copies.remoteId, [...ids])));
  return new Map(rows.map(({ remoteId, isSeen }) => [remoteId, isSeen]));
}

export async function saveRemoteCopies(tx: Transaction, rows: readonly (typeof copies.$inferInsert)[]): Promise<void> {
  await insertRows(tx, copies, rows, {
    onConflict: sql`on conflict (workspace_id, folder_id, remote_id) do update set message_id = excluded.message_id,
      message_key = excluded.message_key, reason = excluded.reason, is_seen = excluded.is_seen, decided_at = excluded.decided_at`,
  });
}

/** Copies that are gone at the provider; answers the mails they were of. */
export async function removeRemoteCopies(tx: Transaction, folder: Folder, ids: readonly string[]): Promise<string[]> {
  const messages: string[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const rows = await tx
      .delete(copies)
      .where(and(inFolder(folder), inArray(copies.remoteId, ids.slice(at, at + AT_ONCE))))
      .returning({ messageId: copies.messageId });
    messages.push(...rows.flatMap(({ messageId }) => (messageId ? [messageId] : [])));
  }
  return [...new Set(messages)];
}

/** Whether people have read them, as the provider says it. */
export async function saveSeen(tx: Transaction, folder: Folder, changed: readonly { id: string; isSeen: boolean }[], now: Date): Promise<void> {
  for (const isSeen of [true, false]) {
    const ids = changed.flatMap((each) => (each.isSeen === isSeen ? [each.id] : []));
    if (ids.length === 0) continue;
    const rows = await tx
      .update(copies)
      .set({ isSeen })
      .where(and(inFolder(folder), inArray(copies.remoteId, ids)))
      .returning({ messageId: copies.messageId });
    const messages = rows.flatMap(({ messageId }) => (messageId ? [messageId] : []));
    if (messages.length > 0)
      await tx
        .update(emailMessages)
        .set({ isSeen, updatedAt: now })
        .where(and(eq(emailMessages.workspaceId, folder.workspaceId), inArray(emailMessages.id, messages)));
  }
}

/** All that we hold of a folder. */
export const heldRemote = (tx: Transaction, folder: Folder) =>
  tx
    .select({ remoteId: copies.remoteId, reason: copies.reason, isOnTimeline: sql<boolean>`${emailMessages.activityId} is not null` })
    .from(copies)
    .leftJoin(emailMessages, and(eq(emailMessages.workspaceId, copies.workspaceId), eq(emailMessages.id, copies.messageId)))
    .where(inFolder(folder));
