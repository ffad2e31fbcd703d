import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { expect, it } from 'vitest';
import type { Ciphertext } from '#sdk';
import { CHUNK_BYTES, chunkCount, openChunk, openChunks, sealChunk, sealChunks, sealedSize } from './chunks.ts';
import { keyHandle, type SealRef, uuidBytes } from './envelope.ts';
import { type DataKey, openBinary, openText, sealBinary, sealText } from './sealed-value.ts';

const newKey = (): DataKey => {
  const id = uuidv7();
  return { handle: keyHandle(id), idBytes: uuidBytes(id), key: createSecretKey(randomBytes(32)) };
};
const key = newKey();
const find = (handle: string) => {
  if (handle !== key.handle) throw new Error('unknown key');
  return key;
};
const workspace = uuidv7();
const ref: SealRef = { table: 'connections', column: 'credentials', id: uuidv7() };
const anyRef = fc.record({ table: fc.string(), column: fc.string(), id: fc.string() });

it('gives back any text and any bytes, at the place where it was sealed', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), anyRef, (text, at) => openText(find, workspace, at, sealText(key, workspace, at, text)) === text));
  fc.assert(fc.property(fc.uint8Array(), anyRef, (content, at) => openBinary(find, workspace, at, sealBinary(key, workspace, at, content)).equals(content)));
});

it('writes v1, key id, nonce and ciphertext', () => {
  expect(sealText(key, workspace, ref, '')).toMatch(new RegExp(`^v1\\.${key.handle}\\.[\\w-]{16}\\.[\\w-]{22}$`));
  expect(sealText(key, workspace, ref, 'a')).not.toBe(sealText(key, workspace, ref, 'a'));
});

it('opens nowhere else: not in another row, column, table, workspace or form', () => {
  const sealed = sealText(key, workspace, ref, 'secret');
  const binary = sealBinary(key, workspace, ref, Buffer.from('secret'));
  for (const other of [
    { ...ref, id: uuidv7() },
    { ...ref, column: 'data' },
    { ...ref, table: 'x' },
  ]) {
    expect(() => openText(find, workspace, other, sealed)).toThrow();
    expect(() => openBinary(find, workspace, other, binary)).toThrow();
  }
  expect(() => openText(find, uuidv7(), ref, sealed)).toThrow();
  const [, , nonce = '', body = ''] = sealed.split('.');
  const asBytes = Buffer.concat([Buffer.of(1), key.idBytes, Buffer.from(nonce, 'base64url'), Buffer.from(body, 'base64url')]);
  expect(() => openBinary(find, workspace, ref, asBytes)).toThrow();
});

it('keeps places apart whose names run together the same', () => {
  fc.assert(
    fc.property(anyRef, anyRef, (a, b) => {
      fc.pre(a.table !== b.table || a.column !== b.column || a.id !== b.id);
      const sealed = sealText(key, workspace, a, 'x');
      expect(() => openText(find, workspace, b, sealed)).toThrow();
    }),
  );
  expect(() =>
    openText(find, workspace, { table: 'a.b', column: 'c', id: '1' }, sealText(key, workspace, { table: 'a', column: 'b.c', id: '1' }, 'x')),
  ).toThrow();
});

it('refuses every changed byte and character, every shortening and garbage', () => {
  const binary = sealBinary(key, workspace, ref, Buffer.from('hello'));
  for (let at = 0; at < binary.length; at++) {
    const changed = Buffer.from(binary);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => openBinary(find, workspace, ref, changed), `byte ${at}`).toThrow();
    expect(() => openBinary(find, workspace, ref, binary.subarray(0, at)), `cut at ${at}`).toThrow();
  }
  const text = sealText(key, workspace, ref, 'hello');
  for (let at = 0; at < text.length; at++) {
    for (const character of ['A', 'B', '.', '=', ' ']) {
      if (text[at] === character) continue;
      const changed = text.slice(0, at) + character + text.slice(at + 1);
      expect(() => openText(find, workspace, ref, changed as Ciphertext), changed).toThrow();
    }
  }
  fc.assert(fc.property(fc.string(), (garbage) => void expect(() => openText(find, workspace, ref, garbage as Ciphertext)).toThrow()));
  expect(() => openText(find, workspace, ref, `${text}A` as Ciphertext)).toThrow();
});

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
async function* inParts(content: Uint8Array, sizes: readonly number[]) {
  let at = 0;
  for (const size of sizes) {
    yield content.subarray(at, at + size);
    at += size;
  }
  yield content.subarray(at);
}

it('seals long content in chunks, however it arrives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7),
      fc.array(fc.nat(90_000), { maxLength: 5 }),
      fc.array(fc.nat(90_000), { maxLength: 5 }),
      async (size, cuts, sealedCuts) => {
        const content = randomBytes(size);
        const sealed = await collect(sealChunks(key.key, inParts(content, cuts)));
        expect(sealed.length).toBe(sealedSize(size));
        expect((await collect(openChunks(key.key, inParts(sealed, sealedCuts)))).equals(content)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

it('notices chunks that are cut off, swapped, repeated or appended', async () => {
  const content = randomBytes(2 * CHUNK_BYTES + 100);
  const sealed = await collect(sealChunks(key.key, inParts(content, [])));
  const step = CHUNK_BYTES + 16;
  const chunks = [sealed.subarray(0, step), sealed.subarray(step, 2 * step), sealed.subarray(2 * step)] as const;
  const opening = (...parts: readonly Uint8Array[]) => collect(openChunks(key.key, inParts(Buffer.concat(parts), [])));
  await expect(opening(...chunks)).resolves.toHaveLength(content.length);
  await expect(opening(chunks[0], chunks[1])).rejects.toThrow();
  await expect(opening(chunks[1], chunks[0], chunks[2])).rejects.toThrow();
  await expect(opening(...chunks, chunks[2])).rejects.toThrow();
  await expect(opening(sealed.subarray(0, -1))).rejects.toThrow();
  await expect(opening()).rejects.toThrow();
  expect(() => openChunk(key.key, 0, true, sealChunk(key.key, 0, false, content.subarray(0, 10)))).toThrow();
  expect([0, 1, CHUNK_BYTES, CHUNK_BYTES + 1].map(chunkCount)).toEqual([1, 1, 1, 2]);
});
