import { and, asc, eq, gt } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { defaultCountry } from '../default-country.ts';
import { importRows } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { TARGETS } from './deal-targets.ts';
import { addImport, findImport, type ImportRowRecord, listImports, lockImport, saveImport } from './import-store.ts';
import { countRows, inspectFile, type OpenFile } from './inspect-file.ts';
import type { DateOrder } from './read-dates.ts';
import { readMapping } from './read-mapping.ts';
import { forgetRows, type Progress, runFile } from './run-file.ts';
import { CUSTOM, customTargets, type ImportRow } from './surroundings.ts';
import type { ImportKind, ValueKind } from './targets.ts';
import { undoImport } from './undo-import.ts';

const UNDO_WITHIN_DAYS = 7;
const DAY_MS = 86_400_000;
/** Queues the work of an import in the open transaction; answers under which job it is seen. */
export type Queue = (importId: string) => Promise<string | undefined>;
export interface MappingChoice {
  mapping: Readonly<Record<string, string | null>>;
  onExisting?: ImportRow['onExisting'] | undefined;
  hasHeader?: boolean | undefined;
  /** How `03/04/2026` is meant, by column. */
  dates?: Readonly<Record<string, DateOrder>> | undefined;
}
/** What a column may become. */
export interface Field {
  name: string;
  label: string;
  kind: ValueKind | 'custom';
  required: boolean;
  many: boolean;
}

/** Files of contacts, organizations, deals and activities on their way into the record. */
export function createImports(scope: CrmScope) {
  const { db, clock } = scope;
  const fields = async (tx: Transaction, kind: ImportKind): Promise<Field[]> => [
    ...TARGETS[kind].map(({ name, label, kind: value, required = false, many = false }) => ({ name, label, kind: value, required, many })),
    ...(await customTargets(tx, scope, kind)).map(({ key, label }) => ({
      name: `${CUSTOM}${key}`,
      label,
      kind: 'custom' as const,
      required: false,
      many: false,
    })),
  ];
  const mustBe = (row: ImportRow, states: readonly ImportRow['state'][], sentence: string) => {
    if (!states.includes(row.state)) throw new PatchbayError('conflict', { detail: sentence, facts: { state: row.state } });
  };
  /** Held, changed and queued in one commit: killed in between, nothing has begun. */
  const begin = (id: string, queue: Queue, change: (tx: Transaction, row: ImportRow) => Promise<Partial<ImportRow>>): Promise<ImportRow> =>
    db.transaction(async (tx) => {
      const row = await lockImport(tx, scope, id);
      const next = await change(tx, row);
      return saveImport(tx, scope, id, { ...next, jobId: (await queue(id)) ?? null });
    });

  return {
    /** A file that was stored; it is read by `read`. */
    add: (file: { kind: ImportKind; fileId: string; fileName: string }, queue: Queue): Promise<ImportRow> =>
      db.transaction(async (tx) => {
        const row = await addImport(tx, scope, file);
        return saveImport(tx, scope, row.id, { jobId: (await queue(row.id)) ?? null });
      }),
    list: (page: { limit: number; after?: string | undefined }): Promise<ImportRow[]> => db.transaction((tx) => listImports(tx, scope, page)),
    get: (id: string): Promise<ImportRow> => db.transaction((tx) => findImport(tx, scope, id)),
    fields: (id: string): Promise<Field[]> => db.transaction(async (tx) => fields(tx, (await findImport(tx, scope, id)).kind)),

    /** Finds out how the file is written, what its columns are and how many rows it has. A file that cannot be read is failed with the reason. */
    async read(id: string, open: OpenFile): Promise<void> {
      const { row, targets, country } = await db.transaction(async (tx) => {
        const found = await findImport(tx, scope, id);
        return { row: found, targets: TARGETS[found.kind], country: await defaultCountry(tx, scope) };
      });
      if (row.state !== 'reading') return;
      const found = await readable(async () => {
        const { dialect, columns, mapping } = await inspectFile(open, targets, country);
        return { dialect, columns, mapping, read: await countRows(open, dialect) };
      });
      await db.transaction(async (tx) => {
        const held = await lockImport(tx, scope, id);
        if (held.state !== 'reading') return;
        if ('problem' in found) await saveImport(tx, scope, id, { state: 'failed', error: found.problem });
        else {
          const { read, ...said } = found;
          await saveImport(tx, scope, id, { ...said, state: 'mapping', counts: { ...held.counts, read } });
        }
      });
    },

    /** The first rows as they stand in the file. */
    async sample(id: string, open: OpenFile): Promise<string[][]> {
      const row = await db.transaction((tx) => findImport(tx, scope, id));
      if (!row.dialect) return [];
      const { sample } = await inspectFile(open, TARGETS[row.kind], '');
      return sample;
    },

    /**
     * Confirms which column is what. What would become of each row is found out then, before anything is applied.
     * @throws PatchbayError invalid_input, conflict
     */
    map: (id: string, { mapping, onExisting, hasHeader, dates }: MappingChoice, queue: Queue): Promise<ImportRow> =>
      begin(id, queue, async (tx, row) => {
        mustBe(row, ['mapping', 'review'], 'This import is past the choice of columns.');
        const chosen = readMapping(row, await customTargets(tx, scope, row.kind), mapping);
        const dialect = row.dialect && { ...row.dialect, hasHeader: hasHeader ?? row.dialect.hasHeader, dates: { ...row.dialect.dates, ...dates } };
        return { ...(await forgetRows(tx, scope, row)), mapping: chosen, dialect, state: 'review', onExisting: onExisting ?? row.onExisting };
      }),
    /** What would become of the rows. Does nothing to the record. */
    check: (id: string, open: OpenFile, progress: Progress): Promise<void> => runFile(scope, id, open, { dry: true, progress }),

    /** Once more asked for while it is applied, it goes on where it is. @throws PatchbayError conflict */
    startApplying: (id: string, queue: Queue): Promise<ImportRow> =>
      begin(id, queue, async (tx, row) => {
        mustBe(row, ['review', 'applying'], 'Say first which column is what; an import that is done is not applied again.');
        return row.state === 'applying' ? {} : { ...(await forgetRows(tx, scope, row)), state: 'applying' };
      }),
    apply: (id: string, open: OpenFile, progress: Progress): Promise<void> => runFile(scope, id, open, { dry: false, progress }),

    /** @throws PatchbayError conflict after seven days */
    startUndo: (id: string, queue: Queue): Promise<ImportRow> =>
      begin(id, queue, async (_tx, row) => {
        mustBe(row, ['done', 'undone'], 'Only an import that is done can be undone.');
        if (row.state === 'done' && clock.now().getTime() - (row.appliedAt ?? row.updatedAt).getTime() > UNDO_WITHIN_DAYS * DAY_MS) {
          throw new PatchbayError('conflict', { detail: 'An import can be undone for seven days.', remedy: 'Change or remove its records by hand.' });
        }
        return { state: 'undone' };
      }),
    undo: (id: string, progress: Progress): Promise<void> => undoImport(scope, id, progress),

    /** What became of the rows, in the order of the file. */
    rows: (id: string, { result, code, undone, after, limit }: RowQuery): Promise<ImportRowRecord[]> =>
      db.transaction(async (tx) => {
        await findImport(tx, scope, id);
        return tx
          .select()
          .from(importRows)
          .where(
            and(
              eq(importRows.workspaceId, scope.workspaceId),
              eq(importRows.importId, id),
              result ? eq(importRows.result, result) : undefined,
              code ? eq(importRows.code, code) : undefined,
              undone ? eq(importRows.undone, undone) : undefined,
              after === undefined ? undefined : gt(importRows.line, after),
            ),
          )
          .orderBy(asc(importRows.line))
          .limit(limit);
      }),
  };
}

export interface RowQuery {
  result?: ImportRowRecord['result'] | undefined;
  code?: string | undefined;
  undone?: NonNullable<ImportRowRecord['undone']> | undefined;
  /** The line that the page before ended with. */
  after?: number | undefined;
  limit: number;
}

/** What can be said of a file that cannot be read is said to its importer; everything else is tried again. */
async function readable<T>(read: () => Promise<T>): Promise<T | { problem: string }> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PatchbayError) || error.code !== 'file_invalid') throw error;
    return { problem: [error.details.detail ?? error.row.sentence, error.details.remedy ?? error.row.remedy].filter(Boolean).join(' ') };
  }
}
