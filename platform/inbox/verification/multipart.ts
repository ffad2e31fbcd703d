import { formParts } from '#sdk';

/** Text fields of a multipart/form-data body, for schemes whose signature is one of them; the first part of a name counts. */
export function multipartFields(body: Buffer, contentType: string): Map<string, string> | undefined {
  const parts = formParts(body, contentType);
  if (!parts) return undefined;
  const fields = new Map<string, string>();
  for (const { name, filename, content } of parts) if (filename === undefined && !fields.has(name)) fields.set(name, content.toString('utf8'));
  return fields;
}

/** The same form with text fields set, for signing: those that are there are replaced, others come last. */
export function withMultipartFields(body: Buffer, contentType: string, values: Readonly<Record<string, string>>): Buffer {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType);
  const line = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  const kept = (formParts(body, contentType) ?? []).filter(({ name, filename }) => filename !== undefined || values[name] === undefined);
  const chunks = [
    ...kept,
    ...Object.entries(values).map(([name, value]) => ({ name, content: Buffer.from(value), filename: undefined, contentType: undefined })),
  ];
  return Buffer.concat([
    ...chunks.flatMap(({ name, filename, contentType: type, content }) => [
      Buffer.from(
        `${line}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`,
      ),
      content,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`${line}--\r\n`),
  ]);
}
