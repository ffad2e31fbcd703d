import type { DeliveryFact } from './facts.ts';

/** Later words of a delivery outweigh earlier ones, whatever order they come in. */
export const DELIVERY_STATES = ['queued', 'deferred', 'rejected', 'soft_bounced', 'delivered', 'hard_bounced'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export const MARKS = ['delivered', 'bounced', 'opened', 'clicked', 'replied', 'unsubscribed', 'resubscribed', 'complained'] as const;
export type Mark = (typeof MARKS)[number];

export interface Seen {
  first: string;
  last: string;
  count: number;
  /** Of `count`, by machines; `firstByPerson` is what statistics go by. */
  machine?: number;
  firstByPerson?: string;
}
/** Everything known of one mail to one address. Two folds over the same facts are equal in any order. */
export interface Delivery {
  state: DeliveryState;
  /** The fact that set the state: the earliest of its rank. */
  decided: { key: string; at: string; bounce?: DeliveryFact['bounce']; evidence: DeliveryFact['evidence'] };
  marks: Partial<Record<Mark, Seen>>;
  /** Delivered, it says, after a final refusal: somebody is wrong. */
  disputed: boolean;
  /** The earliest final refusal. */
  refusedAt?: string;
}

/** Which word it is on the way of a mail; undefined for what says nothing about the way. */
export function stateOf(fact: DeliveryFact): DeliveryState | undefined {
  switch (fact.kind) {
    case 'queued':
    case 'deferred':
    case 'rejected':
    case 'delivered':
      return fact.kind;
    case 'bounced':
      return fact.bounce?.kind === 'hard' ? 'hard_bounced' : 'soft_bounced';
    // Who reads it has got it.
    case 'opened':
    case 'clicked':
    case 'complained':
    case 'unsubscribed':
    case 'resubscribed':
    case 'replied':
      // A machine's look says only that it went out.
      return fact.isMachine ? 'queued' : 'delivered';
    case 'unknown':
      return undefined;
  }
}

const rank = (state: DeliveryState): number => DELIVERY_STATES.indexOf(state);
const isEarlier = (a: { at: string; key: string }, b: { at: string; key: string }): boolean => a.at < b.at || (a.at === b.at && a.key < b.key);
const earlier = (a: string | undefined, b: string | undefined): string | undefined => (a === undefined ? b : b === undefined || a < b ? a : b);

const markOf = (fact: DeliveryFact): Mark | undefined => MARKS.find((mark) => mark === fact.kind);

function seen(before: Seen | undefined, { at, isMachine, kind }: DeliveryFact): Seen {
  const counts = kind === 'opened' || kind === 'clicked';
  const firstByPerson = earlier(before?.firstByPerson, counts && !isMachine ? at : undefined);
  return {
    first: before && before.first < at ? before.first : at,
    last: before && before.last > at ? before.last : at,
    count: (before?.count ?? 0) + 1,
    ...(counts ? { machine: (before?.machine ?? 0) + (isMachine ? 1 : 0) } : {}),
    ...(firstByPerson === undefined ? {} : { firstByPerson }),
  };
}

/** One more fact. Must not be given the same fact twice: whoever keeps the facts sees to that. Undefined: it says nothing yet. */
export function fold(before: Delivery | undefined, fact: DeliveryFact): Delivery | undefined {
  const state = stateOf(fact);
  const mark = markOf(fact);
  if (state === undefined) return before;
  const said = { key: fact.key, at: fact.at, evidence: fact.evidence, ...(fact.bounce ? { bounce: fact.bounce } : {}) };
  const marks = { ...before?.marks, ...(mark ? { [mark]: seen(before?.marks[mark], fact) } : {}) };
  const refusedAt = earlier(before?.refusedAt, state === 'hard_bounced' ? fact.at : undefined);
  const wins = !before || rank(state) > rank(before.state) || (rank(state) === rank(before.state) && isEarlier(said, before.decided));
  const delivered = marks.delivered?.last;
  return {
    state: wins ? state : before.state,
    decided: wins ? said : before.decided,
    marks,
    disputed: refusedAt !== undefined && delivered !== undefined && delivered > refusedAt,
    ...(refusedAt === undefined ? {} : { refusedAt }),
  };
}
