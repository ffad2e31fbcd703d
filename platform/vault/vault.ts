import type { Database } from '#platform/database/database';
import { type Clock, INSTALLATION_WORKSPACE, PatchbayError, type WorkspaceId } from '#sdk';
import { joinKeys, openArchive, readAllKeys, replaceKeys, sealArchive } from './key-archive.ts';
import { prepareRoots, unwrapKey } from './keyring.ts';
import { createKeyrings } from './keyrings.ts';
import type { KeyRow } from './models.ts';
import type { SealedColumn } from './reseal.ts';
import type { RootKey } from './root-keys.ts';
import { type RotationOptions, type RotationPorts, rotateDataKey, rotateRoot } from './rotation.ts';
import { createKeyStore } from './store.ts';

export interface VaultPorts {
  database: Database;
  /** Current first; the others only open what they wrapped before. */
  rootKeys: readonly RootKey[];
  clock: Clock;
  /** How often this process looks for keys that others made. */
  refreshMs?: number;
  /** How long a rotation waits until every process has looked. */
  graceMs?: number;
}

/** Envelope encryption: data sealed by a key per workspace, that key wrapped by a root key which the database never sees. */
export function createVault({ database, rootKeys, clock, refreshMs = 10_000, graceMs = 3 * refreshMs }: VaultPorts) {
  const roots = prepareRoots(rootKeys);
  const store = createKeyStore(database);
  const keyrings = createKeyrings({ database, store, roots, clock, refreshMs, graceMs });
  const ports: RotationPorts = { database, store, keyrings, roots, clock, graceMs };
  const sealed = new Map<string, SealedColumn>();

  return {
    /** The keys of a workspace, made when it has none. From memory when they are known: ask per piece of work. */
    forWorkspace: keyrings.forWorkspace,
    /** The same for a workspace id out of a public token: undefined, and nothing made, when it has no keys. */
    find: keyrings.find,
    /**
     * To be run before anything else at boot: do the given root keys open what is stored?
     * @throws PatchbayError configuration with what to do
     */
    async check(): Promise<void> {
      for (const row of await store.samples()) unwrapKey(roots, row);
      // The installation's own key is the check value of a hub that holds nothing else yet.
      await keyrings.forWorkspace(INSTALLATION_WORKSPACE);
    },
    /** Names a column that a rotation must re-seal; called once per column at start. */
    registerSealed(column: SealedColumn): void {
      sealed.set(`${column.table}.${column.column}`, column);
    },
    rotateRoot: (progress?: (done: number) => void) => rotateRoot(ports, progress),
    rotateDataKey: (workspaceId: WorkspaceId, options?: RotationOptions) => rotateDataKey(ports, [...sealed.values()], workspaceId, options),
    /** Destroys the keys: what they sealed stays closed for ever, in older backups too once these are read with a later `keys.sealed`. */
    async eraseWorkspace(workspaceId: WorkspaceId): Promise<void> {
      await store.erase(workspaceId);
      keyrings.forget(workspaceId);
    },
    /** The wrapped keys as they stand, to be handed to `exportKeys` at the end of a backup. */
    keysNow: () => readAllKeys(database),
    /** All wrapped keys as one sealed file; with those of `before` that a rotation has dropped since, for rows read in between. */
    async exportKeys(before: readonly KeyRow[] = []): Promise<Buffer> {
      const [current] = rootKeys;
      if (!current) throw new PatchbayError('configuration');
      return sealArchive(current, joinKeys(before, await readAllKeys(database)));
    },
    /** Replaces all keys by those of an export; for `restore` into an empty database. Gives the workspaces it has keys for. */
    async importKeys(archive: Buffer): Promise<WorkspaceId[]> {
      const workspaceIds = await replaceKeys(database, openArchive(rootKeys, archive), roots);
      keyrings.forgetAll();
      return workspaceIds;
    },
    /** Looks now for what other processes changed; otherwise every `refreshMs`. */
    refresh: keyrings.refreshAll,
    stop: keyrings.stop,
  };
}

export type Vault = ReturnType<typeof createVault>;
