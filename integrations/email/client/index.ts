import { PatchbayError } from '#sdk';
import { gmailTransport } from './gmail.ts';
import { graphTransport } from './graph.ts';
import { mailgunTransport } from './mailgun.ts';
import { sendgridTransport } from './sendgrid.ts';
import { mailboxTransports, smtpTransport } from './smtp.ts';
import { SMTP_BATCH, sendInTurn } from './smtp-lines.ts';
import type { Transport } from './transport.ts';

const transports: readonly Transport[] = [
  { ...smtpTransport, maxBatch: SMTP_BATCH, sendInTurn },
  ...mailboxTransports,
  gmailTransport,
  graphTransport,
  sendgridTransport,
  mailgunTransport,
];

/** The way out of a connection. @throws PatchbayError invalid_input for a provider that cannot send */
export function transportOf(provider: string): Transport {
  const found = transports.find((each) => each.provider === provider);
  if (!found) throw new PatchbayError('invalid_input', { detail: 'Nothing can be sent through this connection.' });
  return found;
}
