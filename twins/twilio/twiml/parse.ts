/** One element of a TwiML document. */
export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Element[];
  text: string;
}

export class TwimlError extends Error {
  override name = 'TwimlError';
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (/^#x/i.test(name)) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return ENTITIES[name] ?? whole;
  });

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<\/([\w:-]+)\s*>|<([\w:-]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Reads what TwiML is made of: elements, attributes, text. @throws TwimlError as Twilio's error 12100 */
export const parseTwiml = (xml: string): Element => {
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const token = TOKEN.exec(xml);
    if (!token) throw new TwimlError('12100 Document parse failure');
    const [, closed, name, attributes = '', isEmpty, text] = token;
    const inside = open.at(-1) ?? top;
    if (closed !== undefined) {
      if (open.length < 2 || inside.name !== closed) throw new TwimlError(`12100 </${closed}> closes nothing`);
      open.pop();
    } else if (name !== undefined) {
      const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', a, b]) => [key, unescaped(a ?? b ?? '')] as const);
      const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      inside.children.push(element);
      if (!isEmpty) open.push(element);
    } else if (text !== undefined) inside.text += unescaped(text);
  }
  const [root] = top.children;
  if (open.length !== 1 || root?.name !== 'Response') throw new TwimlError('12100 Document parse failure');
  return root;
};
