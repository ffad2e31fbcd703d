import { createHash, createSecretKey } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sealChunks } from '#platform/vault/chunks';
import { PatchbayError } from '#sdk';

export interface Spooled {
  path: string;
  /** Of the content. */
  sha256: string;
  size: number;
  /** Of the sealed object. */
  sealedSha256: string;
  sealedSize: number;
}

/** Seals content into a local file while it arrives: no more than a few chunks are in memory, and plain text touches no disk. */
export async function spool(path: string, key: Uint8Array, content: Uint8Array | AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spooled> {
  const plainHash = createHash('sha256');
  const sealedHash = createHash('sha256');
  let size = 0;
  let sealedSize = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const part of content instanceof Uint8Array ? [content] : content) {
      size += part.length;
      if (size > maxBytes) throw new PatchbayError('payload_too_large', { detail: `A file may have at most ${Math.floor(maxBytes / 1024 / 1024)} MB.` });
      plainHash.update(part);
      yield part;
    }
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of sealChunks(createSecretKey(key), counted())) {
      sealedHash.update(chunk);
      sealedSize += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, sha256: plainHash.digest('hex'), size, sealedSha256: sealedHash.digest('hex'), sealedSize };
}
