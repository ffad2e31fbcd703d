import { timingSafeEqual } from 'node:crypto';
import { uuidBytes } from '#platform/vault/envelope';
import type { WorkspaceVault } from '#platform/vault/workspace-vault';
import { type Clock, type FileId, PatchbayError, type WorkspaceId } from '#sdk';

/** What the links need of the vault. */
export interface LinkVault {
  forWorkspace(id: WorkspaceId): Promise<WorkspaceVault>;
  find(id: WorkspaceId): Promise<WorkspaceVault | undefined>;
}

export interface LinkTarget {
  workspaceId: WorkspaceId;
  fileId: FileId;
}

// workspace (16) ‖ file (16) ‖ expiry in seconds (6) ‖ mac (32)
const SIGNED_BYTES = 38;
const TOKEN = /^[\w-]{94}$/;
const PURPOSE = 'file link';

const uuidText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** Links that open one file until a time, for whoever holds them: nothing is stored, and erasing the workspace ends them. */
export function createLinks(vault: LinkVault, clock: Clock) {
  return {
    async sign({ workspaceId, fileId }: LinkTarget, expiresAt: Date): Promise<string> {
      const signed = Buffer.alloc(SIGNED_BYTES);
      uuidBytes(workspaceId).copy(signed, 0);
      uuidBytes(fileId).copy(signed, 16);
      signed.writeUIntBE(Math.floor(expiresAt.getTime() / 1000), 32, 6);
      const mac = (await vault.forWorkspace(workspaceId)).mac(PURPOSE, signed);
      return Buffer.concat([signed, mac]).toString('base64url');
    },
    /** @throws PatchbayError not_found for a link that is forged, changed or over: the answer does not say which */
    async verify(token: string): Promise<LinkTarget> {
      const refused = new PatchbayError('not_found', { detail: 'This link is not valid any more.', remedy: 'Ask for a new one.' });
      const bytes = Buffer.from(token, 'base64url');
      if (!TOKEN.test(token) || bytes.toString('base64url') !== token) throw refused;
      const signed = bytes.subarray(0, SIGNED_BYTES);
      const workspaceId = uuidText(signed.subarray(0, 16)) as WorkspaceId;
      const view = await vault.find(workspaceId);
      if (!view || !timingSafeEqual(view.mac(PURPOSE, signed), bytes.subarray(SIGNED_BYTES))) throw refused;
      if (signed.readUIntBE(32, 6) * 1000 <= clock.now().getTime()) throw refused;
      return { workspaceId, fileId: uuidText(signed.subarray(16, 32)) as FileId };
    },
  };
}
