import type { Dispatcher } from 'undici';
import type { CallEnd, CallStart } from '#platform/audit/call-record';
import type { Database } from '#platform/database/database';
import type { Actor, Clock, ConnectionId, Lane, Log, Provider, WorkspaceId } from '#sdk';
import type { Resolve } from './address-guard.ts';
import type { BreakerOptions } from './breakers.ts';

/** For whom a call is made. */
export interface OutboundScope {
  workspaceId: WorkspaceId;
  integration: string;
  provider: string;
  providerSpec: Pick<Provider, 'baseUrl' | 'quotas' | 'classify'> & Partial<Pick<Provider, 'hostsFromUsers' | 'auth' | 'maxConcurrent'>>;
  connectionId?: ConnectionId;
  actor: Actor;
  /** Headers that carry the permission; `force` fetches a fresh one first. */
  authorize?: (force?: boolean) => Promise<Readonly<Record<string, string>>>;
  /** The same permission as values, for protocols without headers. */
  credentials?: (force?: boolean) => Promise<Readonly<Record<string, unknown>>>;
  /** Lane of calls that name none. Default `interactive`. */
  lane?: Lane;
  signal?: AbortSignal;
}

export interface CallFacts {
  integration: string;
  provider: string;
  operation: string;
  outcome: string;
  status?: number;
  durationMs: number;
}

export interface OutboundDeps {
  database: Database;
  clock: Clock;
  audit: { apiCall(start: CallStart): (end: CallEnd) => void };
  log: Log;
  /** Hosts, `*.suffixes`, addresses and ranges exempt from the private-address guard. */
  allowPrivateHosts?: readonly string[];
  /** Whom to ask for TXT records, as `address` or `address:port`; none: the machine's own name servers. */
  dnsServers?: readonly string[];
  metrics?: { called?(facts: CallFacts): void; breakerChanged?(name: string, isOpen: boolean): void };
  /** For tests: replaces the connection pools, the resolver, chance and the breaker's thresholds. */
  dispatcher?: Dispatcher;
  resolve?: Resolve;
  random?: () => number;
  breaker?: BreakerOptions;
}

/** Longest a call waits for its turn and between tries, unless it says otherwise. */
export const MAX_WAIT_MS: Record<Lane, number> = { interactive: 20_000, webhook: 60_000, backfill: 15 * 60_000 };

export const actorText = (actor: Actor): string => {
  switch (actor.kind) {
    case 'person':
      return `person:${actor.userId}`;
    case 'key':
      return `key:${actor.apiKeyId}`;
    case 'playbook':
      return `playbook:${actor.playbookId}`;
    case 'system':
      return `system:${actor.reason}`;
  }
};

/** Hosts that the configuration names are not typed by users. Compared with their port. */
export function trustedHosts({ providerSpec: { baseUrl, auth, hostsFromUsers } }: OutboundScope): Set<string> {
  if (hostsFromUsers) return new Set();
  const urls = [baseUrl, ...(auth?.kind === 'oauth2' ? [auth.tokenUrl, auth.authorizeUrl, auth.revokeUrl] : [])];
  return new Set(urls.flatMap((url) => (url && URL.canParse(url) ? [new URL(url).host] : [])));
}
