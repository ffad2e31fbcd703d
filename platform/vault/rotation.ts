import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '#platform/database/database';
import { type Clock, PatchbayError, type WorkspaceId } from '#sdk';
import { newKeyRow, type Roots, unwrapKey, wrapKey } from './keyring.ts';
import type { Keyrings } from './keyrings.ts';
import { columnsStillUsing, resealColumn, type SealedColumn } from './reseal.ts';
import type { KeyStore } from './store.ts';

export interface RotationPorts {
  database: Database;
  store: KeyStore;
  keyrings: Keyrings;
  roots: Roots;
  clock: Clock;
  graceMs: number;
}

export interface DataKeyRotation {
  /** True when an interrupted rotation was finished instead of a new one begun. */
  resumed: boolean;
  resealed: number;
  /** The old key is gone. False when something still needs it; the call can be repeated. */
  dropped: boolean;
  /** Values that do not open, and columns that hold sealed values without being registered. They keep the old key alive. */
  unreadable: string[];
  unregistered: string[];
}

export interface RotationOptions {
  /** Begins a new rotation although an older key is still kept for values that do not open. */
  force?: boolean;
  batch?: number;
  progress?: (state: { step: 'announcing' | 'resealing' | 'dropping'; resealed: number }) => void;
  signal?: AbortSignal;
}

/** Wraps every data key by the current root key. Data stays as it is; the old root key is not needed afterwards. */
export async function rotateRoot({ store, roots }: RotationPorts, progress: (done: number) => void = () => {}): Promise<{ rewrapped: number }> {
  let rewrapped = 0;
  let after: Parameters<KeyStore['wrappedByOthers']>[1];
  for (;;) {
    const rows = await store.wrappedByOthers(roots.current.id, after, 200);
    if (rows.length === 0) return { rewrapped };
    after = rows.at(-1);
    rewrapped += await store.rewrap(rows.map((before) => ({ before, ...wrapKey(roots, before, unwrapKey(roots, before)) })));
    progress(rewrapped);
  }
}

/**
 * Gives a workspace a new sealing key while everybody works on:
 * 1. announce: the key is stored; after the grace time every process can open with it
 * 2. activate: it seals, the old one only opens; after the grace time nobody seals with the old one any more
 * 3. wait until every transaction that began before has ended: none can bring old ciphertext after the last look
 * 4. re-seal the registered columns until a pass finds nothing, look into the catalogue for forgotten ones, drop the old key
 * The state is in the table: killed anywhere, the next call goes on. Two at once do the same work twice, no harm.
 */
export async function rotateDataKey(
  ports: RotationPorts,
  sealed: readonly SealedColumn[],
  workspaceId: WorkspaceId,
  options: RotationOptions = {},
): Promise<DataKeyRotation> {
  const { database, store, keyrings, roots, clock, graceMs } = ports;
  const { force = false, batch = 100, progress = () => {}, signal } = options;
  if (database.current()) throw new PatchbayError('internal', { facts: { reason: 'a rotation takes many transactions and was called inside one' } });
  const everybodyKnows = () => (database.engine === 'postgres' ? pause(graceMs, undefined, { signal }) : undefined);
  await keyrings.forWorkspace(workspaceId);

  progress({ step: 'announcing', resealed: 0 });
  const begun = await database.workspace(workspaceId, async (tx) => {
    const rows = (await store.ofWorkspace(tx, workspaceId)).filter(({ use }) => use === 'seal');
    if (rows.some(({ state }) => state === 'announced')) return 'announced' as const;
    if (!force && rows.some(({ state }) => state === 'retired')) return 'activated' as const;
    await store.add(tx, newKeyRow(roots, workspaceId, 'seal', 'announced', clock.now()));
    return 'new' as const;
  });
  await keyrings.reload(workspaceId);
  if (begun !== 'activated') {
    await everybodyKnows();
    await store.activate(workspaceId);
    await keyrings.reload(workspaceId);
  }
  await everybodyKnows();
  const horizon = await store.horizon();
  while (!(await store.isPast(horizon))) await pause(100, undefined, { signal });

  const rows = await database.workspace(workspaceId, (tx) => store.ofWorkspace(tx, workspaceId));
  const activeKeyId = rows.find(({ use, state }) => use === 'seal' && state === 'active')?.id;
  const retired = rows.filter(({ state }) => state === 'retired').map(({ id }) => id);
  const result: DataKeyRotation = { resumed: begun !== 'new', resealed: 0, dropped: false, unreadable: [], unregistered: [] };
  if (!activeKeyId) throw new PatchbayError('vault_locked', { facts: { workspaceId, reason: 'erased during the rotation' } });
  for (;;) {
    let changed = 0;
    result.unreadable = [];
    for (const column of sealed) {
      signal?.throwIfAborted();
      const vault = await keyrings.forWorkspace(workspaceId);
      const before = result.resealed + changed;
      const counts = await resealColumn(
        database,
        vault,
        { workspaceId, activeKeyId, batch, progress: (done) => progress({ step: 'resealing', resealed: before + done }) },
        column,
      );
      changed += counts.resealed;
      result.unreadable.push(...counts.unreadable);
    }
    result.resealed += changed;
    if (changed === 0) break;
  }
  if (retired.length === 0) return { ...result, dropped: true };
  progress({ step: 'dropping', resealed: result.resealed });
  const registered = new Set(sealed.map(({ table, column }) => `${table}.${column}`));
  const stillUsed = await columnsStillUsing(database, workspaceId, retired);
  result.unregistered = stillUsed.filter((name) => !registered.has(name));
  if (stillUsed.length > 0) return result;
  await store.drop(workspaceId, retired);
  await keyrings.reload(workspaceId);
  return { ...result, dropped: true };
}
