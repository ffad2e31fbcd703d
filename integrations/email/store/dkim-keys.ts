import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import { emailDkimKeys } from '../models/outreach.ts';

export type DkimKeyRow = typeof emailDkimKeys.$inferSelect;

export const dkimKeyOf = async (tx: Transaction, workspaceId: string, domain: string): Promise<DkimKeyRow | undefined> =>
  (
    await tx
      .select()
      .from(emailDkimKeys)
      .where(and(eq(emailDkimKeys.workspaceId, workspaceId), eq(emailDkimKeys.domain, domain)))
  )[0];

/** The first key of a domain stays: its record may stand in the DNS already. */
export async function addDkimKey(
  tx: Transaction,
  workspaceId: string,
  key: Pick<DkimKeyRow, 'domain' | 'selector' | 'publicKey' | 'privateKeyFileId'>,
): Promise<DkimKeyRow> {
  await tx
    .insert(emailDkimKeys)
    .values({ workspaceId, id: uuidv7(), ...key })
    .onConflictDoNothing();
  return (await dkimKeyOf(tx, workspaceId, key.domain)) as DkimKeyRow;
}
