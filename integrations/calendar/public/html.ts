/** Markup that is safe already. Everything else is escaped where it is put in. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
type Part = Markup | string | number | false | null | undefined | readonly Part[];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
const textOf = (part: Part): string => {
  if (part === false || part === null || part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(textOf).join('');
  return escaped(String(part));
};

export const html = (strings: TemplateStringsArray, ...parts: Part[]): Markup =>
  new Markup(strings.reduce((text, each, index) => text + each + (index < parts.length ? textOf(parts[index]) : ''), ''));

/** Lines of a text that a person wrote, as paragraphs. */
export const paragraphs = (text: string): Markup => html`${text.split(/\n{2,}/).map((each) => html`<p>${each}</p>`)}`;
