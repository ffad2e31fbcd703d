import { decodeHTML, decodeHTMLAttribute } from 'entities/decode';
import { QuoteType, Tokenizer } from 'htmlparser2';

export interface Attribute {
  name: string;
  /** With entities read. */
  value: string;
  /** Where the value stands in the source, without its quotes. */
  start: number;
  end: number;
  isQuoted: boolean;
}
export type HtmlPart =
  | { kind: 'open'; name: string; attributes: readonly Attribute[]; start: number; end: number }
  | { kind: 'close'; name: string; start: number; end: number }
  | { kind: 'text'; start: number; end: number };

/** The pieces of a document with their places in it, so that one can be changed and the rest stays as it was written. */
export function htmlParts(html: string): HtmlPart[] {
  const parts: HtmlPart[] = [];
  let open: { name: string; start: number; attributes: Attribute[] } | undefined;
  let attribute: { name: string; start: number; end: number } | undefined;
  const closeOpen = (end: number) => {
    if (open) parts.push({ kind: 'open', ...open, end: end + 1 });
    open = undefined;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname: (start, end) => {
        open = { name: html.slice(start, end).toLowerCase(), start: start - 1, attributes: [] };
      },
      onopentagend: closeOpen,
      onselfclosingtag: closeOpen,
      onclosetag: (start, end) =>
        parts.push({ kind: 'close', name: html.slice(start, end).toLowerCase(), start: start - 2, end: html.indexOf('>', end) + 1 || end }),
      onattribname: (start, end) => {
        attribute = { name: html.slice(start, end).toLowerCase(), start: -1, end: -1 };
      },
      onattribdata: (start, end) => {
        if (!attribute) return;
        if (attribute.start < 0) attribute.start = start;
        attribute.end = end;
      },
      onattribentity: () => {},
      onattribend: (quote, end) => {
        if (!attribute || !open) return;
        const [from, to] = attribute.start < 0 ? [end, end] : [attribute.start, attribute.end];
        open.attributes.push({
          name: attribute.name,
          value: decodeHTMLAttribute(html.slice(from, to)),
          start: from,
          end: to,
          isQuoted: quote === QuoteType.Single || quote === QuoteType.Double,
        });
      },
      ontext: (start, end) => parts.push({ kind: 'text', start, end }),
      ontextentity: () => {},
      oncdata: () => {},
      oncomment: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return parts;
}

export const attributeOf = (part: { attributes: readonly Attribute[] }, name: string): string | undefined =>
  part.attributes.find((each) => each.name === name)?.value;
export const readText = (html: string, part: { start: number; end: number }): string => decodeHTML(html.slice(part.start, part.end));
