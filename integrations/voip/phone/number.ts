import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Words that networks send as digits of a keypad when the caller hides: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE. */
const HIDDEN = ['266696687', '7378742833', '2562533', '8656696', '86282452253'];
const HIDDEN_WORDS = /^(anonymous|restricted|blocked|unknown|unavailable|private|withheld|)$/i;
const LETTERS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

export type ReadNumber = Readonly<{
  raw: string;
  /** Absent: it is no number that could be rung from anywhere. */
  e164?: string;
  extension?: string;
  country?: string;
  isValid: boolean;
  isWithheld: boolean;
  /** `short`: an emergency or service number. */
  kind: 'number' | 'short' | 'client' | 'sip' | 'none';
  type?: string;
}>;

const withDigits = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => String(LETTERS.findIndex((group) => group.includes(letter.toLowerCase())) + 2));

function candidates(text: string): string[] {
  const all = [text];
  if (/^(00|011)/.test(text)) all.unshift(text.replace(/^(00|011)/, '+'));
  if (/^\+?[\d\s().-]*-?[a-z]{4,}/i.test(text)) all.unshift(withDigits(text));
  // Mexican mobiles were dialled with a 1 until 2019, and many books still have it.
  const mexican = /^\+?52\s*1\s*(\d.*)$/.exec(text);
  if (mexican) all.push(`+52 ${mexican[1]}`);
  return all;
}

/**
 * What somebody wrote or a network sent as a number. `country`: how one without a country code is read.
 * @example readNumber('(415) 555-2671 ext. 12', 'US') // e164 '+14155552671', extension '12'
 */
export function readNumber(raw: string, country = 'US'): ReadNumber {
  const key = `${country} ${raw}`;
  const before = lately.get(key);
  if (before) return before;
  const read = parsed(raw, country);
  if (lately.size >= MOST_READ) lately.clear();
  lately.set(key, read);
  return read;
}

// One call is told of a dozen times, each time with its numbers.
const lately = new Map<string, ReadNumber>();
const MOST_READ = 5_000;

function parsed(raw: string, country: string): ReadNumber {
  const text = raw.trim();
  if (text.startsWith('client:')) return { raw, isValid: true, isWithheld: false, kind: 'client' };
  const sip = /^sips?:([^@;>]+)(@.*)?$/i.exec(text);
  const bare = sip ? decodeURIComponent(sip[1] ?? '') : text.replace(/^tel:/i, '');
  if (HIDDEN_WORDS.test(bare) || HIDDEN.includes(bare.replace(/\D/g, ''))) return { raw, isValid: false, isWithheld: true, kind: 'none' };
  if (sip && !/^\+?\d{6,}$/.test(bare)) return { raw, isValid: true, isWithheld: false, kind: 'sip' };
  if (/^\d{2,6}$/.test(bare.replace(/[\s()-]/g, ''))) return { raw, isValid: false, isWithheld: false, kind: 'short' };
  const read = candidates(bare.replace(/;ext=/i, ' ext. ')).flatMap((each) => parsePhoneNumberFromString(each, country as CountryCode) ?? []);
  const best = read.find((each) => each.isValid()) ?? read.find((each) => each.isPossible());
  if (!best) return { raw, isValid: false, isWithheld: false, kind: 'none' };
  const type = best.getType();
  return {
    raw,
    e164: best.number,
    isValid: best.isValid(),
    isWithheld: false,
    kind: 'number',
    ...(best.ext ? { extension: best.ext } : {}),
    ...(best.country ? { country: best.country } : {}),
    ...(type ? { type } : {}),
  };
}

/** How it is shown: with its country's spaces. */
export const shownNumber = (value: string): string => (value.startsWith('+') ? (parsePhoneNumberFromString(value)?.formatInternational() ?? value) : value);
