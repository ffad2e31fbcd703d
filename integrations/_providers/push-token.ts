import { createHash } from 'node:crypto';
import { Secret } from '#sdk';

/**
 * What a provider sends back with each push, so that we know it: made of the application's own secret, which it holds anyway,
 * so that no further secret has to be set up. `purpose` keeps the pushes of one integration apart from another's.
 */
export function pushToken(purpose: string, clientSecret: string | Secret | undefined): Secret | undefined {
  const text = clientSecret instanceof Secret ? clientSecret.reveal() : clientSecret;
  return text ? new Secret(createHash('sha256').update(`patchbay ${purpose} push\0${text}`).digest('base64url')) : undefined;
}
