import type { RawRequest, WorkspaceId } from '#sdk';
import type { SealingVault } from './ports.ts';

/** A request as stored: length of the head, head as JSON, body byte for byte. Sealed under the key of its workspace. */
export function packRequest({ method, url, headers, rawBody }: RawRequest): Buffer {
  const { cookie: _cookie, ...kept } = headers;
  const head = JSON.stringify({ method, url, headers: kept });
  const headBytes = Buffer.byteLength(head);
  const packed = Buffer.allocUnsafe(4 + headBytes + rawBody.length);
  packed.writeUInt32BE(headBytes);
  packed.write(head, 4);
  packed.set(rawBody, 4 + headBytes);
  return packed;
}

export function unpackRequest(packed: Buffer): RawRequest {
  const end = 4 + packed.readUInt32BE(0);
  const { method, url, headers } = JSON.parse(packed.toString('utf8', 4, end)) as Omit<RawRequest, 'rawBody'>;
  return { method, url, headers, rawBody: packed.subarray(end) };
}

const ref = (requestId: string) => ({ table: 'webhook_requests', column: 'sealed', id: requestId });

export interface SealedRequests {
  seal(workspaceId: WorkspaceId, requestId: string, packed: Buffer): Promise<Buffer>;
  open(workspaceId: WorkspaceId, requestId: string, sealed: Uint8Array): Promise<RawRequest>;
}

export function createSealedRequests(vault: { forWorkspace(id: WorkspaceId): Promise<SealingVault> }): SealedRequests {
  return {
    seal: async (workspaceId, requestId, packed) => (await vault.forWorkspace(workspaceId)).sealBytes(ref(requestId), packed),
    open: async (workspaceId, requestId, sealed) => unpackRequest((await vault.forWorkspace(workspaceId)).openBytes(ref(requestId), Buffer.from(sealed))),
  };
}
