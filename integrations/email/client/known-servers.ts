import type { Security } from './server.ts';

export interface KnownServers {
  imapHost: string;
  imapPort: number;
  imapSecurity: Security;
  smtpHost: string;
  smtpPort: number;
  smtpSecurity: Security;
  /** Said beside the password field. */
  hint?: string;
}
const of = (imapHost: string, smtpHost: string, smtpPort: 465 | 587, hint?: string): KnownServers => ({
  imapHost,
  imapPort: 993,
  imapSecurity: 'tls',
  smtpHost,
  smtpPort,
  smtpSecurity: smtpPort === 465 ? 'tls' : 'starttls',
  ...(hint ? { hint } : {}),
});
const APP_PASSWORD = 'Needs an app password, made in the account’s security settings.';
const appPassword = (where: string) => `Needs an app password instead of the one you sign in with. It is made ${where}.`;
const gmail = of(
  'imap.gmail.com',
  'smtp.gmail.com',
  465,
  appPassword('at myaccount.google.com/apppasswords, once two-step verification is on; or connect Gmail by signing in'),
);
const microsoft = of('outlook.office365.com', 'smtp.office365.com', 587, 'Microsoft takes no passwords here any more: connect Outlook by signing in instead.');
const yahoo = of('imap.mail.yahoo.com', 'smtp.mail.yahoo.com', 465, appPassword('in Yahoo’s account security, under “Generate app password”'));
const icloud = of('imap.mail.me.com', 'smtp.mail.me.com', 587, appPassword('at account.apple.com, under “App-Specific Passwords”'));
const gmx = of('imap.gmx.net', 'mail.gmx.net', 465, 'IMAP has to be switched on in GMX’s settings first.');

/** As the providers state them (checked against nodemailer 10's list, 2026-11). */
const KNOWN: Readonly<Record<string, KnownServers>> = {
  'gmail.com': gmail,
  'googlemail.com': gmail,
  'outlook.com': microsoft,
  'hotmail.com': microsoft,
  'live.com': microsoft,
  'msn.com': microsoft,
  'yahoo.com': yahoo,
  'ymail.com': yahoo,
  'icloud.com': icloud,
  'me.com': icloud,
  'mac.com': icloud,
  'aol.com': of('imap.aol.com', 'smtp.aol.com', 465, APP_PASSWORD),
  'fastmail.com': of('imap.fastmail.com', 'smtp.fastmail.com', 465, APP_PASSWORD),
  'zoho.com': of('imap.zoho.com', 'smtp.zoho.com', 465, APP_PASSWORD),
  'gmx.de': gmx,
  'gmx.net': gmx,
  'gmx.at': gmx,
  'web.de': of('imap.web.de', 'smtp.web.de', 587, 'IMAP has to be switched on in WEB.DE’s settings first.'),
  't-online.de': of('secureimap.t-online.de', 'securesmtp.t-online.de', 465),
  'ionos.de': of('imap.ionos.de', 'smtp.ionos.de', 465),
  'mailbox.org': of('imap.mailbox.org', 'smtp.mailbox.org', 465),
  'posteo.de': of('posteo.de', 'posteo.de', 465),
  'orange.fr': of('imap.orange.fr', 'smtp.orange.fr', 465),
  'free.fr': of('imap.free.fr', 'smtp.free.fr', 465),
  'libero.it': of('imapmail.libero.it', 'smtp.libero.it', 465),
  'yandex.com': of('imap.yandex.com', 'smtp.yandex.com', 465, APP_PASSWORD),
  'yandex.ru': of('imap.yandex.ru', 'smtp.yandex.ru', 465, APP_PASSWORD),
  'qq.com': of('imap.qq.com', 'smtp.qq.com', 465, APP_PASSWORD),
  '163.com': of('imap.163.com', 'smtp.163.com', 465, APP_PASSWORD),
};

/** The servers of an address: known ones, or the names most hosts use, which are then tried. */
export function serversFor(email: string): KnownServers & { isKnown: boolean } {
  const domain = email
    .slice(email.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  const known = KNOWN[domain];
  return known ? { ...known, isKnown: true } : { ...of(`imap.${domain}`, `smtp.${domain}`, 465), isKnown: false };
}

/** What to do where a well-known server does not let somebody in, by the name of the server. */
export const hintOf = (host: string): string | undefined => Object.values(KNOWN).find(({ imapHost, smtpHost }) => imapHost === host || smtpHost === host)?.hint;
