import { getTableColumns, getTableName, is, SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Transaction } from './models.ts';

/**
 * Many rows in one statement with one parameter: of ten thousand parameters the driver, the parser and the planner each
 * spend longer than the insertion itself. What a row does not name, or names undefined, is the column's default, which must
 * be a plain value where other rows name it. Not for columns of bytes: the rows travel as JSON.
 * @example await insertRows(tx, items, rows, { onConflict: sql`on conflict do nothing`, returning: sql`id` });
 * @returns what `returning` asks for, of the rows that were inserted
 */
export async function insertRows<T extends PgTable>(
  tx: Transaction,
  table: T,
  rows: readonly Partial<T['$inferSelect']>[],
  { onConflict = sql``, returning }: { onConflict?: SQL; returning?: SQL } = {},
): Promise<Record<string, unknown>[]> {
  if (rows.length === 0) return [];
  const columns = getTableColumns(table);
  const keys = new Set(rows.flatMap((row) => Object.keys(row)));
  const named = [...keys].flatMap((key) => {
    const column = columns[key];
    return column ? [{ key, name: column.name, otherwise: is(column.default, SQL) ? null : (column.default ?? null) }] : [];
  });
  const names = sql.join(
    named.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const json = JSON.stringify(
    rows.map((row) => {
      const written: Record<string, unknown> = {};
      for (const { key, name, otherwise } of named) {
        const value = (row as Record<string, unknown>)[key];
        written[name] = value === undefined ? otherwise : value;
      }
      return written;
    }),
  );
  const relation = sql.identifier(getTableName(table));
  const statement = sql`insert into ${relation} (${names}) select ${names} from json_populate_recordset(null::${relation}, ${json}::json) ${onConflict} ${
    returning ? sql`returning ${returning}` : sql``
  }`;
  return ((await tx.execute(statement)) as unknown as { rows: Record<string, unknown>[] }).rows;
}
