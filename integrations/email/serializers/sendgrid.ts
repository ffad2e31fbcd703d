import { createHash } from 'node:crypto';
import type { Mailbox, OutgoingMessage } from '../client/transport.ts';
import { joined, type Skeleton, skeletonOf } from './skeleton.ts';

/** Values of ours in their events lie flat beside theirs: the prefix keeps them apart. */
export const METADATA = 'pb_';
/** Our Message-ID in the metadata: the only id that is ours at every provider. */
export const MESSAGE_ID = `${METADATA}mid`;
export const ACCOUNT = `${METADATA}acc`;

/** Bytes of all substitutions of one recipient; SendGrid takes 10,000. */
const MOST_SUBSTITUTIONS = 9_500;
const RESERVED = /^(x-sg-id|x-sg-eid|received|dkim-signature|content-type|content-transfer-encoding|to|from|subject|reply-to|cc|bcc)$/i;

const address = ({ address: email, name }: Mailbox) => ({ email, ...(name ? { name } : {}) });

export const metadataOf = (message: OutgoingMessage, account: string): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(message.metadata ?? {}).map(([name, value]) => [`${METADATA}${name}`, value])),
  [MESSAGE_ID]: message.messageId,
  [ACCOUNT]: account,
});

/** The headers that the mail shall bear, threading among them; those that the provider writes itself are left out. */
export function headersOf(message: OutgoingMessage): Record<string, string> {
  const references = [...(message.references ?? [])];
  return Object.fromEntries(
    Object.entries({
      ...message.headers,
      'Message-ID': `<${message.messageId}>`,
      ...(message.inReplyTo ? { 'In-Reply-To': `<${message.inReplyTo}>` } : {}),
      ...(references.length ? { References: references.map((id) => `<${id}>`).join(' ') } : {}),
    }).filter(([name]) => !RESERVED.test(name)),
  );
}

/** What must be equal for two mails to go in one call. */
export const kindOf = (message: OutgoingMessage): string =>
  JSON.stringify([
    message.from,
    message.replyTo ?? null,
    Object.keys(message.headers).toSorted(),
    message.html === undefined,
    message.text === undefined,
    message.attachments.map(({ name, contentType, contentId, content }) => [name, contentType, contentId, createHash('sha256').update(content).digest('hex')]),
  ]);

/** Sent apart: SendGrid counts an address once per call, and a copy would be everybody's. */
export const isAlone = (message: OutgoingMessage): boolean => message.to.length !== 1 || message.cc.length > 0 || message.bcc.length > 0;

const content = (text: string | undefined, html: string | undefined) => [
  ...(text ? [{ type: 'text/plain', value: text }] : []),
  ...(html ? [{ type: 'text/html', value: html }] : []),
];
const NOTHING = { enable: false };

/** Everything of a call but whom it is for and what it says. We count opens, clicks and leaving ourselves: twice would spoil links. */
const frame = (message: OutgoingMessage) => ({
  from: address(message.from),
  ...(message.replyTo ? { reply_to: address(message.replyTo) } : {}),
  ...(message.attachments.length
    ? {
        attachments: message.attachments.map(({ name, contentType, content: bytes, contentId }) => ({
          content: Buffer.from(bytes).toString('base64'),
          filename: name,
          type: contentType,
          disposition: contentId ? 'inline' : 'attachment',
          ...(contentId ? { content_id: contentId } : {}),
        })),
      }
    : {}),
  tracking_settings: { click_tracking: { enable: false, enable_text: false }, open_tracking: NOTHING, subscription_tracking: NOTHING, ganalytics: NOTHING },
});

const personal = (message: OutgoingMessage, account: string) => ({
  to: message.to.map(address),
  ...(message.cc.length ? { cc: message.cc.map(address) } : {}),
  ...(message.bcc.length ? { bcc: message.bcc.map(address) } : {}),
  subject: message.subject || ' ',
  headers: headersOf(message),
  custom_args: metadataOf(message, account),
});

/** One mail as one call. */
export const oneCall = (message: OutgoingMessage, account: string) => ({
  ...frame(message),
  personalizations: [personal(message, account)],
  content: content(message.text, message.html).length ? content(message.text, message.html) : [{ type: 'text/plain', value: ' ' }],
});

const tag = (part: 't' | 'h', hole: number) => `-pb${part}${hole}-`;
const TAG = /-pb[th]\d+-/;

/** Many mails of one kind as one call, or undefined when they share too little. */
export function manyCall(messages: readonly OutgoingMessage[], account: string) {
  const [first] = messages;
  if (!first) return undefined;
  const html = first.html === undefined ? undefined : skeletonOf(messages.map((each) => each.html ?? ''));
  const text = first.text === undefined ? undefined : skeletonOf(messages.map((each) => each.text ?? ''));
  if ((first.html !== undefined && !html) || (first.text !== undefined && !text)) return undefined;
  // What looks like a hole of ours in somebody's text would be filled.
  if (messages.some((each) => TAG.test(each.html ?? '') || TAG.test(each.text ?? ''))) return undefined;
  const fills = (skeleton: Skeleton | undefined, part: 't' | 'h', index: number) =>
    (skeleton?.fills[index] ?? []).map((value, hole): [string, string] => [tag(part, hole), value]);
  const substitutions = messages.map((_, index) => Object.fromEntries([...fills(html, 'h', index), ...fills(text, 't', index)]));
  if (substitutions.some((each) => Buffer.byteLength(JSON.stringify(each)) > MOST_SUBSTITUTIONS)) return undefined;
  const parts = content(text && joined(text, (hole) => tag('t', hole)), html && joined(html, (hole) => tag('h', hole)));
  if (parts.length === 0) return undefined;
  return {
    ...frame(first),
    personalizations: messages.map((each, index) => ({ ...personal(each, account), substitutions: substitutions[index] ?? {} })),
    content: parts,
  };
}
