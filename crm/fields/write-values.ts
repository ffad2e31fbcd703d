import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { contacts, customValues, deals, type Entity, organizations } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type FieldDefinition, rowsOfValue } from './field-value.ts';

const TABLES = { contact: contacts, organization: organizations, deal: deals } as const;
/** Rows of one statement. */
const BATCH = 2_000;
type Field = Pick<FieldDefinition, 'id' | 'key' | 'type' | 'isUnique'>;
type Row = typeof customValues.$inferInsert;

export interface RecordValues {
  recordId: string;
  /** Those that changed. */
  fields: readonly Field[];
  values: Readonly<Record<string, unknown>>;
  before: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Replaces the rows of changed fields. The unique index decides between two that write one value at a time.
 * @returns by record the keys whose value another record has; of such a record nothing is changed
 */
export async function writeValues(tx: Transaction, scope: CrmScope, entity: Entity, records: readonly RecordValues[]): Promise<Map<string, string[]>> {
  const replaced = records.flatMap(({ recordId, fields }) => fields.map((field) => ({ fieldId: field.id, recordId })));
  await remove(tx, scope, replaced);
  const wanted = records.flatMap((record) => rowsFor(scope, record, record.values));
  const kept = await insert(tx, wanted);
  let missing = wanted.filter((row) => !kept.has(keyOf(row)));
  if (missing.length === 0) return new Map();
  // A merged or deleted record holds no value against a living one.
  await evict(tx, scope, entity, missing);
  const late = await insert(tx, missing);
  missing = missing.filter((row) => !late.has(keyOf(row)));
  return putBack(tx, scope, records, missing);
}

async function putBack(tx: Transaction, scope: CrmScope, records: readonly RecordValues[], missing: readonly Row[]): Promise<Map<string, string[]>> {
  const taken = new Map<string, string[]>();
  for (const record of records) {
    const keys = record.fields.filter((field) => missing.some((row) => row.fieldId === field.id && row.recordId === record.recordId)).map((field) => field.key);
    if (keys.length > 0) taken.set(record.recordId, keys);
  }
  const refused = records.filter((record) => taken.has(record.recordId));
  await remove(
    tx,
    scope,
    refused.flatMap(({ recordId, fields }) => fields.map((field) => ({ fieldId: field.id, recordId }))),
  );
  await insert(
    tx,
    refused.flatMap((record) => rowsFor(scope, record, record.before ?? {})),
  );
  return taken;
}

const keyOf = ({ fieldId, recordId, text }: Pick<Row, 'fieldId' | 'recordId' | 'text'>) => `${fieldId} ${recordId} ${text ?? ''}`;
const rowsFor = ({ workspaceId }: CrmScope, { recordId, fields }: RecordValues, values: Readonly<Record<string, unknown>>): Row[] =>
  fields.flatMap((field) =>
    rowsOfValue(field, values[field.key]).map((row) => ({ workspaceId, fieldId: field.id, recordId, ...row, isUnique: field.isUnique })),
  );

async function insert(tx: Transaction, rows: readonly Row[]): Promise<Set<string>> {
  const kept = new Set<string>();
  for (let from = 0; from < rows.length; from += BATCH) {
    const inserted = await tx
      .insert(customValues)
      .values(rows.slice(from, from + BATCH))
      .onConflictDoNothing()
      .returning({ fieldId: customValues.fieldId, recordId: customValues.recordId, text: customValues.text });
    for (const row of inserted) kept.add(keyOf(row));
  }
  return kept;
}

async function remove(tx: Transaction, { workspaceId }: CrmScope, of: readonly { fieldId: string; recordId: string }[]): Promise<void> {
  for (let from = 0; from < of.length; from += BATCH) {
    const pairs = of.slice(from, from + BATCH);
    // Every pair is meant: of each record all fields that changed in any of them would be too many.
    const byField = Map.groupBy(pairs, (pair) => pair.fieldId);
    await tx.delete(customValues).where(
      and(
        eq(customValues.workspaceId, workspaceId),
        or(
          ...[...byField].map(([fieldId, group]) =>
            and(
              eq(customValues.fieldId, fieldId),
              inArray(
                customValues.recordId,
                group.map((pair) => pair.recordId),
              ),
            ),
          ),
        ),
      ),
    );
  }
}

async function evict(tx: Transaction, { workspaceId }: CrmScope, entity: Entity, rows: readonly Row[]): Promise<void> {
  const table = TABLES[entity];
  for (let from = 0; from < rows.length; from += BATCH) {
    const taken = rows.slice(from, from + BATCH).map((row) => sql`(${row.fieldId}::uuid, ${row.text ?? ''})`);
    await tx.execute(sql`
      delete from custom_values v where v.workspace_id = ${workspaceId} and v.is_unique and (v.field_id, v.text) in (${sql.join(taken, sql`, `)})
        and exists (select from ${table} where ${table.workspaceId} = ${workspaceId} and ${table.id} = v.record_id and ${table.recordState} <> 'live')`);
  }
}
