import { asc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { browserGrant } from '../browser/grant.ts';
import { personAt } from '../browser/identity.ts';
import { testRing as ringToTest } from '../browser/test-ring.ts';
import { personOf } from '../calls/place.ts';
import { countryOf } from '../guard/ask.ts';
import { voipAgents as agents } from '../models.ts';
import { readNumber } from '../phone/number.ts';
import { type AgentRow, browserIsThere, stateAt, telephonesOf } from '../routing/agents.ts';
import type { agentBody, browserTokenBody, heartbeatBody } from '../serializers.ts';

type Of<P, B> = RouteInput<P, undefined, B>;

const agentView = (row: AgentRow, now: Date) => ({
  userId: row.userId,
  state: stateAt(row, now),
  until: row.until?.toISOString() ?? null,
  since: row.since.toISOString(),
  phone: row.phone,
  device: row.device,
  callId: row.callId,
  /** What would ring now, and if nothing would, why. */
  rings: telephonesOf(row, now).map(({ to }) => (personAt(to) ? 'browser' : to)),
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
/** The page says that its phone is awake, or that it goes. */
export async function heartbeat(ctx: Context, { body }: Of<undefined, z.output<typeof heartbeatBody>>) {
  const userId = me(ctx, 'me');
  const { connectionId } = body;
  if (!connectionId) return saveAgent(ctx, userId, { browserSeenAt: null });
  // One of another workspace is not there.
  await ctx.withConnection(asId<ConnectionId>(connectionId));
  return saveAgent(ctx, userId, { browserSeenAt: ctx.clock.now(), browserConnectionId: connectionId });
}

export const browserToken = (ctx: Context, { body }: Of<undefined, z.output<typeof browserTokenBody>>) => browserGrant(ctx, body.connectionId);

export async function testRing(ctx: Context) {
  await ringToTest(ctx, (userId, change) => saveAgent(ctx, userId, change));
  return saveAgent(ctx, me(ctx, 'me'), {});
}
