/**
 * Rest.li 2.0 parameters (docs: "Rest.li protocol 2.0", read 2026-08; vectors of the official client). Structure stands
 * raw, everything inside values is percent-encoded, so the query is built by hand: `URLSearchParams` would escape the
 * parentheses and LinkedIn answers 400.
 */
export type RestliValue = string | number | boolean | null | undefined | readonly RestliValue[] | { readonly [key: string]: RestliValue };

/** Also what `encodeURIComponent` leaves alone and Rest.li reads as structure. */
const encodeText = (text: string): string =>
  text === '' ? "''" : encodeURIComponent(text).replace(/[(),':]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

export function encodeRestli(value: RestliValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value))
    return `List(${value
      .filter((each) => each !== undefined)
      .map(encodeRestli)
      .join(',')})`;
  if (typeof value === 'object') {
    const fields = Object.entries(value).filter(([, each]) => each !== undefined);
    return `(${fields.map(([key, each]) => `${encodeText(key)}:${encodeRestli(each)}`).join(',')})`;
  }
  return encodeText(String(value));
}

/** `fields=id,form:(id,content)` is the exception: it is sent as it is. */
const RAW = new Set(['fields', 'projection']);

export const restliQuery = (params: Readonly<Record<string, RestliValue>>): string =>
  Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${RAW.has(name) ? String(value) : encodeRestli(value)}`)
    .join('&');

/** A key inside a path: a plain id or URN, or `(id:…)`. */
export const restliKey = (key: RestliValue): string => encodeRestli(key);

/** Ids in `x-restli-id` come percent-encoded now and then. */
export function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `urn:li:versionedLeadGenForm:(urn:li:leadGenForm:1, 2)` → ['urn:li:leadGenForm:1', '2']; a space after the comma is seen. */
export function urnTuple(urn: string): string[] {
  const inside = /\(([^()]*)\)\s*$/.exec(decodeId(urn))?.[1];
  return inside === undefined ? [] : inside.split(',').map((part) => part.trim());
}
export const urnId = (urn: string): string => urn.slice(urn.lastIndexOf(':') + 1);
