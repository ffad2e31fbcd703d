import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { NONCE_BYTES, TAG_BYTES } from './envelope.ts';

export const CHUNK_BYTES = 64 * 1024;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

/**
 * Sealing of long content, chunk by chunk, so that a range can be read without the whole. Position and last-flag are
 * authenticated: a chunk that is moved, dropped or appended does not open. The nonce is the position, which is safe
 * because **a key seals one content, once**.
 */
const nonceOf = (index: number): Buffer => {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(BigInt(index), NONCE_BYTES - 8);
  return nonce;
};
const positionOf = (index: number, isLast: boolean) => Buffer.from(`chunk:${index}:${isLast ? 'last' : 'more'}`);

export function sealChunk(key: KeyObject, index: number, isLast: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index)).setAAD(positionOf(index, isLast));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when the chunk is not the one that was sealed at this position */
export function openChunk(key: KeyObject, index: number, isLast: boolean, sealed: Uint8Array): Buffer {
  if (sealed.length < TAG_BYTES) throw new Error('the chunk is cut short');
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: TAG_BYTES })
    .setAAD(positionOf(index, isLast))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** Empty content is one empty chunk: its absence is noticed too. */
export const chunkCount = (size: number): number => Math.max(1, Math.ceil(size / CHUNK_BYTES));
export const sealedSize = (size: number): number => size + chunkCount(size) * TAG_BYTES;

/** Cuts any stream into pieces of exactly `size` bytes and a rest (also an empty one), saying which is the last. */
async function* pieces(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    waiting.push(part);
    length += part.length;
    if (length <= size) continue;
    const all = Buffer.concat(waiting, length);
    let at = 0;
    // A piece that ends exactly here may be the last: it waits for the next part.
    for (; all.length - at > size; at += size) yield { piece: all.subarray(at, at + size), isLast: false };
    waiting = [all.subarray(at)];
    length = all.length - at;
  }
  yield { piece: Buffer.concat(waiting, length), isLast: true };
}

export async function* sealChunks(key: KeyObject, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { piece, isLast } of pieces(source, CHUNK_BYTES)) yield sealChunk(key, index++, isLast, piece);
}

export async function* openChunks(key: KeyObject, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { piece, isLast } of pieces(source, SEALED_CHUNK_BYTES)) yield openChunk(key, index++, isLast, piece);
}

/** The sealed bytes in which the content's bytes `start`…`end` (inclusive) lie, whole chunks. */
export function sealedRange(size: number, start: number, end: number): { start: number; end: number } {
  const last = Math.min(Math.floor(end / CHUNK_BYTES) + 1, chunkCount(size));
  return { start: Math.floor(start / CHUNK_BYTES) * SEALED_CHUNK_BYTES, end: Math.min(last * SEALED_CHUNK_BYTES, sealedSize(size)) - 1 };
}

/** Opens what `sealedRange` asked for and gives exactly the bytes `start`…`end`. `size` is that of the whole content. */
export async function* openRange(key: KeyObject, source: AsyncIterable<Uint8Array>, size: number, start: number, end: number): AsyncGenerator<Buffer> {
  let index = Math.floor(start / CHUNK_BYTES);
  const lastWanted = Math.min(Math.floor(end / CHUNK_BYTES), chunkCount(size) - 1);
  for await (const { piece } of pieces(source, SEALED_CHUNK_BYTES)) {
    const plain = openChunk(key, index, index === chunkCount(size) - 1, piece);
    const offset = index * CHUNK_BYTES;
    yield plain.subarray(Math.max(0, start - offset), Math.max(0, end - offset + 1));
    index++;
  }
  // Each chunk was authentic; that none is missing at the end must be seen apart.
  if (index !== lastWanted + 1) throw new Error('the content is cut short');
}
