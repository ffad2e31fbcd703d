import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { PatchbayError } from '#sdk';
import type { contacts, deals, organizations } from './models.ts';
import { ownedBy } from './reach.ts';
import type { CrmScope } from './scope.ts';

/** Changed in one transaction; whoever wants more narrows the filter. */
export const MOST_AT_ONCE = 10_000;

/** Records by their ids, or by a condition on their table. */
export type Which = { ids: readonly string[] } | { where: SQL };

export interface BulkResult {
  changed: number;
  /** Why the others were left as they are. */
  skipped: { not_found: number; not_yours: number; unchanged: number };
}

/** The live records that are meant and that the caller reads. */
export function meantBy({ workspaceId, reach }: CrmScope, table: typeof contacts | typeof organizations | typeof deals, which: Which): SQL | undefined {
  const meant = 'ids' in which ? inArray(table.id, [...new Set(which.ids)]) : which.where;
  return and(eq(table.workspaceId, workspaceId), eq(table.recordState, 'live'), ownedBy(reach.read, table.ownerId), meant);
}

/** @throws PatchbayError invalid_input: then nothing has changed */
export function assertNotTooMany(found: number, what: string): void {
  if (found <= MOST_AT_ONCE) return;
  throw new PatchbayError('invalid_input', {
    detail: `That is more than 10,000 ${what} at once; nothing was changed.`,
    errors: [{ path: 'filter', message: `means more than 10,000 ${what}; narrow it and repeat for the rest` }],
  });
}

/** What became of those that were meant: `found` are those the caller reads, `mine` those they may change. */
export function bulkResult(which: Which, { found, mine, changed }: { found: number; mine: number; changed: number }): BulkResult {
  const notFound = 'ids' in which ? new Set(which.ids).size - found : 0;
  return { changed, skipped: { not_found: notFound, not_yours: found - mine, unchanged: mine - changed } };
}
