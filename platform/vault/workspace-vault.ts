import { type Ciphertext, PatchbayError, Secret, type WorkspaceId } from '#sdk';
import type { SealRef } from './envelope.ts';
import type { Keyring } from './keyring.ts';
import { openBinary, openText, sealBinary, sealText } from './sealed-value.ts';

/**
 * Seals and opens for one workspace, without awaiting anything: usable inside a transaction. Ask `forWorkspace` for it
 * per piece of work and write what you sealed soon: a rotation counts on nobody keeping ciphertext of the old key about.
 */
export interface WorkspaceVault {
  seal(ref: SealRef, text: string | Secret): Ciphertext;
  /** @throws PatchbayError vault_locked when it was changed, moved from its row, or its key is gone */
  open(ref: SealRef, sealed: Ciphertext): Secret;
  sealBytes(ref: SealRef, content: Uint8Array): Buffer;
  /** @throws PatchbayError vault_locked */
  openBytes(ref: SealRef, sealed: Uint8Array): Buffer;
  /** HMAC-SHA256 under a key of this workspace and purpose. It outlives every rotation of the sealing key. */
  mac(purpose: string, data: Uint8Array | string): Buffer;
}

/** Where the vault keeps what it knows of a workspace; `keyring` is undefined after an erasure. */
export interface KeyringCell {
  keyring: Keyring | undefined;
  /** May it still be used for sealing? Not when the process has not seen the database for longer than a rotation waits. */
  isFresh(): boolean;
  /** A key it does not know was named: the next `forWorkspace` looks again. */
  unknownKey(): void;
}

export function workspaceVault(workspaceId: WorkspaceId, cell: KeyringCell): WorkspaceVault {
  const locked = (cause?: unknown, facts: Record<string, unknown> = {}) => new PatchbayError('vault_locked', { facts: { workspaceId, ...facts }, cause });
  const keyring = (): Keyring => {
    if (!cell.keyring) throw locked(undefined, { reason: 'the keys of this workspace were erased' });
    return cell.keyring;
  };
  const sealing = (): Keyring => {
    // A key that was retired meanwhile may be dropped by now: what it seals would never open again.
    if (!cell.isFresh()) throw new PatchbayError('database_unavailable', { facts: { workspaceId, reason: 'the keys could not be refreshed for too long' } });
    return keyring();
  };
  const find = (handle: string) => {
    const key = keyring().byHandle.get(handle);
    if (key) return key;
    cell.unknownKey();
    throw new Error(`unknown key ${handle}`);
  };
  const opened = <T>(ref: SealRef, open: () => T): T => {
    try {
      return open();
    } catch (cause) {
      throw cause instanceof PatchbayError ? cause : locked(cause, { ...ref });
    }
  };
  return {
    seal: (ref, text) => sealText(sealing().active, workspaceId, ref, text instanceof Secret ? text.reveal() : text),
    open: (ref, sealed) => opened(ref, () => new Secret(openText(find, workspaceId, ref, sealed))),
    sealBytes: (ref, content) => sealBinary(sealing().active, workspaceId, ref, content),
    openBytes: (ref, sealed) => opened(ref, () => openBinary(find, workspaceId, ref, sealed)),
    mac: (purpose, data) => keyring().mac(purpose, data),
  };
}
