import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { isUniqueViolation } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { contacts, customFields, customValues, deals, type Entity, organizations } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { definitionProblems } from './definition-problems.ts';

type Row = typeof customFields.$inferSelect;
export interface CustomField {
  id: string;
  entity: Entity;
  key: string;
  label: string;
  type: Row['type'];
  options: string[];
  required: boolean;
  unique: boolean;
  visibleTo: string[];
  editableBy: string[];
  createdAt: Date;
  updatedAt: Date;
}
type Optional<T> = { [K in keyof T]?: T[K] | undefined };
type Settings = Pick<CustomField, 'label' | 'type' | 'options' | 'required' | 'unique' | 'visibleTo' | 'editableBy'>;
export type NewCustomField = Pick<CustomField, 'entity' | 'key' | 'label' | 'type'> & Optional<Settings>;
export type CustomFieldChange = Optional<Settings>;

const TABLES = { contact: contacts, organization: organizations, deal: deals } as const;
/** A form with more is no form. */
const MAX_FIELDS = 200;

const fieldOf = ({ workspaceId: _, isRequired: required, isUnique: unique, ...row }: Row): CustomField => ({ ...row, required, unique });
const columnsOf = ({ required, unique, ...change }: CustomFieldChange) => ({
  ...change,
  ...(required === undefined ? {} : { isRequired: required }),
  ...(unique === undefined ? {} : { isUnique: unique }),
});

/** The fields that a workspace adds to its records. */
export function createCustomFields(scope: CrmScope) {
  const { workspaceId, db, clock, actor } = scope;
  const role = actor.kind === 'system' || actor.kind === 'playbook' ? undefined : actor.role;
  // Who defines fields sees them all; others see those that they may see.
  const seesAll = role === undefined || role === 'owner' || role === 'admin';
  const isVisible = ({ visibleTo }: Row) => seesAll || visibleTo.length === 0 || (role !== undefined && visibleTo.includes(role));
  const byId = (id: string) => and(eq(customFields.workspaceId, workspaceId), eq(customFields.id, id));
  const lock = async (tx: Transaction, id: string): Promise<Row> => {
    // Waits for those who write values of it, and they wait for us.
    const [row] = await tx.select().from(customFields).where(byId(id)).for('update');
    if (!row) throw new PatchbayError('not_found');
    return row;
  };
  const valuesOf = (fieldId: string) => and(eq(customValues.workspaceId, workspaceId), eq(customValues.fieldId, fieldId));

  return {
    list: ({ entity, limit, after }: { entity?: Entity | undefined; limit: number; after?: string | undefined }): Promise<CustomField[]> =>
      db.transaction(async (tx) => {
        const rows = await tx
          .select()
          .from(customFields)
          .where(
            and(
              eq(customFields.workspaceId, workspaceId),
              entity ? eq(customFields.entity, entity) : undefined,
              after ? gt(customFields.id, after) : undefined,
              seesAll ? undefined : sql`(${customFields.visibleTo} = '[]'::jsonb or ${customFields.visibleTo} ? ${role ?? ''})`,
            ),
          )
          .orderBy(asc(customFields.id))
          .limit(limit);
        return rows.map(fieldOf);
      }),

    get: (id: string): Promise<CustomField> =>
      db.transaction(async (tx) => {
        const [row] = await tx.select().from(customFields).where(byId(id));
        if (!row || !isVisible(row)) throw new PatchbayError('not_found');
        return fieldOf(row);
      }),

    create: (input: NewCustomField): Promise<CustomField> =>
      db.transaction(async (tx) => {
        refuse(definitionProblems(input));
        const count = await tx.$count(customFields, and(eq(customFields.workspaceId, workspaceId), eq(customFields.entity, input.entity)));
        if (count >= MAX_FIELDS)
          throw new PatchbayError('conflict', { detail: `There are ${MAX_FIELDS} fields already.`, remedy: 'Remove one that nobody uses.' });
        const at = clock.now();
        const { entity, key, label, type, options, required, unique, visibleTo, editableBy } = input;
        const settings = columnsOf({ options, required, unique, visibleTo, editableBy });
        try {
          const [row] = await tx
            .insert(customFields)
            .values({ workspaceId, id: uuidv7(), entity, key, label, type, ...settings, createdAt: at, updatedAt: at })
            .returning();
          if (!row) throw new PatchbayError('internal');
          return fieldOf(row);
        } catch (error) {
          if (isUniqueViolation(error)) throw new PatchbayError('already_exists', { detail: `There is a field “${key}” already.`, cause: error });
          throw error;
        }
      }),

    update: (id: string, change: CustomFieldChange): Promise<CustomField> =>
      db.transaction(async (tx) => {
        const before = fieldOf(await lock(tx, id));
        refuse(definitionProblems({ ...before, ...given(change) }));
        if (change.type !== undefined && change.type !== before.type) {
          const used = await tx.$count(customValues, valuesOf(id));
          if (used > 0)
            throw new PatchbayError('conflict', {
              detail: `“${before.label}” has ${times(used, 'value')}, which cannot become ${change.type}.`,
              remedy: 'Add a new field and remove this one.',
            });
        }
        const gone = change.options ? before.options.filter((option) => !change.options?.includes(option)) : [];
        if (gone.length > 0 && (before.type === 'select' || before.type === 'multiselect')) await refuseUsed(tx, id, gone);
        if (change.unique !== undefined && change.unique !== before.unique) await setUnique(tx, id, before.label, change.unique);
        const [row] = await tx
          .update(customFields)
          .set({ ...columnsOf(change), updatedAt: clock.now() })
          .where(byId(id))
          .returning();
        if (!row) throw new PatchbayError('not_found');
        return fieldOf(row);
      }),

    /** Takes its values out of all records too; cannot be undone. */
    remove: (id: string): Promise<void> =>
      db.transaction(async (tx) => {
        const { entity, key } = await lock(tx, id);
        const table = TABLES[entity];
        // Not by `custom_values`: merged and deleted records may have a value without a row.
        await tx
          .update(table)
          .set({ customFields: sql`${table.customFields} - ${key}::text` })
          .where(and(eq(table.workspaceId, workspaceId), sql`${table.customFields} ? ${key}`));
        await tx.delete(customFields).where(byId(id));
      }),
  };

  async function refuseUsed(tx: Transaction, id: string, options: readonly string[]): Promise<void> {
    const [used] = await rowsOf<{ text: string; n: number }>(
      tx,
      sql`select text, count(*)::int as n from ${customValues} where ${and(valuesOf(id), inArray(customValues.text, [...options]))} group by text order by n desc limit 1`,
    );
    if (used)
      throw new PatchbayError('conflict', {
        detail: `“${used.text}” is chosen in ${times(used.n, 'record')}.`,
        remedy: 'Choose something else there first.',
      });
  }

  async function setUnique(tx: Transaction, id: string, label: string, isUnique: boolean): Promise<void> {
    try {
      await tx.update(customValues).set({ isUnique }).where(valuesOf(id));
    } catch (error) {
      if (isUniqueViolation(error))
        throw new PatchbayError('conflict', {
          detail: `“${label}” cannot be unique: two records have the same value.`,
          remedy: 'Change one of them first.',
          cause: error,
        });
      throw error;
    }
  }
}

const times = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
const given = (change: CustomFieldChange): Partial<Settings> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Settings>;
function refuse(errors: { path: string; message: string }[]): void {
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
}
