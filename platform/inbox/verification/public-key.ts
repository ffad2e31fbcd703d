import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Secret } from '#sdk';

/** Keys are imported once: it costs more than a verification. `undefined` = not a key of this kind. */
const known = new WeakMap<Secret, KeyObject | null>();

export function publicKey(secret: Secret, toDer: (base64: string) => Buffer, fits: (key: KeyObject) => boolean): KeyObject | undefined {
  let key = known.get(secret);
  if (key === undefined) {
    key = importKey(toDer(secret.reveal().trim()), fits);
    known.set(secret, key);
  }
  return key ?? undefined;
}

function importKey(der: Buffer, fits: (key: KeyObject) => boolean): KeyObject | null {
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return fits(key) ? key : null;
  } catch {
    return null;
  }
}
