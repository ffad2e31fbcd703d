import { and, eq, or } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { emailMessages } from '../models/mailbox.ts';

export type MessageRow = typeof emailMessages.$inferSelect;

/** By its own id or its activity's. @throws PatchbayError not_found */
export async function messageByAnyId(tx: Transaction, workspaceId: string, id: string): Promise<MessageRow> {
  const [row] = await tx
    .select()
    .from(emailMessages)
    .where(and(eq(emailMessages.workspaceId, workspaceId), or(eq(emailMessages.id, id), eq(emailMessages.activityId, id))));
  if (!row) throw new PatchbayError('not_found', { detail: 'The mail that this answers is not here.' });
  return row;
}
