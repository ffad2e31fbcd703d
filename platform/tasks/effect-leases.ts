import type { Database } from '#platform/database/database';
import { LEASE_SECONDS } from './effect-store.ts';
import { startTicker, type Ticker } from './ticker.ts';

/** Renews the leases of what this process is performing; one statement for all of them. */
export function createEffectLeases(database: Database, onError: (error: unknown) => void) {
  const tokens = new Set<string>();
  let ticker: Ticker | undefined;
  const renew = async () => {
    if (tokens.size === 0) return;
    await database.systemQuery({
      text: `update effects set lease_until = now() + make_interval(secs => $2) where lease_token = any($1::uuid[]) and state = 'started'`,
      values: [[...tokens], LEASE_SECONDS],
    });
  };
  return {
    hold(token: string): () => void {
      ticker ??= startTicker((LEASE_SECONDS * 1000) / 4, renew, onError);
      tokens.add(token);
      return () => void tokens.delete(token);
    },
    stop: async () => ticker?.stop(),
  };
}
