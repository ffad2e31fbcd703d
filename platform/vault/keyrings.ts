import type { Database } from '#platform/database/database';
import { type Clock, PatchbayError, type Transaction, type WorkspaceId } from '#sdk';
import { type Keyring, newKeyRow, openKeyring, type Roots, signatureOf } from './keyring.ts';
import type { KeyRow } from './models.ts';
import type { KeyStore } from './store.ts';
import { type KeyringCell, type WorkspaceVault, workspaceVault } from './workspace-vault.ts';

interface Entry extends KeyringCell {
  /** Of `performance.now()`: an injected clock may stand still or leap, and this is about the age of knowledge. */
  seenAt: number;
  vault: WorkspaceVault;
  loading?: Promise<void> | undefined;
}

interface KeyringsPorts {
  database: Database;
  store: KeyStore;
  roots: Roots;
  clock: Clock;
  /** How often other processes' changes are looked for. */
  refreshMs: number;
  /** How long a rotation waits for everybody; longer than `refreshMs`. */
  graceMs: number;
}

/** The keyrings this process has opened, kept in step with the table. */
export function createKeyrings({ database, store, roots, clock, refreshMs, graceMs }: KeyringsPorts) {
  const entries = new Map<WorkspaceId, Entry>();
  // The embedded database belongs to one process: nobody else changes its keys.
  const isShared = database.engine === 'postgres';
  let timer: NodeJS.Timeout | undefined;

  const makeEntry = (workspaceId: WorkspaceId): Entry => {
    const entry: Entry = {
      keyring: undefined,
      seenAt: Number.NEGATIVE_INFINITY,
      isFresh: () => !isShared || performance.now() - entry.seenAt < graceMs,
      unknownKey: () => {
        entry.seenAt = Number.NEGATIVE_INFINITY;
      },
      vault: undefined as unknown as WorkspaceVault,
    };
    entry.vault = workspaceVault(workspaceId, entry);
    return entry;
  };
  const entryOf = (workspaceId: WorkspaceId): Entry => {
    let entry = entries.get(workspaceId);
    if (!entry) {
      entry = makeEntry(workspaceId);
      entries.set(workspaceId, entry);
    }
    return entry;
  };
  const adopt = (entry: Entry, keyring: Keyring | undefined, seenAt: number) => {
    entry.keyring = keyring;
    entry.seenAt = seenAt;
  };

  /** Opens the keys of a workspace, making what is missing; of two processes that make the same one wins. */
  const readOrCreate = async (tx: Transaction, workspaceId: WorkspaceId): Promise<{ keyring: Keyring; created: boolean }> => {
    const found = openKeyring(roots, await store.ofWorkspace(tx, workspaceId));
    if (found) return { keyring: found, created: false };
    for (const use of ['seal', 'mac'] as const) await store.add(tx, newKeyRow(roots, workspaceId, use, 'active', clock.now()));
    const keyring = openKeyring(roots, await store.ofWorkspace(tx, workspaceId));
    if (!keyring) throw new Error('the keys of the workspace were not stored');
    return { keyring, created: true };
  };

  const load = async (workspaceId: WorkspaceId, entry: Entry): Promise<void> => {
    const seenAt = performance.now();
    const { keyring } = await database.workspace(workspaceId, (tx) => readOrCreate(tx, workspaceId));
    adopt(entry, keyring, seenAt);
  };

  const loadInside = async (workspaceId: WorkspaceId): Promise<WorkspaceVault> => {
    const seenAt = performance.now();
    const { keyring, created } = await store.run(workspaceId, (tx) => readOrCreate(tx, workspaceId));
    if (!created) {
      const entry = entryOf(workspaceId);
      adopt(entry, keyring, seenAt);
      return entry.vault;
    }
    // The new key exists only if this transaction commits: until then nobody else may seal with it.
    const provisional = makeEntry(workspaceId);
    adopt(provisional, keyring, seenAt);
    database.afterCommit(() => adopt(entryOf(workspaceId), keyring, seenAt));
    return provisional.vault;
  };

  const refreshAll = async (): Promise<void> => {
    const seenAt = performance.now();
    const known = [...entries].filter(([, { keyring }]) => keyring);
    if (known.length === 0) return;
    const states = Map.groupBy(await store.states(known.map(([id]) => id)), ({ workspaceId }) => workspaceId);
    for (const [workspaceId, entry] of known) {
      const rows: Pick<KeyRow, 'id' | 'state'>[] = states.get(workspaceId) ?? [];
      if (rows.length === 0) adopt(entry, undefined, seenAt);
      else if (entry.keyring?.signature === signatureOf(rows)) entry.seenAt = Math.max(entry.seenAt, seenAt);
      else await load(workspaceId, entry);
    }
  };
  const startTimer = () => {
    if (!isShared || timer) return;
    // A look that fails is repeated; `isFresh` stops the sealing when it fails for too long.
    timer = setInterval(() => void refreshAll().catch(() => {}), refreshMs).unref();
  };

  const forWorkspace = async (workspaceId: WorkspaceId): Promise<WorkspaceVault> => {
    const entry = entryOf(workspaceId);
    const age = performance.now() - entry.seenAt;
    if (entry.keyring && (isShared ? age < refreshMs * 2 : age < Number.POSITIVE_INFINITY)) return entry.vault;
    startTimer();
    // A promise shared with callers outside would wait for the session that this transaction holds.
    if (database.current()) return loadInside(workspaceId);
    entry.loading ??= load(workspaceId, entry).finally(() => {
      entry.loading = undefined;
    });
    try {
      await entry.loading;
    } catch (error) {
      // While the database is away what is in memory still opens (a caller must be answered); `isFresh` stops the sealing.
      const isAway = error instanceof PatchbayError && error.code === 'database_unavailable';
      if (!isAway || !entry.keyring) throw error;
    }
    return entry.vault;
  };

  return {
    forWorkspace,
    /** The same without making keys: for ids that came from outside and may name no workspace at all. */
    async find(workspaceId: WorkspaceId): Promise<WorkspaceVault | undefined> {
      if (!entries.get(workspaceId)?.keyring) {
        const rows = await store.run(workspaceId, (tx) => store.ofWorkspace(tx, workspaceId));
        if (rows.length === 0) return undefined;
      }
      return forWorkspace(workspaceId);
    },
    reload: (workspaceId: WorkspaceId) => load(workspaceId, entryOf(workspaceId)),
    refreshAll,
    forget(workspaceId: WorkspaceId) {
      const entry = entries.get(workspaceId);
      if (entry) adopt(entry, undefined, Number.NEGATIVE_INFINITY);
    },
    forgetAll() {
      for (const entry of entries.values()) adopt(entry, undefined, Number.NEGATIVE_INFINITY);
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

export type Keyrings = ReturnType<typeof createKeyrings>;
