import { inArray, sql } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import type { Clock, Transaction } from '#sdk';
import { quotaWindows } from './models.ts';
import { type Allowance, emptyLedger, type Lease, type LeaseRequest, type Ledger, lease } from './quota-ledger.ts';

export const QUOTA_CHANNEL = 'patchbay_quota';

/** Locks the ledgers in the order of their keys, so that two leases over several allowances cannot wait for each other. */
async function lockLedgers(tx: Transaction, keys: readonly string[]): Promise<Map<string, Ledger>> {
  const read = () =>
    tx
      .select({ key: quotaWindows.key, ledger: quotaWindows.ledger })
      .from(quotaWindows)
      .where(inArray(quotaWindows.key, [...keys]))
      .orderBy(quotaWindows.key)
      .for('update');
  let rows = await read();
  if (rows.length < keys.length) {
    const missing = [...keys].sort().map((key) => ({ key, ledger: JSON.stringify(emptyLedger()) }));
    await tx.insert(quotaWindows).values(missing).onConflictDoNothing();
    rows = await read();
  }
  return new Map(rows.map(({ key, ledger }) => [key, JSON.parse(ledger) as Ledger]));
}

const save = (tx: Transaction, ledgers: ReadonlyMap<string, Ledger>) =>
  tx
    .insert(quotaWindows)
    .values([...ledgers].map(([key, ledger]) => ({ key, ledger: JSON.stringify(ledger) })))
    .onConflictDoUpdate({ target: quotaWindows.key, set: { ledger: sql`excluded.ledger`, updatedAt: sql`now()` } });

/** The ledgers in the database, shared by all processes. One lease is one short transaction. */
export function createQuotaStore(database: Database, clock: Clock) {
  return {
    lease: (allowances: readonly Allowance[], request: LeaseRequest): Promise<Lease & { blockedUntil: number }> =>
      database.system(async (tx) => {
        const ledgers = await lockLedgers(
          tx,
          allowances.map(({ key }) => key),
        );
        const accounts = allowances.map((allowance) => ({ allowance, ledger: ledgers.get(allowance.key) ?? emptyLedger() }));
        const result = lease(accounts, request, clock.now().getTime());
        if (accounts.some(({ allowance }) => Number.isFinite(allowance.limit))) await save(tx, ledgers);
        return { ...result, blockedUntil: Math.max(0, ...accounts.map(({ ledger }) => ledger.blockedUntil)) };
      }),

    /** The provider said "not before": written once, heard by all processes. */
    block: (keys: readonly string[], until: number): Promise<void> =>
      database.system(async (tx) => {
        const ledgers = await lockLedgers(tx, keys);
        for (const ledger of ledgers.values()) ledger.blockedUntil = Math.max(ledger.blockedUntil, until);
        await save(tx, ledgers);
        for (const key of keys) await tx.execute(sql`select pg_notify(${QUOTA_CHANNEL}, ${JSON.stringify({ key, until })})`);
      }),

    /** Drops ledgers of connections that no longer call. */
    sweep: (): Promise<unknown> => database.system((tx) => tx.delete(quotaWindows).where(sql`${quotaWindows.updatedAt} < now() - interval '40 days'`)),
  };
}
export type QuotaStore = ReturnType<typeof createQuotaStore>;
