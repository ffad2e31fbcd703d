import { sql } from 'drizzle-orm';
import { sqlState } from '#platform/database/database-error';
import type { Transaction } from '#sdk';

/** The result, or undefined when it takes longer. The embedded database knows no such limit and always answers. */
export async function withPatience<T>(tx: Transaction, patienceMs: number, work: (tx: Transaction) => Promise<T>): Promise<T | undefined> {
  try {
    return await tx.transaction(async (inner) => {
      await inner.execute(sql.raw(`set local statement_timeout = ${patienceMs}`));
      const result = await work(inner);
      await inner.execute(sql`set local statement_timeout to default`);
      return result;
    });
  } catch (error) {
    // The savepoint has put the limit back as well.
    if (sqlState(error) === '57014') return undefined;
    throw error;
  }
}
