import type { Database } from '#platform/database/database';
import { type Connection, type ConnectionId, PatchbayError, type WorkspaceId } from '#sdk';

const BELIEVED_MS = 1_000;
const MOST = 10_000;
const isAway = (error: unknown): boolean => error instanceof PatchbayError && error.code === 'database_unavailable';

/**
 * A connection as it was at most a second ago, for webhooks: hundreds a second come for the same one. What this process
 * changed is seen at once. While the database is away it is what was known last: whoever calls reaches a person all the same.
 */
export function createLately(
  database: Pick<Database, 'current' | 'afterCommit'>,
  read: (workspaceId: WorkspaceId, id: ConnectionId) => Promise<Connection>,
  believedMs = BELIEVED_MS,
) {
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
      const connection = read(workspaceId, id).catch((error: unknown) => {
        if (before && isAway(error)) return before.connection;
        throw error;
      });
      known.set(key, { until: now + believedMs, connection });
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
