import { and, eq, ne } from 'drizzle-orm';
import type { Actor, Clock, ConnectionId, Transaction, WorkspaceId } from '#sdk';
import { type ConnectionRow, healthOf } from './connection-row.ts';
import type { Lately } from './lately.ts';
import { connectionRoutes, connections } from './models.ts';
import type { EventsPort, IncidentsPort } from './ports.ts';

export const incidentKeys = {
  refused: (id: string) => `connection:${id}:reauthorize`,
  renewal: (id: string) => `connection:${id}:renewal`,
};
const SELF: Actor = { kind: 'system', reason: 'connections' };
/** So many failed renewals in a row are told to an administrator; the connection itself lives on. */
const TELL_AFTER = 3;

/** Changes of a connection's standing: the row, its route, the event and the incident in one transaction. */
export function createStanding(deps: { events: EventsPort; incidents: IncidentsPort; clock: Clock; changed: Lately['changed'] }) {
  const { events, incidents, clock } = deps;

  const publish = (tx: Transaction, workspaceId: WorkspaceId, actor: Actor, row: ConnectionRow, before: string | null) =>
    events.publish(tx, workspaceId, actor, [
      {
        type: 'connection.health_changed',
        subject: { type: 'connection', id: row.id },
        data: {
          connectionId: row.id,
          integration: row.integration,
          provider: row.provider,
          label: row.label,
          status: row.status,
          health: healthOf(row).state,
          reason: row.statusReason,
        },
        previous: { status: before },
      },
    ]);

  const move = async (
    tx: Transaction,
    workspaceId: WorkspaceId,
    id: ConnectionId,
    to: Partial<ConnectionRow> & Pick<ConnectionRow, 'status'>,
    from: string,
    actor: Actor = SELF,
  ) => {
    const own = and(eq(connections.workspaceId, workspaceId), eq(connections.id, id));
    const [row] = await tx
      .update(connections)
      .set({ ...to, updatedAt: clock.now() })
      .where(and(own, ne(connections.status, to.status), eq(connections.status, from as ConnectionRow['status'])))
      .returning();
    if (!row) return undefined;
    deps.changed(workspaceId, id);
    await tx
      .update(connectionRoutes)
      .set({ status: to.status })
      .where(and(eq(connectionRoutes.workspaceId, workspaceId), eq(connectionRoutes.id, id)));
    await publish(tx, workspaceId, actor, row, from);
    return row;
  };

  return {
    /** The provider no longer accepts it. Told once; a second refusal changes nothing. */
    async refuse(tx: Transaction, workspaceId: WorkspaceId, id: ConnectionId, why: { code: string; sentence: string; apiCallId?: string }): Promise<void> {
      const now = clock.now();
      const facts = { lastErrorAt: now, lastErrorCode: why.code, ...(why.apiCallId ? { lastCallId: why.apiCallId } : {}) };
      const row = await move(tx, workspaceId, id, { status: 'reauthorize', statusReason: why.sentence, ...facts }, 'active');
      if (!row) return;
      await incidents.forWorkspace(workspaceId).open({
        key: incidentKeys.refused(id),
        level: 'critical',
        title: `Reconnect ${row.label}`,
        detail: why.sentence,
        remedy: 'Open the Connections page and reconnect it. What arrived meanwhile is kept.',
        connectionId: id,
      });
    },

    /** It works again: proven by a call or a new sign-in. */
    async recover(tx: Transaction, workspaceId: WorkspaceId, id: ConnectionId): Promise<void> {
      await move(tx, workspaceId, id, { status: 'active', statusReason: null }, 'reauthorize');
      await incidents.forWorkspace(workspaceId).resolve(incidentKeys.refused(id), 'The connection works again.');
    },

    /** A person connected or reconnected it; `before` is null when it is new. */
    async connected(tx: Transaction, workspaceId: WorkspaceId, actor: Actor, row: ConnectionRow, before: string | null): Promise<void> {
      await publish(tx, workspaceId, actor, row, before);
      if (before === null) return;
      const own = incidents.forWorkspace(workspaceId);
      for (const key of Object.values(incidentKeys)) await own.resolve(key(row.id), 'It was reconnected.');
    },

    async setEnabled(tx: Transaction, workspaceId: WorkspaceId, row: ConnectionRow, enabled: boolean, actor: Actor): Promise<void> {
      const to = enabled ? ({ status: 'active', statusReason: null } as const) : ({ status: 'disabled', statusReason: 'Switched off by a person.' } as const);
      await move(tx, workspaceId, row.id as ConnectionId, to, row.status, actor);
    },

    async renewalFailed(tx: Transaction, workspaceId: WorkspaceId, id: ConnectionId, failure: { code: string; failures: number }): Promise<void> {
      const [row] = await tx
        .update(connections)
        .set({ lastErrorAt: clock.now(), lastErrorCode: failure.code })
        .where(and(eq(connections.workspaceId, workspaceId), eq(connections.id, id)))
        .returning();
      if (!row || failure.failures < TELL_AFTER) return;
      await incidents.forWorkspace(workspaceId).open({
        key: incidentKeys.renewal(id),
        level: 'warning',
        title: `${row.label} cannot renew its permission`,
        detail: `The provider did not renew the permission ${failure.failures} times in a row (${failure.code}). Nothing is lost; it is tried again.`,
        remedy: 'If it lasts, check the client id and secret of this provider, or reconnect.',
        connectionId: id,
      });
    },

    async renewalWorks(workspaceId: WorkspaceId, id: ConnectionId): Promise<void> {
      await incidents.forWorkspace(workspaceId).resolve(incidentKeys.renewal(id), 'The permission was renewed.');
    },

    /** Before its row goes: others hear of it, and what was told about it is closed. */
    async removed(tx: Transaction, workspaceId: WorkspaceId, actor: Actor, row: ConnectionRow): Promise<void> {
      await publish(tx, workspaceId, actor, { ...row, status: 'disabled', statusReason: 'The connection was removed.' }, row.status);
      const own = incidents.forWorkspace(workspaceId);
      for (const key of Object.values(incidentKeys)) await own.resolve(key(row.id), 'The connection was removed.');
    },
  };
}
export type Standing = ReturnType<typeof createStanding>;
