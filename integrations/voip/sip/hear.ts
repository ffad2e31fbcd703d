import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { ConnectedContext, Transaction } from '#sdk';
import { personAt } from '../browser/identity.ts';
import { testOf } from '../browser/test-ring.ts';
import type { CallEvent, CallEventFacts, LegEventType } from '../calls/events.ts';
import { callIdOf } from '../calls/identity.ts';
import type { Heard } from '../calls/keep.ts';
import { hearCalls } from '../calls/tell.ts';
import { voipAgents as agents, voipCalls as calls, voipNumbers as numbers } from '../models.ts';
import { readNumber } from '../phone/number.ts';
import { failedAs, type SipTold } from '../serializers/sip.ts';

export interface SipHeard {
  told: SipTold;
  receivedAt: Date;
}
interface Known {
  /** Who of us has this telephone, or is at this browser. */
  people: ReadonlyMap<string, string>;
  /** Whom a ring was for that only shows whether they can be rung, by our name of it. */
  tests: ReadonlyMap<string, string>;
  own: ReadonlyMap<string, string | null>;
  placed: ReadonlyMap<string, { toNumber: string; userId: string | null }>;
}

/** Legs as the server tells of them, all that came in together. */
export async function hearSip(ctx: ConnectedContext, tx: Transaction, all: readonly SipHeard[]): Promise<void> {
  const known = await knownTo(ctx, tx, all);
  const heard: Heard[] = [];
  for (const each of all) {
    const tested = known.tests.get(each.told.call ?? '');
    // A test ring is no call of anybody; whoever picks up is sent on to nobody, which says nothing more.
    if (tested && known.people.get(sideOf(each.told.to)) === tested)
      await ctx.tasks.enqueue('voip.note-test-ring', { userId: tested, status: typeOf(each.told) });
    else if (!tested) heard.push(placedHeard(ctx, known, each) ?? directHeard(ctx, known, each));
  }
  await hearCalls(ctx, tx, heard);
}

/** What an address of a SIP server stands for: a number, or a person at their browser. */
const sideOf = (address: string): string => personAt(address) ?? readNumber(address).e164 ?? '';

async function knownTo(ctx: ConnectedContext, tx: Transaction, all: readonly SipHeard[]): Promise<Known> {
  const { workspaceId, connection } = ctx;
  const people = await tx
    .select({ phone: agents.phone, userId: agents.userId, testedAt: agents.testedAt })
    .from(agents)
    .where(eq(agents.workspaceId, workspaceId));
  const own = await tx
    .select({ e164: numbers.e164, userId: numbers.userId })
    .from(numbers)
    .where(and(eq(numbers.workspaceId, workspaceId), eq(numbers.connectionId, connection.id), isNull(numbers.removedAt)));
  const ids = [...new Set(all.flatMap(({ told }) => told.call ?? []))];
  const placed =
    ids.length === 0
      ? []
      : await tx
          .select({ id: calls.id, toNumber: calls.toNumber, userId: calls.userId })
          .from(calls)
          .where(and(eq(calls.workspaceId, workspaceId), eq(calls.connectionId, connection.id), eq(calls.source, 'effect'), inArray(calls.id, ids)));
  return {
    people: new Map(people.flatMap(({ phone, userId }) => [[userId, userId] as const, ...(phone ? [[phone, userId] as const] : [])])),
    tests: new Map(people.flatMap(({ userId, testedAt }) => (testedAt ? [[testOf(connection.id, userId, testedAt), userId] as const] : []))),
    own: new Map(own.map(({ e164, userId }) => [e164, userId])),
    placed: new Map(placed.map(({ id, ...row }) => [id, row])),
  };
}

const TYPES: Readonly<Record<Exclude<SipTold['event'], 'failed'>, LegEventType>> = {
  invite: 'initiated',
  ringing: 'ringing',
  start: 'answered',
  end: 'completed',
};
const typeOf = ({ event, code }: SipTold): LegEventType => (event === 'failed' ? failedAs(code) : TYPES[event]);
const eventOf = (told: SipTold, legId: string, type: LegEventType, facts: CallEventFacts): CallEvent => ({
  type,
  legId,
  at: new Date(told.at),
  dedupeKey: `${legId}:${type}`,
  facts: { ...facts, ...(told.event === 'failed' ? { sipCode: told.code } : {}) },
});

/**
 * A server ends with "end" what was answered, and nothing else: whoever hears the end first knows of the answer too. A second
 * later than it says, because it counts whole seconds, and the answer's own word is the truer one.
 */
function endOf(told: SipTold, legId: string, facts: CallEventFacts): CallEvent[] {
  const answered = new Date(Date.parse(told.at) - Math.max(0, told.seconds - 1) * 1000);
  return [
    { type: 'answered', legId, at: answered, dedupeKey: `${legId}:was-answered`, facts },
    { type: 'completed', legId, at: new Date(told.at), dedupeKey: `${legId}:completed`, facts },
  ];
}
const eventsOf = (told: SipTold, legId: string, facts: CallEventFacts): CallEvent[] =>
  told.event === 'end' ? endOf(told, legId, facts) : [eventOf(told, legId, typeOf(told), facts)];

/**
 * A call that the hub asked for. The server rings one of us itself; whoever picks up is sent on by REFER and calls the other
 * side with a call of their own, which is when the first one ends: for us that is still the same leg.
 */
function placedHeard(ctx: ConnectedContext, { placed, people }: Known, { told, receivedAt }: SipHeard): Heard | undefined {
  const call = told.call ? placed.get(told.call) : undefined;
  if (!told.call || !call) return undefined;
  const [from, to] = [sideOf(told.from), sideOf(told.to)];
  const isSecond = from !== '' && to === call.toNumber;
  // Whoever else writes our name of a call into an address says nothing of that call.
  if (isSecond ? people.get(from) !== call.userId : from !== '' || people.get(to) !== call.userId) return undefined;
  const us = `${told.call}:us`;
  const ours = { role: 'us' as const, ...(call.userId ? { userId: call.userId } : {}) };
  const events: CallEvent[] = isSecond
    ? [
        ...eventsOf(told, told.callId, { role: 'them', parentLegId: us, to: call.toNumber }),
        ...(told.event === 'end' ? endOf(told, us, ours) : told.event === 'failed' ? [eventOf({ ...told, event: 'end' }, us, 'completed', ours)] : []),
      ]
    : told.event === 'end'
      ? []
      : [eventOf(told, us, typeOf(told), { ...ours, ...(to && to !== call.userId ? { to } : {}) })];
  const seed = {
    workspaceId: ctx.workspaceId,
    id: told.call,
    connectionId: ctx.connection.id,
    provider: ctx.connection.provider,
    externalId: told.call,
    direction: 'outbound' as const,
    purpose: 'click_to_call',
    fromNumber: '',
    toNumber: call.toNumber,
    requestedAt: receivedAt,
    source: 'effect',
  };
  return { seed, events, receivedAt };
}

/** A call that telephones made by themselves: from one of ours outward, otherwise in. */
function directHeard(ctx: ConnectedContext, { people, own }: Known, { told, receivedAt }: SipHeard): Heard {
  const [from, to] = [readNumber(told.from), readNumber(told.to)];
  const isOutbound = people.has(sideOf(told.from)) || own.has(sideOf(told.from));
  const outside = isOutbound ? to : from;
  const inside = (isOutbound ? from : to).e164;
  const side = sideOf(isOutbound ? told.from : told.to);
  const userId = people.get(side) ?? own.get(side) ?? undefined;
  const us = `${told.callId}:us`;
  const ours: CallEventFacts = { role: 'us', parentLegId: told.callId, ...(userId ? { userId } : {}) };
  const seed = {
    workspaceId: ctx.workspaceId,
    id: callIdOf(ctx.connection.id, told.callId),
    connectionId: ctx.connection.id,
    provider: ctx.connection.provider,
    externalId: told.callId,
    direction: isOutbound ? ('outbound' as const) : ('inbound' as const),
    purpose: isOutbound ? 'other' : 'inbound',
    fromNumber: from.e164 ?? told.from,
    toNumber: to.e164 ?? told.to,
    counterpart: outside.e164 ?? null,
    isWithheld: outside.isWithheld,
    ownNumber: inside ?? null,
    requestedAt: new Date(told.at),
    source: 'webhook',
  };
  const theirs: CallEventFacts = { role: 'them', from: seed.fromNumber, to: seed.toNumber };
  return { seed, events: [...eventsOf(told, told.callId, theirs), ...eventsOf(told, us, ours)], receivedAt };
}
