export const OPERATORS = ['eq', 'ne', 'in', 'contains', 'starts', 'gt', 'gte', 'lt', 'lte', 'between', 'is_empty', 'within'] as const;
export type Operator = (typeof OPERATORS)[number];

/**
 * A filter of records. A field with several values (e-mail addresses, tags, the deals of a contact) passes when one of
 * them does; `ne` and `is_empty` when none does.
 * @example { all: [{ field: 'country', op: 'eq', value: 'DE' }, { not: { event: 'email.sent', within: 'P30D' } }] }
 */
export type Filter = Record<string, never> | { all: Filter[] } | { any: Filter[] } | { not: Filter } | FieldFilter | EventFilter;

export interface FieldFilter {
  /** A name, or a path: `organization.industry`, `custom.budget`. */
  field: string;
  op: Operator;
  value?: FilterScalar | FilterScalar[];
}
export interface EventFilter {
  event: string;
  /** ISO 8601 duration back from now: `P30D`. */
  within: string;
  /** At least so many times; 1 unless told. */
  count?: number;
}
export type FilterScalar = string | number | boolean;
/** A step from the root of a filter to what is wrong with it. */
export type FilterPath = readonly (string | number)[];

export const isAll = (filter: Filter): filter is { all: Filter[] } => 'all' in filter;
export const isAny = (filter: Filter): filter is { any: Filter[] } => 'any' in filter;
export const isNot = (filter: Filter): filter is { not: Filter } => 'not' in filter;
export const isField = (filter: Filter): filter is FieldFilter => 'field' in filter;
export const isEvent = (filter: Filter): filter is EventFilter => 'event' in filter;
