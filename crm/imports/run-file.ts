import { and, eq, sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { defaultCountry } from '../default-country.ts';
import { importRows } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { applyRows } from './apply-rows.ts';
import { findImport, keepOutcomes, lockImport, NO_COUNTS, saveImport } from './import-store.ts';
import { dataRows, type OpenFile } from './inspect-file.ts';
import { MetSomebody, type Outcome } from './outcome.ts';
import type { FileRow } from './read-rows.ts';
import { customTargets, type ImportRow, loadSurroundings, mappedColumns } from './surroundings.ts';

export type Progress = (progress: { done: number; total: number }) => Promise<void>;

/** Rows of one transaction: enough to be fast, few enough that others are not kept waiting. */
const BATCH = 500;
/** How often a batch is begun anew because others wrote the same people meanwhile. */
const TRIES = 5;

/** What is undone by leaving the transaction this way. */
class TakenBack extends Error {
  readonly outcomes: Outcome[];
  constructor(outcomes: Outcome[]) {
    super('taken back');
    this.outcomes = outcomes;
  }
}

/**
 * Brings the rows of a file into the record, batch by batch: rows, what became of them and how far it came are one commit.
 * Killed, it goes on behind the last one; two at the same time follow each other and each row is applied once. With `dry`
 * everything is found out and nothing is kept but what would become of each row.
 */
export async function runFile(scope: CrmScope, id: string, open: OpenFile, { dry, progress }: { dry: boolean; progress: Progress }): Promise<void> {
  const wanted = dry ? 'review' : 'applying';
  const begun = await scope.db.transaction((tx) => findImport(tx, scope, id));
  if (begun.state !== wanted || !begun.dialect) return;
  let at = begun.appliedLines;
  let batch: FileRow[] = [];
  let done = 0;
  // While one batch is written the next one is read.
  let writing: Promise<boolean> = Promise.resolve(true);
  const flush = async (rows: readonly FileRow[], read: number): Promise<boolean> => {
    const last = rows.at(-1);
    if (!last) return true;
    const goesOn = await applyBatch(scope, id, rows, { dry, wanted, from: at, to: last.line });
    at = last.line;
    await progress({ done: read, total: begun.counts.read });
    return goesOn;
  };
  const next = async (): Promise<boolean> => {
    if (!(await writing)) return false;
    writing = flush(batch, done);
    // Whoever awaits it is told; until then nobody may be missing.
    writing.catch(() => {});
    batch = [];
    return true;
  };
  const applied = at;
  for await (const row of dataRows(open, begun.dialect)) {
    done++;
    if (row.line <= applied) continue;
    batch.push(row);
    if (batch.length >= BATCH && !(await next())) return;
  }
  if (!(await next()) || !(await writing)) return;
  if (dry) return;
  await scope.db.transaction(async (tx) => {
    const row = await lockImport(tx, scope, id);
    if (row.state === 'applying') await saveImport(tx, scope, id, { state: 'done', appliedAt: scope.clock.now() });
  });
}

/** False when the import is no longer what it was: somebody else went on, or chose anew. */
async function applyBatch(
  scope: CrmScope,
  id: string,
  rows: readonly FileRow[],
  { dry, wanted, from, to }: { dry: boolean; wanted: ImportRow['state']; from: number; to: number },
): Promise<boolean> {
  const isStill = (row: ImportRow) => row.state === wanted && row.appliedLines === from;
  for (let tries = 1; ; tries++) {
    try {
      return await scope.db.transaction(async (tx) => {
        // A look at what would be holds nobody up: it comes before the import itself is held.
        const tried = dry ? await tryOut(tx, scope, await findImport(tx, scope, id), rows) : undefined;
        const row = await lockImport(tx, scope, id);
        if (!isStill(row)) return false;
        // What the database lost of this with its machine would be read from the file again: how far it came is in this commit.
        await tx.execute(sql`set local synchronous_commit = off`);
        await keepOutcomes(tx, scope, row, tried ?? (await apply(tx, scope, row, rows, false)), to);
        return true;
      });
    } catch (error) {
      if (!(error instanceof MetSomebody) || tries === TRIES) throw error instanceof MetSomebody ? new PatchbayError('conflict') : error;
    }
  }
}

async function tryOut(tx: Transaction, scope: CrmScope, row: ImportRow, rows: readonly FileRow[]): Promise<Outcome[]> {
  try {
    return await tx.transaction(async (inner) => {
      throw new TakenBack(await apply(inner, scope, row, rows, true));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.outcomes;
    throw error;
  }
}

async function apply(tx: Transaction, scope: CrmScope, row: ImportRow, rows: readonly FileRow[], dry: boolean): Promise<Outcome[]> {
  const mapped = mappedColumns(row, await customTargets(tx, scope, row.kind), await defaultCountry(tx, scope));
  const around = await loadSurroundings(tx, scope);
  return applyRows(tx, { ...scope, source: `import:${row.id}` }, row.kind, rows, { mapped, around }, { importId: row.id, onExisting: row.onExisting, dry });
}

/** Before it begins anew: what was found out before is forgotten. */
export async function forgetRows(tx: Transaction, { workspaceId }: CrmScope, row: ImportRow): Promise<Pick<ImportRow, 'counts' | 'appliedLines'>> {
  await tx.delete(importRows).where(and(eq(importRows.workspaceId, workspaceId), eq(importRows.importId, row.id)));
  return { counts: { ...NO_COUNTS, read: row.counts.read }, appliedLines: 0 };
}
