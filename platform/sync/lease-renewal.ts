import type { Database } from '#platform/database/database';
import { startTicker } from '#platform/tasks/ticker';
import { LEASE_SECONDS, type StreamRow } from './stream-store.ts';

/** Keeps one lease while a stream is read; `lost` is called when somebody else took it after we were silent too long. */
export function startLeaseRenewal(database: Database, { workspaceId, id, leaseToken }: StreamRow, lost: () => void, onError: (error: unknown) => void) {
  return startTicker(
    (LEASE_SECONDS * 1000) / 3,
    async () => {
      const rows = await database.systemQuery({
        text: `update streams set lease_until = now() + make_interval(secs => $4) where workspace_id = $1 and id = $2 and lease_token = $3 returning id`,
        values: [workspaceId, id, leaseToken, LEASE_SECONDS],
      });
      if (rows.length === 0) lost();
    },
    onError,
  );
}
