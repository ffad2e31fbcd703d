import nodemailer from 'nodemailer';
import type { Secret, SystemMail } from '#sdk';

/** Mail from the hub itself: alerts, invitations. */
export interface Mailer {
  /** @throws when the server did not take it for any of the recipients. */
  send(mail: SystemMail): Promise<void>;
}

export interface SystemMailerConfig {
  host: string;
  port: number;
  /** TLS before any credentials: from the first byte on port 465, else by STARTTLS. */
  useTls: boolean;
  user?: string;
  password?: Secret;
  from: string;
}

const TIMEOUT_MS = 15_000;

/** The SMTP server is named by the operator, so the guard for addresses typed by users does not apply. */
export function createSystemMailer({ host, port, useTls, user, password, from }: SystemMailerConfig): Mailer {
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: useTls && port === 465,
    requireTLS: useTls && port !== 465,
    ignoreTLS: !useTls,
    ...(user ? { auth: { user, pass: password?.reveal() ?? '' } } : {}),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // Alerts name what people typed: nothing in them may make the hub read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, html, messageId, headers, attachments, calendar }) {
      await transport.sendMail({
        from,
        to: [...to],
        subject,
        text,
        ...(html ? { html } : {}),
        ...(messageId ? { messageId } : {}),
        headers: { 'Auto-Submitted': 'auto-generated', ...headers },
        ...(calendar ? { icalEvent: { method: calendar.method, content: calendar.content } } : {}),
        attachments: (attachments ?? []).map(({ name, contentType, content }) => ({
          filename: name,
          contentType,
          content: typeof content === 'string' ? content : Buffer.from(content),
        })),
      });
    },
  };
}
