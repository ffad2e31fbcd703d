import { and, asc, desc, eq, ne, type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { deals, stages } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';

/** Room between two deals, so that most are put between others without touching them. */
const STEP = 64;
type Place = { pipelineId: string; stage: string };

const within = ({ workspaceId }: CrmScope, { pipelineId, stage }: Place): SQL | undefined =>
  and(eq(deals.workspaceId, workspaceId), eq(deals.pipelineId, pipelineId), eq(deals.stage, stage), eq(deals.recordState, 'live'));
/** The order of the board: the newest of those in one place first. */
export const boardOrder = [asc(deals.position), desc(deals.id)];

/** Above all others of a stage. */
export async function topOf(tx: Transaction, scope: CrmScope, place: Place): Promise<number> {
  const [first] = await tx.select({ position: deals.position }).from(deals).where(within(scope, place)).orderBy(asc(deals.position)).limit(1);
  return first ? first.position - STEP : 0;
}

/** Two who put deals into one stage follow each other. Taken before the deal's own row, by everybody in this order. */
export async function holdOrder(tx: Transaction, { workspaceId }: CrmScope, { pipelineId, stage }: Place): Promise<void> {
  await tx
    .select({ key: stages.key })
    .from(stages)
    .where(and(eq(stages.workspaceId, workspaceId), eq(stages.pipelineId, pipelineId), eq(stages.key, stage)))
    .for('no key update');
}

/** The position of the `index`-th deal of a stage as the caller sees it. Makes room where there is none. */
export async function positionAt(tx: Transaction, scope: CrmScope, place: Place, dealId: string, index: number): Promise<number> {
  const neighbours = () =>
    tx
      .select({ position: deals.position })
      .from(deals)
      .where(and(within(scope, place), ne(deals.id, dealId), ownedBy(scope.reach.read, deals.ownerId)))
      .orderBy(...boardOrder)
      .offset(Math.max(0, index - 1))
      .limit(index === 0 ? 1 : 2);
  const between = (found: { position: number }[]): number | undefined => {
    const [before, after] = index === 0 ? [undefined, found[0]] : [found[0], found[1]];
    if (!before) return after ? after.position - STEP : 0;
    if (!after) return before.position + STEP;
    const middle = Math.floor((before.position + after.position) / 2);
    return middle > before.position ? middle : undefined;
  };
  const found = await neighbours();
  // Further down than there are deals: at the end.
  if (index > 0 && found.length === 0) return bottomOf(tx, scope, place);
  const free = between(found);
  if (free !== undefined) return free;
  await spread(tx, scope, place);
  return between(await neighbours()) ?? bottomOf(tx, scope, place);
}

async function bottomOf(tx: Transaction, scope: CrmScope, place: Place): Promise<number> {
  const [last] = await tx.select({ position: deals.position }).from(deals).where(within(scope, place)).orderBy(desc(deals.position)).limit(1);
  return last ? last.position + STEP : 0;
}

/** Gives the deals of a stage their places anew; neither a change of them nor worth a version. */
async function spread(tx: Transaction, scope: CrmScope, place: Place): Promise<void> {
  await rowsOf(
    tx,
    sql`update deals d set position = o.place * ${STEP}::int
      from (select ${deals.id}, row_number() over (order by ${deals.position}, ${deals.id} desc)::int as place from ${deals} where ${within(scope, place)}) o
      where d.workspace_id = ${scope.workspaceId} and d.id = o.id and d.position <> o.place * ${STEP}::int`,
  );
}
