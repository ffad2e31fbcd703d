import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';

/**
 * Many rows in one statement with one parameter: of ten thousand parameters the driver, the parser and the planner each
 * spend longer than the insertion itself. Every row names the same columns; what is not named is the column's default.
 */
export async function insertRows<T extends PgTable>(
  tx: Transaction,
  table: T,
  rows: readonly Partial<T['$inferSelect']>[],
  { onConflict = sql``, returning }: { onConflict?: SQL; returning?: SQL } = {},
): Promise<Record<string, unknown>[]> {
  const [first] = rows;
  if (!first) return [];
  const columns = getTableColumns(table);
  const named = Object.keys(first).map((key) => ({ key, name: columns[key]?.name ?? key }));
  const names = sql.join(
    named.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const json = JSON.stringify(rows.map((row) => namedRow(row as Record<string, unknown>, named)));
  const relation = sql.identifier(getTableName(table));
  return rowsOf(
    tx,
    sql`insert into ${relation} (${names}) select ${names} from json_populate_recordset(null::${relation}, ${json}::json) ${onConflict} ${
      returning ? sql`returning ${returning}` : sql``
    }`,
  );
}

function namedRow(row: Readonly<Record<string, unknown>>, named: readonly { key: string; name: string }[]): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const { key, name } of named) written[name] = row[key] ?? null;
  return written;
}
