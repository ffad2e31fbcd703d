import { and, asc, eq, isNotNull, lte, min } from 'drizzle-orm';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError } from '#sdk';
import type { TwilioCall } from '../client/twilio.ts';
import { twilioOf } from '../driver.ts';
import { takeLeg } from '../ledger/legs.ts';
import { voipCalls as calls } from '../models.ts';
import { isFromList, lookAgain, nextLook } from './certain.ts';
import { type CallRow, callById, refoldAll } from './tell.ts';

const AT_A_TIME = 50;
const ASKED_TOGETHER = 5;
/** Some hours; about three minutes where the provider knows nothing of the call. */
const MOST_LOOKS = 13;
const MOST_LOOKS_AT_NOTHING = 5;
const GOING_ON = ['queued', 'initiated', 'ringing', 'in-progress'];

interface There {
  connected: ConnectedContext;
  legs: TwilioCall[];
}

/** Every leg of a call as the provider has it now. */
async function legsThere(ctx: Context, { connectionId, externalId }: CallRow): Promise<There | 'nothing' | 'no answer'> {
  if (!connectionId || !externalId) return 'nothing';
  try {
    const connected = await ctx.withConnection(asId<ConnectionId>(connectionId));
    const client = twilioOf(connected);
    const legs = [await client.call(externalId)];
    for (let page: string | undefined, more = true; more; ) {
      const read: Awaited<ReturnType<typeof client.listCalls>> = await client.listCalls({ parent: externalId, page, lane: 'webhook' });
      legs.push(...read.calls);
      page = read.next;
      more = page !== undefined;
    }
    return { connected, legs };
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    ctx.log.warn({ err: error, externalId }, 'the provider could not say how a call ended');
    return error.details.facts?.status === 404 ? 'nothing' : 'no answer';
  }
}

async function settle(ctx: Context, id: string): Promise<void> {
  const before = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, id));
  if (!before?.settleAt) return;
  const isListed = isFromList(before, ctx.clock.now());
  // Nothing is awaited inside a transaction but the database: the provider is asked before it.
  const there = isListed ? 'nothing' : await legsThere(ctx, before);
  await ctx.db.transaction(async (tx) => {
    if (typeof there === 'object') for (const leg of there.legs) if (!GOING_ON.includes(leg.status)) await takeLeg(there.connected, tx, leg);
    const call = await callById(tx, ctx.workspaceId, id, true);
    if (!call?.settleAt) return;
    const looks = call.settleLooks + 1;
    const isKnown =
      typeof there === 'object' ? there.legs.every(({ status }) => !GOING_ON.includes(status)) : there === 'nothing' && looks >= MOST_LOOKS_AT_NOTHING;
    if (isKnown || isListed || looks >= MOST_LOOKS) await refoldAll(ctx, tx, [call], { isSettled: true });
    else
      await tx
        .update(calls)
        .set({ settleAt: nextLook(looks, ctx.clock.now()), settleLooks: looks })
        .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, id)));
  });
}

/**
 * Looks into ends that may still turn out otherwise: the provider says which legs there were, and what came of them. Only
 * then the world is told. Where it does not answer for hours, what is known is told.
 */
export async function settleCalls(ctx: Context): Promise<void> {
  const { workspaceId } = ctx;
  const due = await ctx.db.transaction((tx) =>
    tx
      .select({ id: calls.id })
      .from(calls)
      .where(and(eq(calls.workspaceId, workspaceId), lte(calls.settleAt, ctx.clock.now())))
      .orderBy(asc(calls.settleAt))
      .limit(AT_A_TIME),
  );
  for (let at = 0; at < due.length; at += ASKED_TOGETHER) await Promise.all(due.slice(at, at + ASKED_TOGETHER).map(({ id }) => settle(ctx, id)));
  const [next] = await ctx.db.transaction((tx) =>
    tx
      .select({ at: min(calls.settleAt) })
      .from(calls)
      .where(and(eq(calls.workspaceId, workspaceId), isNotNull(calls.settleAt))),
  );
  if (next?.at) await lookAgain(ctx, next.at);
}
