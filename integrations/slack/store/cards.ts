import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { slackCards as cards } from '../models/index.ts';
import type { Place } from './channels.ts';

export type CardRow = typeof cards.$inferSelect;

/** The card of a record in a channel; there is one, whoever asks first. */
export async function cardOf(
  tx: Transaction,
  of: Place,
  at: { channelId: string; recordType: string; recordId: string; ruleId?: string | null },
): Promise<CardRow> {
  const [row] = await tx
    .insert(cards)
    .values({ workspaceId: of.workspaceId, connectionId: of.connectionId, id: uuidv7(), ...at })
    .onConflictDoUpdate({ target: [cards.workspaceId, cards.connectionId, cards.channelId, cards.recordType, cards.recordId], set: { updatedAt: sql`now()` } })
    .returning();
  if (!row) throw new PatchbayError('internal');
  return row;
}
export const noteCard = (tx: Transaction, row: CardRow, facts: Partial<Pick<CardRow, 'ts' | 'hash' | 'ruleId'>>) =>
  tx
    .update(cards)
    .set(facts)
    .where(and(eq(cards.workspaceId, row.workspaceId), eq(cards.id, row.id)));
