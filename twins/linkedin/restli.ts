/**
 * Rest.li 2.0 parameters as the server reads them (docs: "Rest.li protocol 2.0", read 2026-08): parentheses, commas and
 * colons are structure only when they stand raw; inside values they are percent-encoded. An encoded `List%28…` is a text.
 */
export type RestliValue = string | readonly RestliValue[] | { readonly [key: string]: RestliValue };

export class RestliSyntax extends Error {}

const STRUCTURE = new Set(['(', ')', ',', ':', '&']);

export function parseRestli(text: string): RestliValue {
  let at = 0;
  const expect = (char: string) => {
    if (text[at] !== char) throw new RestliSyntax(`expected "${char}" at ${at} of ${text}`);
    at += 1;
  };
  const atom = (): string => {
    const from = at;
    while (at < text.length && !STRUCTURE.has(text[at] ?? '')) at += 1;
    const raw = text.slice(from, at);
    if (raw === "''") return '';
    try {
      return decodeURIComponent(raw.replaceAll('+', ' '));
    } catch {
      throw new RestliSyntax(`not decodable: ${raw}`);
    }
  };
  const list = (): RestliValue[] => {
    expect('(');
    const items: RestliValue[] = [];
    if (text[at] !== ')') {
      items.push(value());
      while (text[at] === ',') {
        at += 1;
        items.push(value());
      }
    }
    expect(')');
    return items;
  };
  const record = (): Record<string, RestliValue> => {
    expect('(');
    const fields: Record<string, RestliValue> = {};
    if (text[at] !== ')') {
      for (;;) {
        const key = atom();
        expect(':');
        fields[key] = value();
        if (text[at] !== ',') break;
        at += 1;
      }
    }
    expect(')');
    return fields;
  };
  const value = (): RestliValue => {
    if (text.startsWith('List(', at)) {
      at += 4;
      return list();
    }
    return text[at] === '(' ? record() : atom();
  };
  const read = value();
  if (at !== text.length) throw new RestliSyntax(`unexpected "${text[at]}" at ${at} of ${text}`);
  return read;
}

/** Parameters as received: nothing decoded, because an encoded parenthesis means something else than a raw one. */
export const rawParams = (query: string): Map<string, string> =>
  new Map(
    query
      .split('&')
      .filter((part) => part !== '')
      .map((part): [string, string] => {
        const mark = part.indexOf('=');
        return mark < 0 ? [part, ''] : [decodeURIComponent(part.slice(0, mark)), part.slice(mark + 1)];
      }),
  );

export const isRecord = (value: RestliValue | undefined): value is Readonly<Record<string, RestliValue>> => typeof value === 'object' && !Array.isArray(value);
export const isList = (value: RestliValue | undefined): value is readonly RestliValue[] => Array.isArray(value);
