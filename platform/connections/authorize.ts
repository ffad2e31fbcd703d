import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import { type Clock, type ConnectionId, PatchbayError, type Provider, type WorkspaceId } from '#sdk';
import type { Catalogue } from './catalogue.ts';
import type { Leases } from './lease.ts';
import type { OutboundPort, Timing, VaultPort } from './ports.ts';
import type { createRenewal, RenewalTarget } from './renewal.ts';
import { nextStep, type RenewalState, type Want } from './renewal-decision.ts';
import { headersOf, openSealer, type StoredCredentials } from './sealed-credentials.ts';
import type { Standing } from './standing.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

export interface AuthorizeOptions {
  /** The provider refused the token (401). */
  force?: boolean;
  /** The version that was refused, where the caller knows it. */
  staleVersion?: number;
  /** A person asked: cool-down and earlier refusal do not hold it back. */
  insist?: boolean;
}

export interface Authorized {
  headers: Record<string, string>;
  version: number;
  stored: StoredCredentials;
}

/** Without a version, a refusal is only believed of a token older than this: it may tell of the one before. */
const JUST_RENEWED_MS = 10_000;

interface Row extends RenewalState {
  sealed: string;
  integration: string;
  provider: string;
  statusReason: string | null;
  refreshedAt: Date | null;
}
const time = (value: string | null) => (value === null ? null : new Date(value));

export function createAuthorize(deps: {
  database: Database;
  vault: VaultPort;
  clock: Clock;
  outbound: OutboundPort;
  catalogue: Catalogue;
  leases: Leases;
  standing: Standing;
  renew: ReturnType<typeof createRenewal>;
  timing: Timing;
}) {
  const { database, clock, catalogue, timing } = deps;
  const flights = new Map<string, Promise<Authorized>>();

  const read = async (workspaceId: WorkspaceId, id: ConnectionId): Promise<Row> => {
    const [row] = await database.workspace(workspaceId, (tx) =>
      rowsOf<Omit<Row, 'expiresAt' | 'retryAt' | 'refreshedAt'> & { expiresAt: string | null; retryAt: string | null; refreshedAt: string | null }>(
        tx,
        sql`select c.integration, c.provider, c.status, c.status_reason as "statusReason", s.sealed, s.version, s.expires_at as "expiresAt", s.renewable,
                   s.refreshed_at as "refreshedAt", s.retry_at as "retryAt", coalesce(s.lease_until > now(), false) as leased
            from connections c join connection_credentials s on s.workspace_id = c.workspace_id and s.id = c.id
            where c.workspace_id = ${workspaceId} and c.id = ${id}`,
      ),
    );
    if (!row) throw new PatchbayError('not_found');
    return { ...row, expiresAt: time(row.expiresAt), retryAt: time(row.retryAt), refreshedAt: time(row.refreshedAt) };
  };

  const targetOf = (workspaceId: WorkspaceId, id: ConnectionId, row: Row, spec: Provider): RenewalTarget => {
    const { auth } = spec;
    if (auth.kind !== 'oauth2') throw new PatchbayError('internal', { facts: { reason: 'renewable credentials without oauth2' } });
    const scope = {
      workspaceId,
      integration: row.integration,
      provider: row.provider,
      providerSpec: spec,
      actor: { kind: 'system', reason: 'token renewal' },
    } as const;
    const endpoint = createTokenEndpoint({ auth, http: deps.outbound.httpFor(scope), clock, requestMs: timing.requestMs });
    return { workspaceId, id, provider: { ...spec, auth }, endpoint };
  };

  /** Stale is decided once, at the first look: whoever renews meanwhile has mended it. */
  const wantOf = (row: Row, { force, staleVersion, insist }: AuthorizeOptions): Want => {
    const justRenewed = row.refreshedAt !== null && clock.now().getTime() - row.refreshedAt.getTime() < JUST_RENEWED_MS;
    const stale = force ? (staleVersion ?? (justRenewed ? undefined : row.version)) : undefined;
    return { ...(stale === undefined ? {} : { staleVersion: stale }), ...(insist ? { insist } : {}) };
  };

  const resolve = async (workspaceId: WorkspaceId, id: ConnectionId, options: AuthorizeOptions): Promise<Authorized> => {
    const giveUpAt = performance.now() + timing.maxWaitMs;
    let want: Want | undefined;
    for (let looks = 0; ; looks++) {
      const row = await read(workspaceId, id);
      const { spec } = catalogue.provider(row.integration, row.provider);
      want ??= wantOf(row, options);
      const marginMs = (spec.auth.kind === 'oauth2' ? (spec.auth.refreshMarginSeconds ?? 300) : 0) * 1000;
      const step = nextStep(row, want, marginMs, clock.now());
      switch (step.do) {
        case 'use': {
          const stored = (await openSealer(deps.vault, workspaceId)).open(id, row.sealed);
          return { headers: headersOf(spec, stored), version: row.version, stored };
        }
        case 'disabled':
          throw new PatchbayError('connection_disabled');
        case 'refused':
          throw new PatchbayError('reauthorize', row.statusReason ? { detail: row.statusReason } : {});
        case 'ended': {
          const sentence = 'The permission has ended, and the provider gave none that can be renewed. Please reconnect.';
          await database.workspace(workspaceId, (tx) => deps.standing.refuse(tx, workspaceId, id, { code: 'not_renewable', sentence }));
          throw new PatchbayError('reauthorize', { detail: sentence });
        }
        case 'cool':
          throw new PatchbayError('provider_unavailable', { retryAfterMs: step.afterMs });
        case 'renew': {
          const target = targetOf(workspaceId, id, row, spec);
          const lease = await deps.leases.acquire(workspaceId, id, row.version);
          if (lease) {
            await deps.renew(target, lease);
            // A person's insistence is spent: the next look says how it stands.
            want = { ...want, insist: false };
            continue;
          }
          break;
        }
        case 'wait':
      }
      if (performance.now() > giveUpAt)
        throw new PatchbayError('provider_unavailable', { retryAfterMs: 1000, facts: { reason: 'waited for another renewal' } });
      const longest = Math.min(timing.pollMs * 2 ** Math.min(looks, 4), 500);
      await pause(longest * (0.5 + Math.random() / 2), undefined, { ref: false });
    }
  };

  /**
   * The present credentials, renewed first when they are about to expire. Callers of this process share one promise,
   * processes the lease.
   */
  return function authorize(workspaceId: WorkspaceId, id: ConnectionId, options: AuthorizeOptions = {}): Promise<Authorized> {
    // A renewal is an HTTP call, and a transaction must not wait for one.
    if (database.current()) return Promise.reject(new PatchbayError('scope_violation', { facts: { reason: 'authorize inside a transaction' } }));
    const key = `${workspaceId} ${id} ${options.force ? `stale ${options.staleVersion ?? '?'}` : ''} ${options.insist ? 'insist' : ''}`;
    const running = flights.get(key);
    if (running) return running;
    const flight = resolve(workspaceId, id, options).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
export type Authorize = ReturnType<typeof createAuthorize>;
