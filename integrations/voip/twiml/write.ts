/** One verb of TwiML; text and verbs inside it. */
export interface Verb {
  name: string;
  attributes: Readonly<Record<string, string>>;
  inside: readonly (Verb | string)[];
}
export const verb = (name: string, attributes: Record<string, string>, ...inside: (Verb | string)[]): Verb => ({ name, attributes, inside });

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
// Control characters have no place in XML 1.0, not even escaped.
const UNPRINTABLE = /[^\u0020-\uffff\n\t]/g;
const escaped = (text: string): string => text.replace(UNPRINTABLE, '').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

const written = (each: Verb | string): string => {
  if (typeof each === 'string') return escaped(each);
  const attributes = Object.entries(each.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  return each.inside.length === 0 ? `<${each.name}${attributes}/>` : `<${each.name}${attributes}>${each.inside.map(written).join('')}</${each.name}>`;
};
export const twiml = (...verbs: readonly Verb[]): string => `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.map(written).join('')}</Response>`;
