import { and, desc, eq, lt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { linkedinLeadFiles as files, type LeadFileChoice, linkedinLeadMappings as mappings } from '../models/index.ts';

export type LeadFileRow = typeof files.$inferSelect;

export async function leadFileById(tx: Transaction, workspaceId: string, id: string): Promise<LeadFileRow> {
  const [row] = await tx
    .select()
    .from(files)
    .where(and(eq(files.workspaceId, workspaceId), eq(files.id, id)));
  if (!row) throw new PatchbayError('not_found');
  return row;
}

/** Newest first. */
export const listLeadFiles = (tx: Transaction, workspaceId: string, limit: number, cursor: string | undefined): Promise<LeadFileRow[]> =>
  tx
    .select()
    .from(files)
    .where(and(eq(files.workspaceId, workspaceId), cursor ? lt(files.id, cursor) : undefined))
    .orderBy(desc(files.id))
    .limit(limit + 1);

export async function changeLeadFile(tx: Transaction, row: Pick<LeadFileRow, 'workspaceId' | 'id'>, facts: Partial<typeof files.$inferInsert>, now: Date) {
  const [changed] = await tx
    .update(files)
    .set({ ...facts, updatedAt: now })
    .where(and(eq(files.workspaceId, row.workspaceId), eq(files.id, row.id)))
    .returning();
  if (!changed) throw new PatchbayError('not_found');
  return changed;
}

/** What somebody chose for a file with these columns. */
export async function rememberedMapping(tx: Transaction, workspaceId: string, signature: string) {
  const [row] = await tx
    .select()
    .from(mappings)
    .where(and(eq(mappings.workspaceId, workspaceId), eq(mappings.signature, signature)));
  return row;
}
export const rememberMapping = (
  tx: Transaction,
  workspaceId: string,
  { signature, mapping, choice }: { signature: string; mapping: Record<string, string>; choice: LeadFileChoice },
  now: Date,
) =>
  tx
    .insert(mappings)
    .values({ workspaceId, id: uuidv7(), signature, mapping, choice })
    .onConflictDoUpdate({ target: [mappings.workspaceId, mappings.signature], set: { mapping, choice, updatedAt: now } });
