import { once } from 'node:events';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { createOutbound } from '#platform/outbound/outbound';
import { type ConnectionId, classifyHttp, type Log, PatchbayError, systemClock, type WorkspaceId } from '#sdk';

/** One worker process of `quota.ts`: as much demand as it can make, through the whole outbound path. */
export interface WorkerOrder {
  databaseUrl: string;
  baseUrl: string;
  connectionId: string;
  workspaceId: string;
  limit: number;
  intervalMs: number;
  runMs: number;
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function work(order: WorkerOrder) {
  const database = createDatabase(await openPostgres({ url: order.databaseUrl, poolSize: 3 }));
  await database.rolesReady();
  const outbound = createOutbound({ database, clock: systemClock, log: silent, audit: { apiCall: () => () => {} } });
  await outbound.start();
  const http = outbound.httpFor({
    workspaceId: order.workspaceId as WorkspaceId,
    connectionId: order.connectionId as ConnectionId,
    integration: 'bench',
    provider: 'bench',
    actor: { kind: 'system', reason: 'bench' },
    lane: 'backfill',
    providerSpec: {
      baseUrl: order.baseUrl,
      classify: classifyHttp,
      quotas: [{ name: 'calls', limit: order.limit, intervalMs: order.intervalMs, per: 'connection', exact: true }],
    },
  });
  process.send?.('connected');
  await once(process, 'message');
  const until = Date.now() + order.runMs;
  const caller = async () => {
    while (Date.now() < until) {
      try {
        await http.request({ method: 'GET', url: '/', operation: 'bench.call', maxWaitMs: Math.max(1, until - Date.now()) });
      } catch (error) {
        // The next turn comes after the end of the run.
        if (error instanceof PatchbayError && error.code === 'quota_exhausted') return;
        throw error;
      }
    }
  };
  await Promise.all([caller(), caller(), caller()]);
  process.send?.({ leases: outbound.quota.leases() });
  await outbound.stop();
  await database.close();
  process.disconnect();
}

process.once('message', (order: WorkerOrder) => void work(order));
process.send?.('ready');
