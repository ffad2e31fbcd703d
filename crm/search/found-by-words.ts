import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { SearchKind } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { tsqueryOf } from './words.ts';

/** The best of what a list is searched for; more would be ranked than anybody reads. */
const MOST = 500;

/** The condition that a record says all of these words, for lists that are searched. */
export function foundByWords({ reach, userId }: CrmScope, kind: SearchKind, id: AnyColumn, words: string): SQL {
  const query = tsqueryOf(words);
  if (!query) return sql`false`;
  const owners =
    reach.read === 'all'
      ? sql`null::uuid[]`
      : sql`array[${sql.join(
          reach.read.map((each) => sql`${each}`),
          sql`, `,
        )}]::uuid[]`;
  return sql`${id} in (select record_id from search_records(${query}::tsquery, array[${kind}]::text[], ${owners}, ${userId ?? null}::uuid, ${MOST}::int))`;
}
