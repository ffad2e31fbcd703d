import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { PatchbayError } from '#sdk';

const DECODERS: Readonly<Record<string, () => Transform>> = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };

/**
 * Reads an answer up to a size, counted after decompression: a small answer that unpacks to gigabytes is cut like a long one.
 * @throws PatchbayError response_too_large
 */
export async function readBody(body: Readable, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const decoder = encoding ? DECODERS[encoding.trim().toLowerCase()]?.() : undefined;
  if (decoder) body.once('error', (error) => decoder.destroy(error));
  const source = decoder ? body.pipe(decoder) : body;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw new PatchbayError('response_too_large', { facts: { maxBytes } });
      chunks.push(chunk);
    }
  } finally {
    decoder?.destroy();
    if (!body.destroyed) body.destroy();
  }
  return Buffer.concat(chunks);
}
