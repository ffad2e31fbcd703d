import { type NetTarget, PatchbayError } from '#sdk';
import { hintOf, serversFor } from './known-servers.ts';

export type Security = 'tls' | 'starttls' | 'none';
/** A server and how to sign in there. */
export interface Server {
  protocol: 'imap' | 'smtp';
  host: string;
  port: number;
  security: Security;
  username?: string;
  password?: string;
  /** XOAUTH2 instead of a password. */
  accessToken?: string;
}
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const portOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const securityOf = (value: unknown): Security => (value === 'starttls' || value === 'none' ? value : 'tls');
const signIn = (values: Readonly<Record<string, unknown>>): Pick<Server, 'username' | 'password' | 'accessToken'> => {
  const username = text(values.username) ?? text(values.email);
  const password = text(values.password);
  const accessToken = text(values.accessToken);
  return { ...(username ? { username } : {}), ...(accessToken ? { accessToken } : password ? { password } : {}) };
};

/** What was left out, as far as the address says it. An incoming server given by hand gets no outgoing one by guess. */
function withServers(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const email = text(values.email);
  if (values.imapHost || !email) return values;
  const { isKnown: _, hint: __, ...servers } = serversFor(email);
  return { ...servers, ...values };
}

export function imapServerOf(given: Readonly<Record<string, unknown>>): Server {
  const values = withServers(given);
  const security = securityOf(values.imapSecurity);
  return { protocol: 'imap', host: text(values.imapHost) ?? '', port: portOf(values.imapPort, security === 'tls' ? 993 : 143), security, ...signIn(values) };
}

/** The outgoing server: of an `smtp` connection, or the one beside a mailbox; undefined where it only reads. */
export function smtpServerOf(given: Readonly<Record<string, unknown>>): Server | undefined {
  const values = withServers(given);
  const host = text(values.smtpHost) ?? text(values.host);
  if (!host) return undefined;
  const security = securityOf(values.smtpSecurity ?? values.security);
  const port = portOf(values.smtpPort ?? values.port, security === 'tls' ? 465 : 587);
  return { protocol: 'smtp', host, port, security, ...(text(values.smtpHost) || text(values.username) ? signIn(values) : {}) };
}

export const targetOf = ({ protocol, host, port, security }: Server): NetTarget => ({ protocol, host, port, security });

const NAMES = { imap: 'incoming mail (IMAP)', smtp: 'outgoing mail (SMTP)' } as const;

interface Refusal {
  code?: string;
  responseCode?: number;
  authenticationFailed?: boolean;
  serverResponseCode?: string;
  message?: string;
}
const NO_LINE =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_|EDNS|ESOCKET|CONNECT_TIMEOUT|GREETING|NoConnection|EConnectionClosed|ETIMEOUT|UPGRADE_TIMEOUT)/;
/** Libraries hide the cause behind a code of their own, or behind none. */
const NO_TRUST = /certificate|altname|self.signed|STARTTLS/i;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ALTNAME|EPROTO|ERR_SSL/;

/** What a failed sign-in means, naming the part that failed. Never repeats what the server said: it may quote a password. */
export function connectError(error: unknown, { protocol, host, port }: Server): PatchbayError {
  if (error instanceof PatchbayError) {
    const { code, details } = error;
    if (code === 'host_not_allowed' || code === 'breaker_open' || code === 'quota_exhausted') return error;
    if (code === 'provider_timeout' || code === 'provider_unavailable')
      return new PatchbayError(code, {
        ...details,
        detail: `The server for ${NAMES[protocol]} at ${host}:${port} does not answer.`,
        remedy: 'Check name and port, and that this hub can reach it.',
        facts: { ...details.facts, notSent: true, part: protocol },
        errors: [{ path: `credentials.${protocol}Host`, message: 'The server does not answer.' }],
        cause: error,
      });
    return error;
  }
  const refusal = (typeof error === 'object' && error !== null ? error : {}) as Refusal;
  const code = String(refusal.code ?? '');
  const refused = refusal.authenticationFailed === true || code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2' || refusal.responseCode === 535;
  if (refused && !/UNAVAILABLE|LIMIT|INUSE/.test(refusal.serverResponseCode ?? '') && !(refusal.responseCode && refusal.responseCode < 500))
    return new PatchbayError('reauthorize', {
      detail: `The server for ${NAMES[protocol]} does not accept this name and password.`,
      remedy: hintOf(host) ?? 'Many providers want an app password here instead of the one you sign in with.',
      errors: [{ path: 'credentials.password', message: `Refused by the server for ${NAMES[protocol]}.` }],
      facts: { part: protocol, notSent: true },
      cause: error,
    });
  const words = refusal.message ?? '';
  if (code === 'ETLS' || CERTIFICATE.test(code) || ((code === '' || code === 'ESOCKET') && NO_TRUST.test(words)))
    return new PatchbayError('provider_rejected', {
      detail: `The server for ${NAMES[protocol]} at ${host} could not be reached over an encrypted line that proves who it is.`,
      remedy: 'Choose the other kind of encryption, or have the server’s certificate mended.',
      errors: [{ path: `credentials.${protocol}Security`, message: 'No trusted encryption with this setting.' }],
      facts: { part: protocol, code, notSent: true },
      cause: error,
    });
  return new PatchbayError(NO_LINE.test(code) ? 'provider_unavailable' : 'provider_rejected', {
    detail: `The server for ${NAMES[protocol]} at ${host}:${port} ended the conversation.`,
    facts: { part: protocol, code, notSent: true },
    cause: error,
  });
}
