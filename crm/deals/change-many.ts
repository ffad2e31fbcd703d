import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { assertNotTooMany, type BulkResult, bulkResult, MOST_AT_ONCE, meantBy, type Which } from '../bulk-change.ts';
import { changesOf, keepChangesOfMany } from '../changes.ts';
import { changeTags, type TagsChange } from '../fields/change-tags.ts';
import { deals, stageChanges } from '../models.ts';
import { findStage, type Stage } from '../pipelines/find-stage.ts';
import { reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { type Said, standingAfter } from './outcome.ts';
import { topOf } from './position.ts';
import { checkReferences } from './references.ts';
import type { DealRow } from './shape.ts';
import { type ChangedDeal, tellOfDeals } from './tell.ts';
import { stageChange, todayOf } from './write-deal.ts';

export interface BulkChange extends Pick<Said, 'lossReason' | 'lossReasonDetail'>, TagsChange {
  ownerId?: string | null | undefined;
  stage?: string | undefined;
}

/**
 * One change of many deals, in a handful of statements: those that the caller may not change are left alone and counted.
 * @throws PatchbayError invalid_input when the change itself is none, or when there are too many of them: then nothing has changed
 */
export async function changeDeals(tx: Transaction, scope: CrmScope, which: Which, change: BulkChange): Promise<BulkResult> {
  await checkReferences(tx, scope, { ownerId: change.ownerId });
  // In one order: two bulk changes that meet follow each other.
  const found = await tx
    .select()
    .from(deals)
    .where(meantBy(scope, deals, which))
    .orderBy(asc(deals.id))
    .limit(MOST_AT_ONCE + 1)
    .for('update');
  assertNotTooMany(found.length, 'deals');
  const mine = found.filter((row) => reaches(scope.reach.write, row.ownerId));
  let changed = 0;
  // A stage belongs to a pipeline: those of several are moved apart.
  for (const group of Map.groupBy(mine, (row) => row.pipelineId).values()) {
    const stage = change.stage === undefined ? undefined : await findStage(tx, scope, group[0]?.pipelineId ?? '', change.stage);
    changed += await applyToMany(tx, scope, group, stage, change);
  }
  return bulkResult(which, { found: found.length, mine: mine.length, changed });
}

/** Moves locked deals of one pipeline into a stage of it, hands them over, tags them; says how many differ from before. */
export async function applyToMany(tx: Transaction, scope: CrmScope, rows: readonly DealRow[], stage: Stage | undefined, change: BulkChange): Promise<number> {
  const today = await todayOf(tx, scope);
  const at = scope.clock.now();
  const tagged = await changeTags(
    tx,
    scope,
    'deal',
    rows.map(({ id }) => id),
    change,
  );
  const plans = rows.flatMap((before) => {
    const entered = stage && stage.key !== before.stage ? stage : undefined;
    const outcome = entered ? standingAfter(before, entered, { lossReason: change.lossReason, lossReasonDetail: change.lossReasonDetail }, today) : undefined;
    if (outcome && 'problems' in outcome) throw new PatchbayError('invalid_input', { errors: outcome.problems });
    const columns = {
      ...(change.ownerId === undefined ? {} : { ownerId: change.ownerId }),
      ...(entered ? { stage: entered.key } : {}),
      ...outcome?.standing,
    };
    const changes = [...changesOf(before, columns), ...(tagged.get(before.id) ?? [])];
    return changes.length === 0 ? [] : [{ before, columns, changes, moves: entered !== undefined }];
  });
  if (plans.length === 0) return 0;
  const changed: ChangedDeal[] = [];
  // Those that become alike become so in one statement: of one stage at most a few kinds (whose close date stays).
  for (const group of Map.groupBy(plans, ({ columns, moves }) => JSON.stringify([columns, moves])).values()) {
    const [first] = group;
    if (!first) continue;
    const place = stage && first.moves ? { stageSince: at, position: await topOf(tx, scope, { pipelineId: first.before.pipelineId, stage: stage.key }) } : {};
    const written = await tx
      .update(deals)
      .set({ ...first.columns, ...place, version: sql`${deals.version} + 1`, updatedAt: at })
      .where(
        and(
          eq(deals.workspaceId, scope.workspaceId),
          inArray(
            deals.id,
            group.map(({ before }) => before.id),
          ),
        ),
      )
      .returning();
    const byId = new Map(written.map((row) => [row.id, row]));
    for (const { before, changes } of group) {
      const row = byId.get(before.id);
      if (row) changed.push({ row, before, changes });
    }
  }
  const moved = changed.filter(({ row, before }) => before && before.stage !== row.stage);
  if (moved.length > 0) {
    await tx.insert(stageChanges).values(moved.flatMap(({ row, before }) => (before ? [stageChange(scope, before, row, at)] : [])));
  }
  await keepChangesOfMany(
    tx,
    scope,
    'deal',
    changed.map(({ row, changes }) => ({ recordId: row.id, changes })),
  );
  await tellOfDeals(tx, scope, changed);
  return changed.length;
}
