import { and, desc, eq, isNull, lte, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { slackRooms as rooms } from '../models/index.ts';
import type { Place } from './channels.ts';

export type RoomRow = typeof rooms.$inferSelect;

/** The room of a deal, made by whoever asks first; `isNew` for that one alone. */
export async function reserveRoom(tx: Transaction, of: Place, dealId: string, createdBy: string | undefined): Promise<{ row: RoomRow; isNew: boolean }> {
  const made = await tx
    .insert(rooms)
    .values({ workspaceId: of.workspaceId, connectionId: of.connectionId, id: uuidv7(), dealId, createdBy: createdBy ?? null })
    .onConflictDoNothing()
    .returning();
  if (made[0]) return { row: made[0], isNew: true };
  const row = await roomOfDeal(tx, of.workspaceId, dealId);
  if (!row) throw new PatchbayError('internal');
  return { row, isNew: false };
}
export async function roomOfDeal(tx: Transaction, workspaceId: string, dealId: string): Promise<RoomRow | undefined> {
  const [row] = await tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.workspaceId, workspaceId), eq(rooms.dealId, dealId)));
  return row;
}
export async function roomById(tx: Transaction, workspaceId: string, id: string): Promise<RoomRow | undefined> {
  const [row] = await tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.workspaceId, workspaceId), eq(rooms.id, id)));
  return row;
}
export const noteRoom = (
  tx: Transaction,
  row: Pick<RoomRow, 'workspaceId' | 'id'>,
  facts: Partial<Pick<RoomRow, 'state' | 'channelId' | 'name' | 'cardTs' | 'error' | 'archiveAt'>>,
) =>
  tx
    .update(rooms)
    .set({ ...facts, updatedAt: sql`now()` })
    .where(and(eq(rooms.workspaceId, row.workspaceId), eq(rooms.id, row.id)));
export async function claimBookmark(tx: Transaction, row: Pick<RoomRow, 'workspaceId' | 'id'>, now: Date): Promise<boolean> {
  const claimed = await tx
    .update(rooms)
    .set({ bookmarkedAt: now })
    .where(and(eq(rooms.workspaceId, row.workspaceId), eq(rooms.id, row.id), isNull(rooms.bookmarkedAt)))
    .returning({ id: rooms.id });
  return claimed.length > 0;
}
export const listRooms = (tx: Transaction, workspaceId: string): Promise<RoomRow[]> =>
  tx.select().from(rooms).where(eq(rooms.workspaceId, workspaceId)).orderBy(desc(rooms.id)).limit(200);
export const roomsToArchive = (tx: Transaction, of: Place, now: Date): Promise<RoomRow[]> =>
  tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.workspaceId, of.workspaceId), eq(rooms.connectionId, of.connectionId), eq(rooms.state, 'open'), lte(rooms.archiveAt, now)));
