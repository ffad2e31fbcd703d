import { and, asc, eq } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { type DealStatus, pipelines, stages } from '../models.ts';
import type { CrmScope } from '../scope.ts';

export type Stage = Omit<typeof stages.$inferSelect, 'workspaceId' | 'pipelineId'>;
const columns = { key: stages.key, title: stages.title, outcome: stages.outcome, probability: stages.probability, position: stages.position };

/** Stages in their order. */
export const stagesOf = (tx: Transaction, { workspaceId }: CrmScope, pipelineId: string): Promise<Stage[]> =>
  tx
    .select(columns)
    .from(stages)
    .where(and(eq(stages.workspaceId, workspaceId), eq(stages.pipelineId, pipelineId)))
    .orderBy(asc(stages.position), asc(stages.key));

/**
 * A stage that a deal enters. It is held until the commit: whoever removes it at the same time waits and finds the deal.
 * @throws PatchbayError invalid_input that names the stages there are
 */
export async function findStage(tx: Transaction, scope: CrmScope, pipelineId: string, key: string): Promise<Stage> {
  const [stage] = await tx
    .select(columns)
    .from(stages)
    .where(and(eq(stages.workspaceId, scope.workspaceId), eq(stages.pipelineId, pipelineId), eq(stages.key, key)))
    .for('key share');
  if (stage) return stage;
  const [pipeline] = await tx
    .select({ name: pipelines.name })
    .from(pipelines)
    .where(and(eq(pipelines.workspaceId, scope.workspaceId), eq(pipelines.id, pipelineId)));
  if (!pipeline) throw new PatchbayError('invalid_input', { errors: [{ path: 'pipelineId', message: 'There is no such pipeline.' }] });
  const there = (await stagesOf(tx, scope, pipelineId)).map((each) => each.key).join(', ');
  throw new PatchbayError('invalid_input', {
    detail: `The pipeline “${pipeline.name}” has no stage “${key}”; it may have been removed.`,
    remedy: `Choose one of ${there}.`,
    errors: [{ path: 'stage', message: `is none of ${there}` }],
  });
}

/**
 * The first stage of a pipeline that ends deals so (`open`: where they begin).
 * @throws PatchbayError invalid_input
 */
export async function firstStage(tx: Transaction, scope: CrmScope, pipelineId: string, outcome: DealStatus): Promise<Stage> {
  const all = await stagesOf(tx, scope, pipelineId);
  const first = all.find((stage) => stage.outcome === outcome);
  if (all.length === 0) return findStage(tx, scope, pipelineId, '');
  if (!first) throw new PatchbayError('invalid_input', { errors: [{ path: 'pipelineId', message: `This pipeline has no stage for ${outcome} deals.` }] });
  return findStage(tx, scope, pipelineId, first.key);
}
