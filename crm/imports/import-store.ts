import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { insertRows, PatchbayError, type Transaction } from '#sdk';
import { type ImportCounts, importRows, imports } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import type { Outcome } from './outcome.ts';
import type { ImportRow } from './surroundings.ts';
import type { ImportKind } from './targets.ts';

export type ImportState = ImportRow['state'];
export type ImportRowRecord = typeof importRows.$inferSelect;
const byId = ({ workspaceId }: CrmScope, id: string) => and(eq(imports.workspaceId, workspaceId), eq(imports.id, id));
/** A file is its importer's: who reaches less than the importer would see too much in it. */
const own = ({ userId, reach }: CrmScope) => (reach.read === 'all' ? undefined : userId ? eq(imports.actorUserId, userId as string) : sql`false`);

export const NO_COUNTS: ImportCounts = { read: 0, created: 0, updated: 0, skipped: {} };

export async function addImport(tx: Transaction, scope: CrmScope, file: { kind: ImportKind; fileId: string; fileName: string }): Promise<ImportRow> {
  const at = scope.clock.now();
  const [row] = await tx
    .insert(imports)
    .values({
      ...file,
      workspaceId: scope.workspaceId,
      id: uuidv7(),
      state: 'reading',
      actor: scope.actorName,
      actorUserId: scope.userId ?? null,
      createdAt: at,
      updatedAt: at,
    })
    .returning();
  if (!row) throw new PatchbayError('internal');
  return row;
}

export async function findImport(tx: Transaction, scope: CrmScope, id: string): Promise<ImportRow> {
  const [row] = await tx
    .select()
    .from(imports)
    .where(and(byId(scope, id), own(scope)));
  if (!row) throw new PatchbayError('not_found');
  return row;
}

/** Held until the commit: whoever works on it at the same time waits and sees how far it is. */
export async function lockImport(tx: Transaction, scope: CrmScope, id: string): Promise<ImportRow> {
  const [row] = await tx
    .select()
    .from(imports)
    .where(and(byId(scope, id), own(scope)))
    .for('update');
  if (!row) throw new PatchbayError('not_found');
  return row;
}

export const listImports = (tx: Transaction, scope: CrmScope, { limit, after }: { limit: number; after?: string | undefined }): Promise<ImportRow[]> =>
  tx
    .select()
    .from(imports)
    .where(and(eq(imports.workspaceId, scope.workspaceId), own(scope), after ? lt(imports.id, after) : undefined))
    .orderBy(desc(imports.id))
    .limit(limit);

export async function saveImport(tx: Transaction, scope: CrmScope, id: string, change: Partial<ImportRow>): Promise<ImportRow> {
  const [row] = await tx
    .update(imports)
    .set({ ...change, updatedAt: scope.clock.now() })
    .where(byId(scope, id))
    .returning();
  if (!row) throw new PatchbayError('not_found');
  return row;
}

/** What became of rows, and how far the import is now: one commit with what they did. */
export async function keepOutcomes(tx: Transaction, scope: CrmScope, row: ImportRow, outcomes: readonly Outcome[], lastLine: number): Promise<void> {
  const { workspaceId } = scope;
  const counts: ImportCounts = { ...row.counts, skipped: { ...row.counts.skipped } };
  for (const { result, code = 'invalid_value' } of outcomes) {
    if (result === 'skipped') counts.skipped[code] = (counts.skipped[code] ?? 0) + 1;
    else counts[result]++;
  }
  await insertRows(
    tx,
    importRows,
    outcomes.map(({ line, result, code = null, reason = null, recordId = null, version = null, before, title, existing }) => ({
      workspaceId,
      importId: row.id,
      line,
      result,
      code,
      reason,
      recordId,
      version,
      before: { ...before, ...(title ? { title } : {}), ...(existing ? { existing } : {}) },
    })),
  );
  await saveImport(tx, scope, row.id, { counts, appliedLines: lastLine });
}
