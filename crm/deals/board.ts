import { and, asc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { PatchbayError } from '#sdk';
import { deals, pipelines, stages } from '../models.ts';
import { defaultPipeline } from '../pipelines/default-pipeline.ts';
import { type Stage, stagesOf } from '../pipelines/find-stage.ts';
import type { CrmScope } from '../scope.ts';
import { type DealQuery, dealsWhere } from './list-deals.ts';
import { boardOrder } from './position.ts';
import { type Deal, shapeDeals } from './shape.ts';
import { type CurrencySum, sumDeals } from './sums.ts';

export interface Board {
  pipelineId: string;
  name: string;
  stages: (Stage & { count: number; sums: CurrencySum[]; deals: Deal[] })[];
}

/** A pipeline as columns: what lies in each stage, what it is worth, and the first deals; more by the list, `sort=position`. */
export async function dealBoard(tx: Transaction, scope: CrmScope, { limit, ...query }: DealQuery & { limit: number }): Promise<Board> {
  const pipelineId = query.pipelineId ?? (await defaultPipeline(tx, scope));
  const [pipeline] = await tx
    .select({ name: pipelines.name })
    .from(pipelines)
    .where(and(eq(pipelines.workspaceId, scope.workspaceId), eq(pipelines.id, pipelineId)));
  if (!pipeline) throw new PatchbayError('not_found');
  const inPipeline = { ...query, pipelineId };
  const columns = await stagesOf(tx, scope, pipelineId);
  const sums = new Map((await sumDeals(tx, scope, 'stage', inPipeline)).map((sum) => [sum.key, sum]));
  // One short range of the board's index per stage, however many deals lie in it.
  const first = tx
    .select({ id: deals.id })
    .from(deals)
    .where(and(await dealsWhere(tx, scope, inPipeline), eq(deals.stage, stages.key)))
    .orderBy(...boardOrder)
    .limit(limit)
    .as('first');
  const rows = await tx
    .select({ deal: deals })
    .from(stages)
    .innerJoinLateral(first, sql`true`)
    .innerJoin(deals, and(eq(deals.workspaceId, stages.workspaceId), eq(deals.id, first.id)))
    .where(and(eq(stages.workspaceId, scope.workspaceId), eq(stages.pipelineId, pipelineId)))
    .orderBy(asc(stages.position), ...boardOrder);
  const shaped = Map.groupBy(
    await shapeDeals(
      tx,
      scope,
      rows.map((row) => row.deal),
    ),
    (deal) => deal.stage,
  );
  return {
    pipelineId,
    name: pipeline.name,
    stages: columns.map((stage) => ({
      ...stage,
      count: sums.get(stage.key)?.count ?? 0,
      sums: sums.get(stage.key)?.sums ?? [],
      deals: shaped.get(stage.key) ?? [],
    })),
  };
}
