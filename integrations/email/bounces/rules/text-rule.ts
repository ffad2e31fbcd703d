import type { Reason } from '../reasons.ts';

/** A sentence of a server that says more than its code. */
export interface TextRule {
  id: string;
  /** Any of these, in small letters; a regular expression where words stand apart. */
  says: readonly (string | RegExp)[];
  reason: Reason;
}
