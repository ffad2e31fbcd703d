import type { Database } from '#platform/database/database';
import type { Connection, ConnectionId, WorkspaceId } from '#sdk';

const BELIEVED_MS = 1_000;
const MOST = 10_000;

/**
 * A connection as it was at most a second ago, for webhooks: hundreds a second come for the same one. What this process
 * changed is seen at once.
 */
export function createLately(database: Pick<Database, 'current' | 'afterCommit'>, read: (workspaceId: WorkspaceId, id: ConnectionId) => Promise<Connection>) {
  const known = new Map<string, { until: number; connection: Promise<Connection> }>();
  return {
    async lately(workspaceId: WorkspaceId, id: ConnectionId): Promise<Connection> {
      // What an open transaction sees is nobody else's yet.
      if (database.current()) return read(workspaceId, id);
      const key = `${workspaceId}/${id}`;
      const now = performance.now();
      const before = known.get(key);
      if (before && before.until > now) return before.connection;
      if (known.size >= MOST) known.clear();
      const connection = read(workspaceId, id);
      known.set(key, { until: now + BELIEVED_MS, connection });
      connection.catch(() => known.delete(key));
      return connection;
    },
    /** Called where it is changed, in the transaction that does it. */
    changed(workspaceId: WorkspaceId, id: string): void {
      database.afterCommit(() => known.delete(`${workspaceId}/${id}`));
    },
  };
}
export type Lately = ReturnType<typeof createLately>;
