import type { z } from 'zod';
import { type Actor, type Context, PatchbayError, type RouteInput } from '#sdk';
import { addSuppressions, type SuppressionRow } from '../delivery/suppress.ts';
import { keepsLists } from '../lists/remote-lists.ts';
import type { listSyncView, newSuppression, suppressionView } from '../serializers/delivery-views.ts';
import { lift, listSuppressions, listSyncs, type SuppressionQuery, suppressionById } from '../store/suppressions.ts';

export const nameOfActor = (actor: Actor): string => {
  switch (actor.kind) {
    case 'person':
      return `user:${actor.userId}`;
    case 'key':
      return `key:${actor.apiKeyId}`;
    case 'playbook':
      return `playbook:${actor.playbookId}`;
    case 'system':
      return `system:${actor.reason}`;
  }
};
const iso = (date: Date | null) => date?.toISOString() ?? null;
const toView = (row: SuppressionRow): z.input<typeof suppressionView> => ({
  id: row.id,
  address: row.address,
  reason: row.reason,
  scope: row.scope,
  source: row.source,
  evidence: row.evidence,
  since: row.since.toISOString(),
  expiresAt: iso(row.expiresAt),
  liftedAt: iso(row.liftedAt),
  liftedBecause: row.liftedBecause,
  heldAt: Object.keys(row.heldAt),
  createdBy: row.createdBy,
});

export const getSuppressions = (ctx: Context, { query }: RouteInput<undefined, SuppressionQuery>) =>
  ctx.db.transaction(async (tx) => {
    const { rows, nextCursor } = await listSuppressions(tx, ctx.workspaceId, query, ctx.clock.now());
    return { data: rows.map(toView), nextCursor };
  });

export const postSuppression = (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newSuppression>>) =>
  ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const expiresAt = body.expiresAt ? new Date(body.expiresAt) : undefined;
    if (expiresAt && expiresAt <= now) throw new PatchbayError('invalid_input', { errors: [{ path: 'expiresAt', message: 'This is over already.' }] });
    const [row] = await addSuppressions(ctx, tx, [
      {
        address: body.address,
        reason: 'manual',
        scope: body.scope,
        source: 'person',
        evidence: body.note ? { note: body.note } : {},
        ...(expiresAt ? { expiresAt } : {}),
        since: now,
        createdBy: nameOfActor(ctx.actor),
      },
    ]);
    if (!row) throw new PatchbayError('already_exists', { detail: 'This address is on the list already.' });
    await ctx.tasks.enqueue('email.give-suppressions', {}, { singletonKey: 'give-suppressions' });
    return toView(row);
  });

export const deleteSuppression = (ctx: Context, { params }: RouteInput<{ id: string }>) =>
  ctx.db.transaction(async (tx) => {
    await suppressionById(tx, ctx.workspaceId, params.id);
    const [row] = await lift(tx, ctx.workspaceId, params.id, nameOfActor(ctx.actor), ctx.clock.now());
    if (row) await ctx.tasks.enqueue('email.give-suppressions', {}, { singletonKey: 'give-suppressions' });
    return toView(row ?? (await suppressionById(tx, ctx.workspaceId, params.id)));
  });

export async function getListSyncs(ctx: Context): Promise<{ data: z.input<typeof listSyncView>[]; nextCursor: null }> {
  const connections = (await ctx.connections()).filter(keepsLists);
  const rows = await ctx.db.transaction((tx) => listSyncs(tx, ctx.workspaceId));
  return {
    data: connections.map(({ id, provider, label }) => {
      const row = rows.find(({ connectionId }) => connectionId === id);
      return { connectionId: id, provider, label, readAt: iso(row?.readAt ?? null), counts: row?.counts ?? {}, error: row?.error ?? null };
    }),
    nextCursor: null,
  };
}

export async function postListSync(ctx: Context) {
  const connections = (await ctx.connections()).filter(keepsLists);
  for (const { id } of connections) await ctx.tasks.enqueue('email.read-provider-lists', {}, { connectionId: id, singletonKey: id });
  return { queued: connections.length };
}
