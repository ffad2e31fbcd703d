import type { Schemas } from '../../../clients/typescript/index.ts';
import { texts } from '../../texts.ts';

const t = texts.records.filter;
export type FilterField = Schemas['FilterField'];
type Operator = FilterField['operators'][number];
export type Value = string | number | boolean | readonly (string | number | boolean)[];
export interface Condition {
  field: string;
  op: Operator;
  value?: Value;
}

/** A filter of conditions that must all hold, as it stands in the address: the form that a person builds here. */
export function readConditions(text: string | undefined): Condition[] {
  if (!text) return [];
  try {
    const filter: unknown = JSON.parse(text);
    const all = filter && typeof filter === 'object' && 'all' in filter && Array.isArray(filter.all) ? filter.all : [filter];
    return all.every((each) => each && typeof each === 'object' && 'field' in each && 'op' in each) ? (all as Condition[]) : [];
  } catch {
    return [];
  }
}
export const writeConditions = (conditions: readonly Condition[]): string | undefined =>
  conditions.length === 0 ? undefined : JSON.stringify(conditions.length === 1 ? conditions[0] : { all: conditions });

/** A condition as a sentence; names instead of ids. */
export function sentenceOf({ field, op, value }: Condition, fields: readonly FilterField[], nameOf: (id: string) => string): string {
  const known = fields.find(({ name }) => name === field);
  const label = known?.label ?? field;
  if (op === 'is_empty') return `${label} ${value === false ? t.isNotEmpty : t.ops.is_empty}`;
  const said = (one: unknown): string => {
    if (known?.type === 'user') return nameOf(String(one));
    if (op === 'within') return t.periods[String(one)] ?? String(one);
    if (typeof one === 'boolean') return one ? t.yes : t.no;
    return known?.options?.find((option) => option.value === one)?.label ?? String(one);
  };
  const words = Array.isArray(value) ? value.map(said).join(op === 'between' ? ` ${t.and} ` : ', ') : said(value);
  return `${label} ${t.ops[op] ?? op} ${words}`;
}
