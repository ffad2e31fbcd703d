import type { CUSTOM_FIELD_TYPES } from '../models.ts';
import { plainNumber, readMoneyText } from './read-amount.ts';
import { readFlag } from './read-choice.ts';
import type { DateOrder } from './read-dates.ts';
import { readDate } from './read-dates.ts';
import type { FileRow } from './read-rows.ts';
import { quoted, readCell, type Surroundings } from './read-value.ts';
import type { Target } from './targets.ts';

export interface CustomTarget {
  key: string;
  label: string;
  type: (typeof CUSTOM_FIELD_TYPES)[number];
  options: readonly string[];
}
/** Which column says what. */
export interface MappedColumn {
  index: number;
  column: string;
  order: DateOrder;
  to: { target: Target } | { custom: CustomTarget };
}
/** What a row says, by field; of fields that take several, all of them. */
export type Said = Readonly<Record<string, unknown>>;
export interface Draft {
  line: number;
  cells: readonly string[];
  said: Said;
  custom: Record<string, unknown>;
}
export type Code =
  | 'broken'
  | 'invalid_value'
  | 'nothing_in_it'
  | 'already_there'
  | 'same_as_another_row'
  | 'not_yours'
  | 'removed_before'
  | 'erased'
  | 'not_found'
  | 'conflict';
export interface Refused {
  line: number;
  cells: readonly string[];
  code: Code;
  reason: string;
}

/** A row as what it says, or why it says nothing that can be kept. Nothing of a row is kept when a part of it is wrong. */
export function readDraft(row: FileRow, mapped: readonly MappedColumn[], around: Surroundings): Draft | Refused {
  const { line, cells, broken } = row;
  if (broken) return { line, cells, code: 'broken', reason: broken };
  const said: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const { index, column, order, to } of mapped) {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '') continue;
    const read = 'custom' in to ? readCustom(to.custom, cell, column, order, around) : readCell(to.target, cell, column, order, around);
    if ('problem' in read) problems.push(read.problem);
    else if ('custom' in to) custom[to.custom.key] = read.value;
    else if (to.target.many)
      said[to.target.name] = [...((said[to.target.name] as unknown[] | undefined) ?? []), ...(Array.isArray(read.value) ? read.value : [read.value])];
    else said[to.target.name] = read.value;
  }
  if (problems.length > 0) return { line, cells, code: 'invalid_value', reason: problems.slice(0, 3).join(' ') };
  return { line, cells, said, custom };
}

/** As the custom fields' own check takes it: files know texts only. */
function readCustom({ label, type, options }: CustomTarget, cell: string, column: string, order: DateOrder, { people, currency }: Surroundings) {
  const wrong = (what: string) => ({ problem: `${quoted(cell)} is no ${what} (column ${quoted(column)}, field ${quoted(label)}).` });
  const option = (text: string) => options.find((each) => each.toLowerCase() === text.trim().toLowerCase());
  switch (type) {
    case 'number': {
      const number = plainNumber(cell);
      return number === undefined ? wrong('number') : { value: Number(number) };
    }
    case 'date': {
      const day = readDate(cell, order);
      return day === undefined ? wrong('date such as 2026-03-31') : { value: day };
    }
    case 'money': {
      const money = readMoneyText(cell);
      return money ? { value: { currency, ...money } } : wrong('amount such as 12.50 EUR');
    }
    case 'bool': {
      const flag = readFlag(cell);
      return flag === undefined ? wrong('yes or no') : { value: flag };
    }
    case 'select': {
      const found = option(cell);
      return found ? { value: found } : wrong(`choice of ${options.join(', ')}`);
    }
    case 'multiselect': {
      const found = cell.split(/[;,|]/).map(option);
      return found.every((each) => each !== undefined) ? { value: found } : wrong(`choice of ${options.join(', ')}`);
    }
    case 'user': {
      const person = people.get(cell.toLowerCase());
      return person ? { value: person } : wrong('person of this workspace');
    }
    default:
      return { value: cell };
  }
}
