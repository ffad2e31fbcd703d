import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { actorName } from '#platform/access/roles';
import type { Database } from '#platform/database/database';
import { type Actor, type Clock, type ConnectionId, PatchbayError, type UserId, type VerifiedAccount, type WorkspaceId } from '#sdk';
import { type ConnectionRow, toConnection } from './connection-row.ts';
import type { Lately } from './lately.ts';
import { connectionCredentials, connectionRoutes, connections } from './models.ts';
import type { AuditPort, ConnectionsDeps, VaultPort } from './ports.ts';
import { openSealer, type StoredCredentials } from './sealed-credentials.ts';
import type { Standing } from './standing.ts';

export interface Saving {
  workspaceId: WorkspaceId;
  actor: Actor;
  integration: string;
  provider: string;
  account: VerifiedAccount;
  stored: StoredCredentials;
  expiresAt: Date | null;
  grantedScopes: readonly string[];
  ownerUserId: UserId | null;
  label?: string | undefined;
  settings?: Readonly<Record<string, unknown>> | undefined;
  /** The connection that is being reconnected; it must be of the same account. */
  reconnect?: ConnectionId | undefined;
}

const otherAccount = (label: string, account: VerifiedAccount) =>
  new PatchbayError('conflict', {
    detail: `You signed in as ${account.displayName}, but this connection belongs to another account (${label}).`,
    remedy: `Sign in with the account of ${label}, or connect ${account.displayName} as a new connection.`,
  });

/**
 * Stores a verified account: a new connection, or new credentials for the one that is there. In one transaction with
 * its route, its event and its first sync. Credentials get a new version, so a renewal under way writes nothing.
 */
export function createSave(deps: {
  database: Database;
  vault: VaultPort;
  clock: Clock;
  standing: Standing;
  audit: AuditPort;
  changed: Lately['changed'];
  onConnected: ConnectionsDeps['onConnected'];
}) {
  return async function save(saving: Saving): Promise<ConnectionRow> {
    const { workspaceId, actor, integration, provider, account, stored } = saving;
    const sealer = await openSealer(deps.vault, workspaceId);
    const now = deps.clock.now();
    return deps.database.workspace(workspaceId, async (tx) => {
      const sameAccount = and(
        eq(connections.workspaceId, workspaceId),
        eq(connections.integration, integration),
        eq(connections.provider, provider),
        saving.reconnect ? eq(connections.id, saving.reconnect) : eq(connections.externalId, account.externalId),
      );
      const [before] = await tx.select().from(connections).where(sameAccount).for('update');
      if (saving.reconnect && !before) throw new PatchbayError('not_found');
      if (before && before.externalId !== account.externalId) throw otherAccount(before.label, account);
      const proven = { status: 'active', statusReason: null, lastOkAt: now, lastCheckedAt: now, updatedAt: now } as const;
      const facts = { grantedScopes: [...saving.grantedScopes], data: { ...account.data } };
      const [row] = await tx
        .insert(connections)
        .values({
          workspaceId,
          id: before?.id ?? uuidv7(),
          integration,
          provider,
          label: saving.label ?? account.displayName,
          externalId: account.externalId,
          ownerUserId: saving.ownerUserId,
          settings: { ...saving.settings },
          createdAt: now,
          ...proven,
          ...facts,
        })
        .onConflictDoUpdate({
          target: [connections.workspaceId, connections.integration, connections.provider, connections.externalId],
          set: { ...proven, ...facts, ...(saving.label ? { label: saving.label } : {}), ...(saving.settings ? { settings: { ...saving.settings } } : {}) },
        })
        .returning();
      if (!row) throw new PatchbayError('internal');
      const id = row.id as ConnectionId;
      deps.changed(workspaceId, id);
      const credentials = {
        // Sealed only now: the row's identity is part of the seal.
        sealed: sealer.seal(id, stored),
        expiresAt: saving.expiresAt,
        renewable: stored.kind === 'oauth2' && stored.refreshToken !== undefined,
        refreshedAt: now,
        leaseToken: null,
        leaseUntil: null,
        askedAt: null,
        answeredAt: null,
        failures: 0,
        retryAt: null,
      };
      await tx
        .insert(connectionCredentials)
        .values({ workspaceId, id, ...credentials })
        .onConflictDoUpdate({
          target: [connectionCredentials.workspaceId, connectionCredentials.id],
          set: { ...credentials, version: sql`${connectionCredentials.version} + 1` },
        });
      const route = { integration, provider, externalId: account.externalId, status: 'active' };
      await tx
        .insert(connectionRoutes)
        .values({ workspaceId, id, ...route })
        .onConflictDoUpdate({ target: [connectionRoutes.workspaceId, connectionRoutes.id], set: route });
      await deps.standing.connected(tx, workspaceId, actor, row, before?.status ?? null);
      await deps.onConnected(workspaceId, toConnection(row));
      await deps.audit.act({
        workspaceId,
        actor: actorName(actor),
        act: before ? 'connection.reconnected' : 'connection.created',
        target: { type: 'connection', id },
      });
      return row;
    });
  };
}
export type Save = ReturnType<typeof createSave>;
