import { z } from 'zod';
import { classifyHttp, type Env, PatchbayError, type Provider } from '#sdk';
import { verifyImap } from '../client/imap.ts';
import { serversFor } from '../client/known-servers.ts';
import { imapServerOf, smtpServerOf } from '../client/server.ts';
import { verifySmtp } from '../client/smtp.ts';
import { domainOf } from '../serializers/addresses.ts';
import { GOOGLE_APP, googleSignIn, text } from './oauth-apps.ts';

/** The whole mailbox, by IMAP and SMTP (developers.google.com/workspace/gmail/imap/xoauth2-protocol, 2026-11). */
const SCOPE = 'https://mail.google.com/';
const security = z.enum(['tls', 'starttls', 'none']);
const known = serversFor('a@gmail.com');

export const gmailEnv = {
  GOOGLE_USERINFO_URL: z.url().default('https://openidconnect.googleapis.com/v1/userinfo'),
  GMAIL_IMAP_HOST: z.string().default(known.imapHost),
  GMAIL_IMAP_PORT: z.coerce.number().int().default(known.imapPort),
  GMAIL_IMAP_SECURITY: security.default(known.imapSecurity),
  GMAIL_SMTP_HOST: z.string().default(known.smtpHost),
  GMAIL_SMTP_PORT: z.coerce.number().int().default(known.smtpPort),
  GMAIL_SMTP_SECURITY: security.default(known.smtpSecurity),
};
const account = z.object({ sub: z.string().min(1), email: z.email() });

/** Gmail by signing in: IMAP and SMTP with a token (XOAUTH2) that the hub renews by itself. */
export function gmailProvider(env: Env): Provider {
  const servers = {
    imapHost: text(env.GMAIL_IMAP_HOST),
    imapPort: Number(env.GMAIL_IMAP_PORT),
    imapSecurity: text(env.GMAIL_IMAP_SECURITY),
    smtpHost: text(env.GMAIL_SMTP_HOST),
    smtpPort: Number(env.GMAIL_SMTP_PORT),
    smtpSecurity: text(env.GMAIL_SMTP_SECURITY),
  };
  return {
    title: 'Gmail by IMAP (signing in)',
    requires: GOOGLE_APP,
    auth: googleSignIn(env, [SCOPE]),
    quotas: [{ name: 'commands', limit: 1200, intervalMs: 60_000, per: 'connection', exact: false }],
    classify: classifyHttp,
    async verifyAccount(http, values, net) {
      if (!net) throw new PatchbayError('internal', { facts: { reason: 'no net' } });
      const { body } = await http.request({ method: 'GET', url: text(env.GOOGLE_USERINFO_URL), operation: 'email.gmail.account', lane: 'interactive' });
      const { sub, email } = account.parse(body);
      const signIn = { ...servers, email, accessToken: values.accessToken };
      await verifyImap(net, imapServerOf(signIn));
      const outgoing = smtpServerOf(signIn);
      if (outgoing) await verifySmtp(net, outgoing, domainOf(email));
      return { externalId: sub, displayName: email, data: { email, sends: outgoing !== undefined, servers } };
    },
  };
}
