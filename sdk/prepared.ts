import { type Placeholder, sql } from 'drizzle-orm';
import type { Transaction } from './models.ts';

type Values = Readonly<Record<string, unknown>>;
interface Query<Result> {
  prepare(name: string): { execute(values: Values): Promise<Result> };
}

/**
 * A query for paths that are walked hundreds of times a second: its text is made, parsed and planned once for each
 * connection to the database. `name` must be its own in the whole process.
 * @example
 * const itemsOf = prepared('acme_items', (tx, value: Value<{ workspaceId: string }>) => tx.select().from(items).where(eq(items.workspaceId, value('workspaceId'))));
 * const rows = await itemsOf(tx, { workspaceId });
 */
export function prepared<V extends Values, Result>(name: string, build: (tx: Transaction, value: Value<V>) => Query<Result>) {
  const known = new WeakMap<object, ReturnType<Query<Result>['prepare']>>();
  return (tx: Transaction, values: V): Promise<Result> => {
    // A connection outlives its transactions; PGlite has a new look-alike for each of them, and makes the text anew.
    const connection = (tx as unknown as { $client: object }).$client;
    let query = known.get(connection);
    if (!query) {
      query = build(tx, (key) => sql.placeholder(key)).prepare(name);
      known.set(connection, query);
    }
    return query.execute(values);
  };
}
export type Value<V extends Values> = (key: keyof V & string) => Placeholder;
