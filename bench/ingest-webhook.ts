import { createHmac } from 'node:crypto';

/** What the load generator signs and both servers verify: a template of 700 bytes with an event id of its own. */
export const SECRET = 'bench-signing-secret';
export const PATH = '/integrations/acme/webhooks/acme';
export const ACCOUNT = 'acct-1';
const BODY_BYTES = 700;

export function bodyOf(id: string): string {
  const frame = JSON.stringify({ id, account: ACCOUNT, contact: `contact-${id.length}`, text: '' });
  return `${frame.slice(0, -2)}${'x'.repeat(BODY_BYTES - frame.length)}"}`;
}

export const signatureOf = (body: string | Buffer, timestamp: string): string =>
  createHmac('sha256', SECRET).update(`${timestamp}.`).update(body).digest('hex');
