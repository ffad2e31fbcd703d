import { z } from 'zod';
import { classifyHttp, credentials, PatchbayError, type Provider } from '#sdk';
import { verifyImap } from '../client/imap.ts';
import { imapServerOf, smtpServerOf } from '../client/server.ts';
import { verifySmtp } from '../client/smtp.ts';

const security = z.enum(['tls', 'starttls', 'none']);
const host = z.string().trim().min(1).max(253);
const port = z.coerce.number().int().min(1).max(65_535);
const secret = z.string().min(1).max(10_000);

const mailbox = z
  .strictObject({
    email: z.email(),
    username: z.string().min(1).max(500).optional(),
    password: secret.optional(),
    accessToken: secret.optional(),
    imapHost: host.optional(),
    imapPort: port.optional(),
    imapSecurity: security.optional(),
    smtpHost: host.optional(),
    smtpPort: port.optional(),
    smtpSecurity: security.optional(),
  })
  .meta({ description: 'Servers of well-known addresses are filled in. Without an outgoing server the mailbox only reads.' });
const server = z.strictObject({
  host,
  port,
  security,
  username: z.string().min(1).max(500).optional(),
  password: secret.optional(),
  fromEmail: z.email(),
  fromName: z.string().trim().max(200).optional(),
});

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
const needed = (net: unknown): PatchbayError => new PatchbayError('internal', { facts: { reason: 'no net', net: typeof net } });

export const mailboxProviders: Readonly<Record<string, Provider>> = {
  imap: {
    title: 'Mailbox (IMAP and SMTP)',
    requires: [],
    hostsFromUsers: true,
    auth: credentials({ schema: mailbox, secretFields: ['password', 'accessToken'] }),
    // Servers state none; ours keeps one mailbox from taking all there is.
    quotas: [{ name: 'commands', limit: 1200, intervalMs: 60_000, per: 'connection', exact: false }],
    classify: classifyHttp,
    async verifyAccount(_http, values, net) {
      if (!net) throw needed(net);
      const email = String(values.email);
      if (!values.password && !values.accessToken)
        throw new PatchbayError('invalid_input', { errors: [{ path: 'credentials.password', message: 'A password or an access token is needed.' }] });
      await verifyImap(net, imapServerOf(values));
      const outgoing = smtpServerOf(values);
      if (outgoing) await verifySmtp(net, outgoing, domainOf(email));
      return { externalId: email.toLowerCase(), displayName: email, data: { email, sends: outgoing !== undefined } };
    },
  },
  smtp: {
    title: 'Outgoing server (SMTP)',
    requires: [],
    hostsFromUsers: true,
    auth: credentials({ schema: server, secretFields: ['password'] }),
    quotas: [{ name: 'messages', limit: 600, intervalMs: 60_000, per: 'connection', exact: false }],
    classify: classifyHttp,
    async verifyAccount(_http, values, net) {
      const outgoing = smtpServerOf(values);
      if (!net || !outgoing) throw needed(net);
      const email = String(values.fromEmail);
      await verifySmtp(net, outgoing, domainOf(email));
      const name = typeof values.fromName === 'string' && values.fromName ? values.fromName : undefined;
      return {
        externalId: `${email.toLowerCase()} ${outgoing.host}:${outgoing.port}`,
        displayName: email,
        data: { email, sends: true, ...(name ? { name } : {}) },
      };
    },
  },
};
