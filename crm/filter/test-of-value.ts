import { isUuid } from '#sdk';
import { readDuration, shiftBy } from './duration.ts';
import type { FieldFilter, FilterScalar } from './filter.ts';
import { OPERATORS_OF, type ValueType } from './value-types.ts';

/** What twelve operators come down to: a question that one value answers, and whether the answer is turned round. */
export type Question =
  | { kind: 'one_of'; values: readonly FilterScalar[] }
  | { kind: 'contains'; text: string }
  | { kind: 'starts'; text: string }
  /** Numbers, dates (`2026-03-02`) or instants (RFC 3339 in UTC); an end that is missing is open. */
  | { kind: 'range'; from?: Bound; to?: Bound }
  | { kind: 'filled' };
export interface Bound {
  value: string | number;
  inclusive: boolean;
}
export interface Test {
  question: Question;
  negated: boolean;
}

export interface TestOptions {
  type: ValueType;
  /** The only values of a `select`. */
  options?: readonly string[] | undefined;
  now: Date;
  /** Who `me` is. */
  me: string | undefined;
  /** How phone numbers without a country code are read. */
  readPhone?: ((text: string) => string | undefined) | undefined;
}

/** A condition that cannot be understood: which part, and a sentence. */
export class NotATest extends Error {
  readonly part: 'op' | 'value';
  constructor(part: 'op' | 'value', message: string) {
    super(message);
    this.part = part;
  }
}
const wrongValue = (message: string) => new NotATest('value', message);

/** @throws NotATest */
export function testOf({ op, value }: Pick<FieldFilter, 'op' | 'value'>, options: TestOptions): Test {
  const { type } = options;
  if (!OPERATORS_OF[type].includes(op)) throw new NotATest('op', `This field cannot be compared by ${op}; it knows ${OPERATORS_OF[type].join(', ')}.`);
  if (op === 'is_empty') {
    if (value !== undefined && typeof value !== 'boolean') throw wrongValue('true asks for empty ones, false for those that are not.');
    return { question: { kind: 'filled' }, negated: value !== false };
  }
  if (op === 'in') {
    if (!Array.isArray(value) || value.length === 0) throw wrongValue('Give a list of values.');
    return { question: { kind: 'one_of', values: value.flatMap((each) => equals(each, options)) }, negated: false };
  }
  if (op === 'between') {
    const [from, to, ...more] = Array.isArray(value) ? value : [];
    if (from === undefined || to === undefined || more.length > 0) throw wrongValue('Give two values: from and to.');
    return { question: { kind: 'range', ...lower(from, true, options), ...upper(to, true, options) }, negated: false };
  }
  if (value === undefined || Array.isArray(value)) throw wrongValue('Give one value.');
  switch (op) {
    case 'eq':
    case 'ne':
      return { question: equality(value, options), negated: op === 'ne' };
    case 'contains':
    case 'starts':
      return { question: { kind: op, text: partOf(value, type) }, negated: false };
    case 'within':
      return { question: recent(value, options), negated: false };
    case 'gt':
    case 'gte':
      return { question: { kind: 'range', ...lower(value, op === 'gte', options) }, negated: false };
    case 'lt':
    case 'lte':
      return { question: { kind: 'range', ...upper(value, op === 'lte', options) }, negated: false };
  }
}

function equality(value: FilterScalar, options: TestOptions): Question {
  // A day is as equal to a time as the whole of it is.
  if (options.type === 'time') return { kind: 'range', ...lower(value, true, options), ...upper(value, true, options) };
  return { kind: 'one_of', values: equals(value, options) };
}

/** The values that count as this one. */
function equals(value: FilterScalar, { type, options, me, readPhone }: TestOptions): FilterScalar[] {
  if (value === '') throw wrongValue('Give a value; those without one are found by is_empty.');
  switch (type) {
    case 'number':
      return [numberOf(value)];
    case 'bool':
      if (typeof value !== 'boolean') throw wrongValue('Give true or false.');
      return [value];
    case 'date':
      return [dayOf(value)];
    case 'time':
      throw wrongValue('Times are compared by between.');
    case 'select':
      if (options && !options.includes(String(value))) throw wrongValue(`There is no such choice; there are ${options.join(', ')}.`);
      return [String(value)];
    case 'code':
      // Countries and currencies stand in capitals, but for what we could not tell and kept as written.
      return [...new Set([String(value), String(value).toUpperCase()])];
    case 'user':
      if (value === 'me') {
        if (!me) throw wrongValue('“me” needs a person, and this was asked by nobody in particular.');
        return [me];
      }
      return [uuidOf(value)];
    case 'reference':
      return [uuidOf(value)];
    case 'phone':
      return [readPhone?.(String(value)) ?? partOf(value, type)];
    case 'email':
      return [String(value).trim()];
    case 'text':
    case 'tag':
      return [String(value)];
  }
}

function partOf(value: FilterScalar, type: ValueType): string {
  const text = type === 'phone' ? String(value).replace(/[^\d+]/g, '') : String(value);
  if (text === '') throw wrongValue(type === 'phone' ? 'Give some digits of the number.' : 'Give some letters to look for.');
  return text;
}

function recent(value: FilterScalar, { type, now }: TestOptions): Question {
  const duration = typeof value === 'string' ? readDuration(value) : undefined;
  if (!duration) throw wrongValue('Give a duration: P30D for the last 30 days, +P30D for the next 30.');
  const ends = [now, shiftBy(now, duration)].sort((a, b) => a.getTime() - b.getTime()) as [Date, Date];
  const [from, to] = ends.map((end) => (type === 'date' ? end.toISOString().slice(0, 10) : end.toISOString())) as [string, string];
  return { kind: 'range', from: { value: from, inclusive: false }, to: { value: to, inclusive: true } };
}

// A day stands for all its hours (in UTC): after it means from the next one on, up to it includes it.
function lower(value: FilterScalar, inclusive: boolean, options: TestOptions): { from: Bound } {
  const day = options.type === 'time' ? dayIn(value) : undefined;
  if (day) return { from: { value: (inclusive ? day : nextDay(day)).toISOString(), inclusive: true } };
  return { from: { value: sizeOf(value, options.type), inclusive } };
}
function upper(value: FilterScalar, inclusive: boolean, options: TestOptions): { to: Bound } {
  const day = options.type === 'time' ? dayIn(value) : undefined;
  if (day) return { to: { value: (inclusive ? nextDay(day) : day).toISOString(), inclusive: false } };
  return { to: { value: sizeOf(value, options.type), inclusive } };
}
const sizeOf = (value: FilterScalar, type: ValueType): string | number =>
  type === 'number' ? numberOf(value) : type === 'date' ? dayOf(value) : instantOf(value);

function numberOf(value: FilterScalar): number {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || Math.abs(number) >= 1e15) throw wrongValue('Give a number.');
  return number;
}

/** Years that both JavaScript and PostgreSQL write with four digits, the day after included. */
const isOurs = (date: Date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() < 9999;
const DAY = /^\d{4}-\d\d-\d\d$/;
function dayIn(value: FilterScalar): Date | undefined {
  if (typeof value !== 'string' || !DAY.test(value)) return undefined;
  const day = new Date(`${value}T00:00:00Z`);
  // 30 February is no day, whatever Date makes of it.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) && isOurs(day) ? day : undefined;
}
const nextDay = (day: Date) => new Date(day.getTime() + 86_400_000);
function dayOf(value: FilterScalar): string {
  if (!dayIn(value)) throw wrongValue('Give a day such as 2026-03-31.');
  return String(value);
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
function instantOf(value: FilterScalar): string {
  const instant = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : undefined;
  if (!instant || Number.isNaN(instant.getTime()) || !isOurs(instant)) throw wrongValue('Give a day or a time such as 2026-03-31T09:00:00Z.');
  return instant.toISOString();
}

function uuidOf(value: FilterScalar): string {
  const id = String(value).toLowerCase();
  if (!isUuid(id)) throw wrongValue('Give an id.');
  return id;
}
