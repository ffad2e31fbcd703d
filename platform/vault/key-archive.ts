import { createSecretKey, hkdfSync } from 'node:crypto';
import type { Database } from '#platform/database/database';
import { PatchbayError, type WorkspaceId } from '#sdk';
import { decrypt, encrypt, KEY_BYTES } from './envelope.ts';
import type { Roots } from './keyring.ts';
import { type KeyRow, vaultKeys } from './models.ts';
import type { RootKey } from './root-keys.ts';

/**
 * `keys.sealed`: the wrapped keys of all workspaces, sealed once more as a whole so that nobody exchanges one. Kept apart
 * from the data of a backup: an erased workspace is missing in every later one, and the data stays closed with it.
 */
const archiveKey = (root: RootKey) => createSecretKey(Buffer.from(hkdfSync('sha256', root.key, '', 'patchbay key archive', KEY_BYTES)));
const ASSOCIATED = JSON.stringify(['patchbay', 'key archive', 1]);

export function sealArchive(root: RootKey, rows: readonly KeyRow[]): Buffer {
  const plain = JSON.stringify(rows.map((row) => ({ ...row, wrapped: row.wrapped.toString('base64') })));
  return Buffer.from(`${root.id}\n${encrypt(archiveKey(root), ASSOCIATED, Buffer.from(plain)).toString('base64')}\n`);
}

/** @throws PatchbayError configuration when no given root key opens it */
export function openArchive(rootKeys: readonly RootKey[], archive: Buffer): KeyRow[] {
  const [id, sealed = ''] = archive.toString('latin1').split('\n');
  const root = rootKeys.find((key) => key.id === id);
  try {
    if (!root) throw new Error(`no root key ${id}`);
    const rows = JSON.parse(decrypt(archiveKey(root), ASSOCIATED, Buffer.from(sealed, 'base64')).toString()) as (Omit<KeyRow, 'wrapped' | 'createdAt'> & {
      wrapped: string;
      createdAt: string;
    })[];
    return rows.map((row) => ({ ...row, wrapped: Buffer.from(row.wrapped, 'base64'), createdAt: new Date(row.createdAt) }));
  } catch (cause) {
    throw new PatchbayError('configuration', {
      detail: 'The keys of the backup do not open with the secret key of this hub, or the file was changed.',
      remedy: 'Give the secret key that was in use when the backup was made (PATCHBAY_SECRET_KEY takes several, separated by commas).',
      cause,
    });
  }
}

export const readAllKeys = (database: Database): Promise<KeyRow[]> =>
  database.system((tx) => tx.select().from(vaultKeys).orderBy(vaultKeys.workspaceId, vaultKeys.id));

/** A key that is gone now opens only, and comes back for nobody whose keys were erased meanwhile. */
export function joinKeys(before: readonly KeyRow[], now: readonly KeyRow[]): KeyRow[] {
  const ids = new Set(now.map(({ id }) => id));
  const alive = new Set(now.map(({ workspaceId }) => workspaceId));
  const dropped = before.filter(({ id, workspaceId }) => !ids.has(id) && alive.has(workspaceId));
  return [...now, ...dropped.map((row) => ({ ...row, state: 'retired' as const }))];
}

/** Puts keys back; the ones a fresh hub made for the same workspaces give way. */
export async function replaceKeys(database: Database, rows: readonly KeyRow[], roots: Roots): Promise<WorkspaceId[]> {
  for (const row of rows) if (!roots.find(row.rootKeyId)) throw new PatchbayError('configuration', { detail: `The secret key "${row.rootKeyId}" is missing.` });
  await database.system(async (tx) => {
    await tx.delete(vaultKeys);
    for (let at = 0; at < rows.length; at += 500) await tx.insert(vaultKeys).values(rows.slice(at, at + 500));
  });
  return [...new Set(rows.map(({ workspaceId }) => workspaceId as WorkspaceId))];
}
