import { type AnyColumn, and, type SQL, sql } from 'drizzle-orm';
import { sqlState } from '#platform/database/database-error';
import { PatchbayError } from '#sdk';

/** How a list may be sorted by one field; `least` and `most` stand in for no value, which comes last whichever way. */
export interface Sort {
  of: readonly (AnyColumn | SQL)[];
  type: 'timestamptz' | 'text';
  least?: SQL;
  most?: SQL;
}
export const SORT_TIME = (column: AnyColumn): Sort => ({
  of: [column],
  type: 'timestamptz',
  least: sql`'-infinity'::timestamptz`,
  most: sql`'infinity'::timestamptz`,
});

export type SortName<Sorts> = (keyof Sorts & string) | `-${keyof Sorts & string}`;
export type After = readonly (string | number)[];

/** Order, beginning and cursor of one page: ranges of an index where there is one on the sorted columns and the id. */
export function keyset<Sorts extends Readonly<Record<string, Sort>>>(sorts: Sorts, name: SortName<Sorts>, id: AnyColumn, after: After | undefined) {
  const down = name.startsWith('-');
  const sort = sorts[down ? name.slice(1) : name];
  if (!sort) throw new PatchbayError('invalid_input', { errors: [{ path: 'sort', message: 'is no order of this list' }] });
  const edge = down ? sort.least : sort.most;
  const keys = sort.of.map((each) => (edge ? sql`coalesce(${each}, ${edge})` : sql`${each}`));
  const way = sql.raw(down ? ' desc' : ' asc');
  const from = after && readAfter(after, name, keys.length);
  const values = from && [...from.keys.map((key) => sql`${key}${sql.raw(`::${sort.type}`)}`), sql`${from.id}::uuid`];
  return {
    /** To be selected beside the row: what the cursor is made of. */
    key: sql<string[]>`array[${sql.join(
      keys.map((each) => sql`${each}::text`),
      sql`, `,
    )}]`,
    order: [...keys, sql`${id}`].map((each) => sql`${each}${way}`),
    beyond: values && and(sql`(${sql.join([...keys, sql`${id}`], sql`, `)}) ${sql.raw(down ? '<' : '>')} (${sql.join(values, sql`, `)})`),
    cursor: (last: { key: string[]; id: string }): (string | number)[] => [name, ...last.key, last.id],
    /** A forged cursor whose key is no date. */
    refuse(error: unknown): never {
      throw after && sqlState(error)?.startsWith('22') ? wrongCursor() : error;
    },
  };
}

function readAfter(after: After, name: string, keys: number): { keys: string[]; id: string } {
  const [of, ...rest] = after;
  const texts = rest.filter((each) => typeof each === 'string');
  const id = texts.at(-1);
  if (of !== name || texts.length !== rest.length || texts.length !== keys + 1 || !id || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw wrongCursor();
  return { keys: texts.slice(0, -1), id };
}
const wrongCursor = () => new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'belongs to another list; start from its first page' }] });
