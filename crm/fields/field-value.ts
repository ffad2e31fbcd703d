import { isUuid } from '#sdk';
import type { customFields } from '../models.ts';
import { isCurrency, readAmount } from './money.ts';

export type FieldDefinition = Pick<typeof customFields.$inferSelect, 'id' | 'key' | 'label' | 'type' | 'options' | 'isRequired' | 'isUnique'>;
export type ReadValue = { value: unknown } | { problem: string };
/** One row of `custom_values`. */
export interface ValueRow {
  text: string;
  number: number | null;
}

const MAX_TEXT = 5_000;
/** Of a text so much is compared: an entry of an index takes 2,700 bytes. */
export const COMPARED = 500;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^-?\d{1,15}(\.\d{1,10})?$/;

const ok = (value: unknown): ReadValue => ({ value });
const no = (problem: string): ReadValue => ({ problem });
const isEmpty = (input: unknown) =>
  input === null || input === undefined || (typeof input === 'string' && input.trim() === '') || (Array.isArray(input) && input.length === 0);

/** What somebody wrote, as it is kept; `value: null` clears. Whether a user exists is asked elsewhere. */
export function readValue(field: FieldDefinition, input: unknown): ReadValue {
  if (isEmpty(input)) return ok(null);
  switch (field.type) {
    case 'text':
      return readText(input, field.isUnique ? COMPARED : MAX_TEXT);
    case 'url': {
      const read = readText(input, field.isUnique ? COMPARED : 2_000);
      if ('problem' in read) return read;
      return isWebAddress(String(read.value)) ? read : no('is no web address such as https://example.com');
    }
    case 'number': {
      // Files know texts only.
      const number = typeof input === 'string' && NUMBER.test(input.trim()) ? Number(input) : input;
      return typeof number === 'number' && Number.isFinite(number) ? ok(number) : no('is no number');
    }
    case 'date':
      return typeof input === 'string' && isDate(input.trim()) ? ok(input.trim()) : no('is no date such as 2026-03-31');
    case 'bool': {
      const flag = input === 'true' ? true : input === 'false' ? false : input;
      return typeof flag === 'boolean' ? ok(flag) : no('is neither true nor false');
    }
    case 'money':
      return readMoney(input);
    case 'select':
      return typeof input === 'string' && field.options.includes(input) ? ok(input) : no(`is none of ${choices(field)}`);
    case 'multiselect': {
      const list = typeof input === 'string' ? [input] : input;
      if (!Array.isArray(list) || !list.every((each) => field.options.includes(each))) return no(`takes a list of ${choices(field)}`);
      // In the order of the options: the same choice twice is no change.
      return ok(field.options.filter((option) => list.includes(option)));
    }
    case 'user':
      return typeof input === 'string' && isUuid(input.toLowerCase()) ? ok(input.toLowerCase()) : no('is no person of this workspace');
  }
}

/** The rows by which a value is found. */
export function rowsOfValue(field: Pick<FieldDefinition, 'type'>, value: unknown): ValueRow[] {
  if (isEmpty(value)) return [];
  switch (field.type) {
    case 'number':
      return [{ text: String(value), number: Number(value) }];
    case 'money': {
      const { amount, currency } = value as { amount: string; currency: string };
      return [{ text: currency, number: Number(amount) }];
    }
    case 'multiselect':
      return (value as string[]).map((text) => ({ text, number: null }));
    default:
      return [{ text: [...String(value)].slice(0, COMPARED).join(''), number: null }];
  }
}

function readText(input: unknown, max: number): ReadValue {
  if (typeof input !== 'string') return no('is no text');
  const text = input.trim();
  // Neither is taken by the database.
  if (text.includes('\0') || !text.isWellFormed()) return no('holds characters that cannot be kept');
  return text.length > max ? no(`is longer than ${max} characters`) : ok(text);
}

function readMoney(input: unknown): ReadValue {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return no('is no amount such as { "amount": "12.50", "currency": "EUR" }');
  const { amount, currency, ...others } = input as Record<string, unknown>;
  const read = typeof amount === 'string' ? readAmount(amount) : undefined;
  if (read === undefined) return no('needs an amount as decimal text such as "12.50"');
  if (typeof currency !== 'string' || !isCurrency(currency)) return no('needs a currency such as "EUR"');
  return Object.keys(others).length > 0 ? no(`does not know “${Object.keys(others)[0]}”`) : ok({ amount: read, currency });
}

function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

const SHOWN = 8;
function choices({ options }: FieldDefinition): string {
  const shown = options.slice(0, SHOWN).join(', ');
  return options.length > SHOWN ? `${shown} and ${options.length - SHOWN} more` : shown;
}
