/** What amounts may be: at most 13 digits before the point (numeric(15,2)), two after it. */
const AMOUNT = /^(-?)0*(\d{1,13})(?:\.(\d{1,2})0*)?$/;

/** An amount as decimal text with two digits, or undefined. Never through a float: 0.1 + 0.2 is not 0.3 there. */
export function readAmount(text: string): string | undefined {
  const match = AMOUNT.exec(text.trim());
  if (!match) return undefined;
  const [, sign = '', whole = '', cents = ''] = match;
  const amount = `${whole}.${cents.padEnd(2, '0')}`;
  return /^[0.]+$/.test(amount) ? '0.00' : `${sign}${amount}`;
}

export const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text);
