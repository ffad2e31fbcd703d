import { readAmount } from '../fields/money.ts';

const SYMBOLS: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY', '₹': 'INR', CHF: 'CHF', Fr: 'CHF', zł: 'PLN', kr: 'SEK' };

/** An amount as people and spreadsheets write it: `1.234,56 €`, `$1,234.56`, `(100)`, `12 000`. Its currency where it is written there. */
export function readMoneyText(text: string): { amount: string; currency?: string } | undefined {
  const bare = text.trim().normalize('NFKC');
  const words = bare.match(/[^\d\s.,'’()+-]+/g) ?? [];
  if (words.length > 1) return undefined;
  const word = words[0];
  const currency = word === undefined ? undefined : (SYMBOLS[word] ?? (/^[A-Za-z]{3}$/.test(word) ? word.toUpperCase() : undefined));
  if (word !== undefined && currency === undefined) return undefined;
  const digits = plainNumber(word === undefined ? bare : bare.replace(word, ''));
  const amount = digits === undefined ? undefined : readAmount(digits);
  return amount === undefined ? undefined : { amount, ...(currency ? { currency } : {}) };
}

/** A number as `1234.56`. Of one mark alone three digits behind it say that it divides thousands. */
export function plainNumber(text: string): string | undefined {
  const bare = text.replaceAll(/[\s'’]/g, '');
  const negative = /^\(.*\)$/.test(bare) || bare.startsWith('-');
  const body = bare.replaceAll(/[()+-]/g, '');
  if (!/^\d[\d.,]*$/.test(body) && !/^[.,]\d+$/.test(body)) return undefined;
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  if (last < 0) return `${negative ? '-' : ''}${body}`;
  const mark = body[last] ?? '';
  const once = body.indexOf(mark) === last;
  const other = mark === '.' ? ',' : '.';
  const behind = body.length - last - 1;
  const isThousands = !once || (!body.includes(other) && behind === 3 && !body.startsWith('0'));
  if (isThousands) {
    if (!/^\d{1,3}([.,]\d{3})+$/.test(body)) return undefined;
    return `${negative ? '-' : ''}${body.replaceAll(mark, '')}`;
  }
  const whole = body.slice(0, last);
  if (whole.includes(other) && !/^\d{1,3}([.,]\d{2,3})+$/.test(whole)) return undefined;
  return `${negative ? '-' : ''}${whole.replaceAll(other, '') || '0'}.${body.slice(last + 1) || '0'}`;
}
