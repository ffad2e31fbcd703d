import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import type { BulkResult } from '../bulk-change.ts';
import { type Provenance, provenanceOf } from '../changes.ts';
import { isTold } from '../event-data.ts';
import { customFieldsFilter, reclaimUniqueValues } from '../fields/custom-fields.ts';
import { deals, stageChanges } from '../models.ts';
import { firstStage } from '../pipelines/find-stage.ts';
import { assertMayChange, reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { type Board, dealBoard } from './board.ts';
import { type BulkChange, changeDeals } from './change-many.ts';
import { type DealPage, type DealQuery, listDeals } from './list-deals.ts';
import type { Said } from './outcome.ts';
import { topOf } from './position.ts';
import { removeDeal } from './remove-deal.ts';
import { type Deal, type DealRow, shapeDeals } from './shape.ts';
import { type DealSum, type SummaryGroup, sumDeals } from './sums.ts';
import { tellOfDeals } from './tell.ts';
import { createDeal, type DealChange, dealById, lockDeal, type NewDeal, updateDeal } from './write-deal.ts';

/** Where a filter is compiled for the transaction in which it is asked. */
type Compile = (tx: Transaction) => Promise<Pick<DealQuery, 'filter'>>;
const NO_FILTER: Compile = async () => ({});
type Seen = { version?: number | undefined };
export interface StageStep {
  id: string;
  pipelineId: string;
  fromStage: string | null;
  toStage: string;
  actor: string;
  at: Date;
}

/** What is sold to whom, and how far it has come. */
export function createDeals(scope: CrmScope) {
  const { workspaceId, db, clock } = scope;
  const answer = async (tx: Transaction, row: DealRow): Promise<Deal> => {
    const [deal] = await shapeDeals(tx, scope, [row]);
    if (!deal) throw new PatchbayError('internal');
    return deal;
  };
  const readable = async (tx: Transaction, id: string): Promise<DealRow> => {
    const [row] = await tx
      .select()
      .from(deals)
      .where(and(dealById(scope, id), eq(deals.recordState, 'live')));
    if (!row || !reaches(scope.reach.read, row.ownerId)) throw new PatchbayError('not_found');
    return row;
  };
  const close = (id: string, status: 'won' | 'lost', { version, ...said }: Said & Seen): Promise<Deal> =>
    db.transaction(async (tx) => {
      const before = await lockDeal(tx, scope, id, version);
      // Twice is once: a deal that is won already stays in its stage.
      const move = before.status === status ? {} : { stage: (await firstStage(tx, scope, before.pipelineId, status)).key };
      return answer(tx, await updateDeal(tx, scope, id, { ...said, ...move }));
    });

  return {
    list: (page: DealPage, compile: Compile = NO_FILTER): Promise<{ deals: Deal[]; next: (string | number)[] | null }> =>
      db.transaction(async (tx) => {
        const { rows, next } = await listDeals(tx, scope, { ...page, ...(await compile(tx)) });
        return { deals: await shapeDeals(tx, scope, rows), next };
      }),
    get: (id: string): Promise<Deal> => db.transaction(async (tx) => answer(tx, await readable(tx, id))),
    create: (input: NewDeal): Promise<Deal> => db.transaction(async (tx) => answer(tx, await createDeal(tx, scope, input))),
    update: (id: string, change: DealChange): Promise<Deal> => db.transaction(async (tx) => answer(tx, await updateDeal(tx, scope, id, change))),
    won: (id: string, said: Pick<Said, 'actualCloseDate'> & Seen = {}): Promise<Deal> => close(id, 'won', said),
    lost: (id: string, said: Pick<Said, 'actualCloseDate' | 'lossReason' | 'lossReasonDetail'> & Seen): Promise<Deal> => close(id, 'lost', said),

    /** It stays for `restore`; lists, sums and searches know it no more. */
    remove: (id: string, { version }: Seen = {}): Promise<void> => db.transaction((tx) => removeDeal(tx, scope, id, version)),
    /** Takes a removal back; a deal that is there already is answered as it is. */
    restore: (id: string): Promise<Deal> =>
      db.transaction(async (tx) => {
        const [before] = await tx.select().from(deals).where(dealById(scope, id)).for('update');
        assertMayChange(scope.reach, before);
        if (!before) throw new PatchbayError('not_found');
        if (before.recordState === 'live') return answer(tx, before);
        const customFields = await reclaimUniqueValues(tx, scope, 'deal', id, before.customFields);
        const position = await topOf(tx, scope, before);
        const [row] = await tx
          .update(deals)
          .set({ recordState: 'live', customFields, position, version: before.version + 1, updatedAt: clock.now() })
          .where(dealById(scope, id))
          .returning();
        if (!row) throw new PatchbayError('not_found');
        await tellOfDeals(tx, scope, [{ row, before: undefined, changes: [] }]);
        return answer(tx, row);
      }),

    /** Through which stages it went, newest first. */
    history: (id: string, { limit, after }: { limit: number; after?: string | undefined }): Promise<StageStep[]> =>
      db.transaction(async (tx) => {
        await readable(tx, id);
        const { id: step, pipelineId, fromStage, toStage, actor, at } = stageChanges;
        return tx
          .select({ id: step, pipelineId, fromStage, toStage, actor, at })
          .from(stageChanges)
          .where(and(eq(stageChanges.workspaceId, workspaceId), eq(stageChanges.dealId, id), after ? lt(stageChanges.id, after) : undefined))
          .orderBy(desc(stageChanges.id))
          .limit(limit);
      }),

    /** Where each field last came from. */
    provenance: (id: string): Promise<Provenance[]> =>
      db.transaction(async (tx) => {
        await readable(tx, id);
        const visible = await customFieldsFilter(tx, scope, 'deal');
        return (await provenanceOf(tx, scope, id)).filter(({ field }) => isTold(field, visible));
      }),

    summary: (groupBy: SummaryGroup, query: DealQuery = {}, compile: Compile = NO_FILTER): Promise<DealSum[]> =>
      db.transaction(async (tx) => sumDeals(tx, scope, groupBy, { ...query, ...(await compile(tx)) })),
    board: (query: DealQuery & { limit: number }, compile: Compile = NO_FILTER): Promise<Board> =>
      db.transaction(async (tx) => dealBoard(tx, scope, { ...query, ...(await compile(tx)) })),
    changeMany: (which: { ids: readonly string[] } | { filter: (tx: Transaction) => Promise<SQL> }, change: BulkChange): Promise<BulkResult> =>
      db.transaction(async (tx) => changeDeals(tx, scope, 'ids' in which ? which : { where: await which.filter(tx) }, change)),
  };
}
