import { and, eq } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import type { Clock, ConnectionId, WorkspaceId } from '#sdk';
import { connections } from './models.ts';
import type { Standing } from './standing.ts';

export interface CallReport {
  workspaceId: WorkspaceId;
  connectionId: ConnectionId;
  ok: boolean;
  code?: string;
  apiCallId?: string;
}

/**
 * Health is the last proven call. Thousands of calls would be thousands of writes, so each connection's newest good and
 * bad call wait in memory and are written together; a change from good to bad or back is written at once.
 */
export function createCallReports(deps: { database: Database; clock: Clock; standing: Standing; everyMs?: number; onError?: (error: unknown) => void }) {
  const { database, clock, standing, everyMs = 10_000, onError = () => {} } = deps;
  type Waiting = { workspaceId: WorkspaceId; id: ConnectionId; set: Partial<typeof connections.$inferInsert> };
  const waiting = new Map<string, Waiting>();
  const lastWas = new Map<ConnectionId, boolean>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batch = [...waiting.values()];
    waiting.clear();
    for (const { workspaceId, id, set } of batch) {
      const own = and(eq(connections.workspaceId, workspaceId), eq(connections.id, id));
      await database.workspace(workspaceId, (tx) => tx.update(connections).set(set).where(own)).catch(onError);
    }
  }

  return {
    /** Never throws and never waits: called after every provider call. */
    report({ workspaceId, connectionId: id, ok, code, apiCallId }: CallReport): void {
      const now = clock.now();
      const key = `${workspaceId} ${id}`;
      const call = apiCallId ? { lastCallId: apiCallId } : {};
      const fresh = ok ? { lastOkAt: now } : { lastErrorAt: now, lastErrorCode: code ?? 'unknown' };
      waiting.set(key, { workspaceId, id, set: { ...waiting.get(key)?.set, ...fresh, ...call } });
      const turned = lastWas.get(id) !== ok;
      if (lastWas.size > 10_000) lastWas.clear();
      lastWas.set(id, ok);
      if (timer && !turned) return;
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), turned ? 0 : everyMs);
      timer.unref();
    },
    flush,
    /** The provider refused a token that was just made, or a key: only a person can mend it. */
    async refused(workspaceId: WorkspaceId, id: ConnectionId, why: { code: string; sentence: string; apiCallId?: string }): Promise<void> {
      await database.workspace(workspaceId, (tx) => standing.refuse(tx, workspaceId, id, why));
    },
  };
}
export type CallReports = ReturnType<typeof createCallReports>;
