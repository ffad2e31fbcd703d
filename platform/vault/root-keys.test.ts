import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PatchbayError, Secret } from '#sdk';
import { loadRootKeys, parseRootKeys, rootKeyOf } from './root-keys.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-keys-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const key = () => fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const configuration = { code: 'configuration' };

it('reads base64, base64url and hex, and a list newest first', () => {
  fc.assert(
    fc.property(key(), key(), (a, b) => {
      for (const form of ['base64', 'base64url', 'hex'] as const) expect(parseRootKeys(a.toString(form))).toEqual([rootKeyOf(a)]);
      const both = parseRootKeys(` ${a.toString('base64')}, ${b.toString('hex')}\n`);
      expect(both[0]).toEqual(rootKeyOf(a));
      expect(both).toHaveLength(a.equals(b) ? 1 : 2);
    }),
  );
});

it('refuses anything else without repeating it', () => {
  for (const text of [
    '',
    'password',
    ',',
    randomBytes(31).toString('base64'),
    randomBytes(33).toString('hex'),
    `${randomBytes(32).toString('hex')},short-secret`,
  ]) {
    let caught: unknown;
    try {
      parseRootKeys(text);
    } catch (error) {
      caught = error;
    }
    expect(caught, text).toMatchObject(configuration);
    const { message, details } = caught as PatchbayError;
    expect(details.remedy).toContain('openssl rand');
    for (const part of text.split(',').filter((p) => p.length > 3)) expect(message + details.remedy).not.toContain(part);
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        return parseRootKeys(text).every((root) => root.key.length === 32);
      } catch (error) {
        return error instanceof PatchbayError;
      }
    }),
  );
});

it('makes a key file of mode 600 once, also when several start at the same instant', async () => {
  const source = { keyFile: join(folder, 'config/secret.key'), embedded: true };
  const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => loadRootKeys(source)));
  for (const other of others) expect(other).toEqual(first);
  expect((await stat(source.keyFile)).mode & 0o777).toBe(0o600);
  expect(await loadRootKeys(source)).toEqual(first);
  expect(await readdir(join(folder, 'config'))).toEqual(['secret.key']);
  const { key: other } = rootKeyOf(randomBytes(32));
  expect(await loadRootKeys({ ...source, secret: new Secret(other.toString('hex')) })).toEqual([rootKeyOf(other)]);
});

it('never overwrites a key file that it cannot read as a key', async () => {
  const keyFile = join(folder, 'secret.key');
  await writeFile(keyFile, 'half a k');
  await expect(loadRootKeys({ keyFile, embedded: true })).rejects.toMatchObject(configuration);
  expect(await readFile(keyFile, 'utf8')).toBe('half a k');
});

it('asks for the secret with PostgreSQL, and for access where it has none', async () => {
  await expect(loadRootKeys({ keyFile: join(folder, 'k'), embedded: false })).rejects.toMatchObject(configuration);
  expect(await readdir(folder)).toEqual([]);
  await writeFile(join(folder, 'file'), '');
  await chmod(join(folder, 'file'), 0o600);
  await expect(loadRootKeys({ keyFile: join(folder, 'file/inside'), embedded: true })).rejects.toMatchObject(configuration);
});
