import { type FieldError, PatchbayError } from '#sdk';
import { TARGETS } from './deal-targets.ts';
import type { CustomTarget } from './read-draft.ts';
import { quoted } from './read-value.ts';
import { CUSTOM, type ImportRow } from './surroundings.ts';

/**
 * A mapping as a person confirms it. Columns that are named with null are left out.
 * @throws PatchbayError invalid_input with the path of each column that cannot be so
 */
export function readMapping(
  row: Pick<ImportRow, 'kind' | 'columns'>,
  custom: readonly CustomTarget[],
  mapping: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const errors: FieldError[] = [];
  const read: Record<string, string> = {};
  const takenBy = new Map<string, string>();
  for (const [column, field] of Object.entries(mapping)) {
    const wrong = (message: string) => errors.push({ path: `mapping.${column}`, message });
    if (!row.columns.includes(column)) wrong('The file has no such column.');
    else if (field !== null) {
      const target = TARGETS[row.kind].find(({ name }) => name === field);
      const isCustom = field.startsWith(CUSTOM) && custom.some(({ key }) => key === field.slice(CUSTOM.length));
      const other = takenBy.get(field);
      if (!target && !isCustom) wrong(`There is no field “${field}”.`);
      else if (other !== undefined && !target?.many) wrong(`${quoted(other)} is this field already.`);
      else {
        takenBy.set(field, column);
        read[column] = field;
      }
    }
  }
  const missing = TARGETS[row.kind].filter(({ name, required }) => required && !takenBy.has(name));
  if (row.columns.length > 0)
    for (const { label } of missing) errors.push({ path: 'mapping', message: `Say which column is “${label}”: without it there is no such record.` });
  if (takenBy.size === 0 && missing.length === 0) errors.push({ path: 'mapping', message: 'Say of one column at least what it is.' });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  return read;
}
