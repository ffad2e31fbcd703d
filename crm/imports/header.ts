import { normaliseEmail } from '../identities/normalise.ts';

const MAX_NAME = 100;

/** What no column is called: an address, a number, a date, an amount, a link. */
const looksLikeData = (cell: string): boolean => {
  const text = cell.trim();
  if (text === '') return false;
  return (
    normaliseEmail(text) !== undefined ||
    /^[+(]?[\d\s().,/:€$£+-]{3,}$/.test(text) ||
    /^\d{4}-\d{2}-\d{2}/.test(text) ||
    /^(https?:\/\/|www\.)/i.test(text) ||
    /^(true|false|yes|no)$/i.test(text) ||
    text.length > MAX_NAME
  );
};

/**
 * Whether the first row names the columns. Names are all there, all different and none of them an address or number;
 * `known` says how many of them are names that we know, which settles it.
 */
export function hasHeader(first: readonly string[], next: readonly (readonly string[])[], known: (names: readonly string[]) => number): boolean {
  const filled = first.filter((cell) => cell.trim() !== '');
  if (filled.length === 0) return false;
  if (filled.some(looksLikeData)) return false;
  if (known(first) > 0) return true;
  const distinct = new Set(filled.map((cell) => cell.trim().toLowerCase()));
  if (distinct.size < filled.length) return false;
  if (next.length === 0) return true;
  // Below a name stands data somewhere; rows of plain words all alike have no header.
  const differs = first.some((_cell, index) => next.some((row) => looksLikeData(row[index] ?? '')));
  return differs;
}

/** Names of the columns, each once; those without one are counted. */
export function columnNames(first: readonly string[] | undefined, width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: Math.max(width, first?.length ?? 0) }, (_each, index) => {
    const written = first?.[index]?.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_NAME).toWellFormed();
    const wanted = written || `Column ${index + 1}`;
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted} (${n})`;
    taken.add(name.toLowerCase());
    return name;
  });
}
