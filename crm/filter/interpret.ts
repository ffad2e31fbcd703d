import { answerer } from './answer.ts';
import { readDuration, shiftBy } from './duration.ts';
import { type FieldFilter, type Filter, type FilterScalar, isAll, isAny, isEvent, isField, isNot } from './filter.ts';
import { type Test, testOf } from './test-of-value.ts';
import type { ValueType } from './value-types.ts';

/** A thing that filters are asked of, in memory: a record, an event. */
export interface FilterSubject {
  /** Type and values of a field as they lie in the database; no values where it is empty, undefined where it has none of that name. */
  field(name: string): { type: ValueType; options?: readonly string[]; values: readonly FilterScalar[] } | undefined;
  /** When an event happened; without it none did. */
  times?(event: string): readonly Date[];
  now: Date;
  /** Who `me` is. */
  me?: string | undefined;
}

const never = (): readonly Date[] => [];
export type Predicate = (subject: FilterSubject) => boolean;

/** The same answer that `compileFilter` gives in SQL. @throws NotATest */
export const passes = (filter: Filter, subject: FilterSubject): boolean => predicateOf(filter)(subject);

/** A filter made ready to be asked of many subjects: what is the same for all of them is worked out once. @throws NotATest when asked */
export function predicateOf(filter: Filter): Predicate {
  if (isAll(filter)) {
    const each = filter.all.map(predicateOf);
    return (subject) => each.every((one) => one(subject));
  }
  if (isAny(filter)) {
    const each = filter.any.map(predicateOf);
    return (subject) => each.some((one) => one(subject));
  }
  if (isNot(filter)) {
    const inner = predicateOf(filter.not);
    return (subject) => !inner(subject);
  }
  if (isField(filter)) return fieldPredicate(filter);
  if (isEvent(filter)) {
    const duration = readDuration(filter.within);
    if (!duration) return () => false;
    return ({ now, times = never }) => {
      const since = shiftBy(now, duration);
      return times(filter.event).filter((at) => at > since && at <= now).length >= (filter.count ?? 1);
    };
  }
  return () => true;
}

type Answer = (values: readonly FilterScalar[]) => boolean;
const UNKNOWN = { type: 'text' as ValueType, values: [] as readonly FilterScalar[], options: undefined };

function answerOf(type: ValueType, { question, negated }: Test): Answer {
  const isYes = answerer(type, question);
  // Nearly every field has one value, or none.
  return (given) => {
    const [only] = given;
    return (given.length > 1 ? given.some(isYes) : only !== undefined && isYes(only)) !== negated;
  };
}
function fieldPredicate(filter: FieldFilter): Predicate {
  // What asks for “me”, or for the last days, means something else each time.
  const isSteady = filter.op !== 'within' && ![filter.value].flat().includes('me');
  let readyFor: ValueType | undefined;
  let ready: Answer | undefined;
  return (subject) => {
    const { type, options, values } = subject.field(filter.field) ?? UNKNOWN;
    if (ready && type === readyFor && !options) return ready(values);
    const answer = answerOf(type, testOf(filter, { type, options, now: subject.now, me: subject.me }));
    if (isSteady && !options) {
      ready = answer;
      readyFor = type;
    }
    return answer(values);
  };
}
