import { and, asc, desc, eq, isNull, max } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, PatchbayError, type RouteInput, type Transaction } from '#sdk';
import { personOf } from '../calls/place.ts';
import type { FlowDefinition } from '../flows/definition.ts';
import { type Simulation, simulate } from '../flows/simulate.ts';
import { validateFlow } from '../flows/validate.ts';
import { voipFlows as flows, voipNumbers as numbers, voipQueues as queues, voipFlowVersions as versions } from '../models.ts';

type Of<P, B> = RouteInput<P, undefined, B>;
type FlowRow = typeof flows.$inferSelect;
type VersionRow = typeof versions.$inferSelect;

const flowView = (row: FlowRow, published: VersionRow | undefined) => ({
  id: row.id,
  name: row.name,
  ...row.draft,
  publishedVersion: published?.number ?? null,
  publishedAt: published?.publishedAt.toISOString() ?? null,
  hasChanges: published === undefined || JSON.stringify(published.definition) !== JSON.stringify(row.draft),
});
const flowById = async (tx: Transaction, workspaceId: string, id: string): Promise<FlowRow> => {
  const [row] = await tx
    .select()
    .from(flows)
    .where(and(eq(flows.workspaceId, workspaceId), eq(flows.id, id), isNull(flows.removedAt)));
  if (!row) throw new PatchbayError('not_found');
  return row;
};
const publishedOf = async (tx: Transaction, row: FlowRow): Promise<VersionRow | undefined> => {
  if (!row.publishedVersionId) return undefined;
  const [version] = await tx
    .select()
    .from(versions)
    .where(and(eq(versions.workspaceId, row.workspaceId), eq(versions.id, row.publishedVersionId)));
  return version;
};
const around = async (tx: Transaction, workspaceId: string) => ({
  ownNumbers: (
    await tx
      .select({ e164: numbers.e164 })
      .from(numbers)
      .where(and(eq(numbers.workspaceId, workspaceId), isNull(numbers.removedAt)))
  ).map(({ e164 }) => e164),
  queueIds: (
    await tx
      .select({ id: queues.id })
      .from(queues)
      .where(and(eq(queues.workspaceId, workspaceId), isNull(queues.removedAt)))
  ).map(({ id }) => id),
});
const shown = async (tx: Transaction, row: FlowRow) => flowView(row, await publishedOf(tx, row));

export const flowList = (ctx: Context) =>
  ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(flows)
      .where(and(eq(flows.workspaceId, ctx.workspaceId), isNull(flows.removedAt)))
      .orderBy(asc(flows.name))
      .limit(200);
    return { data: await Promise.all(rows.map((row) => shown(tx, row))) };
  });
export const flow = (ctx: Context, { params }: Of<{ id: string }, undefined>) =>
  ctx.db.transaction(async (tx) => shown(tx, await flowById(tx, ctx.workspaceId, params.id)));
export const newFlow = (ctx: Context, { body: { name, ...draft } }: Of<undefined, { name: string } & FlowDefinition>) =>
  ctx.db.transaction(async (tx) => {
    const [row] = await tx.insert(flows).values({ workspaceId: ctx.workspaceId, id: uuidv7(), name, draft }).returning();
    return shown(tx, row as FlowRow);
  });
export const setFlow = (ctx: Context, { params, body: { name, ...draft } }: Of<{ id: string }, { name: string } & FlowDefinition>) =>
  ctx.db.transaction(async (tx) => {
    await flowById(tx, ctx.workspaceId, params.id);
    const [row] = await tx
      .update(flows)
      .set({ name, draft, updatedAt: ctx.clock.now() })
      .where(and(eq(flows.workspaceId, ctx.workspaceId), eq(flows.id, params.id)))
      .returning();
    return shown(tx, row as FlowRow);
  });
export const removeFlow = async (ctx: Context, { params }: Of<{ id: string }, undefined>) =>
  ctx.db.transaction(async (tx) => {
    await flowById(tx, ctx.workspaceId, params.id);
    const [used] = await tx
      .select({ label: numbers.label })
      .from(numbers)
      .where(and(eq(numbers.workspaceId, ctx.workspaceId), eq(numbers.flowId, params.id), isNull(numbers.removedAt)));
    if (used) throw new PatchbayError('conflict', { detail: `Calls to ${used.label} go through this flow. Give that number another one first.` });
    await tx
      .update(flows)
      .set({ removedAt: ctx.clock.now() })
      .where(and(eq(flows.workspaceId, ctx.workspaceId), eq(flows.id, params.id)));
    return null;
  });

export const checkFlow = (ctx: Context, { params }: Of<{ id: string }, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const problems = validateFlow((await flowById(tx, ctx.workspaceId, params.id)).draft, await around(tx, ctx.workspaceId));
    return { ok: problems.length === 0, problems };
  });
export const simulateFlow = (ctx: Context, { params, body }: Of<{ id: string }, Omit<Simulation, 'at'> & { at: string }>) =>
  ctx.db.transaction(async (tx) => {
    const { music, ...run } = simulate((await flowById(tx, ctx.workspaceId, params.id)).draft, { ...body, at: new Date(body.at) });
    return { ...run, musicPieces: music.length };
  });

/** What is published never changes; calls that are going on stay on what they came in on. */
export const publishFlow = (ctx: Context, { params }: Of<{ id: string }, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const row = await flowById(tx, ctx.workspaceId, params.id);
    const problems = validateFlow(row.draft, await around(tx, ctx.workspaceId));
    if (problems.length > 0)
      throw new PatchbayError('invalid_input', {
        detail: 'This flow would lose or trap a caller. Mend what is marked first.',
        errors: problems.map(({ nodeId, sentence }) => ({ path: nodeId ? `nodes.${nodeId}` : 'entry', message: sentence })),
      });
    const [last] = await tx
      .select({ number: max(versions.number) })
      .from(versions)
      .where(and(eq(versions.workspaceId, ctx.workspaceId), eq(versions.flowId, row.id)));
    const id = uuidv7();
    await tx.insert(versions).values({
      workspaceId: ctx.workspaceId,
      id,
      flowId: row.id,
      number: (last?.number ?? 0) + 1,
      definition: row.draft,
      publishedBy: personOf(ctx) ?? null,
      publishedAt: ctx.clock.now(),
    });
    const [after] = await tx
      .update(flows)
      .set({ publishedVersionId: id })
      .where(and(eq(flows.workspaceId, ctx.workspaceId), eq(flows.id, row.id)))
      .returning();
    return shown(tx, after as FlowRow);
  });

export const flowVersions = (ctx: Context, { params }: Of<{ id: string }, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const row = await flowById(tx, ctx.workspaceId, params.id);
    const all = await tx
      .select()
      .from(versions)
      .where(and(eq(versions.workspaceId, ctx.workspaceId), eq(versions.flowId, params.id)))
      .orderBy(desc(versions.number))
      .limit(100);
    return {
      data: all.map(({ id, number, publishedAt, publishedBy, definition }) => ({
        id,
        number,
        publishedAt: publishedAt.toISOString(),
        publishedBy,
        isCurrent: id === row.publishedVersionId,
        nodes: Object.keys(definition.nodes).length,
      })),
    };
  });
/** An earlier version answers the calls again, and is what is edited from here. */
export const rollBack = (ctx: Context, { params, body }: Of<{ id: string }, { version: number }>) =>
  ctx.db.transaction(async (tx) => {
    const row = await flowById(tx, ctx.workspaceId, params.id);
    const [version] = await tx
      .select()
      .from(versions)
      .where(and(eq(versions.workspaceId, ctx.workspaceId), eq(versions.flowId, row.id), eq(versions.number, body.version)));
    if (!version) throw new PatchbayError('not_found');
    const [after] = await tx
      .update(flows)
      .set({ publishedVersionId: version.id, draft: version.definition, updatedAt: ctx.clock.now() })
      .where(and(eq(flows.workspaceId, ctx.workspaceId), eq(flows.id, row.id)))
      .returning();
    return shown(tx, after as FlowRow);
  });
