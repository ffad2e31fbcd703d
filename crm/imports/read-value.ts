import { type Identity, readIdentity } from '../identities/identity-value.ts';
import { isPublicMailDomain, normaliseDomain, normaliseEmail, normalisePhone } from '../identities/normalise.ts';
import { plainNumber, readMoneyText } from './read-amount.ts';
import { readChoice, readEmployees, readFlag } from './read-choice.ts';
import { type DateOrder, readDate, readTime } from './read-dates.ts';
import type { Target } from './targets.ts';

/** What reading needs to know of the workspace. */
export interface Surroundings {
  country: string;
  currency: string;
  /** People by e-mail and by name, in small letters. */
  people: ReadonlyMap<string, string>;
  zoned: (local: string) => Date;
}
export type Read = { value: unknown } | { problem: string };

const MAX_TEXT = 500;
const MAX_LONG_TEXT = 20_000;
const SHOWN = 80;
export const quoted = (text: string): string => `“${text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text}”`;

/** What one cell says as a value of a field; the sentence says why it is none. */
export function readCell(target: Target, cell: string, column: string, order: DateOrder, { country, currency, people, zoned }: Surroundings): Read {
  const text = cell.trim();
  const as = (value: unknown, what: string): Read =>
    value === undefined ? { problem: `${quoted(text)} is no ${what} (column ${quoted(column)}).` } : { value };
  switch (target.kind) {
    case 'text':
    case 'long_text': {
      const max = target.kind === 'text' ? MAX_TEXT : MAX_LONG_TEXT;
      return text.length > max ? { problem: `The text in column ${quoted(column)} is longer than ${max.toLocaleString('en')} characters.` } : { value: text };
    }
    case 'email':
      return as(normaliseEmail(text), 'e-mail address');
    case 'phone': {
      const phone = readIdentity({ kind: 'phone', value: text, label: labelOf(column) }, country);
      return as(phone, normalisePhone(text, country) ? 'phone number' : 'phone number; with its country code it would be like +49 30 901820');
    }
    case 'domain': {
      const domain = normaliseDomain(text.includes('@') ? text.slice(text.lastIndexOf('@') + 1) : text);
      return as(domain && !isPublicMailDomain(domain) ? domain : undefined, 'domain of an organization');
    }
    case 'linkedin':
      return as(
        /^(https?:\/\/)?([\w-]+\.)*linkedin\.com\//i.test(text) ? text.slice(0, MAX_TEXT) : readIdentity({ kind: 'linkedin', value: text }, country)?.value,
        'LinkedIn address',
      );
    case 'twitter':
      return as(readIdentity({ kind: 'twitter', value: text }, country)?.value, 'handle such as @ann');
    case 'choice':
      return as(readChoice(text, target.choices ?? []), `${target.label.toLowerCase()}; there are ${(target.choices ?? []).join(', ')}`);
    case 'employees':
      return as(readEmployees(text, target.choices ?? []), 'number of employees');
    case 'date':
      return as(readDate(text, order), 'date such as 2026-03-31');
    case 'time':
      return as(readTime(text, order, zoned), 'time such as 2026-03-31 14:30');
    case 'amount': {
      const money = readMoneyText(text);
      return as(money && !money.amount.startsWith('-') ? { currency, ...money, said: money.currency !== undefined } : undefined, 'amount such as 12.50');
    }
    case 'currency':
      return as(/^[a-z]{3}$/i.test(text) ? text.toUpperCase() : undefined, 'currency such as EUR');
    case 'percent': {
      const number = Number(plainNumber(text.replace(/%$/, '')) ?? Number.NaN);
      return as(number >= 0 && number <= 100 ? Math.round(number) : undefined, 'percentage');
    }
    case 'flag':
      return as(readFlag(text), 'yes or no');
    case 'list':
      return as(
        text
          .split(/\s*(?::::|[;,|\n])\s*/)
          .map((each) =>
            each
              .replace(/^\*\s*/, '')
              .slice(0, 60)
              .trim(),
          )
          .filter((each) => each !== ''),
        'list',
      );
    case 'person':
      return as(people.get(text.toLowerCase()), 'person of this workspace');
    case 'zone':
      return as(isZone(text) ? text : undefined, 'time zone such as Europe/Berlin');
    case 'locale':
      return as(isLocale(text) ? text : undefined, 'language such as de or en-GB');
  }
}

const LABELS = ['mobile', 'work', 'home', 'main', 'fax', 'other'] as const;
function labelOf(column: string): string | undefined {
  const name = column.toLowerCase();
  if (/cell|handy/.test(name)) return 'mobile';
  if (/business|office/.test(name)) return 'work';
  if (/private|personal/.test(name)) return 'home';
  return LABELS.find((each) => name.includes(each));
}
function isZone(text: string): boolean {
  try {
    return text.length <= 64 && new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
function isLocale(text: string): boolean {
  try {
    return text.length <= 35 && Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

export type { Identity };
