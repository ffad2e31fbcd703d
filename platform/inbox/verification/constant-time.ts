import { hash, timingSafeEqual } from 'node:crypto';

const digest = (value: string) => hash('sha256', value, 'buffer');

/** Compares two texts in a time that tells neither their content nor their length. */
export const sameText = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));

/** The same for signatures, whose length everybody knows: nothing needs to be hashed to hide it. */
export const sameSignature = (given: string, expected: string): boolean => {
  const [have, want] = [Buffer.from(given), Buffer.from(expected)];
  return have.length === want.length && timingSafeEqual(have, want);
};

/** True when any expected text equals any given one; looks at all of them. */
export function anyMatch(given: readonly string[], expected: readonly string[], same = sameText): boolean {
  let found = false;
  for (const want of expected) for (const have of given) found = same(have, want) || found;
  return found;
}

/** Decodes base64 only in the one form an encoder writes, so that a signature has one spelling. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
