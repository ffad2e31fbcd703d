import type { Operator } from './filter.ts';

/** Types of values a filter knows; the console's builder draws one input for each. */
export const VALUE_TYPES = ['text', 'code', 'select', 'number', 'date', 'time', 'bool', 'user', 'reference', 'email', 'phone', 'tag'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

const WORDS = ['eq', 'ne', 'in', 'contains', 'starts', 'is_empty'] as const;
const CHOICE = ['eq', 'ne', 'in', 'is_empty'] as const;
const SIZE = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'is_empty'] as const;

export const OPERATORS_OF: Readonly<Record<ValueType, readonly Operator[]>> = {
  text: WORDS,
  email: WORDS,
  phone: WORDS,
  tag: WORDS,
  code: CHOICE,
  select: CHOICE,
  user: CHOICE,
  reference: CHOICE,
  number: [...SIZE, 'in'],
  date: [...SIZE, 'within'],
  time: [...SIZE, 'within'],
  bool: ['eq', 'ne', 'is_empty'],
};
