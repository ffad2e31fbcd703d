import { readDuration } from './duration.ts';
import { OPERATORS } from './filter.ts';

export interface FilterProblem {
  path: (string | number)[];
  message: string;
}

/** Deeper or larger than a person could read; what is beyond is somebody's attempt. */
const MAX_DEPTH = 8;
const MAX_CONDITIONS = 100;
const MAX_LIST = 500;
const MAX_TEXT = 500;

/** What is wrong with the form of a filter. Which fields there are is known by `compileFilter`. */
export function filterProblems(value: unknown): FilterProblem[] {
  const problems: FilterProblem[] = [];
  let conditions = 0;
  const wrong = (path: (string | number)[], message: string) => void problems.push({ path, message });

  const visit = (node: unknown, path: (string | number)[], depth: number): void => {
    // Said once: the rest is not looked at.
    if (problems.length >= 10) return;
    if (depth > MAX_DEPTH) {
      wrong(path, `Conditions may lie in one another ${MAX_DEPTH} deep at most.`);
      return;
    }
    if (++conditions > MAX_CONDITIONS) {
      if (conditions === MAX_CONDITIONS + 1) wrong(path, `A filter may have ${MAX_CONDITIONS} conditions at most.`);
      return;
    }
    if (typeof node !== 'object' || node === null || Array.isArray(node)) {
      wrong(path, 'A condition is an object such as { "field", "op", "value" }.');
      return;
    }
    const given = node as Record<string, unknown>;
    const kind = ['all', 'any', 'not', 'field', 'event'].find((key) => key in given);
    const allowed = kind === undefined ? [] : kind === 'field' ? ['field', 'op', 'value'] : kind === 'event' ? ['event', 'within', 'count'] : [kind];
    for (const key of Object.keys(given).filter((each) => !allowed.includes(each)))
      wrong([...path, key], kind ? `“${key}” does not belong beside “${kind}”.` : 'A condition starts with all, any, not, field or event.');
    if (kind === 'not') visit(given.not, [...path, 'not'], depth + 1);
    if (kind === 'all' || kind === 'any') {
      const list = given[kind];
      if (!Array.isArray(list)) wrong([...path, kind], 'This is a list of conditions.');
      else if (kind === 'any' && list.length === 0) wrong([...path, kind], 'Add a condition, or take the empty group away: nothing can be any of none.');
      if (Array.isArray(list)) list.forEach((each, index) => void visit(each, [...path, kind, index], depth + 1));
    }
    if (kind === 'field') field(given, path);
    if (kind === 'event') event(given, path);
  };

  const field = ({ field: name, op, value: operand }: Record<string, unknown>, path: (string | number)[]) => {
    if (typeof name !== 'string' || name === '' || name.length > 120) wrong([...path, 'field'], 'Name the field.');
    if (!(OPERATORS as readonly unknown[]).includes(op)) wrong([...path, 'op'], `There is no such comparison; there are ${OPERATORS.join(', ')}.`);
    const values = Array.isArray(operand) ? operand : operand === undefined ? [] : [operand];
    if (values.length > MAX_LIST) wrong([...path, 'value'], `A list may have ${MAX_LIST} values at most.`);
    else if (!values.every(isScalar)) wrong([...path, 'value'], `A value is a text of ${MAX_TEXT} letters at most, a number, or yes or no.`);
  };
  const event = ({ event: name, within, count }: Record<string, unknown>, path: (string | number)[]) => {
    if (typeof name !== 'string' || name === '' || name.length > 80) wrong([...path, 'event'], 'Name the event.');
    if (typeof within !== 'string' || within.startsWith('+') || !readDuration(within))
      wrong([...path, 'within'], 'Say how far back, such as P30D for 30 days.');
    if (count !== undefined && !(Number.isInteger(count) && (count as number) >= 1 && (count as number) <= 10_000))
      wrong([...path, 'count'], 'A whole number from 1 to 10,000.');
  };
  visit(value, [], 1);
  return problems;
}

// PostgreSQL takes no NUL in a text, and no half of a surrogate pair.
const isScalar = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15) ||
  (typeof value === 'string' && value.length <= MAX_TEXT && !value.includes('\0') && value.isWellFormed());
