import { and, eq, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import { linkedinLeadOwners as owners } from '../models/index.ts';

export type OwnerRow = typeof owners.$inferSelect;
export interface OwnerFacts {
  ownerUrn: string;
  leadType: string;
  name: string;
  organizationUrn: string | null;
}

const own = (row: Pick<OwnerRow, 'workspaceId' | 'id'>) => and(eq(owners.workspaceId, row.workspaceId), eq(owners.id, row.id));

/** The owners of lead forms as they are now; those that are gone are kept with that said. */
export async function saveOwners(tx: Transaction, of: { workspaceId: string; connectionId: string; now: Date }, found: readonly OwnerFacts[]): Promise<void> {
  const { workspaceId, connectionId, now } = of;
  for (const facts of found)
    await tx
      .insert(owners)
      .values({ workspaceId, id: uuidv7(), connectionId, ...facts })
      .onConflictDoUpdate({
        target: [owners.workspaceId, owners.connectionId, owners.ownerUrn, owners.leadType],
        set: { name: facts.name, organizationUrn: facts.organizationUrn, removedAt: null, updatedAt: now },
      });
  const names = found.map(({ ownerUrn, leadType }) => `${ownerUrn} ${leadType}`);
  for (const row of await listOwners(tx, workspaceId, connectionId))
    if (!names.includes(`${row.ownerUrn} ${row.leadType}`)) await tx.update(owners).set({ removedAt: now }).where(own(row));
}

export const listOwners = (tx: Transaction, workspaceId: string, connectionId?: string): Promise<OwnerRow[]> =>
  tx
    .select()
    .from(owners)
    .where(and(eq(owners.workspaceId, workspaceId), isNull(owners.removedAt), connectionId ? eq(owners.connectionId, connectionId) : undefined))
    .orderBy(owners.id);

export async function ownerByUrn(
  tx: Transaction,
  workspaceId: string,
  connectionId: string,
  ownerUrn: string,
  leadType: string,
): Promise<OwnerRow | undefined> {
  const [row] = await tx
    .select()
    .from(owners)
    .where(and(eq(owners.workspaceId, workspaceId), eq(owners.connectionId, connectionId), eq(owners.ownerUrn, ownerUrn), eq(owners.leadType, leadType)));
  return row;
}

export const noteOwner = (tx: Transaction, row: Pick<OwnerRow, 'workspaceId' | 'id'>, facts: Partial<typeof owners.$inferInsert>, now: Date) =>
  tx
    .update(owners)
    .set({ ...facts, updatedAt: now })
    .where(own(row));

/** A cursor never goes back. */
export const noteReadUntil = (tx: Transaction, row: Pick<OwnerRow, 'workspaceId' | 'id'>, until: Date) =>
  tx
    .update(owners)
    .set({ readUntil: sql`greatest(coalesce(${owners.readUntil}, '-infinity'::timestamptz), ${until.toISOString()}::timestamptz)` })
    .where(own(row));
