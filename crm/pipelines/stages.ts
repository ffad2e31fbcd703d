import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { applyToMany } from '../deals/change-many.ts';
import { type DealStatus, deals, stages } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { findStage, type Stage, stagesOf } from './find-stage.ts';

export interface NewStage {
  title: string;
  /** Worked out from the title where it is not named. */
  key?: string | undefined;
  probability: number;
  outcome?: DealStatus | undefined;
}
export type StageChange = { title?: string | undefined; probability?: number | undefined; position?: number | undefined };

const MAX_STAGES = 50;
/** Deals of one round when a stage is emptied. */
const ROUND = 500;
const CHANCES: Readonly<Partial<Record<DealStatus, number>>> = { won: 100, lost: 0 };
const invalid = (path: string, message: string) => new PatchbayError('invalid_input', { errors: [{ path, message }] });
const oneStage = ({ workspaceId }: CrmScope, pipelineId: string, key: string) =>
  and(eq(stages.workspaceId, workspaceId), eq(stages.pipelineId, pipelineId), eq(stages.key, key));

/** `Meeting scheduled` as `meeting_scheduled`; what has no letters we know is `stage`. */
export function keyOf(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const base = plain.slice(0, 50).replace(/_+$/, '') || 'stage';
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(key)) return key;
  }
}

/** Adds a stage: an open one before those that end deals. */
export async function addStage(tx: Transaction, scope: CrmScope, pipelineId: string, { title, key, probability, outcome = 'open' }: NewStage): Promise<void> {
  const all = await stagesOf(tx, scope, pipelineId);
  if (all.length >= MAX_STAGES) throw new PatchbayError('conflict', { detail: `A pipeline has at most ${MAX_STAGES} stages.` });
  const taken = new Set(all.map((stage) => stage.key));
  if (key !== undefined && taken.has(key)) throw new PatchbayError('already_exists', { detail: `There is a stage “${key}” already.` });
  const certain = CHANCES[outcome];
  if (certain !== undefined && probability !== certain) throw invalid('probability', `A stage of ${outcome} deals is at ${certain} %.`);
  const made = { key: key ?? keyOf(title, taken), title, outcome, probability, position: all.length };
  await tx.insert(stages).values({ workspaceId: scope.workspaceId, pipelineId, ...made });
  const end = all.findIndex((stage) => stage.outcome !== 'open');
  if (outcome === 'open' && end >= 0) await number(tx, scope, pipelineId, all.toSpliced(end, 0, made));
}

/** Deals that lie in the stage keep their probability. */
export async function changeStage(tx: Transaction, scope: CrmScope, pipelineId: string, key: string, change: StageChange): Promise<void> {
  const all = await stagesOf(tx, scope, pipelineId);
  const stage = all.find((each) => each.key === key);
  if (!stage) throw new PatchbayError('not_found');
  const { title = stage.title, probability = stage.probability, position } = change;
  const certain = CHANCES[stage.outcome];
  if (certain !== undefined && probability !== certain) throw invalid('probability', `A stage of ${stage.outcome} deals is at ${certain} %.`);
  await tx
    .update(stages)
    .set({ title, probability })
    .where(oneStage(scope, pipelineId, key));
  if (position !== undefined) {
    await number(tx, scope, pipelineId, all.filter((each) => each !== stage).toSpliced(position, 0, stage));
  }
}

export async function orderStages(tx: Transaction, scope: CrmScope, pipelineId: string, keys: readonly string[]): Promise<void> {
  const all = new Map((await stagesOf(tx, scope, pipelineId)).map((stage) => [stage.key, stage]));
  const wanted = keys.flatMap((key) => all.get(key) ?? []);
  if (new Set(keys).size !== keys.length || keys.length !== all.size || wanted.length !== all.size)
    throw invalid('keys', `Name each stage once: ${[...all.keys()].join(', ')}.`);
  await number(tx, scope, pipelineId, wanted);
}

async function number(tx: Transaction, scope: CrmScope, pipelineId: string, ordered: readonly Pick<Stage, 'key'>[]): Promise<void> {
  for (const [position, { key }] of ordered.entries())
    await tx
      .update(stages)
      .set({ position })
      .where(oneStage(scope, pipelineId, key));
}

/**
 * @throws PatchbayError not_found; conflict with the number of deals in it when no replacement is named
 */
export async function removeStage(tx: Transaction, scope: CrmScope, pipelineId: string, key: string, replacement: string | undefined): Promise<void> {
  // Held against those who would move a deal into it: they wait, and then hear that it is gone.
  const [stage] = await tx
    .select()
    .from(stages)
    .where(oneStage(scope, pipelineId, key))
    .for('update');
  if (!stage) throw new PatchbayError('not_found', { detail: `There is no stage “${key}”; it may have been removed already.` });
  const [other] = await tx
    .select({ key: stages.key })
    .from(stages)
    .where(and(eq(stages.workspaceId, scope.workspaceId), eq(stages.pipelineId, pipelineId), eq(stages.outcome, stage.outcome), ne(stages.key, key)))
    .limit(1);
  if (!other)
    throw new PatchbayError('conflict', { detail: `“${stage.title}” is the only stage for ${stage.outcome} deals.`, remedy: 'Add another one first.' });
  const inIt = and(eq(deals.workspaceId, scope.workspaceId), eq(deals.pipelineId, pipelineId), eq(deals.stage, key));
  const count = await tx.$count(deals, and(inIt, eq(deals.recordState, 'live')));
  if (count > 0 && replacement === undefined)
    throw new PatchbayError('conflict', {
      detail: `${count === 1 ? 'One deal is' : `${count} deals are`} in “${stage.title}”.`,
      remedy: 'Say by "replacement" to which stage they go.',
      facts: { count },
    });
  if (replacement === key) throw invalid('replacement', 'is the stage itself');
  const target = await findStage(tx, scope, pipelineId, replacement ?? other.key);
  if (target.outcome !== stage.outcome) throw invalid('replacement', `Deals that are ${stage.outcome} go to a stage of ${stage.outcome} deals.`);
  for (;;) {
    // Whoever rearranges pipelines does so for everybody's deals.
    const round = await tx
      .select()
      .from(deals)
      .where(and(inIt, eq(deals.recordState, 'live')))
      .orderBy(asc(deals.id))
      .limit(ROUND)
      .for('update');
    if (round.length === 0) break;
    await applyToMany(tx, scope, round, target, {});
  }
  // Removed deals go along unseen: they can still be restored.
  await tx
    .update(deals)
    .set({ stage: target.key, version: sql`${deals.version} + 1` })
    .where(inIt);
  await tx.delete(stages).where(oneStage(scope, pipelineId, key));
}
