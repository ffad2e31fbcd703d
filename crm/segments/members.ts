import { and, asc, gt } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { compileFilter } from '../filter/compile.ts';
import type { Filter } from '../filter/filter.ts';
import { contacts } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { matching } from './count.ts';

/** The contacts a filter finds and the caller reaches, by id from small to large: a long read goes on after the last one. */
export async function contactIdsOf(
  tx: Transaction,
  scope: CrmScope,
  filter: Filter,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<string[]> {
  const condition = await compileFilter(tx, scope, 'contact', filter);
  const rows = await tx
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(matching(scope, 'contact', condition), after ? gt(contacts.id, after) : undefined))
    .orderBy(asc(contacts.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}
