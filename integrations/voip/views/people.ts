import { and, asc, eq, isNull } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { personOf } from '../calls/place.ts';
import { isZone } from '../flows/hours.ts';
import { countryOf } from '../guard/ask.ts';
import { voipDoNotCall as doNotCall, voipNumbers as numbers, voipQueues as queues } from '../models.ts';
import { connectNumber } from '../numbers.ts';
import { readNumber, shownNumber } from '../phone/number.ts';
import type { numberBody, queueBody } from '../serializers.ts';
import { checkSound } from '../sounds/check.ts';

type Of<P, B> = RouteInput<P, undefined, B>;

type QueueRow = typeof queues.$inferSelect;
const queueView = ({ id, name, strategy, members, wrapUpSeconds, maxWaitSeconds, ringSeconds, holdText, holdMusicFileId }: QueueRow) => ({
  id,
  name,
  strategy,
  members,
  wrapUpSeconds,
  maxWaitSeconds,
  ringSeconds,
  holdText,
  holdMusicFileId,
});
export const queueList = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({
    data: (
      await tx
        .select()
        .from(queues)
        .where(and(eq(queues.workspaceId, ctx.workspaceId), isNull(queues.removedAt)))
        .orderBy(asc(queues.name))
    ).map(queueView),
  }));
type QueueBody = z.output<typeof queueBody>;
/** That what whoever waits shall hear is a sound. */
const checkMusic = async (ctx: Context, { holdMusicFileId }: QueueBody): Promise<void> => {
  if (holdMusicFileId) await checkSound(ctx, holdMusicFileId, 'holdMusicFileId');
};
export async function newQueue(ctx: Context, { body }: Of<undefined, QueueBody>) {
  await checkMusic(ctx, body);
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(queues)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), ...body })
      .returning();
    return queueView(row as QueueRow);
  });
}
export async function setQueue(ctx: Context, { params, body }: Of<{ id: string }, QueueBody>) {
  await checkMusic(ctx, body);
  return changeQueue(ctx, params.id, body);
}
export const removeQueue = async (ctx: Context, { params }: Of<{ id: string }, undefined>) => {
  await changeQueue(ctx, params.id, { removedAt: ctx.clock.now() });
  return null;
};
const changeQueue = (ctx: Context, id: string, change: Partial<QueueRow>) =>
  ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(queues)
      .set({ ...change, updatedAt: ctx.clock.now() })
      .where(and(eq(queues.workspaceId, ctx.workspaceId), eq(queues.id, id), isNull(queues.removedAt)))
      .returning();
    if (!row) throw new PatchbayError('not_found');
    return queueView(row);
  });

type NumberRow = typeof numbers.$inferSelect;
const numberView = (row: NumberRow) => ({
  id: row.id,
  e164: row.e164,
  shown: shownNumber(row.e164),
  label: row.label,
  flowId: row.flowId,
  queueId: row.queueId,
  userId: row.userId,
  record: row.record,
  greetingText: row.greetingText,
  greetingFileId: row.greetingFileId,
  openHours: row.openHours,
  isConnected: row.isConnected,
  voiceUrl: row.voiceUrl,
});
const ownNumber = async (ctx: Context, id: string): Promise<NumberRow> => {
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(numbers)
      .where(and(eq(numbers.workspaceId, ctx.workspaceId), eq(numbers.id, id), isNull(numbers.removedAt))),
  );
  if (!row) throw new PatchbayError('not_found');
  return row;
};
export const numberList = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({
    data: (
      await tx
        .select()
        .from(numbers)
        .where(and(eq(numbers.workspaceId, ctx.workspaceId), isNull(numbers.removedAt)))
        .orderBy(asc(numbers.label))
    ).map(numberView),
  }));
export async function setNumber(ctx: Context, { params, body }: Of<{ id: string }, z.output<typeof numberBody>>) {
  const row = await ownNumber(ctx, params.id);
  if (body.openHours && !isZone(body.openHours.timeZone))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'openHours.timeZone', message: 'There is no such time zone. Write it like Europe/Berlin.' }] });
  const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  await ctx.db.transaction((tx) =>
    tx
      .update(numbers)
      .set({ ...change, updatedAt: ctx.clock.now() })
      .where(and(eq(numbers.workspaceId, ctx.workspaceId), eq(numbers.id, row.id))),
  );
  return numberView(await ownNumber(ctx, params.id));
}
export async function pointNumber(ctx: Context, { params }: Of<{ id: string }, undefined>) {
  const row = await ownNumber(ctx, params.id);
  await connectNumber(await ctx.withConnection(asId<ConnectionId>(row.connectionId)), row.externalId);
  return numberView(await ownNumber(ctx, params.id));
}

export const doNotCallList = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({
    data: (await tx.select().from(doNotCall).where(eq(doNotCall.workspaceId, ctx.workspaceId)).orderBy(asc(doNotCall.e164)).limit(1000)).map(
      ({ id, e164, reason, createdAt }) => ({ id, e164, shown: shownNumber(e164), reason, createdAt: createdAt.toISOString() }),
    ),
  }));
export const addDoNotCall = (ctx: Context, { body }: Of<undefined, { number: string; reason: string }>) =>
  ctx.db.transaction(async (tx) => {
    const { e164 } = readNumber(body.number, await countryOf(tx, ctx.workspaceId));
    if (!e164) throw new PatchbayError('invalid_input', { errors: [{ path: 'number', message: 'That is no telephone number.' }] });
    const [row] = await tx
      .insert(doNotCall)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), e164, reason: body.reason, addedBy: personOf(ctx) ?? null })
      .onConflictDoUpdate({ target: [doNotCall.workspaceId, doNotCall.e164], set: { reason: body.reason } })
      .returning();
    if (!row) throw new PatchbayError('not_found');
    return { id: row.id, e164, shown: shownNumber(e164), reason: row.reason, createdAt: row.createdAt.toISOString() };
  });
export const removeDoNotCall = async (ctx: Context, { params }: Of<{ id: string }, undefined>) => {
  const removed = await ctx.db.transaction((tx) =>
    tx
      .delete(doNotCall)
      .where(and(eq(doNotCall.workspaceId, ctx.workspaceId), eq(doNotCall.id, params.id)))
      .returning({ id: doNotCall.id }),
  );
  if (removed.length === 0) throw new PatchbayError('not_found');
  return null;
};
