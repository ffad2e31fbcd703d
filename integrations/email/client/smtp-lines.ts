import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type ConnectedContext, PatchbayError } from '#sdk';
import { signed } from '../domains/signing.ts';
import { compose, envelopeOf } from './compose.ts';
import { withSignIn } from './mailbox-line.ts';
import { connectError } from './server.ts';
import { openSmtp, sendError, sendingServerOf } from './smtp.ts';
import type { BatchFate, OutgoingMessage } from './transport.ts';

/** Lines at a time to one server: what most of them allow to one client. */
const LINES = 5;
/** Mails of one group of commands. */
export const SMTP_BATCH = 50;

/**
 * Hands many mails over by a few lines that stay open. Whoever has no fate in the answer was begun and not heard of.
 * @throws PatchbayError with `notSent` when no line could be opened at all
 */
export async function sendByLines(ctx: ConnectedContext, messages: readonly OutgoingMessage[]): Promise<readonly BatchFate[]> {
  const name = messages[0]?.from.address.split('@')[1] ?? 'localhost';
  return withSignIn(ctx, sendingServerOf, `smtp DATA ${messages.length} mails`, async (server) => {
    const waiting = [...messages];
    const fates: BatchFate[] = [];
    let unopened: unknown;
    const line = async () => {
      let connection: SMTPConnection | undefined;
      try {
        for (let message = waiting.shift(); message; message = waiting.shift()) {
          const raw = await signed(ctx, message.from.address, await compose(message));
          connection ??= await openSmtp(ctx.net, server, name).catch((error: unknown) => {
            unopened = connectError(error, server);
            return undefined;
          });
          if (!connection) {
            waiting.unshift(message);
            return;
          }
          const fate = await sendOne(connection, message, raw);
          if (fate !== 'unknown') fates.push(fate);
          // After a refusal the next one begins on a fresh line.
          if (fate === 'unknown' || !fate.accepted) {
            connection.close();
            connection = undefined;
          }
        }
      } finally {
        connection?.quit();
      }
    };
    await Promise.all(Array.from({ length: Math.min(LINES, messages.length) }, line));
    if (waiting.length === messages.length)
      throw new PatchbayError('provider_unavailable', {
        detail: unopened instanceof PatchbayError ? unopened.message : 'The outgoing server does not answer.',
        facts: { notSent: true },
        cause: unopened,
      });
    for (const { key } of waiting) fates.push({ key, accepted: false, code: 'The outgoing server stopped answering.', permanent: false });
    return fates;
  });
}

async function sendOne(connection: SMTPConnection, message: OutgoingMessage, raw: Buffer): Promise<BatchFate | 'unknown'> {
  let started = false;
  // Read only once the server has said that it takes the message.
  const body = Readable.from(
    (function* () {
      started = true;
      yield raw;
    })(),
  );
  try {
    const { response } = await new Promise<{ response?: string }>((resolve, reject) => {
      connection.once('error', reject);
      connection.send(envelopeOf(message), body, (error, info) => {
        connection.off('error', reject);
        if (error || !info) reject(error ?? new Error('no answer'));
        else resolve(info);
      });
    });
    const providerId = /\bqueued as ([\w.-]+)/i.exec(response ?? '')?.[1];
    return { key: message.key, accepted: true, ...(providerId ? { providerId } : {}) };
  } catch (error) {
    const known = sendError(error, started);
    if (!(known instanceof PatchbayError)) return 'unknown';
    return { key: message.key, accepted: false, code: known.message, permanent: known.code === 'provider_rejected' };
  }
}
