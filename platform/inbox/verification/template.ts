/** Fills `{body}`, `{timestamp}` and `{id}` without turning the body into text: its bytes may be no UTF-8. */
export function fillTemplate(template: string, values: { body: Buffer; timestamp?: string; id?: string }): Buffer {
  const parts = template.split(/(\{body\}|\{timestamp\}|\{id\})/).map((part) => {
    if (part === '{body}') return values.body;
    if (part === '{timestamp}') return Buffer.from(values.timestamp ?? '');
    if (part === '{id}') return Buffer.from(values.id ?? '');
    return Buffer.from(part);
  });
  return Buffer.concat(parts);
}
