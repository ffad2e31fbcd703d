import { linkedinSlug, normaliseEmail, normalisePhone } from '../identities/normalise.ts';
import { fold } from '../search/words.ts';
import type { Target } from './targets.ts';

const letters = (text: string): string => fold(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
/** `Person - Email - Work`, `contact.email`: whose field it is says the file. */
const PREFIX = /^(person|people|contact|lead|deal|opportunity|organi[sz]ation|company|account|activity)\s*[-:.]\s*/i;
/** `E-mail 2 - Value`, `Phone 1 - Type`. */
const NUMBERED = /\s+\d{1,2}(?=\s|$)/g;

/** How a column might be called, the most exact first. */
function formsOf(column: string): string[] {
  const bare = column.replace(PREFIX, '');
  return [...new Set([column, bare, column.replaceAll(NUMBERED, ''), bare.replaceAll(NUMBERED, '')].map(letters))].filter((each) => each !== '');
}

export const isKnownName = (name: string, targets: readonly Target[]): boolean => formsOf(name).some((form) => targets.some((each) => fits(each, form)));
const fits = (target: Target, form: string): boolean => target.synonyms.includes(form) || letters(target.label) === form || letters(target.name) === form;

/** What each column probably is: by its name, else by what stands in it. A field that takes one column is given to the first that fits best. */
export function suggestMapping(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
  targets: readonly Target[],
  country: string,
): Record<string, string> {
  const mapping: Record<string, string> = {};
  const taken = new Set<string>();
  const give = (column: string, target: Target | undefined) => {
    if (!target || column in mapping || (taken.has(target.name) && !target.many)) return;
    mapping[column] = target.name;
    taken.add(target.name);
  };
  const forms = new Map(columns.map((column) => [column, formsOf(column)]));
  const most = Math.max(0, ...[...forms.values()].map((each) => each.length));
  for (let n = 0; n < most; n++) {
    for (const column of columns) {
      const form = forms.get(column)?.[n];
      if (form)
        give(
          column,
          targets.find((each) => fits(each, form)),
        );
    }
  }
  for (const [index, column] of columns.entries()) {
    if (column in mapping) continue;
    const cells = sample.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== '');
    if (cells.length > 0)
      give(
        column,
        targets.find((each) => each.kind === kindOf(cells, country)),
      );
  }
  return mapping;
}

/** What is told by its look; most cells must agree. */
function kindOf(cells: readonly string[], country: string): Target['kind'] | undefined {
  const most = (test: (cell: string) => boolean) => cells.filter(test).length > cells.length * 0.7;
  if (most((cell) => normaliseEmail(cell) !== undefined)) return 'email';
  if (most((cell) => linkedinSlug(cell) !== undefined)) return 'linkedin';
  if (most((cell) => /^[+(\d][\d\s().\-/]{6,}$/.test(cell) && !/^\d{4}-\d{2}-\d{2}$/.test(cell) && normalisePhone(cell, country) !== undefined)) return 'phone';
  return undefined;
}
