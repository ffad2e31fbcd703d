import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { type ConnectedContext, type Net, PatchbayError } from '#sdk';
import { signed } from '../domains/signing.ts';
import { MAILBOXES } from '../providers/mailboxes.ts';
import { compose, envelopeOf } from './compose.ts';
import { withMailbox, withSignIn } from './mailbox-line.ts';
import { isInSent, putIntoSent, savesSentItself } from './sent.ts';
import { connectError, type Server, smtpServerOf, targetOf } from './server.ts';
import type { OutgoingMessage, Transport } from './transport.ts';

/** The library’s word for an open socket. */
type Line = NonNullable<ConstructorParameters<typeof SMTPConnection>[0]>['connection'];
const SOCKET_TIMEOUT_MS = 60_000;

const step = <T>(run: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value as T))));

/** A signed-in line to the outgoing server. The caller closes it. */
export async function openSmtp(net: Net, server: Server, name: string): Promise<SMTPConnection> {
  const { servername } = await net.resolve(server.host);
  const connection = new SMTPConnection({
    connection: (await net.connect(targetOf(server))) as Line,
    host: server.host,
    port: server.port,
    name,
    secure: server.security === 'tls',
    secured: server.security === 'tls',
    ...(server.security === 'starttls' ? { requireTLS: true } : {}),
    ...(server.security === 'none' ? { ignoreTLS: true } : {}),
    servername,
    tls: { servername },
    greetingTimeout: 30_000,
    socketTimeout: SOCKET_TIMEOUT_MS,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    const { username, password, accessToken } = server;
    if (username && accessToken) {
      const oauth2 = new XOAuth2({ user: username, accessToken });
      await step((done) => connection.login({ user: username, method: 'XOAUTH2', oauth2 }, done));
    } else if (username && password !== undefined) await step((done) => connection.login({ user: username, pass: password }, done));
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Proves that mail can be handed over here. @throws PatchbayError naming the outgoing part */
export async function verifySmtp(net: Net, server: Server, name: string): Promise<void> {
  await net
    .command(targetOf(server), 'smtp EHLO AUTH', async () => {
      const connection = await openSmtp(net, server, name).catch((error: unknown) => {
        throw connectError(error, server);
      });
      connection.quit();
    })
    .catch((error: unknown) => {
      throw connectError(error, server);
    });
}

interface SmtpError {
  code?: string;
  responseCode?: number;
  permanent?: boolean;
  response?: string;
}

/** What a failed hand-over says about the message. After the first byte of it, only the server's own word counts. */
export function sendError(error: unknown, started: boolean): unknown {
  const { responseCode, response } = (typeof error === 'object' && error !== null ? error : {}) as SmtpError;
  if (responseCode === undefined) {
    if (started) return error;
    return new PatchbayError('provider_unavailable', { cause: error, facts: { notSent: true } });
  }
  const said = response?.replaceAll(/\s+/g, ' ').slice(0, 300) ?? '';
  const facts = { smtp: responseCode, response: said };
  if (responseCode >= 500)
    return new PatchbayError('provider_rejected', {
      detail: `The outgoing server refused this mail: ${said}`,
      facts: { ...facts, permanent: true },
      cause: error,
    });
  return new PatchbayError('provider_rate_limited', {
    detail: `The outgoing server asks to try again: ${said}`,
    facts: { ...facts, notSent: true },
    cause: error,
  });
}

async function handOver(ctx: ConnectedContext, message: OutgoingMessage): Promise<{ providerId?: string; raw: Buffer; host: string }> {
  const raw = await signed(ctx, message.from.address, await compose(message));
  return withSignIn(ctx, sendingServerOf, `smtp DATA ${raw.length} bytes`, async (server) => {
    const connection = await openSmtp(ctx.net, server, domainOf(message.from.address)).catch((error: unknown) => {
      throw connectError(error, server);
    });
    let started = false;
    // Read only once the server has said that it takes the message.
    const body = Readable.from(
      (function* () {
        started = true;
        yield raw;
      })(),
    );
    try {
      const result = await new Promise<{ response?: string; rejected?: readonly unknown[] }>((resolve, reject) => {
        connection.once('error', reject);
        connection.send(envelopeOf(message), body, (error, info) => (error || !info ? reject(error) : resolve(info)));
      });
      const providerId = /\bqueued as ([\w.-]+)/i.exec(result.response ?? '')?.[1];
      connection.quit();
      return { raw, host: server.host, ...(providerId ? { providerId } : {}) };
    } catch (error) {
      connection.close();
      throw sendError(error, started);
    }
  });
}

/** @throws PatchbayError provider_rejected where a mailbox only reads */
export function sendingServerOf(values: Readonly<Record<string, unknown>>): Server {
  const server = smtpServerOf(values);
  if (!server) throw new PatchbayError('provider_rejected', { detail: 'This mailbox only reads: no outgoing server is set.' });
  return server;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** A server of one's own without a mailbox: it cannot be asked what it sent. */
export const smtpTransport: Transport = {
  provider: 'smtp',
  maxBatch: 1,
  async send(ctx, message) {
    const { providerId } = await handOver(ctx, message);
    return providerId ? { providerId } : {};
  },
};

/** The outgoing server beside a mailbox: what it took lies in Sent, where it can be asked for. */
const mailboxTransport = (provider: (typeof MAILBOXES)[number]): Transport => ({
  provider,
  maxBatch: 1,
  async send(ctx, message) {
    const { providerId, raw, host } = await handOver(ctx, message);
    if (!savesSentItself(host))
      await withMailbox(ctx, 'imap APPEND Sent', (client) => putIntoSent(client, message.messageId, raw)).catch((error: unknown) =>
        // It is sent; that its copy is missing is mended later.
        ctx.log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'a sent mail could not be put into Sent yet'),
      );
    return providerId ? { providerId } : {};
  },
  async find(ctx, { messageId }) {
    // Not there proves nothing: the line may have broken between the server's yes and our copy.
    return (await withMailbox(ctx, 'imap SEARCH Sent', (client) => isInSent(client, messageId))) ? 'sent' : 'unsure';
  },
});
export const mailboxTransports = MAILBOXES.map(mailboxTransport);
