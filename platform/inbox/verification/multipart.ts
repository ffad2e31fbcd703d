/**
 * Text fields of a multipart/form-data body (RFC 7578), for schemes whose signature is one of them. File parts are
 * passed over; the first part of a name counts. Not a general reader: attachments are read by the integration.
 */
export function multipartFields(body: Buffer, contentType: string): Map<string, string> | undefined {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (!name) return undefined;
  const fields = new Map<string, string>();
  const delimiter = Buffer.from(`\r\n--${name}`);
  // The first delimiter has no line break before it.
  let start = body.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2)) ? delimiter.length - 2 : body.indexOf(delimiter) + delimiter.length;
  if (start < delimiter.length - 2) return undefined;
  while (start > 0 && start < body.length && body.toString('latin1', start, start + 2) !== '--') {
    const end = body.indexOf(delimiter, start);
    if (end < 0) return undefined;
    const headersEnd = body.indexOf('\r\n\r\n', start);
    if (headersEnd >= 0 && headersEnd < end) addField(fields, body.toString('utf8', start, headersEnd), body.subarray(headersEnd + 4, end));
    start = end + delimiter.length;
  }
  return fields;
}

function addField(fields: Map<string, string>, headers: string, content: Buffer) {
  const disposition = /content-disposition:\s*form-data;([^\r\n]*)/i.exec(headers)?.[1];
  if (!disposition || /;\s*filename\*?=|^\s*filename\*?=/i.test(disposition)) return;
  const name = /(?:^|;)\s*name="([^"]*)"/i.exec(disposition)?.[1];
  if (name !== undefined && !fields.has(name)) fields.set(name, content.toString('utf8'));
}
