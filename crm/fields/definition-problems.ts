import type { FieldError } from '#sdk';
import type { NewCustomField } from './definitions.ts';

const KEY = /^[a-z][a-zA-Z0-9_]{0,59}$/;
const CHOOSES: readonly string[] = ['select', 'multiselect'];
/** Of these two records may always say the same. */
const NEVER_UNIQUE: readonly string[] = ['bool', 'money', 'multiselect'];

/** What is wrong with a definition by itself. */
export function definitionProblems({ key, type, options = [], unique }: Pick<NewCustomField, 'key' | 'type' | 'options' | 'unique'>): FieldError[] {
  const problems: FieldError[] = [];
  if (!KEY.test(key)) problems.push({ path: 'key', message: 'starts with a small letter, then letters, digits and _' });
  if (CHOOSES.includes(type) && options.length === 0) problems.push({ path: 'options', message: 'A field to choose from needs options.' });
  if (!CHOOSES.includes(type) && options.length > 0) problems.push({ path: 'options', message: `A field of type ${type} has no options.` });
  if (new Set(options).size < options.length) problems.push({ path: 'options', message: 'The same option stands here twice.' });
  if (unique && NEVER_UNIQUE.includes(type)) problems.push({ path: 'unique', message: `Values of type ${type} cannot be unique.` });
  return problems;
}
