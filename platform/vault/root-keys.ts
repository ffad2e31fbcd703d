import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PatchbayError, type Secret } from '#sdk';
import { KEY_BYTES } from './envelope.ts';

/** A key-encryption key. It wraps data keys and never enters the database. */
export interface RootKey {
  id: string;
  key: Buffer;
}

/** The id follows from the key, so that no list of names has to be kept beside it. */
export const rootKeyOf = (key: Buffer): RootKey => ({ id: createHash('sha256').update('patchbay root key id').update(key).digest('hex').slice(0, 16), key });

const HOW_TO_MAKE = 'Make one with: openssl rand -base64 32';

const decode = (text: string): Buffer | undefined => {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length === KEY_BYTES ? key : undefined;
};

/**
 * Reads `PATCHBAY_SECRET_KEY`: 32 bytes as base64 or hex; during a rotation several, separated by commas, newest first.
 * @throws PatchbayError configuration, never showing the value
 */
export function parseRootKeys(text: string): RootKey[] {
  const parts = text.split(',').map((part) => part.trim());
  const keys = parts.map((part, index) => {
    const key = decode(part);
    if (key) return rootKeyOf(key);
    const which = parts.length > 1 ? `Key ${index + 1} of ${parts.length} in PATCHBAY_SECRET_KEY` : 'PATCHBAY_SECRET_KEY';
    throw new PatchbayError('configuration', {
      detail: `${which} is not a key: it must be 32 bytes, written as base64 or as 64 hexadecimal digits.`,
      remedy: `${HOW_TO_MAKE}. To replace a key in use, list the new one first and the old one behind it, separated by a comma.`,
    });
  });
  return keys.filter(({ id }, index) => keys.findIndex((other) => other.id === id) === index);
}

export interface RootKeySource {
  /** The value of `PATCHBAY_SECRET_KEY`, if it is set. */
  secret?: Secret | undefined;
  /** Where the key of an embedded hub lies: outside what `backup` copies. */
  keyFile: string;
  embedded: boolean;
}

/**
 * Gives the root keys, current first. Without a secret an embedded hub makes its key file (mode 600) at the first start;
 * with PostgreSQL the secret is required, because every process and machine needs the same one.
 * @throws PatchbayError configuration
 */
export async function loadRootKeys({ secret, keyFile, embedded }: RootKeySource): Promise<RootKey[]> {
  if (secret) return parseRootKeys(secret.reveal());
  if (!embedded) {
    throw new PatchbayError('configuration', {
      detail: 'PATCHBAY_SECRET_KEY is not set; with DATABASE_URL it is required.',
      remedy: `${HOW_TO_MAKE}. Keep a copy in a safe place.`,
    });
  }
  const text = (await readIfThere(keyFile)) ?? (await createKeyFile(keyFile));
  try {
    return parseRootKeys(text.trim());
  } catch (cause) {
    throw new PatchbayError('configuration', {
      detail: `The key file ${keyFile} does not hold a key.`,
      remedy: 'Put back the copy you kept of it; without it stored credentials cannot be opened.',
      cause,
    });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PatchbayError('configuration', { detail: `The key file ${path} cannot be read.`, remedy: 'Give this user read access to it.', cause: error });
  }
}

/** Written whole under another name and linked into place: killed anywhere, or raced, the file is absent or complete. */
async function createKeyFile(path: string): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } catch (cause) {
    throw new PatchbayError('configuration', {
      detail: `The key file ${path} cannot be written.`,
      remedy: 'Give this user write access to its folder, or set PATCHBAY_SECRET_KEY.',
      cause,
    });
  } finally {
    await rm(temporary, { force: true });
  }
  return readFile(path, 'utf8');
}
