const split = new Map<string, readonly string[]>();
/** Templates stand in the declarations of webhooks: there are few, and each is divided once. */
function partsOf(template: string): readonly string[] {
  const known = split.get(template);
  if (known) return known;
  const parts = template.split(/(\{body\}|\{timestamp\}|\{id\})/).filter((part) => part !== '');
  split.set(template, parts);
  return parts;
}

/** Fills `{body}`, `{timestamp}` and `{id}` without turning the body into text: its bytes may be no UTF-8. */
export function fillTemplate(template: string, values: { body: Buffer; timestamp?: string; id?: string }): Buffer {
  const parts = partsOf(template);
  if (parts.length === 1 && parts[0] === '{body}') return values.body;
  const pieces: Buffer[] = [];
  let text = '';
  for (const part of parts) {
    if (part === '{body}') {
      pieces.push(Buffer.from(text), values.body);
      text = '';
    } else text += part === '{timestamp}' ? (values.timestamp ?? '') : part === '{id}' ? (values.id ?? '') : part;
  }
  return Buffer.concat([...pieces, Buffer.from(text)]);
}
