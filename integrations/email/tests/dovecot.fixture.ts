import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { services } from '../../../server/testing/services.ts';

const { port, folder } = services.dovecot;
export const dovecot = {
  isThere: port > 0,
  /** Said in the title of what is skipped without it. */
  why: ' (skipped: needs a real Dovecot, which `npm run test:services` starts)',
  host: '127.0.0.1',
  port,
  /** With TLS from the first byte. */
  tlsPort: port + 1,
  lmtpPort: port + 2,
  /** Whom it asks about tokens. */
  introspectPort: port + 4,
  folder,
};
// The service suite proves what it is named for, or fails.
if (services.areStarted && !dovecot.isThere) throw new Error('PATCHBAY_DOVECOT is not set: start it by scripts/services.sh.');

/** A real outgoing server, whose mail for acme.example comes into Dovecot's mailboxes. */
export const postfix = { isThere: services.smtp.port > 0, port: services.smtp.port, tlsPort: services.smtp.port + 1 };

let count = 0;
/** A mailbox that nobody has used. */
export const newUser = (name = 'ada'): string => `${name}-${process.pid}-${++count}-${Date.now().toString(36)}@acme.example`;
export const credentialsOf = (email: string, smtpPort?: number) => ({
  email,
  password: 'pass',
  imapHost: dovecot.host,
  imapPort: dovecot.port,
  imapSecurity: 'none',
  ...(smtpPort ? { smtpHost: '127.0.0.1', smtpPort, smtpSecurity: 'none' } : {}),
});

export interface Written {
  id?: string;
  from?: string;
  to?: string;
  subject?: string;
  text?: string;
  date?: Date;
  headers?: Record<string, string>;
}
export function mailOf({
  id,
  from = 'Jane Doe <jane@customer.example>',
  to = 'ada@acme.example',
  subject = 'Hello',
  text = 'Dear Ada,\n\nsee you.\n',
  date,
  headers = {},
}: Written): string {
  const lines = {
    From: from,
    To: to,
    Subject: subject,
    Date: (date ?? new Date()).toUTCString(),
    ...(id ? { 'Message-ID': `<${id}>` } : {}),
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  return `${Object.entries(lines)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${text.replaceAll(/\r?\n/g, '\r\n')}`;
}

const run = promisify(execFile);
/** Files put where Dovecot finds them at its next look: thousands in a second. */
export async function fill(user: string, mails: readonly string[], sub = ''): Promise<void> {
  const maildir = join(dovecot.folder, 'mail', user, 'Maildir', sub ? `.${sub}` : '');
  for (const each of ['cur', 'new', 'tmp']) await mkdir(join(maildir, each), { recursive: true });
  const epoch = Math.floor(Date.now() / 1000);
  for (const [index, mail] of mails.entries())
    await writeFile(join(maildir, 'cur', `${epoch}.M${String(index).padStart(6, '0')}P${process.pid}${++count}.h:2,S`), mail);
  await run('chown', ['-R', 'mail:mail', join(dovecot.folder, 'mail', user)]);
}
/** As mail arrives. */
export async function arrive(user: string, raw: string): Promise<void> {
  const lmtp = createTransport({ host: dovecot.host, port: dovecot.lmtpPort, lmtp: true, ignoreTLS: true } as Parameters<typeof createTransport>[0]);
  await lmtp.sendMail({ envelope: { from: 'sender@customer.example', to: [user] }, raw });
  lmtp.close();
}
/** A second program at the same mailbox. */
export async function asUser<T>(user: string, act: (client: ImapFlow) => Promise<T>, folder = 'INBOX'): Promise<T> {
  const client = new ImapFlow({ host: dovecot.host, port: dovecot.port, secure: false, doSTARTTLS: false, auth: { user, pass: 'pass' }, logger: false });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.mailboxOpen(folder);
    return await act(client);
  } finally {
    client.close();
  }
}

/** A mailbox as it was before anybody used it. */
export const forget = (user: string): Promise<void> => rm(join(dovecot.folder, 'mail', user), { recursive: true, force: true });

/** From now on the server refuses this user's password, until it is given again. */
export async function refusePassword(user: string, isRefused: boolean): Promise<void> {
  const path = join(dovecot.folder, 'denied');
  const others = (await readFile(path, 'utf8')).split('\n').filter((line) => line && line !== `${user}:`);
  await writeFile(path, `${[...others, ...(isRefused ? [`${user}:`] : [])].join('\n')}\n`);
}
