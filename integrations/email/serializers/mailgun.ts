import type { Mailbox, OutgoingMessage } from '../client/transport.ts';
import { headersOf, metadataOf } from './sendgrid.ts';
import { joined, type Skeleton, skeletonOf } from './skeleton.ts';

/** Of all `o:`, `h:` and `v:` fields together; Mailgun takes 16 kB. */
const MOST_OPTIONS = 15_500;
const VARIABLE = /%recipient[._]/i;

const quoted = (name: string) => `"${name.replaceAll(/[\\"]/g, '\\$&')}"`;
const written = ({ address, name }: Mailbox) => (name ? `${quoted(name)} <${address}>` : address);

export interface Field {
  name: string;
  value: string;
}
export interface Call {
  fields: readonly Field[];
  files: OutgoingMessage['attachments'];
}

const options = (): Field[] => ['o:tracking', 'o:tracking-clicks', 'o:tracking-opens'].map((name) => ({ name, value: 'no' }));
const tooLarge = (fields: readonly Field[]): boolean =>
  fields.filter(({ name }) => /^[ohv]:/.test(name)).reduce((sum, { name, value }) => sum + name.length + Buffer.byteLength(value), 0) > MOST_OPTIONS;

/** One mail as one call; without recipient variables nothing in it is replaced. */
export function oneCall(message: OutgoingMessage, account: string): Call {
  const fields: Field[] = [
    { name: 'from', value: written(message.from) },
    ...message.to.map((each) => ({ name: 'to', value: written(each) })),
    ...message.cc.map((each) => ({ name: 'cc', value: written(each) })),
    ...message.bcc.map((each) => ({ name: 'bcc', value: written(each) })),
    { name: 'subject', value: message.subject },
    ...(message.text || !message.html ? [{ name: 'text', value: message.text || ' ' }] : []),
    ...(message.html ? [{ name: 'html', value: message.html }] : []),
    ...options(),
    ...(message.replyTo ? [{ name: 'h:Reply-To', value: written(message.replyTo) }] : []),
    ...Object.entries(headersOf(message)).map(([name, value]) => ({ name: `h:${name}`, value })),
    ...Object.entries(metadataOf(message, account)).map(([name, value]) => ({ name: `v:${name}`, value })),
  ];
  return { fields, files: message.attachments };
}

/** Many mails of one kind: what differs goes into variables of each recipient. Undefined when they share too little. */
export function manyCall(messages: readonly OutgoingMessage[], account: string): Call | undefined {
  const [first] = messages;
  if (!first) return undefined;
  const isRisky = (each: OutgoingMessage) =>
    [each.html, each.text, each.subject, ...Object.values(each.headers)].some((value) => value && VARIABLE.test(value));
  if (messages.some(isRisky)) return undefined;
  const html = first.html === undefined ? undefined : skeletonOf(messages.map((each) => each.html ?? ''));
  const text = first.text === undefined ? undefined : skeletonOf(messages.map((each) => each.text ?? ''));
  if ((first.html !== undefined && !html) || (first.text !== undefined && !text)) return undefined;

  const headers = messages.map(headersOf);
  const metadata = messages.map((each) => metadataOf(each, account));
  const named = (rows: readonly Record<string, string>[], prefix: 'h' | 'v') =>
    [...new Set(rows.flatMap(Object.keys))].map((name, at) => {
      const [value = ''] = new Set(rows.map((row) => row[name] ?? ''));
      const isSame = rows.every((row) => row[name] === value);
      return {
        field: { name: `${prefix}:${name}`, value: isSame ? value : `%recipient.${prefix}${at}%` },
        variable: isSame ? undefined : `${prefix}${at}`,
        name,
      };
    });
  const [headerFields, metadataFields] = [named(headers, 'h'), named(metadata, 'v')];
  const fills = (skeleton: Skeleton | undefined, part: 't' | 'b', index: number) =>
    (skeleton?.fills[index] ?? []).map((value, hole) => [`${part}${hole}`, value]);
  const variables = Object.fromEntries(
    messages.map((each, index) => [
      each.to[0]?.address ?? '',
      Object.fromEntries([
        ['s', each.subject],
        ...fills(html, 'b', index),
        ...fills(text, 't', index),
        ...headerFields.flatMap(({ variable, name }) => (variable ? [[variable, headers[index]?.[name] ?? '']] : [])),
        ...metadataFields.flatMap(({ variable, name }) => (variable ? [[variable, metadata[index]?.[name] ?? '']] : [])),
      ]),
    ]),
  );
  const body = (skeleton: Skeleton | undefined, part: 't' | 'b') => skeleton && joined(skeleton, (hole) => `%recipient.${part}${hole}%`);
  const fields: Field[] = [
    { name: 'from', value: written(first.from) },
    ...messages.flatMap(({ to }) => to.map((each) => ({ name: 'to', value: written(each) }))),
    { name: 'subject', value: messages.every(({ subject }) => subject === first.subject) ? first.subject : '%recipient.s%' },
    ...(text ? [{ name: 'text', value: body(text, 't') || ' ' }] : []),
    ...(html ? [{ name: 'html', value: body(html, 'b') ?? '' }] : []),
    ...options(),
    ...(first.replyTo ? [{ name: 'h:Reply-To', value: written(first.replyTo) }] : []),
    ...headerFields.map(({ field }) => field),
    ...metadataFields.map(({ field }) => field),
    { name: 'recipient-variables', value: JSON.stringify(variables) },
  ];
  return tooLarge(fields) ? undefined : { fields, files: first.attachments };
}

const LINE = '\r\n';
const unbroken = (value: string) => value.replaceAll(/["\r\n]/g, '_');

/** `multipart/form-data`, bytes and all. A part without a file name would be dropped without a word. */
export function encode({ fields, files }: Call, boundary: string): { contentType: string; body: Uint8Array } {
  const chunks: Buffer[] = [];
  for (const { name, value } of fields)
    chunks.push(Buffer.from(`--${boundary}${LINE}Content-Disposition: form-data; name="${name}"${LINE}${LINE}${value}${LINE}`));
  for (const { name, contentType, content, contentId } of files) {
    const fileName = contentId ?? (name || 'attachment');
    const head = `Content-Disposition: form-data; name="${contentId ? 'inline' : 'attachment'}"; filename="${unbroken(fileName)}"${LINE}Content-Type: ${unbroken(contentType)}`;
    chunks.push(Buffer.from(`--${boundary}${LINE}${head}${LINE}${LINE}`), Buffer.from(content), Buffer.from(LINE));
  }
  chunks.push(Buffer.from(`--${boundary}--${LINE}`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(chunks) };
}
