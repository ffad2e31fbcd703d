import type { Crm, PublishedEvent } from '#sdk';
import { subjectOf } from './subject.ts';

type Compile = Crm['filters']['compile'];
type Predicate = ReturnType<Compile>;

export interface Matchable {
  id: string;
  on: string;
  when: Readonly<Record<string, unknown>>;
}

/** Events a rule may name; `activity.*` stands for all of a kind. */
const hears = (on: string, type: string): boolean => on === type || (on.endsWith('.*') && type.startsWith(on.slice(0, -1)));
/** A move is told twice, as a change and as what it means: who hears of everything hears the second alone. */
export const isEcho = (on: string, { type, previous }: Pick<PublishedEvent, 'type' | 'previous'>): boolean =>
  on === 'deal.*' && type === 'deal.updated' && previous !== undefined && 'stage' in previous;
const isEverything = (filter: Readonly<Record<string, unknown>>): boolean => Object.keys(filter).length === 0;

/** Rules by the events they hear, so that an event meets only those that could fit. */
export function indexRules<R extends Matchable>(rules: readonly R[]) {
  const byType = new Map<string, readonly R[]>();
  return (type: string): readonly R[] => {
    const known = byType.get(type) ?? rules.filter(({ on }) => hears(on, type));
    byType.set(type, known);
    return known;
  };
}

const nothing: Predicate = () => false;
/** By the filter itself: one that is asked of many events is made ready once. */
const ready = new WeakMap<object, Predicate>();
function predicateOf(when: Matchable['when'], compile: Compile): Predicate {
  const known = ready.get(when);
  if (known) return known;
  let made = nothing;
  try {
    made = compile(when);
  } catch {
    // A filter that is none fits nothing.
  }
  ready.set(when, made);
  return made;
}

/** The rules that an event fits. Pure: what is asked of the event lies in it. A filter that is none fits nothing. */
export function matching<R extends Matchable>(
  rules: readonly R[],
  event: Pick<PublishedEvent, 'type' | 'data' | 'previous' | 'actor' | 'at'>,
  compile: Compile,
): R[] {
  if (rules.length === 0) return [];
  const subject = subjectOf(event);
  return rules.filter(({ on, when }) => {
    if (isEcho(on, event)) return false;
    if (isEverything(when)) return true;
    try {
      return predicateOf(when, compile)(subject);
    } catch {
      return false;
    }
  });
}
