import { createHmac } from 'node:crypto';
import type { Signer } from '../webhook-forgery.ts';

/**
 * X-Twilio-Signature as twilio.com/docs/usage/security describes it (read 2026-09): the address as called, then each form
 * parameter in order of its name, name and value without anything between; HMAC-SHA1 with the auth token, base64.
 */
export const twilioSignature = (authToken: string, url: string, params: URLSearchParams): string => {
  const values = new Map<string, string[]>();
  for (const [name, value] of params) {
    const known = values.get(name) ?? [];
    if (!known.includes(value)) values.set(name, [...known, value]);
  }
  const text = [...values.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, all]) => all.toSorted().map((value) => name + value))
    .join('');
  return createHmac('sha1', authToken)
    .update(url + text)
    .digest('base64');
};

export const signTwilio: Signer = ({ body, secret, url }) => ({
  'x-twilio-signature': twilioSignature(secret, url, new URLSearchParams(body.toString('utf8'))),
});
