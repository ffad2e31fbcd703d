/** Text inside HTML, with everything that could end the text escaped. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** HTML that may be put into HTML as it is. */
export interface Markup {
  readonly markup: string;
}
type Value = string | number | Markup | readonly Markup[] | undefined | false;

const render = (value: Value): string => {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('');
};

/** Template tag that escapes every value but markup: markup`<p>${name}</p>`. */
export const markup = (parts: TemplateStringsArray, ...values: Value[]): Markup => ({
  markup: parts.reduce((text, part, index) => text + render(values[index - 1]) + part),
});
