import { PatchbayError, type Transaction } from '#sdk';
import { type Outcome, saidWrong, skipped } from './outcome.ts';
import type { Code, Draft } from './read-draft.ts';

/** What a refusal of the record means for the row that asked; any other error is no answer and ends the batch. */
const CODES: Partial<Record<PatchbayError['code'], Code>> = {
  invalid_input: 'invalid_value',
  already_exists: 'conflict',
  conflict: 'conflict',
  forbidden: 'not_yours',
  not_found: 'not_found',
};

/** Row after row, each whole or not at all: what the record refuses of one is its reason, the rest goes on. */
export async function applyEach(tx: Transaction, drafts: readonly Draft[], apply: (tx: Transaction, draft: Draft) => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const draft of drafts) {
    try {
      outcomes.push(await tx.transaction((inner) => apply(inner, draft)));
    } catch (error) {
      const code = error instanceof PatchbayError ? CODES[error.code] : undefined;
      if (!(error instanceof PatchbayError) || !code) throw error;
      const { errors = [], detail, remedy } = error.details;
      outcomes.push(skipped(draft, code, errors.length > 0 ? saidWrong(errors) : [detail ?? error.row.sentence, remedy].filter(Boolean).join(' ')));
    }
  }
  return outcomes;
}
