import { and, asc, eq } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { fieldChanges } from '../models.ts';
import type { CrmScope } from '../scope.ts';

/** What this import has changed of a record so far, `[before, after]` by field: what an undo puts back. */
export async function ownChanges(
  tx: Transaction,
  { workspaceId, source }: CrmScope,
  recordId: string,
): Promise<{ changes: Record<string, [unknown, unknown]> }> {
  // What a record was added with has no row of its own fields: an undo takes the record itself away.
  const rows = await tx
    .select({ field: fieldChanges.field, before: fieldChanges.before, after: fieldChanges.after })
    .from(fieldChanges)
    .where(and(eq(fieldChanges.workspaceId, workspaceId), eq(fieldChanges.recordId, recordId), eq(fieldChanges.source, source)))
    .orderBy(asc(fieldChanges.id));
  const changes: Record<string, [unknown, unknown]> = {};
  for (const { field, before, after } of rows) changes[field] = [changes[field]?.[0] ?? before, after];
  return { changes };
}
