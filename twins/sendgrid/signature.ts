import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Signer } from '../webhook-forgery.ts';

/** The P-256 key that a text stands for: a twin keeps no key files, and the same one comes back after every restart. */
const pairOf = (secret: string): KeyObject => {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(createHash('sha256').update(`sendgrid twin ${secret}`).digest());
  const point = curve.getPublicKey();
  const jwk = { kty: 'EC', crv: 'P-256', d: curve.getPrivateKey('base64url'), x: point.toString('base64url', 1, 33), y: point.toString('base64url', 33, 65) };
  return createPrivateKey({ key: jwk, format: 'jwk' });
};

/** As the settings of the event webhook show it: SPKI in base64. */
export const publicKeyOf = (secret: string): string => createPublicKey(pairOf(secret)).export({ type: 'spki', format: 'der' }).toString('base64');

/** ECDSA over the time in seconds and the raw body, DER in base64; inbound mail bears no signature. */
export const signSendgrid: Signer = ({ body, secret, atMs }) => {
  const timestamp = String(Math.floor(atMs / 1000));
  const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), pairOf(secret)).toString('base64');
  return { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': timestamp };
};

/** Both halves as text, for those who sign without this twin. */
export const sendgridKeyOf = (secret: string): { privateKey: string; publicKey: string } => ({
  privateKey: pairOf(secret).export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: publicKeyOf(secret),
});
