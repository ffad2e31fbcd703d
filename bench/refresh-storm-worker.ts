import { testingRoom } from '#platform/connections/testing-room';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import type { ConnectionId, WorkspaceId } from '#sdk';

export interface StormOrder {
  databaseUrl: string;
  origin: string;
  workspaceId: WorkspaceId;
  connectionId: ConnectionId;
  callers: number;
  /** Milliseconds of the epoch at which all processes begin. */
  startAt: number;
  /** What the hub's clock says: after the token's expiry. */
  now: string;
}
export interface StormReport {
  tokens: string[];
  failed: string[];
  slowestMs: number;
}

process.once('message', async (order: StormOrder) => {
  const database = createDatabase(await openPostgres({ url: order.databaseUrl, poolSize: 4 }));
  await database.rolesReady();
  const room = testingRoom({ database, clock: { now: () => new Date(order.now) }, origin: order.origin });
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, order.startAt - Date.now())));
  const report: StormReport = { tokens: [], failed: [], slowestMs: 0 };
  const begin = performance.now();
  const call = async () => {
    try {
      const { authorization = '' } = await room.connections.authorize(order.workspaceId, order.connectionId);
      report.tokens.push(authorization);
    } catch (error) {
      report.failed.push(String(error));
    }
    report.slowestMs = Math.max(report.slowestMs, performance.now() - begin);
  };
  await Promise.all(Array.from({ length: order.callers }, call));
  report.tokens = [...new Set(report.tokens)];
  process.send?.(report);
  await room.close();
  await database.close();
  process.disconnect();
});
process.send?.('ready');
