import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type WorkspaceId } from '#sdk';
import { decrypt, encrypt, KEY_BYTES, keyHandle, uuidBytes, wrapData } from './envelope.ts';
import type { KeyRow } from './models.ts';
import type { RootKey } from './root-keys.ts';
import type { DataKey } from './sealed-value.ts';

/** The opened keys of one workspace. Key objects print as `SecretKeyObject {}`. */
export interface Keyring {
  active: DataKey;
  byHandle: ReadonlyMap<string, DataKey>;
  mac(purpose: string, data: Uint8Array | string): Buffer;
  /** Changes whenever a key comes, goes or changes state. */
  signature: string;
}

/** Root keys ready for use, current first. */
export interface Roots {
  current: { id: string; key: KeyObject };
  find(id: string): KeyObject | undefined;
}

/** @throws PatchbayError configuration */
export function prepareRoots(rootKeys: readonly RootKey[]): Roots {
  const prepared = rootKeys.map(({ id, key }) => {
    if (key.length !== KEY_BYTES) throw new PatchbayError('configuration', { detail: 'A root key must be 32 bytes long.' });
    return { id, key: createSecretKey(key) };
  });
  const [current] = prepared;
  if (!current) throw new PatchbayError('configuration', { detail: 'No root key was given.', remedy: 'Set PATCHBAY_SECRET_KEY.' });
  const byId = new Map(prepared.map(({ id, key }) => [id, key]));
  return { current, find: (id) => byId.get(id) };
}

export const wrapKey = ({ current }: Roots, row: Pick<KeyRow, 'workspaceId' | 'id' | 'use'>, key: Uint8Array) => ({
  wrapped: encrypt(current.key, wrapData(row.workspaceId, row.id, row.use), key),
  rootKeyId: current.id,
});

export function newKeyRow(roots: Roots, workspaceId: WorkspaceId, use: KeyRow['use'], state: KeyRow['state'], createdAt: Date): KeyRow {
  const identity = { workspaceId, id: uuidv7(), use };
  return { ...identity, state, createdAt, ...wrapKey(roots, identity, randomBytes(KEY_BYTES)) };
}

/** @throws PatchbayError configuration when the root key that wrapped it is missing or is another one */
export function unwrapKey(roots: Roots, row: Pick<KeyRow, 'workspaceId' | 'id' | 'use' | 'wrapped' | 'rootKeyId'>): Buffer {
  const root = roots.find(row.rootKeyId);
  if (root) {
    try {
      return decrypt(root, wrapData(row.workspaceId, row.id, row.use), row.wrapped);
    } catch {
      // falls through: to the operator a wrong key and a missing one are the same
    }
  }
  throw new PatchbayError('configuration', {
    detail: root
      ? 'The secret key of this hub is not the one its data was sealed with.'
      : `The secret key "${row.rootKeyId}" that sealed the data of this hub is missing.`,
    remedy:
      'Put back the key that was in use before: in PATCHBAY_SECRET_KEY, or in the key file. To replace it, list the new key first and the old one behind it, separated by a comma, and run "patchbay keys rotate".',
    facts: { rootKeyId: row.rootKeyId },
  });
}

export function openKeyring(roots: Roots, rows: readonly KeyRow[]): Keyring | undefined {
  const byHandle = new Map<string, DataKey>();
  let active: DataKey | undefined;
  let macKey: Buffer | undefined;
  for (const row of rows) {
    const key = unwrapKey(roots, row);
    if (row.use === 'mac') {
      if (row.state === 'active') macKey = key;
      continue;
    }
    const dataKey = { handle: keyHandle(row.id), idBytes: uuidBytes(row.id), key: createSecretKey(key) };
    byHandle.set(dataKey.handle, dataKey);
    if (row.state === 'active') active = dataKey;
  }
  if (!active || !macKey) return undefined;
  return { active, byHandle, mac: macWith(macKey), signature: signatureOf(rows) };
}

export const signatureOf = (rows: readonly Pick<KeyRow, 'id' | 'state'>[]): string =>
  rows
    .map(({ id, state }) => `${id}:${state}`)
    .sort()
    .join();

/** One derived key per purpose: a mac made for a file link is none for a chain. */
function macWith(root: Buffer): Keyring['mac'] {
  const secret = createSecretKey(root);
  const derived = new Map<string, KeyObject>();
  return (purpose, data) => {
    let key = derived.get(purpose);
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `patchbay mac ${purpose}`, KEY_BYTES)));
      derived.set(purpose, key);
    }
    return createHmac('sha256', key).update(data).digest();
  };
}
