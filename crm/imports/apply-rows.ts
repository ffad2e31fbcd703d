import type { Transaction } from '#sdk';
import type { CrmScope } from '../scope.ts';
import { applyActivities } from './apply-activities.ts';
import { applyContacts } from './apply-contacts.ts';
import { applyDeals } from './apply-deals.ts';
import { applyOrganizations } from './apply-organizations.ts';
import { type Applying, isRefused, type Outcome, refused } from './outcome.ts';
import { type MappedColumn, readDraft } from './read-draft.ts';
import type { FileRow } from './read-rows.ts';
import type { Surroundings } from './read-value.ts';
import type { ImportKind } from './targets.ts';

/** Rows of a file as records; what became of each, in their order. */
export async function applyRows(
  tx: Transaction,
  scope: CrmScope,
  kind: ImportKind,
  rows: readonly FileRow[],
  { mapped, around }: { mapped: readonly MappedColumn[]; around: Surroundings },
  applying: Applying,
): Promise<Outcome[]> {
  const read = rows.map((row) => readDraft(row, mapped, around));
  const drafts = read.flatMap((each) => (isRefused(each) ? [] : [each]));
  const applied = await (kind === 'organizations'
    ? applyOrganizations(tx, scope, drafts, applying)
    : kind === 'deals'
      ? applyDeals(tx, scope, drafts, applying)
      : kind === 'activities'
        ? applyActivities(tx, scope, drafts, applying)
        : applyContacts(tx, scope, kind, drafts, applying));
  return [...read.filter(isRefused).map(refused), ...applied].sort((a, b) => a.line - b.line);
}
