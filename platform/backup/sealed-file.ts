import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import { uuidv7 } from 'uuidv7';
import { openChunks, sealChunks } from '#platform/vault/chunks';
import { KEY_BYTES } from '#platform/vault/envelope';
import type { WorkspaceVault } from '#platform/vault/workspace-vault';

export interface FileFacts {
  sha256: string;
  bytes: number;
}

const LONGEST_HEADER = 4096;
const keyRef = (id: string) => ({ table: 'backup', column: 'stream', id });

/** Lines → gzip → sealed chunks → file, synced. The stream's own key stands in the first line, sealed by the workspace's. */
export async function writeSealed(path: string, vault: WorkspaceVault, lines: AsyncIterable<string>): Promise<FileFacts> {
  const hash = createHash('sha256');
  let bytes = 0;
  const count = <T extends Uint8Array>(part: T): T => {
    hash.update(part);
    bytes += part.length;
    return part;
  };
  const id = uuidv7();
  const key = randomBytes(KEY_BYTES);
  const header = Buffer.from(`${JSON.stringify({ version: 1, id, key: vault.sealBytes(keyRef(id), key).toString('base64') })}\n`);
  await pipeline(
    lines,
    createGzip({ level: 6 }),
    async function* (packed: AsyncIterable<Uint8Array>) {
      yield count(header);
      for await (const chunk of sealChunks(createSecretKey(key), packed)) yield count(chunk);
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { sha256: hash.digest('hex'), bytes };
}

/** @throws when anything was changed, cut or exchanged, or the workspace's key is another one */
export async function* readSealed(path: string, vault: WorkspaceVault): AsyncGenerator<string> {
  const source = createReadStream(path)[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
  let start = Buffer.alloc(0);
  let end = -1;
  while (end < 0) {
    const { value, done } = await source.next();
    if (done || start.length > LONGEST_HEADER) throw new Error('no header');
    start = Buffer.concat([start, value]);
    end = start.indexOf('\n');
  }
  const { id, key } = JSON.parse(start.toString('utf8', 0, end)) as { id: string; key: string };
  const opened = vault.openBytes(keyRef(id), Buffer.from(key, 'base64'));
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield start.subarray(end + 1);
    yield* source;
  }
  const unpacked = createGunzip();
  const feeding = pipeline(openChunks(createSecretKey(opened), rest()), unpacked);
  // Its failure also ends the reading below; this only keeps it from being called unhandled.
  feeding.catch(() => {});
  // Not readline: it takes U+2028 inside a value for the end of the line.
  const decoder = new StringDecoder('utf8');
  let waiting = '';
  for await (const part of unpacked as AsyncIterable<Buffer>) {
    const pieces = (waiting + decoder.write(part)).split('\n');
    waiting = pieces.pop() ?? '';
    yield* pieces;
  }
  await feeding;
  if (waiting !== '') throw new Error('the last line has no end');
}

export async function hashFile(path: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(part);
    bytes += part.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
