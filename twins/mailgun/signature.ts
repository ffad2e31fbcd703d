import { createHash, createHmac } from 'node:crypto';
import type { BodySigner } from '../webhook-forgery.ts';

interface Signable {
  signature?: { timestamp: string; token: string };
}

/** One-time token of fifty characters. It belongs to the event: the same post comes again with the same one. */
export const tokenOf = (eventId: string): string => createHash('sha256').update(`mailgun token ${eventId}`).digest('hex').slice(0, 50);

const signatureOf = (secret: string, timestamp: string, token: string): string => createHmac('sha256', secret).update(timestamp).update(token).digest('hex');

const FIELD = /name="(timestamp|token)"\r\n\r\n([^\r]*)\r\n/g;

/** HMAC over time and token alone: the rest of the body is not covered. JSON for events, a form for routes. */
export const signMailgun: BodySigner = ({ body, secret, shiftMs = 0 }) => {
  const text = body.toString('utf8');
  const shifted = (timestamp: string) => String(Number(timestamp) + shiftMs / 1000);
  if (!text.startsWith('{')) {
    const fields = Object.fromEntries([...text.matchAll(FIELD)].map(([, name, value]) => [name, value]));
    const timestamp = shifted(fields.timestamp ?? '0');
    return Buffer.from(
      text
        .replace(/(name="timestamp"\r\n\r\n)[^\r]*/, `$1${timestamp}`)
        .replace(/(name="signature"\r\n\r\n)[^\r]*/, `$1${signatureOf(secret, timestamp, fields.token ?? '')}`),
    );
  }
  const event = JSON.parse(text) as Signable;
  const { token = '', timestamp: at = '0' } = event.signature ?? {};
  const timestamp = shifted(at);
  return Buffer.from(JSON.stringify({ ...event, signature: { timestamp, token, signature: signatureOf(secret, timestamp, token) } }));
};
