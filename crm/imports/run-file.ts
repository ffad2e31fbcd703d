import { isDeepStrictEqual } from 'node:util';
import { and, eq, sql } from 'drizzle-orm';
import { isConflict } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { importRows } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { applyRows } from './apply-rows.ts';
import { findImport, keepOutcomes, lockImport, NO_COUNTS, saveImport } from './import-store.ts';
import { dataRows, type OpenFile } from './inspect-file.ts';
import { MetSomebody, type Outcome } from './outcome.ts';
import { createNeighbours, type Named, namedIn, type ReadBatch, readBatch } from './read-batch.ts';
import type { FileRow } from './read-rows.ts';
import type { ImportRow } from './surroundings.ts';

export type Progress = (progress: { done: number; total: number }) => Promise<void>;

/** Rows of one transaction: enough to be fast, few enough that others are not kept waiting. */
const BATCH = 500;
/** How many batches are on their way at once. */
const AT_ONCE = 3;
/** How often a batch is begun anew because others wrote the same people meanwhile. */
const TRIES = 5;
/** How long a batch that is written waits for the one before it, which may be waiting for what this one holds. */
const PATIENCE_MS = 5_000;

/** What is undone by leaving the transaction this way. */
class TakenBack extends Error {
  readonly outcomes: Outcome[];
  constructor(outcomes: Outcome[]) {
    super('taken back');
    this.outcomes = outcomes;
  }
}
/** The import is no longer what it was: somebody else went on, or chose anew. */
class NotThisOne extends Error {}

/**
 * Brings the rows of a file into the record, batch by batch: rows, what became of them and how far it came are one commit.
 * Killed, it goes on behind the last one; two at the same time follow each other and each row is applied once. A few
 * batches that have nobody in common are on their way at once; they are committed in their order. With `dry` everything is
 * found out and nothing is kept but what would become of each row.
 */
export async function runFile(scope: CrmScope, id: string, open: OpenFile, { dry, progress }: { dry: boolean; progress: Progress }): Promise<void> {
  const wanted = dry ? 'review' : 'applying';
  const begun = await scope.db.transaction((tx) => findImport(tx, scope, id));
  if (begun.state !== wanted || !begun.dialect) return;
  const neighbours = createNeighbours();
  const flights: Flight[] = [];
  let at = begun.appliedLines;
  // Whoever followed it follows no more: nothing is committed any longer.
  let isOver = false;

  const landed = async (): Promise<boolean> => {
    const first = flights.shift();
    if (!first) return true;
    const goesOn = await first.done;
    neighbours.written(first.named);
    return goesOn;
  };
  const take = async (rows: readonly FileRow[], read: number): Promise<boolean> => {
    const batch = await scope.db.transaction((tx) => readBatch(tx, scope, begun, rows));
    const named = namedIn(batch);
    const mustWait = () => flights.length >= AT_ONCE || flights.some((each) => !neighbours.mayOverlap(each.named, named));
    while (mustWait()) if (!(await landed())) return false;
    const after = flights.at(-1)?.committed ?? Promise.resolve(true);
    const committed = applyBatch(scope, begun, batch, { dry, from: at, after, isOver: () => isOver });
    const done = committed.then((goesOn) => tell(goesOn, read));
    // Whoever awaits them is told; until then nobody may be missing.
    for (const each of [committed, done]) each.catch(() => {});
    flights.push({ committed, done, named });
    at = batch.lastLine;
    return true;
  };
  /** Not waited for by the next batch, which may hold the only line to the database. */
  const tell = async (goesOn: boolean, done: number): Promise<boolean> => {
    try {
      if (goesOn) await progress({ done, total: begun.counts.read });
      return goesOn;
    } catch (error) {
      isOver = true;
      throw error;
    }
  };

  let rows: FileRow[] = [];
  let read = 0;
  for await (const row of dataRows(open, begun.dialect)) {
    read++;
    if (row.line <= begun.appliedLines) continue;
    if (rows.push(row) < BATCH) continue;
    if (!(await take(rows, read))) return;
    rows = [];
  }
  if (rows.length > 0 && !(await take(rows, read))) return;
  while (flights.length > 0) if (!(await landed())) return;
  if (dry) return;
  await scope.db.transaction(async (tx) => {
    const row = await lockImport(tx, scope, id);
    if (row.state === 'applying') await saveImport(tx, scope, id, { state: 'done', appliedAt: scope.clock.now() });
  });
}

/** A batch on its way: whether the import goes on behind it, once it is committed and once that is told. */
interface Flight {
  committed: Promise<boolean>;
  done: Promise<boolean>;
  named: Named | undefined;
}

/** False when the import is no longer what it was. */
async function applyBatch(
  scope: CrmScope,
  begun: ImportRow,
  batch: ReadBatch,
  { dry, from, after, isOver }: { dry: boolean; from: number; after: Promise<boolean>; isOver(): boolean },
): Promise<boolean> {
  const { id, kind, onExisting } = begun;
  const source = { ...scope, source: `import:${id}` };
  for (let tries = 1; ; tries++) {
    try {
      return await scope.db.transaction(async (tx) => {
        if (!isSame(begun, await findImport(tx, scope, id))) return false;
        // What the database lost of this with its machine would be read from the file again: how far it came is in this commit.
        await tx.execute(sql`set local synchronous_commit = off`);
        const apply = (inner: Transaction) => applyRows(inner, source, kind, batch, { importId: id, onExisting, dry });
        const outcomes = await (dry ? tryOut(tx, apply) : apply(tx));
        if (!(await soon(after))) throw new NotThisOne();
        const row = await lockImport(tx, scope, id);
        if (isOver() || !isSame(begun, row) || row.appliedLines !== from) throw new NotThisOne();
        await keepOutcomes(tx, scope, row, outcomes, batch.lastLine);
        return true;
      });
    } catch (error) {
      if (error instanceof NotThisOne) return false;
      if (!(error instanceof MetSomebody || isConflict(error))) throw error;
      if (tries === TRIES) throw error instanceof MetSomebody ? new PatchbayError('conflict') : error;
      // Once more, and alone.
      if (!(await after)) return false;
    }
  }
}

/** Whether it is still about the same columns, read in the same way. */
const isSame = (begun: ImportRow, now: ImportRow): boolean =>
  (['state', 'onExisting', 'mapping', 'dialect'] as const).every((part) => isDeepStrictEqual(begun[part], now[part]));

/** The batch before has all the time it needs, but not while this one holds what it may be waiting for. */
async function soon(after: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new MetSomebody()), PATIENCE_MS);
  });
  try {
    return await Promise.race([after, patience]);
  } finally {
    clearTimeout(timer);
  }
}

async function tryOut(tx: Transaction, apply: (inner: Transaction) => Promise<Outcome[]>): Promise<Outcome[]> {
  try {
    return await tx.transaction(async (inner) => {
      throw new TakenBack(await apply(inner));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.outcomes;
    throw error;
  }
}

/** Before it begins anew: what was found out before is forgotten. */
export async function forgetRows(tx: Transaction, { workspaceId }: CrmScope, row: ImportRow): Promise<Pick<ImportRow, 'counts' | 'appliedLines'>> {
  await tx.delete(importRows).where(and(eq(importRows.workspaceId, workspaceId), eq(importRows.importId, row.id)));
  return { counts: { ...NO_COUNTS, read: row.counts.read }, appliedLines: 0 };
}
