import { randomBytes } from 'node:crypto';
import { composed, type InboundMail } from '../inbound-mail.ts';
import type { Outgoing } from '../webhook-sender.ts';

/** A mail that came to a host of ours, as Inbound Parse posts it with `send_raw`. */
export const inboundPost = (mail: InboundMail): Outgoing => {
  const raw = mail.raw ?? composed(mail);
  const boundary = `xYzZY${randomBytes(8).toString('hex')}`;
  const fields: Record<string, string> = {
    to: mail.to,
    from: mail.from,
    subject: mail.subject,
    envelope: JSON.stringify({ to: [mail.to], from: mail.from }),
    charsets: JSON.stringify({ to: 'UTF-8', subject: 'UTF-8', from: 'UTF-8' }),
    sender_ip: '203.0.113.9',
    SPF: 'pass',
    dkim: '{@example.test : pass}',
    email: raw,
  };
  const parts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  return {
    eventId: mail.messageId,
    type: 'inbound',
    topic: 'inbound',
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: `${parts.join('')}--${boundary}--\r\n`,
  };
};
