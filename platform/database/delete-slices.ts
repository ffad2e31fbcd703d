import type { Database } from './database.ts';

const SLICE = 2000;

/**
 * Deletes as the system what the condition names, in slices that leave the database free between them.
 * `rows`: table and columns of its primary key; `where` may use `$1…`.
 */
export async function deleteInSlices(
  database: Pick<Database, 'systemQuery'>,
  { table, key, where, values }: { table: string; key: readonly string[]; where: string; values: readonly unknown[] },
): Promise<number> {
  const columns = key.join(', ');
  const text = `with gone as (delete from ${table} where (${columns}) in (select ${columns} from ${table} where ${where} limit ${SLICE}) returning 1)
    select count(*)::int as gone from gone`;
  for (let removed = 0; ; ) {
    const [row] = await database.systemQuery<{ gone: number }>({ text, values: [...values] });
    removed += row?.gone ?? 0;
    if ((row?.gone ?? 0) < SLICE) return removed;
  }
}
