import { decodeJwt } from 'jose';
import { z } from 'zod';
import { classifyHttp, type Env, PatchbayError, type Provider } from '#sdk';
import { verifyImap } from '../client/imap.ts';
import { serversFor } from '../client/known-servers.ts';
import { imapServerOf, smtpServerOf } from '../client/server.ts';
import { verifySmtp } from '../client/smtp.ts';
import { domainOf } from '../serializers/addresses.ts';
import { MICROSOFT_APP, microsoftSignIn, text } from './oauth-apps.ts';

/**
 * Of Exchange Online itself and not of Graph: a token of Microsoft is for one of them, so nothing of Graph may be asked with it
 * (learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth, 2026-11).
 */
const SCOPES = ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send'];
const security = z.enum(['tls', 'starttls', 'none']);
const known = serversFor('a@outlook.com');

export const outlookEnv = {
  OUTLOOK_IMAP_HOST: z.string().default(known.imapHost),
  OUTLOOK_IMAP_PORT: z.coerce.number().int().default(known.imapPort),
  OUTLOOK_IMAP_SECURITY: security.default(known.imapSecurity),
  OUTLOOK_SMTP_HOST: z.string().default(known.smtpHost),
  OUTLOOK_SMTP_PORT: z.coerce.number().int().default(known.smtpPort),
  OUTLOOK_SMTP_SECURITY: security.default(known.smtpSecurity),
};
const person = z.object({
  aud: z.string(),
  oid: z.string().optional(),
  sub: z.string(),
  email: z.string().optional(),
  preferred_username: z.string().optional(),
});

/**
 * Whose sign-in it is, by the id_token that came with the token: over the line to the token endpoint, which vouches for it
 * (OpenID Connect Core §3.1.3.7). That the mailbox is theirs, the server itself proves at the sign-in.
 */
function whoSignedIn(idToken: unknown, clientId: string): { id: string; email: string } {
  const said = typeof idToken === 'string' ? claimsOf(idToken) : undefined;
  const email = said?.email ?? said?.preferred_username;
  if (!said || said.aud !== clientId || !email?.includes('@'))
    throw new PatchbayError('oauth_exchange_failed', { detail: 'Microsoft did not say whose mailbox this is.', remedy: 'Connect it again.' });
  return { id: said.oid ?? said.sub, email: email.toLowerCase() };
}
function claimsOf(idToken: string): z.output<typeof person> | undefined {
  try {
    return person.parse(decodeJwt(idToken));
  } catch {
    return undefined;
  }
}

/** Microsoft 365 and Outlook.com where only IMAP is open: by signing in, because they take no passwords there any more. */
export function outlookProvider(env: Env): Provider {
  const servers = {
    imapHost: text(env.OUTLOOK_IMAP_HOST),
    imapPort: Number(env.OUTLOOK_IMAP_PORT),
    imapSecurity: text(env.OUTLOOK_IMAP_SECURITY),
    smtpHost: text(env.OUTLOOK_SMTP_HOST),
    smtpPort: Number(env.OUTLOOK_SMTP_PORT),
    smtpSecurity: text(env.OUTLOOK_SMTP_SECURITY),
  };
  return {
    title: 'Microsoft 365 by IMAP (signing in)',
    requires: MICROSOFT_APP,
    auth: microsoftSignIn(env, SCOPES, { isOfGraph: false }),
    quotas: [{ name: 'commands', limit: 1200, intervalMs: 60_000, per: 'connection', exact: false }],
    classify: classifyHttp,
    async verifyAccount(_http, values, net) {
      if (!net) throw new PatchbayError('internal', { facts: { reason: 'no net' } });
      const { id, email } = whoSignedIn(values.id_token, text(env.MICROSOFT_CLIENT_ID));
      const signIn = { ...servers, email, accessToken: values.accessToken };
      await verifyImap(net, imapServerOf(signIn));
      const outgoing = smtpServerOf(signIn);
      // An organization may have switched off sending by SMTP: the mailbox then reads only.
      const sends = outgoing ? await verifySmtp(net, outgoing, domainOf(email)).then(() => true, isSwitchedOff) : false;
      const { imapHost, imapPort, imapSecurity } = servers;
      return { externalId: id, displayName: email, data: { email, sends, servers: sends ? servers : { imapHost, imapPort, imapSecurity } } };
    },
  };
}

function isSwitchedOff(error: unknown): false {
  if (error instanceof PatchbayError && error.code === 'reauthorize') return false;
  throw error;
}
