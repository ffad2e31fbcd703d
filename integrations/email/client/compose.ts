import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mailbox, OutgoingMessage } from './transport.ts';

const angle = (id: string) => `<${id}>`;
/** A name may hold a line break that would become a header of its own. */
const plain = (value: string) => value.replaceAll(/[\r\n\0]+/g, ' ').trim();
const party = ({ address, name }: Mailbox) => ({ address: plain(address), name: plain(name ?? '') });

/** The bytes that go out, and that lie in Sent: the same ones, whoever carries them. Without Bcc. */
export function compose(message: OutgoingMessage): Promise<Buffer> {
  const { from, replyTo, to, cc, subject, html, text, headers, inReplyTo, references = [], attachments, messageId, date } = message;
  return new MailComposer({
    from: party(from),
    ...(replyTo ? { replyTo: party(replyTo) } : {}),
    to: to.map(party),
    cc: cc.map(party),
    subject: plain(subject),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    messageId: angle(messageId),
    date,
    ...(inReplyTo ? { inReplyTo: angle(inReplyTo) } : {}),
    ...(references.length > 0 ? { references: references.map(angle) } : {}),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [plain(name), plain(value)])),
    attachments: attachments.map(({ name, contentType, content, contentId }) => ({
      filename: plain(name),
      contentType,
      content: Buffer.from(content),
      ...(contentId ? { cid: contentId, contentDisposition: 'inline' as const } : {}),
    })),
    // Content comes from people: nothing of it is fetched or read from a disk.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** Everybody it is handed over for, each once. */
export const envelopeOf = ({ from, to, cc, bcc }: OutgoingMessage): { from: string; to: string[] } => ({
  from: from.address,
  to: [...new Map([...to, ...cc, ...bcc].map(({ address }) => [address.toLowerCase(), address])).values()],
});
