import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { type Classification, classify } from '../bounces/classify.ts';
import type { Mailbox } from '../client/transport.ts';
import { normalAddress } from '../serializers/addresses.ts';
import { keyOfContent, keyOfMessageId, messageIdsIn, normalMessageId } from '../serializers/message-id.ts';
import { textOfHtml } from './html.ts';
import { kindOf, type MailKind } from './kind.ts';
import { visibleReply } from './visible-reply.ts';

const MOST_PEOPLE = 200;
const MOST_ATTACHMENTS = 50;
const MOST_TEXT = 500_000;
const SNIPPET = 200;
/** Dates before e-mail, or of a broken clock, are not believed. */
const EARLIEST = Date.parse('1990-01-01T00:00:00Z');
const AHEAD_MS = 2 * 86_400_000;

export interface MailPart {
  name: string;
  contentType: string;
  content: Uint8Array;
  contentId?: string;
  inline: boolean;
}
/** A mail as it is understood, whatever carried it here. */
export interface Mail {
  messageKey: string;
  rfcId: string | undefined;
  inReplyTo: string | undefined;
  references: string[];
  kind: MailKind;
  from: Mailbox | undefined;
  to: Mailbox[];
  cc: Mailbox[];
  /** How many addresses it names, where that is more than are kept. */
  recipients: number;
  subject: string;
  sentAt: Date;
  text: string;
  /** What is new in it. */
  reply: string;
  snippet: string;
  html: string | undefined;
  parts: MailPart[];
  /** What was not taken over as it came, in words of ours. */
  remarks: string[];
  /** What a server's report says about mail of ours. */
  returned?: Classification;
}

type Party = NonNullable<Email['from']>;
const people = (list: readonly Party[] | undefined): Mailbox[] => {
  const flat = (list ?? []).flatMap((each) => (each.group ? each.group : [each]));
  const found = new Map<string, Mailbox>();
  for (const { address, name } of flat) {
    const normal = normalAddress(address ?? '');
    if (normal && !found.has(normal)) found.set(normal, { address: normal, ...(name ? { name: name.slice(0, 200) } : {}) });
    if (found.size >= MOST_PEOPLE) break;
  }
  return [...found.values()];
};
const countOf = (list: readonly Party[] | undefined): number => (list ?? []).reduce((sum, each) => sum + (each.group?.length ?? 1), 0);

/** The time it says, unless nobody can have sent it then; otherwise when the server took it. */
export function believableDate(said: string | undefined, receivedAt: Date): { at: Date; isBelieved: boolean } {
  const at = Date.parse(said ?? '');
  const isBelieved = Number.isFinite(at) && at >= EARLIEST && at <= receivedAt.getTime() + AHEAD_MS;
  return { at: isBelieved ? new Date(at) : receivedAt, isBelieved };
}

const CRLF2 = /\r?\n\r?\n/;
/** An endless header is cut before anybody reads it. */
const MOST_HEADER = 1_000_000;
function bounded(raw: Uint8Array, remarks: string[]): Uint8Array {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, MOST_HEADER + 4));
  if (raw.byteLength <= MOST_HEADER || CRLF2.test(head.toString('latin1'))) return raw;
  remarks.push('header_cut');
  const all = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const bodyAt = [all.indexOf('\r\n\r\n'), all.indexOf('\n\n')].filter((at) => at >= 0).sort((a, b) => a - b)[0] ?? all.length;
  // At the end of an address, so that the last one kept is whole.
  const cut = head.lastIndexOf(',', MOST_HEADER - 1000);
  const rest = all.subarray(cut > 0 ? cut : MOST_HEADER, bodyAt).toString('latin1');
  const later = [
    ...rest.matchAll(/^(?:subject|date|message-id|in-reply-to|references|content-type|content-transfer-encoding|mime-version|from):.*(?:\r?\n[ \t].*)*/gim),
  ].map(([line]) => line.slice(0, 5000));
  return Buffer.concat([all.subarray(0, cut > 0 ? cut : MOST_HEADER), Buffer.from(`\r\n${later.join('\r\n')}`, 'latin1'), all.subarray(bodyAt)]);
}

async function parse(raw: Uint8Array, remarks: string[]): Promise<Email> {
  const options = { maxNestingDepth: 64, maxHeadersSize: 2 * 1024 * 1024, maxRfc822NestingDepth: 3 };
  try {
    return await PostalMime.parse(raw, options);
  } catch {
    // Built to hurt, or broken: its header is still believed, its body is not looked into.
    remarks.push('body_unreadable');
    const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 200_000)).toString('latin1');
    const header = text.split(CRLF2, 1)[0] ?? '';
    const plain = header.replaceAll(/^content-[a-z-]+:.*(?:\r?\n[ \t].*)*\r?\n?/gim, '').trimEnd();
    return PostalMime.parse(Buffer.from(`${plain}\r\n\r\n`, 'latin1'), options);
  }
}

function partOf({ filename, mimeType, content, contentId, disposition, related }: Attachment): MailPart {
  const id = contentId?.replace(/^<|>$/g, '');
  return {
    name: (filename ?? (mimeType === 'text/calendar' ? 'invite.ics' : 'attachment')).replaceAll(/[\\/\0\r\n]+/g, '_').slice(0, 255),
    contentType: mimeType,
    content: typeof content === 'string' ? Buffer.from(content) : content instanceof ArrayBuffer ? new Uint8Array(content) : content,
    ...(id ? { contentId: id.slice(0, 200) } : {}),
    inline: disposition === 'inline' || related === true,
  };
}

/** Bytes to meaning. Never throws for what is in them: what cannot be read is said in `remarks`. */
export async function understand(raw: Uint8Array, receivedAt: Date): Promise<Mail> {
  const remarks: string[] = [];
  const email = await parse(bounded(raw, remarks), remarks);
  const headers = new Map(email.headers.map(({ key, value }) => [key, value]));
  const from = people(email.from ? [email.from] : email.sender ? [email.sender] : [])[0];
  const [to, cc] = [people(email.to), people(email.cc)];
  const recipients = countOf(email.to) + countOf(email.cc);
  if (recipients > to.length + cc.length + 20) remarks.push('recipients_cut');
  const subject = (email.subject ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 998);
  const { at: sentAt, isBelieved } = believableDate(email.date, receivedAt);
  if (!isBelieved) remarks.push('date_not_believed');
  const html = email.html?.slice(0, 2_000_000);
  const text = (email.text?.trim() ? email.text : html ? textOfHtml(html) : '').slice(0, MOST_TEXT);
  const reply = visibleReply(text, /^\s*(?:fwd?|wg|tr|rv|i)\s*:/i.test(subject));
  const rfcId = normalMessageId(email.messageId);
  const inReplyTo = messageIdsIn(email.inReplyTo)[0];
  if (!rfcId) remarks.push('no_message_id');
  if (email.attachments.length > MOST_ATTACHMENTS) remarks.push('attachments_cut');
  const kind = kindOf(headers, from?.address, subject);
  const returned = kind === 'bounce' ? await classify(raw).catch(() => undefined) : undefined;
  return {
    ...(returned ? { returned } : {}),
    messageKey: rfcId ? keyOfMessageId(rfcId) : keyOfContent(from?.address ?? '', email.date ?? '', subject, text.slice(0, 1000)),
    rfcId,
    inReplyTo,
    references: messageIdsIn(email.references),
    kind,
    from,
    to,
    cc,
    recipients: Math.max(recipients, to.length + cc.length),
    subject,
    sentAt,
    text,
    reply,
    snippet: reply.replaceAll(/\s+/g, ' ').slice(0, SNIPPET),
    html,
    parts: email.attachments.slice(0, MOST_ATTACHMENTS).map(partOf),
    remarks,
  };
}

/** Ids that place it in a conversation. */
export const threadKeysOf = ({ messageKey, inReplyTo, references }: Pick<Mail, 'messageKey' | 'inReplyTo' | 'references'>): string[] => [
  ...new Set([messageKey, ...[...references, ...(inReplyTo ? [inReplyTo] : [])].map(keyOfMessageId)]),
];
