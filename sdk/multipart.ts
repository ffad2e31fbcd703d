/** One part of a form. `filename` is there for files only. */
export interface FormPart {
  name: string;
  filename?: string;
  contentType?: string;
  content: Buffer;
}

/**
 * The parts of a multipart/form-data body in their order (RFC 7578), bytes untouched: fields may be in any charset, and a
 * whole mail may be one of them. `undefined`: the body is no such form, or is cut off.
 */
export function formParts(body: Buffer, contentType: string): FormPart[] | undefined {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (!name || !/^multipart\/form-data/i.test(contentType)) return undefined;
  const parts: FormPart[] = [];
  const delimiter = Buffer.from(`\r\n--${name}`);
  // The first delimiter has no line break before it.
  let start = body.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2)) ? delimiter.length - 2 : body.indexOf(delimiter) + delimiter.length;
  if (start < delimiter.length - 2) return undefined;
  while (start > 0 && start < body.length && body.toString('latin1', start, start + 2) !== '--') {
    const end = body.indexOf(delimiter, start);
    if (end < 0) return undefined;
    const headersEnd = body.indexOf('\r\n\r\n', start);
    const part = headersEnd >= 0 && headersEnd < end ? partOf(body.toString('utf8', start, headersEnd), body.subarray(headersEnd + 4, end)) : undefined;
    if (part) parts.push(part);
    start = end + delimiter.length;
  }
  return parts;
}

function partOf(headers: string, content: Buffer): FormPart | undefined {
  const disposition = /content-disposition:\s*form-data;([^\r\n]*)/i.exec(headers)?.[1];
  const name = /(?:^|;)\s*name="([^"]*)"/i.exec(disposition ?? '')?.[1];
  if (disposition === undefined || name === undefined) return undefined;
  const isFile = /;\s*filename\*?=|^\s*filename\*?=/i.test(disposition);
  const filename = /;\s*filename="([^"]*)"/i.exec(disposition)?.[1];
  const contentType = /content-type:\s*([^\r\n]+)/i.exec(headers)?.[1]?.trim();
  return { name, ...(isFile ? { filename: filename ?? '' } : {}), ...(contentType ? { contentType } : {}), content };
}
