import { answerInMemory } from './answer.ts';
import { readDuration, shiftBy } from './duration.ts';
import { type Filter, type FilterScalar, isAll, isAny, isEvent, isField, isNot } from './filter.ts';
import { testOf } from './test-of-value.ts';
import type { ValueType } from './value-types.ts';

/** A thing that filters are asked of, in memory: a record, an event. */
export interface FilterSubject {
  /** Type and values of a field as they lie in the database; no values where it is empty. */
  field(name: string): { type: ValueType; options?: readonly string[]; values: readonly FilterScalar[] };
  /** When an event happened. */
  times(event: string): readonly Date[];
  now: Date;
  /** Who `me` is. */
  me: string | undefined;
}

/** The same answer that `compileFilter` gives in SQL. @throws NotATest */
export function passes(filter: Filter, subject: FilterSubject): boolean {
  if (isAll(filter)) return filter.all.every((each) => passes(each, subject));
  if (isAny(filter)) return filter.any.some((each) => passes(each, subject));
  if (isNot(filter)) return !passes(filter.not, subject);
  if (isField(filter)) {
    const { type, options, values } = subject.field(filter.field);
    const { question, negated } = testOf(filter, { type, options, now: subject.now, me: subject.me });
    return values.some((value) => answerInMemory(value, type, question)) !== negated;
  }
  if (isEvent(filter)) {
    const duration = readDuration(filter.within);
    if (!duration) return false;
    const since = shiftBy(subject.now, duration);
    return subject.times(filter.event).filter((at) => at > since && at <= subject.now).length >= (filter.count ?? 1);
  }
  return true;
}
