import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** Hundreds of values as one parameter: building as many takes longer than the database does. */
export const oneOf = (column: PgColumn, values: Iterable<string>): SQL => {
  const given = sql`jsonb_array_elements_text(${JSON.stringify([...values])}::jsonb)`;
  return column.getSQLType() === 'uuid' ? sql`${column} = any(array(select ${given}::uuid))` : sql`${column} = any(array(select ${given}))`;
};
