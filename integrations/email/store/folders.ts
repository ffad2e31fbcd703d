import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { insertRows, type Transaction } from '#sdk';
import { emailCopies, emailFolders } from '../models/mailbox.ts';

export type FolderRow = typeof emailFolders.$inferSelect;

export const foldersOf = (tx: Transaction, workspaceId: string, connectionId: string): Promise<FolderRow[]> =>
  tx
    .select()
    .from(emailFolders)
    .where(and(eq(emailFolders.workspaceId, workspaceId), eq(emailFolders.connectionId, connectionId)))
    .orderBy(emailFolders.path);

export async function folderByPath(tx: Transaction, workspaceId: string, connectionId: string, path: string): Promise<FolderRow> {
  const find = () =>
    tx
      .select()
      .from(emailFolders)
      .where(and(eq(emailFolders.workspaceId, workspaceId), eq(emailFolders.connectionId, connectionId), eq(emailFolders.path, path)));
  const [row] = await find();
  if (row) return row;
  await tx.insert(emailFolders).values({ workspaceId, id: uuidv7(), connectionId, path }).onConflictDoNothing();
  return (await find())[0] as FolderRow;
}

export async function saveFolders(
  tx: Transaction,
  workspaceId: string,
  connectionId: string,
  folders: readonly { path: string; role: string | null }[],
  now: Date,
): Promise<void> {
  if (folders.length === 0) return;
  await tx
    .insert(emailFolders)
    .values(folders.map(({ path, role }) => ({ workspaceId, id: uuidv7(), connectionId, path, role, updatedAt: now })))
    .onConflictDoUpdate({
      target: [emailFolders.workspaceId, emailFolders.connectionId, emailFolders.path],
      set: { role: sql`excluded.role`, updatedAt: now },
    });
}

export const changeFolder = async (tx: Transaction, { workspaceId, id }: Pick<FolderRow, 'workspaceId' | 'id'>, set: Partial<FolderRow>): Promise<void> => {
  await tx
    .update(emailFolders)
    .set(set)
    .where(and(eq(emailFolders.workspaceId, workspaceId), eq(emailFolders.id, id)));
};

export type CopyRow = typeof emailCopies.$inferSelect;
const inFolder = ({ workspaceId, id }: Pick<FolderRow, 'workspaceId' | 'id'>) => and(eq(emailCopies.workspaceId, workspaceId), eq(emailCopies.folderId, id));

export async function saveCopies(tx: Transaction, rows: readonly (typeof emailCopies.$inferInsert)[]): Promise<void> {
  await insertRows(tx, emailCopies, rows, {
    onConflict: sql`on conflict (workspace_id, folder_id, uid_validity, uid) do update set message_id = excluded.message_id,
      message_key = excluded.message_key, reason = excluded.reason, flags = excluded.flags, missing_since = null, decided_at = excluded.decided_at`,
  });
}

/** What we hold of a folder, numbers only. */
export const uidsOf = (
  tx: Transaction,
  folder: Pick<FolderRow, 'workspaceId' | 'id'>,
  uidValidity: string,
): Promise<{ uid: number; missingSince: Date | null }[]> =>
  tx
    .select({ uid: emailCopies.uid, missingSince: emailCopies.missingSince })
    .from(emailCopies)
    .where(and(inFolder(folder), eq(emailCopies.uidValidity, uidValidity)));

const AT_ONCE = 500;
/** How many mails of a folder we hold, and which of these numbers. */
export async function heldAmong(
  tx: Transaction,
  folder: Pick<FolderRow, 'workspaceId' | 'id'>,
  uidValidity: string,
  uids: readonly number[],
): Promise<{ held: number; missing: { uid: number; missingSince: Date | null }[] }> {
  const of = and(inFolder(folder), eq(emailCopies.uidValidity, uidValidity));
  const [counted] = await tx.select({ held: sql<number>`count(*)::int` }).from(emailCopies).where(of);
  const missing: { uid: number; missingSince: Date | null }[] = [];
  for (let at = 0; at < uids.length; at += AT_ONCE)
    missing.push(
      ...(await tx
        .select({ uid: emailCopies.uid, missingSince: emailCopies.missingSince })
        .from(emailCopies)
        .where(and(of, inArray(emailCopies.uid, uids.slice(at, at + AT_ONCE))))),
    );
  return { held: counted?.held ?? 0, missing };
}

/** Copies that are gone at the server; answers the mails they were of. */
export async function removeCopies(
  tx: Transaction,
  folder: Pick<FolderRow, 'workspaceId' | 'id'>,
  uidValidity: string,
  uids: readonly number[],
): Promise<string[]> {
  const messages: string[] = [];
  for (let at = 0; at < uids.length; at += AT_ONCE) {
    const rows = await tx
      .delete(emailCopies)
      .where(and(inFolder(folder), eq(emailCopies.uidValidity, uidValidity), inArray(emailCopies.uid, uids.slice(at, at + AT_ONCE))))
      .returning({ messageId: emailCopies.messageId });
    messages.push(...rows.flatMap(({ messageId }) => (messageId ? [messageId] : [])));
  }
  return [...new Set(messages)];
}

/** Copies under numbers that the server has given up. */
export async function removeOldCopies(tx: Transaction, folder: Pick<FolderRow, 'workspaceId' | 'id'>, uidValidity: string): Promise<string[]> {
  const rows = await tx
    .delete(emailCopies)
    .where(and(inFolder(folder), sql`${emailCopies.uidValidity} <> ${uidValidity}`))
    .returning({ messageId: emailCopies.messageId });
  return [...new Set(rows.flatMap(({ messageId }) => (messageId ? [messageId] : [])))];
}

export async function markMissing(
  tx: Transaction,
  folder: Pick<FolderRow, 'workspaceId' | 'id'>,
  uidValidity: string,
  missing: readonly number[],
  now: Date,
): Promise<void> {
  await tx
    .update(emailCopies)
    .set({ missingSince: null })
    .where(and(inFolder(folder), isNotNull(emailCopies.missingSince)));
  for (let at = 0; at < missing.length; at += AT_ONCE)
    await tx
      .update(emailCopies)
      .set({ missingSince: now })
      .where(and(inFolder(folder), eq(emailCopies.uidValidity, uidValidity), inArray(emailCopies.uid, missing.slice(at, at + AT_ONCE))));
}

/** Flags as they are at the server; and of the mails, whether somebody has read them. */
export async function saveFlags(
  tx: Transaction,
  folder: Pick<FolderRow, 'workspaceId' | 'id'>,
  uidValidity: string,
  changed: readonly { uid: number; flags: readonly string[] }[],
): Promise<void> {
  for (let at = 0; at < changed.length; at += AT_ONCE) {
    const rows = JSON.stringify(changed.slice(at, at + AT_ONCE));
    await tx.execute(sql`with said as (select uid, array(select jsonb_array_elements_text(flags)) as flags from jsonb_to_recordset(${rows}::jsonb) as x(uid bigint, flags jsonb)),
      changed as (update email_copies c set flags = said.flags from said
        where c.workspace_id = ${folder.workspaceId} and c.folder_id = ${folder.id} and c.uid_validity = ${uidValidity} and c.uid = said.uid and c.flags is distinct from said.flags
        returning c.message_id, said.flags)
      update email_messages m set is_seen = '\\Seen' = any(changed.flags), is_answered = '\\Answered' = any(changed.flags) from changed
      where m.workspace_id = ${folder.workspaceId} and m.id = changed.message_id`);
  }
}
