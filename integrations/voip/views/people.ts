import { and, asc, eq, isNull } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { addressOf } from '../addresses.ts';
import { personOf } from '../calls/place.ts';
import { connections } from '../connections.ts';
import { driverOf } from '../driver.ts';
import { isZone } from '../flows/hours.ts';
import { countryOf } from '../guard/ask.ts';
import { voipAgents as agents, voipDoNotCall as doNotCall, voipNumbers as numbers, voipQueues as queues } from '../models.ts';
import { connectNumber } from '../numbers.ts';
import { readNumber, shownNumber } from '../phone/number.ts';
import { type AgentRow, browserIsThere, stateAt, telephonesOf } from '../routing/agents.ts';
import type { agentBody, numberBody, queueBody } from '../serializers.ts';
import { settingsOf } from '../settings.ts';

type Of<P, B> = RouteInput<P, undefined, B>;

const agentView = (row: AgentRow, now: Date) => ({
  userId: row.userId,
  state: stateAt(row, now),
  until: row.until?.toISOString() ?? null,
  phone: row.phone,
  device: row.device,
  callId: row.callId,
  /** What would ring now, and if nothing would, why. */
  rings: telephonesOf(row, now).map(({ to }) => (to.startsWith('client:') ? 'browser' : to)),
  browserIsThere: browserIsThere(row, now),
  testResult: row.testResult,
  testedAt: row.testedAt?.toISOString() ?? null,
});
const me = (ctx: Context, userId: string): string => {
  const own = userId === 'me' ? personOf(ctx) : userId;
  if (!own) throw new PatchbayError('person_needed');
  return own;
};

export const agentList = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({
    data: (await tx.select().from(agents).where(eq(agents.workspaceId, ctx.workspaceId)).orderBy(asc(agents.userId))).map((row) =>
      agentView(row, ctx.clock.now()),
    ),
  }));

async function saveAgent(ctx: Context, userId: string, change: Partial<AgentRow>) {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(agents)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), userId, since: now, ...change })
      .onConflictDoUpdate({ target: [agents.workspaceId, agents.userId], set: { ...change, updatedAt: now } })
      .returning();
    if (!row) throw new PatchbayError('not_found');
    return agentView(row, now);
  });
}
export async function setAgent(ctx: Context, { params, body }: Of<{ userId: string }, z.output<typeof agentBody>>) {
  const userId = me(ctx, params.userId);
  if (!(await ctx.people.get(userId))) throw new PatchbayError('not_found');
  const { state, until, phone, ...rest } = body;
  const read = phone ? await ctx.db.transaction(async (tx) => readNumber(phone, await countryOf(tx, ctx.workspaceId))) : undefined;
  if (read && !read.e164) throw new PatchbayError('invalid_input', { errors: [{ path: 'phone', message: 'That is no telephone number.' }] });
  const defined = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<AgentRow>;
  return saveAgent(ctx, userId, {
    ...defined,
    ...(phone === undefined ? {} : { phone: read?.e164 ?? null }),
    ...(state === undefined ? {} : { state, since: ctx.clock.now(), until: until ? new Date(until) : null }),
  });
}
/** The page says that its phone is awake. */
export const heartbeat = async (ctx: Context) => saveAgent(ctx, me(ctx, 'me'), { browserSeenAt: ctx.clock.now() });

/** Really rings: what is said to be reachable and is not is found out before a caller does. */
export async function testRing(ctx: Context) {
  const userId = me(ctx, 'me');
  const connected = await connections(ctx);
  const { agent, from } = await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(agents)
      .where(and(eq(agents.workspaceId, ctx.workspaceId), eq(agents.userId, userId)));
    const [own] = await tx
      .select({ e164: numbers.e164 })
      .from(numbers)
      .where(and(eq(numbers.workspaceId, ctx.workspaceId), eq(numbers.connectionId, connected.connection.id), isNull(numbers.removedAt)))
      .limit(1);
    return { agent: row, from: settingsOf(connected.connection).callerId || own?.e164 };
  });
  const [target] = agent ? telephonesOf(agent, ctx.clock.now()) : [];
  if (!target || !from)
    throw new PatchbayError('invalid_input', { detail: 'Nothing would ring: no telephone is entered for you, and your browser phone is not on.' });
  const result = await saveAgent(ctx, userId, { testedAt: ctx.clock.now(), testResult: 'ringing' });
  await driverOf(connected).placeCall({
    to: target.to,
    from,
    url: addressOf(connected, 'flow', { step: 'test' }),
    statusUrl: addressOf(connected, 'status', { test: '1', user: userId }),
    ringSeconds: 25,
  });
  return result;
}

type QueueRow = typeof queues.$inferSelect;
const queueView = ({ id, name, strategy, members, wrapUpSeconds, maxWaitSeconds, ringSeconds, holdText }: QueueRow) => ({
  id,
  name,
  strategy,
  members,
  wrapUpSeconds,
  maxWaitSeconds,
  ringSeconds,
  holdText,
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
export const newQueue = (ctx: Context, { body }: Of<undefined, z.output<typeof queueBody>>) =>
  ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(queues)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), ...body })
      .returning();
    return queueView(row as QueueRow);
  });
export const setQueue = (ctx: Context, { params, body }: Of<{ id: string }, z.output<typeof queueBody>>) => changeQueue(ctx, params.id, body);
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
