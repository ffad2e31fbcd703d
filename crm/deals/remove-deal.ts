import type { Transaction } from '#sdk';
import { deals } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { unindexRecord } from '../search/index-record.ts';
import { tellOfRemoval } from './tell.ts';
import { dealById, lockDeal } from './write-deal.ts';

/** It stays for a restoration; lists, sums and searches know it no more. */
export async function removeDeal(tx: Transaction, scope: CrmScope, id: string, version?: number): Promise<void> {
  const before = await lockDeal(tx, scope, id, version);
  await tx
    .update(deals)
    .set({ recordState: 'deleted', version: before.version + 1, updatedAt: scope.clock.now() })
    .where(dealById(scope, id));
  await unindexRecord(tx, scope, 'deal', id);
  await tellOfRemoval(tx, scope, before);
}
