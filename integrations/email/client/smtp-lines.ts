import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type ConnectedContext, PatchbayError } from '#sdk';
import { signed } from '../domains/signing.ts';
import { compose, envelopeOf } from './compose.ts';
import { withSignIn } from './mailbox-line.ts';
import { connectError } from './server.ts';
import { openSmtp, sendError, sendingServerOf } from './smtp.ts';
import type { BatchFate, OutgoingMessage, Turns } from './transport.ts';

/** Lines at a time to one server: what most of them allow to one client. */
const LINES = 5;
/** Mails of one group of lines: opening a line costs more than a mail. */
export const SMTP_BATCH = 200;

/**
 * Hands many mails over by a few lines that stay open; each takes the next one when it is done. What no line took stays as
 * it was. @throws what kept every line from opening
 */
export async function sendInTurn(ctx: ConnectedContext, messages: readonly OutgoingMessage[], turns: Turns): Promise<void> {
  const name = messages[0]?.from.address.split('@')[1] ?? 'localhost';
  await withSignIn(ctx, sendingServerOf, `smtp DATA ${messages.length} mails`, async (server) => {
    const waiting = [...messages];
    let hasOpened = false;
    let unopened: unknown;
    const line = async () => {
      let connection: SMTPConnection | undefined;
      try {
        while (waiting.length > 0) {
          connection ??= await openSmtp(ctx.net, server, name).catch((error: unknown) => {
            unopened = connectError(error, server);
            return undefined;
          });
          if (!connection) return;
          hasOpened = true;
          // While the line was opened others may have taken the last one.
          const message = waiting.shift();
          if (!message) return;
          const isGood = await sendNext(ctx, connection, message, turns);
          // After a refusal the next one begins on a fresh line.
          if (!isGood) {
            connection.close();
            connection = undefined;
          }
        }
      } finally {
        connection?.quit();
      }
    };
    // All lines come to their end before an error of one of them is told: nothing is under way any more then.
    const lines = await Promise.allSettled(Array.from({ length: Math.min(LINES, messages.length) }, line));
    if (!hasOpened && unopened) throw unopened;
    for (const each of lines) if (each.status === 'rejected') throw each.reason;
  });
}

/** False: the line is not to be trusted any more. */
async function sendNext(ctx: ConnectedContext, connection: SMTPConnection, message: OutgoingMessage, turns: Turns): Promise<boolean> {
  let raw: Buffer;
  try {
    raw = await signed(ctx, message.from.address, await compose(message));
  } catch (error) {
    if (error instanceof PatchbayError) throw error;
    if (await turns.begin(message)) turns.end({ key: message.key, accepted: false, code: 'The mail could not be put together.', permanent: true });
    return true;
  }
  if (!(await turns.begin(message))) return true;
  const fate = await sendOne(connection, message, raw);
  if (fate === 'unknown') return false;
  turns.end(fate);
  return fate.accepted;
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
