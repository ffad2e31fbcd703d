import { MASK } from './secret-names.ts';

export type SecretValues = Set<string>;

/** Shapes that are secret wherever they stand: schemes with credentials, JSON web tokens, private keys. */
const SHAPES: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic|Digest|Token|OAuth)\s+[\w.~+/=:-]{6,}/gi, `$1 ${MASK}`],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(\.[\w-]*)?/g, MASK],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
];

/** Masks known values, longest first (one may contain another), and what looks like a credential by itself. */
export function redactText(text: string, values: SecretValues): string {
  let result = text;
  for (const value of [...values].sort((a, b) => b.length - a.length)) result = result.replaceAll(value, MASK);
  for (const [shape, mask] of SHAPES) result = result.replace(shape, mask);
  return result;
}
