import { type EventFilter, type FieldFilter, type Filter, isAll, isAny, isEvent, isField, isNot } from './filter.ts';

/** Every condition of a filter, those in groups included. */
export function conditionsOf(filter: Filter): (FieldFilter | EventFilter)[] {
  if (isAll(filter)) return filter.all.flatMap(conditionsOf);
  if (isAny(filter)) return filter.any.flatMap(conditionsOf);
  if (isNot(filter)) return conditionsOf(filter.not);
  return isField(filter) || isEvent(filter) ? [filter] : [];
}
