import { z } from 'zod';

/** A mail from outside, for twins that hand inbound mail on. `raw` is taken as it is; otherwise one is composed. */
export const inboundMail = z.strictObject({
  from: z.string().default('jane@customer.test'),
  to: z.string().default('inbox@acme.test'),
  subject: z.string().default('Hello'),
  text: z.string().default('Hello.'),
  messageId: z.string().optional(),
  inReplyTo: z.string().optional(),
  /** When it was written, where that is not now. */
  date: z.iso.datetime().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  raw: z.string().optional(),
});
export type InboundMail = Omit<z.infer<typeof inboundMail>, 'messageId'> & { messageId: string; at: Date };

export const composed = ({ from, to, subject, text, messageId, inReplyTo, headers, date, at }: InboundMail): string => {
  const lines: Record<string, string | undefined> = {
    Received: `from mx.customer.test by mx.hub.test; ${at.toUTCString()}`,
    From: from,
    To: to,
    Subject: subject,
    Date: new Date(date ?? at).toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${messageId}>`,
    'In-Reply-To': inReplyTo && `<${inReplyTo}>`,
    References: inReplyTo && `<${inReplyTo}>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': 'base64',
    ...headers,
  };
  const head = Object.entries(lines).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  const body = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
  return `${head.join('\r\n')}\r\n\r\n${body}\r\n`;
};
