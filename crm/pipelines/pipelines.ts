import { and, asc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { isUniqueViolation } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { DEAL_STATUSES, deals, pipelines, stages } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { DEFAULT_STAGES, defaultPipeline } from './default-pipeline.ts';
import { firstStage, type Stage, stagesOf } from './find-stage.ts';
import { addStage, changeStage, type NewStage, orderStages, removeStage, type StageChange } from './stages.ts';

export interface Pipeline {
  id: string;
  name: string;
  isDefault: boolean;
  position: number;
  stages: Stage[];
  createdAt: Date;
  updatedAt: Date;
}
type PipelineChange = { name?: string | undefined; isDefault?: true | undefined; position?: number | undefined };

/** Ways along which deals go. Their stages are named by keys that never change. */
export function createPipelines(scope: CrmScope) {
  const { workspaceId, db, clock } = scope;
  const byId = (id: string) => and(eq(pipelines.workspaceId, workspaceId), eq(pipelines.id, id));
  const load = async (tx: Transaction, id: string): Promise<Pipeline> => {
    const [row] = await tx.select().from(pipelines).where(byId(id));
    if (!row) throw new PatchbayError('not_found');
    const { workspaceId: _, ...pipeline } = row;
    return { ...pipeline, stages: await stagesOf(tx, scope, id) };
  };
  /** Whoever changes a pipeline's stages waits for others who do. */
  const changing = (id: string, work: (tx: Transaction) => Promise<void>): Promise<Pipeline> =>
    db.transaction(async (tx) => {
      const [held] = await tx.update(pipelines).set({ updatedAt: clock.now() }).where(byId(id)).returning({ id: pipelines.id });
      if (!held) throw new PatchbayError('not_found');
      await work(tx);
      return load(tx, id);
    });
  const unlessTaken = async <T>(name: string | undefined, write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      if (isUniqueViolation(error)) throw new PatchbayError('already_exists', { detail: `There is a pipeline “${name}” already.`, cause: error });
      throw error;
    }
  };

  return {
    /** All of them, the default one made if there is none. */
    list: (): Promise<Pipeline[]> =>
      db.transaction(async (tx) => {
        await defaultPipeline(tx, scope);
        const rows = await tx.select().from(pipelines).where(eq(pipelines.workspaceId, workspaceId)).orderBy(asc(pipelines.position), asc(pipelines.id));
        const all: Pipeline[] = [];
        for (const { workspaceId: _, ...row } of rows) all.push({ ...row, stages: await stagesOf(tx, scope, row.id) });
        return all;
      }),
    get: (id: string): Promise<Pipeline> => db.transaction((tx) => load(tx, id)),

    /** Without stages of its own it gets the usual seven. */
    create: ({ name, stages: own = DEFAULT_STAGES }: { name: string; stages?: readonly NewStage[] | undefined }): Promise<Pipeline> =>
      db.transaction(async (tx) => {
        await defaultPipeline(tx, scope);
        const id = uuidv7();
        const at = clock.now();
        const position = await tx.$count(pipelines, eq(pipelines.workspaceId, workspaceId));
        await unlessTaken(name, () => tx.insert(pipelines).values({ workspaceId, id, name, position, createdAt: at, updatedAt: at }));
        for (const stage of own) await addStage(tx, scope, id, stage);
        for (const outcome of DEAL_STATUSES) {
          if (!own.some((stage) => (stage.outcome ?? 'open') === outcome))
            throw new PatchbayError('invalid_input', { errors: [{ path: 'stages', message: `A pipeline needs a stage for ${outcome} deals.` }] });
        }
        return load(tx, id);
      }),

    update: (id: string, { name, isDefault, position }: PipelineChange): Promise<Pipeline> =>
      changing(id, async (tx) => {
        // One default at any time: the old one goes first.
        if (isDefault)
          await tx
            .update(pipelines)
            .set({ isDefault: false })
            .where(and(eq(pipelines.workspaceId, workspaceId), eq(pipelines.isDefault, true)));
        const change = { ...(name === undefined ? {} : { name }), ...(isDefault ? { isDefault } : {}), ...(position === undefined ? {} : { position }) };
        if (Object.keys(change).length > 0) await unlessTaken(name, () => tx.update(pipelines).set(change).where(byId(id)));
      }),

    /** Only one without deals. */
    remove: (id: string): Promise<void> =>
      db.transaction(async (tx) => {
        const [row] = await tx.select().from(pipelines).where(byId(id)).for('update');
        if (!row) throw new PatchbayError('not_found');
        if (row.isDefault)
          throw new PatchbayError('conflict', { detail: `“${row.name}” is where new deals begin.`, remedy: 'Make another pipeline the default first.' });
        // Whoever puts a deal into one of the stages right now is waited for.
        await tx
          .select({ key: stages.key })
          .from(stages)
          .where(and(eq(stages.workspaceId, workspaceId), eq(stages.pipelineId, id)))
          .for('update');
        const held = and(eq(deals.workspaceId, workspaceId), eq(deals.pipelineId, id));
        const live = await tx.$count(deals, and(held, eq(deals.recordState, 'live')));
        if (live > 0) throw new PatchbayError('conflict', { detail: `${live} deals are in “${row.name}”.`, remedy: 'Move them to another pipeline first.' });
        // Removed deals wait in the default pipeline for somebody to restore them.
        const heir = await defaultPipeline(tx, scope);
        for (const outcome of DEAL_STATUSES) {
          const { key: stage } = await firstStage(tx, scope, heir, outcome);
          await tx
            .update(deals)
            .set({ pipelineId: heir, stage })
            .where(and(held, eq(deals.status, outcome)));
        }
        await tx.delete(pipelines).where(byId(id));
      }),

    addStage: (id: string, stage: NewStage): Promise<Pipeline> => changing(id, async (tx) => void (await addStage(tx, scope, id, stage))),
    updateStage: (id: string, key: string, change: StageChange): Promise<Pipeline> => changing(id, (tx) => changeStage(tx, scope, id, key, change)),
    orderStages: (id: string, keys: readonly string[]): Promise<Pipeline> => changing(id, (tx) => orderStages(tx, scope, id, keys)),
    /** Deals in it go to `replacement`, which must end deals as it does. */
    removeStage: (id: string, key: string, replacement?: string): Promise<Pipeline> => changing(id, (tx) => removeStage(tx, scope, id, key, replacement)),
  };
}
