import { type CallEvent, type CallEventFacts, type LegState, RANK, TERMINAL } from './events.ts';

export type Disposition =
  | 'answered'
  | 'busy'
  | 'no_answer'
  | 'rejected'
  | 'cancelled'
  | 'invalid_number'
  | 'failed'
  | 'machine'
  | 'voicemail'
  | 'abandoned'
  | 'missed'
  | 'callback'
  | 'not_placed';

export interface Folded {
  state: 'requested' | 'queued' | 'ringing' | 'answered' | 'ended';
  queuedAt: Date | null;
  ringingAt: Date | null;
  answeredAt: Date | null;
  endedAt: Date | null;
  ringSeconds: number | null;
  waitSeconds: number | null;
  talkSeconds: number | null;
  holdSeconds: number;
  billedSeconds: number | null;
  disposition: Disposition | null;
  hangupCause: string | null;
  hangupBy: 'us' | 'them' | null;
  answeredBy: string | null;
  stir: string | null;
  callerName: string | null;
  costAmount: string | null;
  costCurrency: string | null;
  /** Who of us spoke: the person of the last leg that was answered. */
  userId: string | null;
  queueId: string | null;
  legs: LegState[];
}

const compare = (a: CallEvent, b: CallEvent): number =>
  a.at.getTime() - b.at.getTime() ||
  RANK[a.type] - RANK[b.type] ||
  (a.facts.sequence ?? 0) - (b.facts.sequence ?? 0) ||
  (a.dedupeKey < b.dedupeKey ? -1 : a.dedupeKey > b.dedupeKey ? 1 : 0);
const secondsBetween = (from: Date, to: Date): number => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
const first = (times: readonly (Date | undefined)[]): Date | null =>
  times.reduce<Date | null>((least, time) => (time && (!least || time < least) ? time : least), null);
const last = (times: readonly (Date | undefined)[]): Date | null =>
  times.reduce<Date | null>((most, time) => (time && (!most || time > most) ? time : most), null);
const time = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** Of two ends the provider's own record counts, then a completed call, then whichever came last; least of all what is only presumed. */
const strength = ({ type, facts }: CallEvent): number => (facts.isPresumed ? 0 : type === 'snapshot' && facts.status ? 3 : type === 'completed' ? 2 : 1);

function foldLeg(legId: string, events: readonly CallEvent[]): LegState {
  const known: CallEventFacts = Object.assign({}, ...events.map(({ facts }) => facts));
  const of = (...types: CallEvent['type'][]) => events.filter(({ type }) => types.includes(type));
  const ends = events.filter(
    ({ type, facts }) => TERMINAL.includes(type) || (type === 'snapshot' && facts.status !== undefined && TERMINAL.includes(facts.status)),
  );
  const end = ends.toSorted((a, b) => strength(b) - strength(a) || compare(b, a))[0];
  const snapshot = of('snapshot').at(-1);
  const seconds = events.findLast(({ facts }) => facts.durationSeconds !== undefined)?.facts.durationSeconds;
  const endType = end?.type === 'snapshot' ? end.facts.status : end?.type;
  const endedAt = end ? (time(end.facts.endedAt) ?? end.at) : undefined;
  const told = first(of('answered').map(({ at }) => at)) ?? undefined;
  const spoke = typeof seconds === 'number' && seconds > 0 ? seconds : undefined;
  // A callback that was lost: the end and the length say when it began.
  const answeredAt = told ?? (spoke !== undefined && endedAt ? new Date(endedAt.getTime() - spoke * 1000) : time(snapshot?.facts.answeredAt));
  const ringingAt = first(of('ringing', 'initiated').map(({ at }) => at)) ?? undefined;
  return {
    legId,
    role: known.role ?? 'unknown',
    ...(known.parentLegId ? { parentLegId: known.parentLegId } : {}),
    ...(known.from ? { from: known.from } : {}),
    ...(known.to ? { to: known.to } : {}),
    ...(known.userId ? { userId: known.userId } : {}),
    ...(ringingAt ? { ringingAt: ringingAt.toISOString() } : {}),
    ...(answeredAt && (endType === undefined || endType === 'completed') ? { answeredAt: answeredAt.toISOString() } : {}),
    ...(endedAt ? { endedAt: endedAt.toISOString() } : {}),
    ...(endType ? { end: endType } : {}),
    ...(spoke === undefined ? {} : { seconds: spoke }),
    ...(known.billedSeconds === undefined ? {} : { billedSeconds: known.billedSeconds }),
    ...(known.sipCode === undefined ? {} : { sipCode: known.sipCode }),
    ...(known.answeredBy ? { answeredBy: known.answeredBy } : {}),
  };
}

const spans = (legs: readonly LegState[]): [number, number][] =>
  legs.flatMap(({ answeredAt, endedAt }) => (answeredAt && endedAt ? [[Date.parse(answeredAt), Date.parse(endedAt)] as [number, number]] : []));
/** Length of what any of the first and any of the second cover, counted once. */
function overlapMs(ours: [number, number][], theirs: [number, number][]): number {
  const pieces = ours
    .flatMap(([a, b]) => theirs.map(([c, d]) => [Math.max(a, c), Math.min(b, d)] as [number, number]))
    .filter(([from, to]) => to > from)
    .sort(([a], [b]) => a - b);
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of pieces) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}

const FAILED_BY_SIP: Readonly<Record<number, Folded['disposition']>> = {
  404: 'invalid_number',
  410: 'invalid_number',
  484: 'invalid_number',
  604: 'invalid_number',
  603: 'rejected',
  403: 'rejected',
  486: 'busy',
  600: 'busy',
  408: 'no_answer',
  480: 'no_answer',
  487: 'cancelled',
};

/** How it ended for whoever looks at the list. */
function dispositionOf(
  direction: 'inbound' | 'outbound',
  { legs, answeredAt, events, isOver }: { legs: LegState[]; answeredAt: Date | null; events: readonly CallEvent[]; isOver: boolean },
): Folded['disposition'] {
  if (!isOver) return null;
  const theirs = legs.filter(({ role }) => role === 'them');
  const machine = theirs.some(({ answeredBy }) => answeredBy?.startsWith('machine') || answeredBy === 'fax');
  if (answeredAt) return direction === 'outbound' && machine ? 'machine' : 'answered';
  if (direction === 'inbound') {
    if (events.some(({ type }) => type === 'voicemail')) return 'voicemail';
    if (events.some(({ type }) => type === 'callback_asked')) return 'callback';
    const rung = legs.some(({ role }) => role === 'us');
    if (rung) return 'missed';
    return events.some(({ type }) => type === 'queue_entered' || type === 'menu_entered') ? 'abandoned' : 'missed';
  }
  const end = theirs.at(-1) ?? legs.at(-1);
  if (!end) return 'not_placed';
  // Our own phone was never picked up: nobody was called.
  if (theirs.length === 0) return end.end === 'failed' ? 'failed' : 'cancelled';
  if (end.end === 'busy') return end.sipCode === 603 ? 'rejected' : 'busy';
  if (end.end === 'no_answer') return 'no_answer';
  if (end.end === 'cancelled') return 'cancelled';
  return (end.sipCode !== undefined && FAILED_BY_SIP[end.sipCode]) || 'failed';
}

/**
 * One call out of everything that was told of it. Pure, and the same in whatever order, and however often, it was told:
 * events are sorted before anything is read from them.
 */
export function fold(direction: 'inbound' | 'outbound', told: readonly CallEvent[]): Folded {
  const events = [...new Map(told.map((event) => [event.dedupeKey, event])).values()].sort(compare);
  const legs = [...Map.groupBy(events, ({ legId }) => legId)]
    .map(([legId, own]) => foldLeg(legId, own))
    .filter(({ legId }) => legId !== '')
    .sort(
      (a, b) => (a.ringingAt ?? a.answeredAt ?? a.endedAt ?? '').localeCompare(b.ringingAt ?? b.answeredAt ?? b.endedAt ?? '') || (a.legId < b.legId ? -1 : 1),
    );
  // Whoever listens in is no side of the call: it neither begins, goes on nor ends with them.
  const sides = legs.filter(({ role }) => role !== 'listener');
  const listening = new Set(legs.filter(({ role }) => role === 'listener').map(({ legId }) => legId));
  const ours = sides.filter(({ role }) => role === 'us');
  const theirs = sides.filter(({ role }) => role !== 'us');
  // Who makes it a call: outward the one who was called, inward the first of us.
  const far = direction === 'outbound' ? theirs : ours;
  const answeredAt = first(far.map((leg) => time(leg.answeredAt)));
  // Handed on, a call lives longer than the leg that it began with.
  const isOver = sides.length > 0 && sides.every((leg) => leg.endedAt !== undefined);
  const endedAt = isOver ? last(sides.map((leg) => time(leg.endedAt))) : null;
  const began = first(events.map(({ at }) => at));
  const ringingAt =
    first((direction === 'outbound' && theirs.length > 0 ? theirs : sides).map((leg) => time(leg.ringingAt))) ?? (direction === 'inbound' ? began : null);
  const until = answeredAt ?? endedAt;
  const entered = first(events.filter(({ type }) => type === 'queue_entered').map(({ at }) => at));

  let holdMs = 0;
  let heldSince: number | undefined;
  for (const { type, at } of events) {
    if (type === 'held') heldSince ??= at.getTime();
    else if (type === 'resumed' && heldSince !== undefined) {
      holdMs += at.getTime() - heldSince;
      heldSince = undefined;
    }
  }
  if (heldSince !== undefined && endedAt) holdMs += Math.max(0, endedAt.getTime() - heldSince);

  const bothSides = theirs.length > 0 && ours.length > 0;
  const talkMs = bothSides ? overlapMs(spans(ours), spans(theirs)) : spans(far).reduce((sum, [from, to]) => sum + to - from, 0);
  const costs = [
    ...Map.groupBy(
      events.filter(({ facts }) => facts.cost !== undefined),
      ({ legId }) => legId,
    ).values(),
  ].map((own) => own.at(-1)?.facts.cost ?? '0');
  const billed = legs.map(({ billedSeconds }) => billedSeconds).filter((each) => each !== undefined);
  const latest = <K extends keyof CallEventFacts>(key: K): CallEventFacts[K] | undefined =>
    events.findLast(({ legId, facts }) => facts[key] !== undefined && !listening.has(legId))?.facts[key];
  const answering = ours.filter((leg) => leg.answeredAt).at(-1) ?? ours.at(-1);
  const ending = sides.filter(({ endedAt: at }) => at !== undefined).toSorted((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? ''))[0];
  return {
    state: isOver ? 'ended' : answeredAt ? 'answered' : ringingAt ? 'ringing' : sides.length > 0 ? 'queued' : 'requested',
    queuedAt: entered,
    ringingAt,
    answeredAt,
    endedAt,
    ringSeconds: ringingAt && until ? secondsBetween(ringingAt, until) : null,
    waitSeconds: direction === 'inbound' && until ? secondsBetween(entered ?? ringingAt ?? until, until) : null,
    talkSeconds: isOver ? (answeredAt ? Math.max(0, Math.round((talkMs - holdMs) / 1000)) : 0) : null,
    holdSeconds: Math.round(holdMs / 1000),
    billedSeconds: billed.length > 0 ? billed.reduce((sum, each) => sum + each, 0) : null,
    disposition: dispositionOf(direction, { legs: sides, answeredAt, events, isOver }),
    hangupCause: isOver ? (latest('errorCode') ?? (latest('sipCode') === undefined ? null : `sip_${latest('sipCode')}`)) : null,
    hangupBy: isOver && answeredAt && bothSides ? (ending?.role === 'us' ? 'us' : 'them') : null,
    answeredBy: theirs.find(({ answeredBy }) => answeredBy)?.answeredBy ?? null,
    stir: latest('stir') ?? null,
    callerName: latest('callerName') ?? null,
    costAmount: costs.length > 0 ? costs.reduce((sum, each) => sum + Math.abs(Number(each)), 0).toFixed(5) : null,
    costCurrency: latest('currency') ?? null,
    userId: answering?.userId ?? null,
    queueId: latest('queueId') ?? null,
    legs,
  };
}

/**
 * Whether an event leaves a call that is going on as it is: each key that somebody presses in a menu does. It counts when
 * the call ends, and then the call is folded again.
 */
export const isSilent = (
  { state, legs, requestedAt }: { state: Folded['state']; legs: readonly LegState[]; requestedAt: Date },
  { type, legId, at }: CallEvent,
): boolean => type === 'menu_entered' && state !== 'ended' && at >= requestedAt && legs.some((leg) => leg.legId === legId);
