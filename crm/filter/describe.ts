import { durationInWords, readDuration } from './duration.ts';
import { type FieldFilter, type Filter, type FilterScalar, isAll, isAny, isEvent, isField, isNot } from './filter.ts';
import { FILTER_EVENTS } from './filter-events.ts';
import type { ValueType } from './value-types.ts';

export interface DescribeOptions {
  /** Label and type of a field; undefined when it is gone. */
  field(name: string): { label: string; type: ValueType } | undefined;
  /** What an id stands for: a person's name, an organization's. */
  nameOf?(id: string): string | undefined;
}

/** A filter as a sentence: `Country is “DE” and not (we sent an e-mail in the last 30 days)`. */
export function describeFilter(filter: Filter, options: DescribeOptions): string {
  const words = clause(filter, options, false);
  return words === '' ? 'Everything' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Groups within a group stand in brackets, so that two filters never read alike. */
function clause(filter: Filter, options: DescribeOptions, inner: boolean): string {
  if (isAll(filter)) return group(filter.all, 'and', options, inner);
  if (isAny(filter)) return group(filter.any, 'or', options, inner);
  if (isNot(filter)) return `not (${clause(filter.not, options, false) || 'everything'})`;
  if (isField(filter)) return condition(filter, options);
  if (isEvent(filter)) {
    const { event, within, count = 1 } = filter;
    const label = FILTER_EVENTS[event]?.label ?? `“${event}” happened`;
    return `${label} ${count > 1 ? `at least ${count} times ` : ''}in the last ${inWords(within)}`;
  }
  return inner ? 'everything' : '';
}

function group(filters: readonly Filter[], word: 'and' | 'or', options: DescribeOptions, inner: boolean): string {
  const clauses = filters.map((each) => clause(each, options, true));
  const joined = clauses.join(` ${word} `);
  if (clauses.length === 0) return inner ? 'everything' : '';
  return inner || clauses.length === 1 ? `(${joined}${clauses.length === 1 ? `, ${word === 'and' ? 'all' : 'any'} of one` : ''})` : joined;
}

function condition({ field: name, op, value }: FieldFilter, { field, nameOf }: DescribeOptions): string {
  const known = field(name);
  const label = known?.label ?? `“${name}” (a field that is gone)`;
  const time = known?.type === 'date' || known?.type === 'time';
  const one = (each: FilterScalar | undefined): string => {
    if (each === 'me' && known?.type === 'user') return 'me';
    if (typeof each === 'boolean') return each ? 'yes' : 'no';
    if (typeof each === 'number') return String(each);
    return `“${(each !== undefined && nameOf?.(each)) || each}”`;
  };
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
  switch (op) {
    case 'eq':
      return `${label} is ${one(values[0])}`;
    case 'ne':
      return `${label} is not ${one(values[0])}`;
    case 'in':
      return `${label} is one of ${values.map(one).join(', ')}`;
    case 'contains':
      return `${label} contains ${one(values[0])}`;
    case 'starts':
      return `${label} starts with ${one(values[0])}`;
    case 'gt':
      return `${label} is ${time ? 'after' : 'more than'} ${one(values[0])}`;
    case 'gte':
      return `${label} is ${time ? 'on or after' : 'at least'} ${one(values[0])}`;
    case 'lt':
      return `${label} is ${time ? 'before' : 'less than'} ${one(values[0])}`;
    case 'lte':
      return `${label} is ${time ? 'on or before' : 'at most'} ${one(values[0])}`;
    case 'between':
      return `${label} is between ${one(values[0])} and ${one(values[1])}`;
    case 'is_empty':
      return value === false ? `${label} is filled in` : `${label} is empty`;
    case 'within':
      return `${label} is in the ${String(value).startsWith('+') ? 'next' : 'last'} ${inWords(String(value))}`;
  }
}

function inWords(text: string): string {
  const duration = readDuration(text);
  return duration ? durationInWords(duration) : `“${text}”`;
}
