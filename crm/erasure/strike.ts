const STRUCK = '[erased]';
/** Shorter ones stand in other words. */
const SHORTEST = 4;

/** What names somebody in a text: the full name both ways round, addresses, numbers. A first name alone names many. */
export function namesIn({ firstName, lastName, values }: { firstName: string; lastName: string; values: readonly (string | null)[] }): string[] {
  const full = firstName && lastName ? [`${firstName} ${lastName}`, `${lastName}, ${firstName}`, `${lastName} ${firstName}`] : [];
  const all = [...full, ...values.flatMap((value) => value ?? [])].map((each) => each.trim());
  // The longest first, so that no half of one is left.
  return [...new Set(all)].filter((each) => each.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

/** A text without them, whatever their case. */
export function strike(text: string, names: readonly string[]): string {
  if (names.length === 0) return text;
  const pattern = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+')).join('|');
  return text.replaceAll(new RegExp(pattern, 'giu'), STRUCK);
}

/** The same of everything that is written in a JSON value. */
export function strikeData(value: unknown, names: readonly string[]): unknown {
  if (typeof value === 'string') return strike(value, names);
  if (Array.isArray(value)) return value.map((each) => strikeData(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, strikeData(each, names)]));
}
