const split = new Map<string, readonly string[]>();
/** Templates stand in the declarations of webhooks: there are few, and each is divided once. */
function partsOf(template: string): readonly string[] {
  const known = split.get(template);
  if (known) return known;
  const parts = template.split(/(\{body\}|\{timestamp\}|\{id\})/).filter((part) => part !== '');
  split.set(template, parts);
  return parts;
}

interface Values {
  body: Buffer;
  timestamp?: string | undefined;
  id?: string | undefined;
}
/** A template with `{body}`, `{timestamp}` and `{id}` filled, in pieces. The body stays bytes, which may be no UTF-8. */
export const filledPieces = (template: string, { body, timestamp = '', id = '' }: Values): (Buffer | string)[] =>
  partsOf(template).map((part) => (part === '{body}' ? body : part === '{timestamp}' ? timestamp : part === '{id}' ? id : part));

/** The same in one piece. */
export const fillTemplate = (template: string, values: Values): Buffer =>
  Buffer.concat(filledPieces(template, values).map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
