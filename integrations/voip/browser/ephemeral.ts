import { createHmac } from 'node:crypto';

/**
 * A name and a password that hold until a time, checked by whoever shares the secret and without asking us: what Kamailio's
 * module auth_ephemeral (username_format 1, sha1) and coturn's use-auth-secret take; draft-uberti-behave-turn-rest-00 §2.2.
 */
export function ephemeralPassword(secret: string, user: string, expiresAt: Date): { username: string; password: string } {
  const username = `${Math.floor(expiresAt.getTime() / 1000)}:${user}`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}
