import { isDeepStrictEqual } from 'node:util';
import { and, desc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { insertRows, PatchbayError, type Transaction } from '#sdk';
import { type Entity, fieldChanges } from './models.ts';
import type { CrmScope } from './scope.ts';

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** What of `patch` differs from `before`; a field that is not in the patch is not looked at. */
export function changesOf(before: Readonly<Record<string, unknown>>, patch: Readonly<Record<string, unknown>>): FieldChange[] {
  return Object.entries(patch)
    .filter(([field, after]) => after !== undefined && !isDeepStrictEqual(before[field] ?? null, after ?? null))
    .map(([field, after]) => ({ field, before: before[field] ?? null, after: after ?? null }));
}

/** Keeps who changed what, in the transaction of the change itself. The newest row of a field is its provenance. */
export const keepChanges = (tx: Transaction, scope: CrmScope, entity: Entity, recordId: string, changes: readonly FieldChange[]): Promise<void> =>
  keepChangesOfMany(tx, scope, entity, [{ recordId, changes }]);

/** Rows of one statement. */
const BATCH = 1_000;
/** The same for many records that change at once. */
export async function keepChangesOfMany(
  tx: Transaction,
  scope: CrmScope,
  entity: Entity,
  records: readonly { recordId: string; changes: readonly FieldChange[] }[],
): Promise<void> {
  const { workspaceId, source, actorName: actor } = scope;
  const at = scope.clock.now();
  const rows = records.flatMap(({ recordId, changes }) =>
    changes.map((change) => ({ workspaceId, id: uuidv7(), entity, recordId, ...change, source, actor, at })),
  );
  for (let from = 0; from < rows.length; from += BATCH) await insertRows(tx, fieldChanges, rows.slice(from, from + BATCH));
}

/** Stands for all fields of a record that was added. */
const ADDED = '*';
/** Keeps what records were added with: one row each, however many fields they have. */
export async function keepAddedOf(
  tx: Transaction,
  scope: CrmScope,
  entity: Entity,
  records: readonly { recordId: string; changes: readonly FieldChange[] }[],
): Promise<void> {
  const added = records
    .filter(({ changes }) => changes.length > 0)
    .map(({ recordId, changes }) => ({
      recordId,
      changes: [{ field: ADDED, before: null, after: Object.fromEntries(changes.map(({ field, after }) => [field, after])) }],
    }));
  await keepChangesOfMany(tx, scope, entity, added);
}

export interface Provenance {
  field: string;
  source: string;
  actor: string;
  at: Date;
}

/** Where each field of a record last came from. */
export async function provenanceOf(tx: Transaction, scope: CrmScope, recordId: string): Promise<Provenance[]> {
  const { field, after, source, actor, at } = fieldChanges;
  const rows = await tx
    .selectDistinctOn([field], { field, after, source, actor, at })
    .from(fieldChanges)
    .where(and(eq(fieldChanges.workspaceId, scope.workspaceId), eq(fieldChanges.recordId, recordId)))
    .orderBy(field, desc(fieldChanges.id));
  const changed = rows.filter((row) => row.field !== ADDED);
  const known = new Set(changed.map((row) => row.field));
  const added = rows
    .filter((row) => row.field === ADDED)
    .flatMap((row) => Object.keys(row.after as object).flatMap((each) => (known.has(each) ? [] : [{ ...row, field: each }])));
  return [...changed, ...added]
    .map((row) => ({ field: row.field, source: row.source, actor: row.actor, at: row.at }))
    .sort((a, b) => (a.field < b.field ? -1 : 1));
}

/**
 * Two people editing one record: who saw an older version is told, and nothing is overwritten.
 * @throws PatchbayError conflict
 */
export function assertVersion(record: { version: number }, seen: number | undefined): void {
  if (seen === undefined || seen === record.version) return;
  throw new PatchbayError('conflict', {
    detail: 'Somebody changed this record while you were editing it.',
    remedy: 'Load it again: your words are still in the form.',
    facts: { version: record.version, seen },
  });
}
