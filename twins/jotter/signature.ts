import { createHmac } from 'node:crypto';
import type { Signer } from '../webhook-forgery.ts';

/** `x-jotter-signature: v1=<hex HMAC-SHA256 of "{timestamp}.{body}">`, the time in whole seconds beside it. */
export const signJotter: Signer = ({ body, secret, atMs }) => {
  const timestamp = String(Math.floor(atMs / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  return { 'x-jotter-timestamp': timestamp, 'x-jotter-signature': `v1=${signature}` };
};
