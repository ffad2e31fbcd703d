import { Webhook } from 'standardwebhooks';
import type { PublishedEvent, Secret } from '#sdk';

/** Standard Webhooks asks for small messages; receivers and proxies often stop at 20 kB. */
export const MAX_BODY_BYTES = 20_000;

const ID_NAME = /^(id|.+Ids?)$/;
const MAX_ID_CHARS = 200;

/** What identifies things in an event's data: `id`, `…Id`, `…Ids`. */
export function idsOf(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isId = (value: unknown) => typeof value === 'string' && value.length <= MAX_ID_CHARS;
  return Object.fromEntries(
    Object.entries(data).filter(([name, value]) => ID_NAME.test(name) && (isId(value) || (Array.isArray(value) && value.length <= 100 && value.every(isId)))),
  );
}

/** The body as it is signed and sent. One too large is cut to its ids and says so; the rest can be asked from the API. */
export function bodyOf(event: PublishedEvent): string {
  const head = { id: event.id, type: event.type, timestamp: event.at.toISOString(), workspaceId: event.workspaceId };
  const fits = (text: string) => Buffer.byteLength(text) < MAX_BODY_BYTES;
  const whole = JSON.stringify({ ...head, data: event.data, ...(event.previous ? { previous: event.previous } : {}) });
  if (fits(whole)) return whole;
  const cut = JSON.stringify({ ...head, data: idsOf(event.data), truncated: true });
  return fits(cut) ? cut : JSON.stringify({ ...head, data: { id: event.subject.id }, truncated: true });
}

/** Standard Webhooks headers: one signature per secret, so that a receiver may know the old or the new one. */
export function signedHeaders(message: { id: string; body: string; at: Date }, secrets: readonly Secret[]): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(message.at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret.reveal()).sign(message.id, message.at, message.body)).join(' '),
  };
}
