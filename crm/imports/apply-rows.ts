import type { Transaction } from '#sdk';
import type { CrmScope } from '../scope.ts';
import { applyActivities } from './apply-activities.ts';
import { applyContacts } from './apply-contacts.ts';
import { applyDeals } from './apply-deals.ts';
import { applyOrganizations } from './apply-organizations.ts';
import { type Applying, type Outcome, refused } from './outcome.ts';
import type { ReadBatch } from './read-batch.ts';
import type { ImportKind } from './targets.ts';

/** Rows of a file as records; what became of each, in their order. */
export async function applyRows(tx: Transaction, scope: CrmScope, kind: ImportKind, batch: ReadBatch, applying: Applying): Promise<Outcome[]> {
  const { drafts, wishes = [] } = batch;
  const applied = await (kind === 'organizations'
    ? applyOrganizations(tx, scope, drafts, applying)
    : kind === 'deals'
      ? applyDeals(tx, scope, drafts, applying)
      : kind === 'activities'
        ? applyActivities(tx, scope, drafts, applying)
        : applyContacts(tx, scope, { drafts, wishes }, applying));
  return [...batch.refused.map(refused), ...applied].sort((a, b) => a.line - b.line);
}
