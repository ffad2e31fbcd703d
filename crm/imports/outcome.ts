import type { FieldError } from '#sdk';
import type { Code, Draft, Refused } from './read-draft.ts';
import type { ImportRow } from './surroundings.ts';

export type OnExisting = ImportRow['onExisting'];

/** What became of one row. */
export interface Outcome {
  line: number;
  result: 'created' | 'updated' | 'skipped';
  code?: Code;
  /** In words. */
  reason?: string;
  recordId?: string;
  version?: number;
  /** Of a created record what was made along with it, of an updated one `[before, after]` by field, of a skipped row its cells. */
  before?: Record<string, unknown>;
  /** Shown before applying. */
  title?: string;
  existing?: { id: string; title: string; by: string };
}
export const skipped = ({ line, cells }: Pick<Draft, 'line' | 'cells'>, code: Code, reason: string): Outcome => ({
  line,
  result: 'skipped',
  code,
  reason,
  before: { cells },
});
export const refused = (row: Refused): Outcome => skipped(row, row.code, row.reason);
export const isRefused = (row: Draft | Refused): row is Refused => 'code' in row;

/** Somebody wrote the same at the same time; the batch is done again and finds what they wrote. */
export class MetSomebody extends Error {}

export const saidWrong = (errors: readonly FieldError[]): string => errors.map(({ message }) => message).join(' ');
export const sameAs = (line: number, what: string) => `The same ${what} as row ${line}.`;

export interface Applying {
  importId: string;
  onExisting: OnExisting;
  /** Only to be looked at: everything is taken back, and nobody is told. */
  dry: boolean;
}
