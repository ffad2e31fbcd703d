import type { IMPORT_KINDS } from '../models.ts';

export type ImportKind = (typeof IMPORT_KINDS)[number];
export type ValueKind =
  | 'text'
  | 'long_text'
  | 'email'
  | 'phone'
  | 'domain'
  | 'linkedin'
  | 'twitter'
  | 'choice'
  | 'employees'
  | 'date'
  | 'time'
  | 'amount'
  | 'currency'
  | 'percent'
  | 'flag'
  | 'list'
  | 'person'
  | 'zone'
  | 'locale';

/** What a column may become. */
export interface Target {
  name: string;
  label: string;
  kind: ValueKind;
  /** Several columns may be this: two addresses, three numbers. */
  many?: true;
  /** A row without it is no such record. */
  required?: true;
  choices?: readonly string[];
  /** How other programs call it, folded: letters and digits only. */
  synonyms: readonly string[];
}

const target = (name: string, label: string, kind: ValueKind, synonyms = '', more: Partial<Target> = {}): Target => ({
  name,
  label,
  kind,
  synonyms: synonyms.split(' ').filter((each) => each !== ''),
  ...more,
});

export { target };
