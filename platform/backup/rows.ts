import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { labelOf, qualified, type Table } from './tables.ts';

/** Every value as the database's own text: exact for all types, where JSON would round numbers and confuse null with JSON's null. */
export type Row = (string | null)[];
/** A line of a stream: what table the rows after it belong to, or a row. */
export type Line = { table: string; columns: string[] } | Row;

const FETCH_BYTES = 2 * 1024 * 1024;

/** The session's text forms, the same whoever's defaults they are. */
export const TEXT_FORMS = sql`select set_config('DateStyle', 'ISO', true), set_config('IntervalStyle', 'postgres', true), set_config('TimeZone', 'UTC', true),
  set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`;

/**
 * All rows of a table that the transaction may see, fetched by a cursor: it needs no key to page by and sees one snapshot.
 * The size of a fetch follows the size of the rows, because one table has bodies of megabytes and another ten columns.
 */
export async function* readRows(tx: Transaction, table: Table): AsyncGenerator<Row[]> {
  const columns = table.columns.map(({ name }, index) => sql`${sql.identifier(name)}::text as ${sql.identifier(`c${index}`)}`);
  await tx.execute(sql`declare backup_rows no scroll cursor for select ${sql.join(columns, sql`, `)} from ${qualified(table)}`);
  for (let count = 10; ; ) {
    const found = await rowsOf<Record<string, string | null>>(tx, sql`fetch ${sql.raw(String(count))} from backup_rows`);
    if (found.length === 0) break;
    const rows = found.map((row) => table.columns.map((_, index) => row[`c${index}`] ?? null));
    yield rows;
    const bytes = rows.reduce((sum, row) => sum + row.reduce((length, value) => length + (value?.length ?? 4), 0), 0);
    count = Math.max(1, Math.min(1000, Math.floor((FETCH_BYTES * rows.length) / Math.max(bytes, 1))));
  }
  await tx.execute(sql`close backup_rows`);
}

/** A transaction's number belongs to the server that gave it; restored, the row is of the restoring transaction. */
const isServersOwn = (type: string) => type === 'xid8' || type === 'xid';

/** @throws PatchbayError file_invalid when the table here is another one than the table there */
export async function writeRows(tx: Transaction, table: Table, columns: readonly string[], rows: readonly Row[]): Promise<void> {
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const taken = columns.flatMap((name, index) => {
    const type = types.get(name);
    if (type === undefined)
      throw new PatchbayError('file_invalid', { detail: `The backup has a column ${labelOf(table)}.${name} that this database has not.` });
    return isServersOwn(type) ? [] : [{ name: sql.identifier(name), value: sql.raw(`(r->>${index})::${type}`) }];
  });
  await tx.execute(
    sql`insert into ${qualified(table)} (${sql.join(
      taken.map(({ name }) => sql`${name}`),
      sql`, `,
    )}) overriding system value
        select ${sql.join(
          taken.map(({ value }) => value),
          sql`, `,
        )} from json_array_elements(${JSON.stringify(rows)}::json) as r`,
  );
}
