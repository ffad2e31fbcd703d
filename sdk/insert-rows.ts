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
  const relation = sql.identifier(getTableName(table));
  const columns = getTableColumns(table);
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const said = keys.flatMap((key) => {
    const column = columns[key];
    if (!column) return [];
    const otherwise = is(column.default, SQL) ? null : (column.default ?? null);
    const told = (row: Partial<T['$inferSelect']>): unknown => {
      const value = (row as Record<string, unknown>)[key];
      return value === undefined ? otherwise : value;
    };
    return [{ column, told, common: commonValue(rows, told, column.getSQLType()) }];
  });
  const names = sql.join(
    said.map(({ column }) => sql.identifier(column.name)),
    sql`, `,
  );
  const values = sql.join(
    said.map(({ column, common }) => (common ? sql`cast(${common.value} as ${sql.raw(column.getSQLType())})` : sql.identifier(column.name))),
    sql`, `,
  );
  const own = said.filter(({ common }) => !common);
  const json = JSON.stringify(
    rows.map((row) => {
      const written: Record<string, unknown> = {};
      for (const { column, told } of own) written[column.name] = told(row);
      return written;
    }),
  );
  const statement = sql`insert into ${relation} (${names}) select ${values} from json_populate_recordset(null::${relation}, ${json}::json) ${onConflict} ${
    returning ? sql`returning ${returning}` : sql``
  }`;
  return ((await tx.execute(statement)) as unknown as { rows: Record<string, unknown>[] }).rows;
}

/** What all rows say alike is said once: each of a thousand rows of a workspace would name it. */
function commonValue<T>(rows: readonly T[], told: (row: T) => unknown, type: string): { value: unknown } | undefined {
  const plain = (row: T | undefined): unknown => {
    const value = row && told(row);
    return value instanceof Date ? value.toISOString() : value;
  };
  const value = plain(rows[0]);
  const isPlain = value === null || (typeof value !== 'object' && !type.startsWith('json'));
  return isPlain && rows.every((row) => plain(row) === value) ? { value } : undefined;
}
