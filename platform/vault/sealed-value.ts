import type { KeyObject } from 'node:crypto';
import type { Ciphertext } from '#sdk';
import { associatedData, decrypt, encrypt, NONCE_BYTES, type SealRef, TAG_BYTES } from './envelope.ts';

/** A data key and the two forms of its id. */
export interface DataKey {
  handle: string;
  idBytes: Buffer;
  key: KeyObject;
}

/** Finds the key that a sealed value names. */
export type KeyByHandle = (handle: string) => DataKey;

const VERSION = 1;
const HEADER_BYTES = 1 + 16;

/** `v1.<key id>.<nonce>.<ciphertext and tag>`, base64url parts. */
export function sealText(key: DataKey, workspaceId: string, ref: SealRef, plain: string): Ciphertext {
  const sealed = encrypt(key.key, associatedData('text', workspaceId, ref), Buffer.from(plain, 'utf8'));
  return `v1.${key.handle}.${sealed.toString('base64url', 0, NONCE_BYTES)}.${sealed.toString('base64url', NONCE_BYTES)}` as Ciphertext;
}

const TEXT_FORM = /^v1\.([\w-]{22})\.([\w-]{16})\.([\w-]{22,})$/;

export function openText(find: KeyByHandle, workspaceId: string, ref: SealRef, sealed: Ciphertext): string {
  const parts = TEXT_FORM.exec(sealed);
  if (!parts) throw new Error('not in the form of sealed text');
  const [, handle = '', nonce = '', body = ''] = parts;
  const plain = decrypt(find(handle).key, associatedData('text', workspaceId, ref), Buffer.concat([fromBase64Url(nonce), fromBase64Url(body)]));
  return plain.toString('utf8');
}

/** Node ignores stray bits and characters in base64: two texts of one value would both open. */
function fromBase64Url(text: string): Buffer {
  const value = Buffer.from(text, 'base64url');
  if (value.toString('base64url') !== text) throw new Error('not canonical base64url');
  return value;
}

const VERSION_BYTE = Buffer.of(VERSION);
/** One version byte, 16 bytes key id, nonce, ciphertext, tag: 45 bytes more than the content. */
export function sealBinary(key: DataKey, workspaceId: string, ref: SealRef, plain: Uint8Array): Buffer {
  return encrypt(key.key, associatedData('bytes', workspaceId, ref), plain, [VERSION_BYTE, key.idBytes]);
}

export function openBinary(find: KeyByHandle, workspaceId: string, ref: SealRef, sealed: Uint8Array): Buffer {
  if (sealed.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw new Error('not in the form of sealed bytes');
  const handle = Buffer.from(sealed.subarray(1, HEADER_BYTES)).toString('base64url');
  return decrypt(find(handle).key, associatedData('bytes', workspaceId, ref), sealed.subarray(HEADER_BYTES));
}
