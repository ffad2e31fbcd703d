import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import { isConflict } from '#platform/database/database-error';
import { type Clock, type ConnectionId, type OAuth2, PatchbayError, type Provider, type WorkspaceId } from '#sdk';
import type { Lease, Leases } from './lease.ts';
import type { ConnectionsDeps, VaultPort } from './ports.ts';
import { coolDownMs } from './renewal-decision.ts';
import { openSealer, storedFrom } from './sealed-credentials.ts';
import type { Standing } from './standing.ts';
import { expiryOf, type TokenOutcome, type Tokens } from './token-answer.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

export interface RenewalTarget {
  workspaceId: WorkspaceId;
  id: ConnectionId;
  provider: Provider & { auth: OAuth2 };
  endpoint: TokenEndpoint;
}

/** How a renewal under a lease ended. `lost`: somebody else went on; what we hold is not written. */
export type RenewalEnd = 'stored' | 'refused' | 'failed' | 'lost';

const LOST_TOKEN =
  'A renewal was under way when it was cut off: the provider had most likely handed out a new token that never arrived here, and it no longer accepts the old one. Please reconnect.';

/**
 * One renewal under a lease. Every step can be the last one of this process: before `ask` nothing has happened; after it
 * the journal says that an answer is missing; the write names the version it replaces and the lease it was made under.
 */
export function createRenewal(deps: {
  database: Database;
  vault: VaultPort;
  clock: Clock;
  leases: Leases;
  standing: Standing;
  checkpoint: NonNullable<ConnectionsDeps['checkpoint']>;
}) {
  const { database, vault, clock, leases, standing, checkpoint } = deps;

  const store = async (target: RenewalTarget, lease: Lease, tokens: Tokens) => {
    const { workspaceId, id } = target;
    // Asked for again after the call: the keys may have been rotated meanwhile.
    const sealer = await openSealer(vault, workspaceId);
    const now = clock.now();
    const stored = storedFrom(tokens, sealer.open(id, lease.sealed));
    const expiresAt = expiryOf(target.provider.auth, tokens, now);
    return database.workspace(workspaceId, async (tx) => {
      const rows = await rowsOf(
        tx,
        sql`update connection_credentials set sealed = ${sealer.seal(id, stored)}, version = version + 1,
              expires_at = ${expiresAt?.toISOString() ?? null}::timestamptz, renewable = ${stored.refreshToken !== undefined},
              refreshed_at = ${now.toISOString()}::timestamptz, answered_at = now(), lease_token = null, lease_until = null, failures = 0, retry_at = null
            where ${leases.held(lease)} returning id`,
      );
      if (rows.length === 0) return false;
      await standing.recover(tx, workspaceId, id);
      if (lease.failures > 0) await standing.renewalWorks(workspaceId, id);
      return true;
    });
  };

  const refuse = (target: RenewalTarget, lease: Lease, outcome: Extract<TokenOutcome, { kind: 'refused' }>) =>
    database.workspace(target.workspaceId, async (tx) => {
      if (!(await leases.close(tx, lease))) return false;
      const lostToken = lease.unanswered && outcome.code === 'invalid_grant';
      const why = lostToken ? { code: 'rotated_token_lost', sentence: LOST_TOKEN } : { code: outcome.code, sentence: outcome.sentence };
      await standing.refuse(tx, target.workspaceId, target.id, why);
      return true;
    });

  const fail = (target: RenewalTarget, lease: Lease, outcome: Extract<TokenOutcome, { kind: 'failed' }>) => {
    const failures = lease.failures + 1;
    const retryAt = new Date(clock.now().getTime() + coolDownMs(failures, outcome.afterMs, Math.random()));
    return database.workspace(target.workspaceId, async (tx) => {
      if (!(await leases.fail(tx, lease, { retryAt, answered: outcome.answered }))) return false;
      await standing.renewalFailed(tx, target.workspaceId, target.id, { code: outcome.code, failures });
      return true;
    });
  };

  return async function renew(target: RenewalTarget, lease: Lease): Promise<RenewalEnd> {
    await checkpoint('lease_acquired');
    const before = (await openSealer(vault, target.workspaceId)).open(target.id, lease.sealed);
    if (before.kind !== 'oauth2' || before.refreshToken === undefined) throw new PatchbayError('internal', { facts: { reason: 'not renewable' } });
    const given = new AbortController();
    const stop = leases.keepAlive(lease, () => given.abort(new Error('the lease was lost')));
    try {
      if (!(await leases.ask(lease))) return 'lost';
      await checkpoint('ask_journaled');
      const outcome = await target.endpoint.renew(before.refreshToken, given.signal);
      await checkpoint('answer_received');
      const written = await persist(() => {
        if (outcome.kind === 'granted') return store(target, lease, outcome.tokens);
        return outcome.kind === 'refused' ? refuse(target, lease, outcome) : fail(target, lease, outcome);
      });
      await checkpoint('answer_stored');
      if (!written) return 'lost';
      return outcome.kind === 'granted' ? 'stored' : outcome.kind;
    } finally {
      stop();
    }
  };
}

/** A token in hand must not die of one lost database connection. The fence makes a repeat harmless. */
async function persist(write: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      const passing = isConflict(error) || (error instanceof PatchbayError && error.code === 'database_unavailable');
      if (!passing || tries === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** tries).unref());
    }
  }
}
