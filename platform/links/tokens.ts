import { timingSafeEqual } from 'node:crypto';
import { uuidBytes } from '#platform/vault/envelope';
import type { WorkspaceVault } from '#platform/vault/workspace-vault';
import { type Clock, type LinkData, PatchbayError, type WorkspaceId } from '#sdk';

/** What tokens need of the vault. */
export interface TokenVault {
  forWorkspace(id: WorkspaceId): Promise<WorkspaceVault>;
  find(id: WorkspaceId): Promise<WorkspaceVault | undefined>;
}
export interface OpenedToken {
  workspaceId: WorkspaceId;
  data: LinkData;
}

// workspace (16) ‖ expiry in seconds, 0 = never (6) ‖ data as JSON, then the first half of the mac: 128 bits nobody guesses
const HEAD_BYTES = 22;
const MAC_BYTES = 16;
const MAX_TOKEN = 900;
const TOKEN = /^[\w-]{52,900}$/;

const uuidText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const macOf = (vault: WorkspaceVault, purpose: string, signed: Uint8Array): Buffer => vault.mac(`link ${purpose}`, signed).subarray(0, MAC_BYTES);

/** Tokens of addresses for strangers: see `Links` of the sdk. */
export function createTokens(vault: TokenVault, clock: Clock) {
  return {
    async signer(workspaceId: WorkspaceId, purpose: string): Promise<(data: LinkData, options?: { expiresAt?: Date }) => string> {
      const box = await vault.forWorkspace(workspaceId);
      const workspace = uuidBytes(workspaceId);
      return (data, { expiresAt } = {}) => {
        const head = Buffer.alloc(HEAD_BYTES);
        workspace.copy(head, 0);
        head.writeUIntBE(expiresAt ? Math.max(1, Math.floor(expiresAt.getTime() / 1000)) : 0, 16, 6);
        const signed = Buffer.concat([head, Buffer.from(JSON.stringify(data), 'utf8')]);
        const token = Buffer.concat([signed, macOf(box, purpose, signed)]).toString('base64url');
        if (token.length > MAX_TOKEN) throw new PatchbayError('internal', { facts: { reason: 'a link would carry too much', purpose } });
        return token;
      };
    },
    /** Undefined for one that is forged, changed, of another purpose or over: nobody is told which. */
    async open(purpose: string, token: string): Promise<OpenedToken | undefined> {
      if (!TOKEN.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      // The last letter has spare bits: one token has one spelling.
      if (bytes.toString('base64url') !== token) return undefined;
      const signed = bytes.subarray(0, -MAC_BYTES);
      const workspaceId = uuidText(signed.subarray(0, 16)) as WorkspaceId;
      const box = await vault.find(workspaceId);
      if (!box || !timingSafeEqual(macOf(box, purpose, signed), bytes.subarray(-MAC_BYTES))) return undefined;
      const expiry = signed.readUIntBE(16, 6);
      if (expiry !== 0 && expiry * 1000 <= clock.now().getTime()) return undefined;
      return { workspaceId, data: JSON.parse(signed.subarray(HEAD_BYTES).toString('utf8')) as LinkData };
    },
  };
}
