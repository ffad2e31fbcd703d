/**
 * One `Range` header over content of a known size, RFC 9110 §14: `undefined` = send the whole (no header, another unit,
 * several ranges, or nonsense, all of which may be ignored); `unsatisfiable` = 416.
 */
export function parseRange(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

/** `attachment` with the name in both forms, RFC 6266: old readers get ASCII, others the whole name. */
export function attachment(name: string | null): string {
  if (!name) return 'attachment';
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** A file name without its path and without what a header or a terminal would act on. */
export function cleanName(name: string | undefined): string | undefined {
  const last = (name ?? '').toWellFormed().split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go; bidirectional marks disguise an extension
  const clean = last.replaceAll(/[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  return [...clean].slice(0, 200).join('') || undefined;
}

export const cleanContentType = (type: string | undefined): string =>
  type && /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,80}$/.test(type) ? type.toLowerCase() : 'application/octet-stream';
