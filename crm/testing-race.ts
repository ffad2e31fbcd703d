import type { Transaction, WorkspaceDatabase } from '#sdk';

interface Watched {
  engine: 'embedded' | 'postgres';
  systemQuery<Row>(statement: { text: string }): Promise<Row[]>;
}

/**
 * Runs `second` while the transaction of `first` is still open: on PostgreSQL it ends when `second` waits for it. The
 * embedded database has one session; there they follow each other.
 */
export async function whileOpen<A, B>(
  database: Watched,
  db: WorkspaceDatabase,
  first: (tx: Transaction) => Promise<A>,
  second: () => Promise<B>,
): Promise<[PromiseSettledResult<A>, PromiseSettledResult<B>]> {
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const one = db.transaction(async (tx) => {
    const result = await first(tx);
    entered.resolve();
    await release.promise;
    return result;
  });
  one.catch(entered.reject);
  await entered.promise;
  const two = second();
  const both = Promise.allSettled([one, two]);
  for (let looks = 0; database.engine === 'postgres' && looks < 400; looks++) {
    const waiting = await database.systemQuery({ text: 'select 1 from pg_locks where not granted' });
    if (waiting.length > 0) break;
  }
  release.resolve();
  return both;
}
