import { composed, type InboundMail } from '../inbound-mail.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { tokenOf } from './signature.ts';

/** A mail that a route hands on: parsed fields, or all of it as `body-mime`. */
export const routePost = (mail: InboundMail, isMime: boolean): Outgoing => {
  const boundary = 'boundary-of-mailgun';
  const fields: Record<string, string> = {
    recipient: mail.to,
    sender: mail.from,
    from: mail.from,
    subject: mail.subject,
    'Message-Id': `<${mail.messageId}>`,
    ...(isMime
      ? { 'body-mime': mail.raw ?? composed(mail) }
      : {
          'body-plain': mail.text,
          'stripped-text': mail.text,
          'attachment-count': '0',
          'message-headers': JSON.stringify([
            ['To', mail.to],
            ['Date', new Date(mail.date ?? mail.at).toUTCString()],
          ]),
        }),
    timestamp: String(Math.floor(mail.at.getTime() / 1000)),
    token: tokenOf(mail.messageId),
    signature: '',
  };
  const parts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  return {
    eventId: mail.messageId,
    type: 'route',
    topic: 'inbound',
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: `${parts.join('')}--${boundary}--\r\n`,
  };
};
