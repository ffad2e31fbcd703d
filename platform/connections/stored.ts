import { and, eq } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import { type ConnectionId, PatchbayError, Secret, type WorkspaceId } from '#sdk';
import { connectionCredentials } from './models.ts';
import type { VaultPort } from './ports.ts';
import { openSealer, type StoredCredentials } from './sealed-credentials.ts';

/** Reads what is stored, without renewing it. */
export function createStored({ database, vault }: { database: Database; vault: VaultPort }) {
  const storedOf = async (workspaceId: WorkspaceId, id: ConnectionId): Promise<StoredCredentials> => {
    const own = and(eq(connectionCredentials.workspaceId, workspaceId), eq(connectionCredentials.id, id));
    const sealer = await openSealer(vault, workspaceId);
    const [row] = await database.workspace(workspaceId, (tx) => tx.select({ sealed: connectionCredentials.sealed }).from(connectionCredentials).where(own));
    if (!row) throw new PatchbayError('not_found');
    return sealer.open(id, row.sealed);
  };
  return {
    storedOf,
    /** One field of the credentials a person gave, such as the signing secret of its webhooks. */
    async secretField(workspaceId: WorkspaceId, id: ConnectionId, field: string): Promise<Secret | undefined> {
      const stored = await storedOf(workspaceId, id);
      const value = stored.kind === 'credentials' ? stored.values[field] : stored.extra[field];
      return typeof value === 'string' && value !== '' ? new Secret(value) : undefined;
    },
  };
}
export type Stored = ReturnType<typeof createStored>;
