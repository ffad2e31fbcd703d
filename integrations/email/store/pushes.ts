import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import { emailPushes as pushes } from '../models/remote.ts';

type PushRow = typeof pushes.$inferSelect;
type PushFacts = Partial<Pick<PushRow, 'externalId' | 'expiresAt' | 'lastMessageAt' | 'refusedUntil' | 'refusedBecause'>>;

export async function pushOf(tx: Transaction, workspaceId: string, connectionId: string): Promise<PushRow | undefined> {
  const [row] = await tx
    .select()
    .from(pushes)
    .where(and(eq(pushes.workspaceId, workspaceId), eq(pushes.connectionId, connectionId)));
  return row;
}

/** One for each mailbox: what is not named stays as it is. */
export const savePush = (tx: Transaction, workspaceId: string, connectionId: string, facts: PushFacts, now: Date) =>
  tx
    .insert(pushes)
    .values({ workspaceId, id: uuidv7(), connectionId, ...facts })
    .onConflictDoUpdate({ target: [pushes.workspaceId, pushes.connectionId], set: { ...facts, updatedAt: now } });
