import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

const NONCES_AT_ONCE = 256;
let nonces = Buffer.alloc(0);
/** Asked of the system by the hundred: each question costs as much as sealing a hundred bytes. */
function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

/** `head ‖ nonce ‖ ciphertext ‖ tag`. The nonce is random: at 2^32 values per key a repeat has probability 2^-33. */
export function encrypt(key: KeyObject, associated: string, plain: Uint8Array, head: readonly Uint8Array[] = []): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(associated));
  const body = cipher.update(plain);
  // In this mode the end adds nothing but the tag.
  cipher.final();
  return Buffer.concat([...head, nonce, body, cipher.getAuthTag()]);
}

/** @throws when key, associated data or a single bit differ */
export function decrypt(key: KeyObject, associated: string, sealed: Uint8Array): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const body = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
  const tag = sealed.subarray(-TAG_BYTES);
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('too short to be sealed');
  // Without the length a truncated tag would be accepted.
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(associated)).setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

/** Where a sealed value lives; it opens nowhere else. */
export interface SealRef {
  table: string;
  column: string;
  id: string;
}

/** A JSON array, because joining with a separator lets ("a.b", "c") pass for ("a", "b.c"). */
export const associatedData = (form: 'text' | 'bytes', workspaceId: string, { table, column, id }: SealRef): string =>
  JSON.stringify(['patchbay', form, workspaceId, table, column, id]);

export const wrapData = (workspaceId: string, keyId: string, use: string): string => JSON.stringify(['patchbay', 'key', workspaceId, keyId, use]);

export const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
/** A key id as it stands in text ciphertext. */
export const keyHandle = (id: string): string => uuidBytes(id).toString('base64url');
