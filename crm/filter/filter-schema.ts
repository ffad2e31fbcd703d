import { z } from 'zod';

export const OPERATORS = ['eq', 'ne', 'in', 'contains', 'starts', 'gt', 'gte', 'lt', 'lte', 'between', 'is_empty', 'within'] as const;
export type Operator = (typeof OPERATORS)[number];

/** A filter of records: `{ all | any: […] }`, `{ not }`, `{ field, op, value }`, `{ event, within, count? }`. `{}` lets everything pass. */
export type Filter = Record<string, never> | { all: Filter[] } | { any: Filter[] } | { not: Filter } | FieldFilter | EventFilter;
export interface FieldFilter {
  field: string;
  op: Operator;
  value?: FilterValue | undefined;
}
export interface EventFilter {
  event: string;
  /** ISO 8601 duration back from now: `P30D`. */
  within: string;
  /** At least so many times; 1 unless told. */
  count?: number | undefined;
}
export type FilterScalar = string | number | boolean;
export type FilterValue = FilterScalar | FilterScalar[];

/** Deeper or larger than a person could read. */
export const MAX_DEPTH = 8;
export const MAX_NODES = 100;
export const MAX_LIST = 500;
const MAX_TEXT = 500;

const scalar = z.union([z.string().max(MAX_TEXT), z.number(), z.boolean()]);
const condition: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition).max(MAX_NODES) }),
    z.strictObject({ any: z.array(condition).max(MAX_NODES) }),
    z.strictObject({ not: condition }),
    z.strictObject({ field: z.string().min(1).max(120), op: z.enum(OPERATORS), value: z.union([scalar, z.array(scalar).max(MAX_LIST)]).optional() }),
    z.strictObject({ event: z.string().min(1).max(80), within: z.string().max(40), count: z.number().int().min(1).max(10_000).optional() }),
    z.strictObject({}),
  ]),
);
export const filterSchema = condition.meta({ id: 'Filter' });
