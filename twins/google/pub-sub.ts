import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Outgoing } from '../webhook-sender.ts';

/** Who posts for the topic, as it is set up with the subscription. */
export const PUSHER = 'gmail-push@patchbay-twin.iam.gserviceaccount.com';
const HOUR_SECONDS = 3600;

interface Key {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}
let made: Key | undefined;
/** Google's key of this run: who verifies fetches the public half. */
export const pushKey = (): Key => {
  made ??= { id: randomUUID().replaceAll('-', ''), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
  return made;
};
export const keySet = () => {
  const { id, publicKey } = pushKey();
  return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: id, alg: 'RS256', use: 'sig' }] };
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** An OpenID token as Google makes it out for a service account. */
const tokenFor = (audience: string, nowMs: number): string => {
  const { id, privateKey } = pushKey();
  const now = Math.floor(nowMs / 1000);
  const head = part({ alg: 'RS256', kid: id, typ: 'JWT' });
  const claims = part({
    aud: audience,
    azp: '113774264463038321964',
    email: PUSHER,
    email_verified: true,
    exp: now + HOUR_SECONDS,
    iat: now,
    iss: 'https://accounts.google.com',
    sub: '113774264463038321964',
  });
  return `${head}.${claims}.${sign('sha256', Buffer.from(`${head}.${claims}`), privateKey).toString('base64url')}`;
};

/** What Pub/Sub posts when a watched mailbox has changed: whose it is and how far history has come; never what. */
export const mailboxPush = (email: string, historyId: number, topicName: string, endpoint: string, nowMs: number): Outgoing => {
  const messageId = String(BigInt(`0x${randomUUID().replaceAll('-', '').slice(0, 15)}`));
  return {
    eventId: messageId,
    type: 'gmail.push',
    topic: 'pubsub',
    headers: { authorization: `Bearer ${tokenFor(endpoint.split('?')[0] ?? '', nowMs)}` },
    body: JSON.stringify({
      message: {
        data: Buffer.from(JSON.stringify({ emailAddress: email, historyId })).toString('base64'),
        messageId,
        message_id: messageId,
        publishTime: new Date(nowMs).toISOString(),
      },
      subscription: topicName.replace('/topics/', '/subscriptions/'),
    }),
  };
};
