import { and, eq, inArray, sql } from 'drizzle-orm';
import type { ConnectedContext, Transaction } from '#sdk';
import type { CallEvent, LegRole } from '../calls/events.ts';
import { callIdOf } from '../calls/identity.ts';
import { type CallRow, callById, type NewCall, tellCall } from '../calls/tell.ts';
import type { TwilioCall } from '../client/twilio.ts';
import { voipCalls as calls, voipCallEvents as events } from '../models.ts';
import { readNumber } from '../phone/number.ts';
import { snapshotEvent } from '../serializers.ts';

/** Legs of which exactly this is on record already: most of a list that is read again. One look for all of them. */
export async function unchangedLegs(ctx: ConnectedContext, tx: Transaction, legs: readonly TwilioCall[]): Promise<ReadonlySet<string>> {
  if (legs.length === 0) return new Set();
  const keys = new Map(legs.map((leg) => [snapshotEvent(leg, 'unknown').dedupeKey, leg.sid]));
  const rows = await tx
    .select({ key: events.dedupeKey })
    .from(events)
    .where(
      and(
        eq(events.workspaceId, ctx.workspaceId),
        inArray(
          events.legId,
          legs.map(({ sid }) => sid),
        ),
        inArray(events.dedupeKey, [...keys.keys()]),
      ),
    );
  return new Set(rows.flatMap(({ key }) => keys.get(key) ?? []));
}

/** The call that a leg belongs to, where its callbacks told of it. */
async function callOfLeg(tx: Transaction, workspaceId: string, legId: string): Promise<CallRow | undefined> {
  const [row] = await tx
    .select({ callId: events.callId })
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), eq(events.legId, legId)))
    .limit(1);
  return row ? callById(tx, workspaceId, row.callId) : undefined;
}
async function callOfRoot(tx: Transaction, { workspaceId, connection }: ConnectedContext, rootId: string): Promise<CallRow | undefined> {
  const [row] = await tx
    .select()
    .from(calls)
    .where(and(eq(calls.workspaceId, workspaceId), eq(calls.connectionId, connection.id), eq(calls.externalId, rootId)));
  return row ?? (await callById(tx, workspaceId, callIdOf(connection.id, rootId)));
}

export type LegFate = 'same' | 'mended' | 'added';

/** Brings one leg of the provider's own list to our record, and says what that changed. */
export async function takeLeg(ctx: ConnectedContext, tx: Transaction, leg: TwilioCall): Promise<LegFate> {
  const root = leg.parent_call_sid ?? leg.sid;
  const known = (await callOfLeg(tx, ctx.workspaceId, leg.sid)) ?? (await callOfRoot(tx, ctx, root));
  const own = known?.legs.find(({ legId }) => legId === leg.sid);
  const isInbound = known ? known.direction === 'inbound' : leg.direction === 'inbound';
  const isRoot = !leg.parent_call_sid;
  // Placed by other software on the same account, a root leg that goes out is whoever was called.
  const role: LegRole =
    own && own.role !== 'unknown'
      ? own.role
      : isInbound
        ? isRoot
          ? 'them'
          : 'us'
        : known?.source === 'effect'
          ? isRoot
            ? 'us'
            : 'them'
          : isRoot
            ? 'them'
            : 'us';
  const event: CallEvent = snapshotEvent(leg, role, own?.userId);
  const outside = readNumber(leg.direction === 'inbound' ? leg.from : leg.to);
  // A call that only its side legs told of is learnt from its first leg what it is.
  const isSideOnly = known?.source === 'leg' && isRoot;
  const seed: NewCall = (isSideOnly ? undefined : known) ?? {
    workspaceId: ctx.workspaceId,
    id: known?.id ?? callIdOf(ctx.connection.id, root),
    connectionId: ctx.connection.id,
    provider: ctx.connection.provider,
    externalId: root,
    direction: leg.direction === 'inbound' ? 'inbound' : 'outbound',
    purpose: leg.direction === 'inbound' ? 'inbound' : 'other',
    fromNumber: leg.from,
    toNumber: leg.to,
    counterpart: outside.e164 ?? null,
    isWithheld: outside.isWithheld,
    ownNumber: leg.direction === 'inbound' ? leg.to : leg.from,
    requestedAt: event.at,
    source: isRoot ? 'reconciled' : 'leg',
  };
  const [before] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(events)
    .where(and(eq(events.workspaceId, ctx.workspaceId), eq(events.callId, known?.id ?? seed.id ?? ''), eq(events.dedupeKey, event.dedupeKey)));
  if (known && (before?.count ?? 0) > 0) return 'same';
  const after = await tellCall(ctx, tx, seed, [event], ctx.clock.now());
  if (!known) return 'added';
  const drifted = known.state !== after.state || known.disposition !== after.disposition || Math.abs((known.talkSeconds ?? 0) - (after.talkSeconds ?? 0)) > 1;
  return drifted ? 'mended' : 'same';
}
