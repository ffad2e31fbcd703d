import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq, inArray, or } from 'drizzle-orm';
import { type FieldError, PatchbayError, type Transaction } from '#sdk';
import { changesOf, type FieldChange } from '../changes.ts';
import { colleagues } from '../colleagues.ts';
import { customFields, type Entity } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type FieldDefinition, readValue } from './field-value.ts';
import { type RecordValues, writeValues } from './write-values.ts';

type Values = Readonly<Record<string, unknown>>;
type Definition = FieldDefinition & Pick<typeof customFields.$inferSelect, 'visibleTo' | 'editableBy'>;

export interface CustomFieldsInput {
  recordId: string;
  /** What changes; null clears. Fields that are not named stay. */
  values: Values | undefined;
  /** What the record has; undefined for a new one. */
  before: Values | undefined;
}
export interface CustomFieldsResult {
  recordId: string;
  /** To be stored in `custom_fields`: all values, those the caller may not see too. */
  values: Record<string, unknown>;
  errors: FieldError[];
}

const allowed = ({ actor }: CrmScope, roles: readonly string[]): boolean =>
  roles.length === 0 || actor.kind === 'system' || actor.kind === 'playbook' || roles.includes(actor.role);

/**
 * Checks what somebody wrote into the custom fields of one record and writes `custom_values`.
 * @returns what to store in the record's `custom_fields`
 * @throws PatchbayError invalid_input with paths `customFields.<key>`
 */
export async function checkCustomFields(
  tx: Transaction,
  scope: CrmScope,
  entity: Entity,
  recordId: string,
  values: Values | undefined,
  before: Values | undefined,
): Promise<Record<string, unknown>> {
  const [result] = await checkCustomFieldsOfMany(tx, scope, entity, [{ recordId, values, before }]);
  if (!result) throw new PatchbayError('internal');
  if (result.errors.length > 0) throw new PatchbayError('invalid_input', { errors: result.errors });
  return result.values;
}

/** The same for many records (an import), each at most once: one with errors keeps what it had. */
export async function checkCustomFieldsOfMany(
  tx: Transaction,
  scope: CrmScope,
  entity: Entity,
  inputs: readonly CustomFieldsInput[],
): Promise<CustomFieldsResult[]> {
  const definitions = await definitionsFor(tx, scope, entity, inputs);
  const people = await colleagues(tx, scope, namedUsers(definitions, inputs));
  const read = inputs.map((input) => readOne(scope, definitions, people, input));
  const writes: RecordValues[] = read
    .filter(({ errors, changed }) => errors.length === 0 && changed.length > 0)
    .map(({ recordId, changed, values, before }) => ({ recordId, fields: changed, values, before }));
  const taken = await writeValues(tx, scope, entity, writes);
  return read.map(({ recordId, values, errors, before }) => {
    const conflicts = (taken.get(recordId) ?? []).map((key) => error(key, 'is already the value of another record'));
    return conflicts.length > 0 ? { recordId, values: { ...before }, errors: conflicts } : { recordId, values, errors };
  });
}

/** Their rows are held until the commit: a field that is just removed or changed is waited for. */
async function definitionsFor(
  tx: Transaction,
  { workspaceId }: CrmScope,
  entity: Entity,
  inputs: readonly CustomFieldsInput[],
): Promise<Map<string, Definition>> {
  const keys = [...new Set(inputs.flatMap(({ values }) => Object.keys(values ?? {})))];
  const hasNew = inputs.some(({ before }) => before === undefined);
  if (keys.length === 0 && !hasNew) return new Map();
  const rows = await tx
    .select()
    .from(customFields)
    .where(
      and(
        eq(customFields.workspaceId, workspaceId),
        eq(customFields.entity, entity),
        or(keys.length > 0 ? inArray(customFields.key, keys) : undefined, hasNew ? eq(customFields.isRequired, true) : undefined),
      ),
    )
    .orderBy(asc(customFields.id))
    .for('share');
  return new Map(rows.map((row) => [row.key, row]));
}

function readOne(scope: CrmScope, definitions: ReadonlyMap<string, Definition>, people: ReadonlySet<string>, input: CustomFieldsInput) {
  const { recordId, before } = input;
  const values: Record<string, unknown> = { ...before };
  const errors: FieldError[] = [];
  const changed: Definition[] = [];
  for (const [key, written] of Object.entries(input.values ?? {})) {
    const field = definitions.get(key);
    // A field that one may not see does not exist.
    if (!field || !allowed(scope, field.visibleTo)) {
      errors.push(error(key, 'There is no such field.'));
      continue;
    }
    const read = readValue(field, written);
    if ('problem' in read) errors.push(error(key, read.problem));
    else if (isDeepStrictEqual(read.value, before?.[key] ?? null)) continue;
    else if (!allowed(scope, field.editableBy)) errors.push(error(key, 'Your role does not change this field.'));
    else if (field.type === 'user' && read.value !== null && !people.has(String(read.value))) errors.push(error(key, 'is no person of this workspace'));
    else {
      changed.push(field);
      if (read.value === null) delete values[key];
      else values[key] = read.value;
    }
  }
  // What comes from a mailbox or a provider cannot be asked for more.
  if (scope.source === 'person') {
    for (const field of definitions.values()) {
      const asked = before === undefined || changed.includes(field);
      const refused = errors.some(({ path }) => path === `customFields.${field.key}`);
      if (field.isRequired && asked && !refused && values[field.key] === undefined) errors.push(error(field.key, `“${field.label}” is required.`));
    }
  }
  return { recordId, before, values, errors, changed };
}

const namedUsers = (definitions: ReadonlyMap<string, Definition>, inputs: readonly CustomFieldsInput[]): string[] =>
  inputs.flatMap(({ values }) =>
    Object.entries(values ?? {}).flatMap(([key, value]) => {
      const field = definitions.get(key);
      const read = field?.type === 'user' ? readValue(field, value) : undefined;
      return read && 'value' in read && typeof read.value === 'string' ? [read.value] : [];
    }),
  );

const error = (key: string, message: string): FieldError => ({ path: `customFields.${key}`, message });

/** Changes of single fields, for `keepChanges`. */
export const customFieldChanges = (before: Values, after: Values): FieldChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    changesOf({ [`customFields.${key}`]: before[key] }, { [`customFields.${key}`]: after[key] ?? null }),
  );

/**
 * A record that comes back (restored, unmerged) claims its unique values again.
 * @returns its custom fields without those that another record has by now
 */
export async function reclaimUniqueValues(
  tx: Transaction,
  scope: CrmScope,
  entity: Entity,
  recordId: string,
  values: Values,
): Promise<Record<string, unknown>> {
  const unique = await tx
    .select()
    .from(customFields)
    .where(and(eq(customFields.workspaceId, scope.workspaceId), eq(customFields.entity, entity), eq(customFields.isUnique, true)))
    .for('share');
  const fields = unique.filter((field) => values[field.key] !== undefined);
  const lost =
    (
      await writeValues(
        tx,
        scope,
        entity,
        fields.map((field) => ({ recordId, fields: [field], values, before: {} })),
      )
    ).get(recordId) ?? [];
  return Object.fromEntries(Object.entries(values).filter(([key]) => !lost.includes(key)));
}

/** Takes out of custom values what the caller's role may not see; one question for a whole list. */
export async function customFieldsFilter(tx: Transaction, scope: CrmScope, entity: Entity): Promise<(values: Values) => Record<string, unknown>> {
  return withoutFields(tx, scope, entity, (visibleTo) => !allowed(scope, visibleTo));
}

/** The same for one record. */
export async function visibleCustomFields(tx: Transaction, scope: CrmScope, entity: Entity, values: Values): Promise<Record<string, unknown>> {
  if (Object.keys(values).length === 0) return {};
  return (await customFieldsFilter(tx, scope, entity))(values);
}

/** What events may tell: fields that everybody sees. Who receives an event has no role. */
export async function publicCustomFields(tx: Transaction, scope: CrmScope, entity: Entity): Promise<(values: Values) => Record<string, unknown>> {
  return withoutFields(tx, scope, entity, (visibleTo) => visibleTo.length > 0);
}

async function withoutFields(tx: Transaction, { workspaceId }: CrmScope, entity: Entity, isHidden: (visibleTo: readonly string[]) => boolean) {
  const rows = await tx
    .select({ key: customFields.key, visibleTo: customFields.visibleTo })
    .from(customFields)
    .where(and(eq(customFields.workspaceId, workspaceId), eq(customFields.entity, entity)));
  const hidden = new Set(rows.filter((row) => isHidden(row.visibleTo)).map((row) => row.key));
  return (values: Values) => Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.has(key)));
}
