import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import { actorName, personOf } from '#platform/access/roles';
import type { Database } from '#platform/database/database';
import { type Actor, type ConnectionId, isUuid, PatchbayError, Secret, type WorkspaceId } from '#sdk';
import { parseSettings } from './add-credentials.ts';
import type { Authorize } from './authorize.ts';
import type { Catalogue } from './catalogue.ts';
import { type ConnectionRow, isLimited, mayChange, maySee, toConnection } from './connection-row.ts';
import type { Lately } from './lately.ts';
import { connections } from './models.ts';
import type { ConnectionsDeps, JobView, Timing } from './ports.ts';
import type { createRoutes } from './routes-of-accounts.ts';
import { valuesOf } from './sealed-credentials.ts';
import type { Standing } from './standing.ts';
import type { Stored } from './stored.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

export interface ListInput {
  limit: number;
  /** Id of the last one of the page before. */
  before?: string | undefined;
  integration?: string | undefined;
  provider?: string | undefined;
  status?: ConnectionRow['status'] | undefined;
}
export interface Patch {
  label?: string | undefined;
  settings?: Readonly<Record<string, unknown>> | undefined;
  enabled?: boolean | undefined;
}

const own = (workspaceId: WorkspaceId, id: ConnectionId) => and(eq(connections.workspaceId, workspaceId), eq(connections.id, id));

type Deps = Pick<ConnectionsDeps, 'clock' | 'outbound' | 'audit' | 'requestSync'> & {
  database: Database;
  catalogue: Catalogue;
  standing: Standing;
  authorize: Authorize;
  routes: ReturnType<typeof createRoutes>;
  storedOf: Stored['storedOf'];
  timing: Timing;
  changed: Lately['changed'];
};

export function createManage(deps: Deps) {
  const { database, catalogue, standing, clock } = deps;

  const get = async (workspaceId: WorkspaceId, actor: Actor, id: ConnectionId): Promise<ConnectionRow> => {
    const [row] = isUuid(id) ? await database.workspace(workspaceId, (tx) => tx.select().from(connections).where(own(workspaceId, id))) : [];
    if (!row || !maySee(actor, row)) throw new PatchbayError('not_found');
    return row;
  };
  const changeable = async (workspaceId: WorkspaceId, actor: Actor, id: ConnectionId): Promise<ConnectionRow> => {
    const row = await get(workspaceId, actor, id);
    if (!mayChange(actor, row)) throw new PatchbayError('forbidden', { detail: 'This connection belongs to somebody else.' });
    return row;
  };

  return {
    get,

    /** Newest first. */
    async list(workspaceId: WorkspaceId, actor: Actor, { limit, before, ...filter }: ListInput): Promise<{ rows: ConnectionRow[]; more: boolean }> {
      const person = personOf(actor);
      const visible = isLimited(actor) ? or(isNull(connections.ownerUserId), person ? eq(connections.ownerUserId, person) : undefined) : undefined;
      const where = and(
        eq(connections.workspaceId, workspaceId),
        visible,
        before !== undefined && isUuid(before) ? lt(connections.id, before) : undefined,
        filter.integration === undefined ? undefined : eq(connections.integration, filter.integration),
        filter.provider === undefined ? undefined : eq(connections.provider, filter.provider),
        filter.status === undefined ? undefined : eq(connections.status, filter.status),
      );
      const rows = await database.workspace(workspaceId, (tx) =>
        tx
          .select()
          .from(connections)
          .where(where)
          .orderBy(desc(connections.id))
          .limit(limit + 1),
      );
      return { rows: rows.slice(0, limit), more: rows.length > limit };
    },

    async patch(workspaceId: WorkspaceId, actor: Actor, id: ConnectionId, patch: Patch): Promise<ConnectionRow> {
      const row = await changeable(workspaceId, actor, id);
      const settings = patch.settings && parseSettings(catalogue.integration(row.integration), { ...row.settings, ...patch.settings });
      await database.workspace(workspaceId, async (tx) => {
        deps.changed(workspaceId, id);
        await tx
          .update(connections)
          .set({ updatedAt: clock.now(), ...(patch.label === undefined ? {} : { label: patch.label }), ...(settings ? { settings } : {}) })
          .where(own(workspaceId, id));
        // A refused connection is not switched on by a flag: it needs a new sign-in.
        if (patch.enabled === false || (patch.enabled === true && row.status === 'disabled')) {
          await standing.setEnabled(tx, workspaceId, row, patch.enabled, actor);
        }
        await deps.audit.act({
          workspaceId,
          actor: actorName(actor),
          act: 'connection.changed',
          target: { type: 'connection', id },
          after: Object.keys(patch),
        });
      });
      return get(workspaceId, actor, id);
    },

    /** Credentials go first; then the provider is told, if it wants to be and no other workspace uses the same account. */
    async remove(workspaceId: WorkspaceId, actor: Actor, id: ConnectionId): Promise<void> {
      const row = await changeable(workspaceId, actor, id);
      const revoke = await revocation(workspaceId, row);
      await database.workspace(workspaceId, async (tx) => {
        deps.changed(workspaceId, id);
        await standing.removed(tx, workspaceId, actor, row);
        // The credentials and the route go with it (cascade).
        await tx.delete(connections).where(own(workspaceId, id));
        await deps.audit.act({ workspaceId, actor: actorName(actor), act: 'connection.removed', target: { type: 'connection', id } });
      });
      await revoke();
    },

    /** A real call now, whatever was thought of the connection before. */
    async verify(workspaceId: WorkspaceId, actor: Actor, id: ConnectionId): Promise<ConnectionRow> {
      const row = await get(workspaceId, actor, id);
      if (row.status === 'disabled') throw new PatchbayError('connection_disabled');
      const { spec } = catalogue.provider(row.integration, row.provider);
      const { integration, provider } = row;
      const authorize = async (force?: boolean) => (await deps.authorize(workspaceId, id, { insist: true, ...(force ? { force } : {}) })).headers;
      const scope = { workspaceId, integration, provider, providerSpec: spec, connectionId: id, actor, authorize };
      const checkedAt = clock.now();
      try {
        const { stored } = await deps.authorize(workspaceId, id, { insist: true });
        const account = await spec.verifyAccount(deps.outbound.httpFor(scope), valuesOf(stored), deps.outbound.netFor(scope));
        if (account.externalId !== row.externalId) {
          throw new PatchbayError('reauthorize', { detail: `These credentials now belong to another account (${account.displayName}).` });
        }
        await database.workspace(workspaceId, async (tx) => {
          await tx.update(connections).set({ lastOkAt: clock.now(), lastCheckedAt: checkedAt }).where(own(workspaceId, id));
          await standing.recover(tx, workspaceId, id);
        });
      } catch (error) {
        const code = error instanceof PatchbayError ? error.code : 'internal';
        await database.workspace(workspaceId, async (tx) => {
          await tx.update(connections).set({ lastErrorAt: clock.now(), lastErrorCode: code, lastCheckedAt: checkedAt }).where(own(workspaceId, id));
          const final = error instanceof PatchbayError && (code === 'reauthorize' || code === 'credentials_rejected');
          if (final) await standing.refuse(tx, workspaceId, id, { code, sentence: error.message });
        });
        throw error;
      }
      return get(workspaceId, actor, id);
    },

    async sync(workspaceId: WorkspaceId, actor: Actor, id: ConnectionId): Promise<JobView> {
      const row = await get(workspaceId, actor, id);
      if (row.status === 'disabled') throw new PatchbayError('connection_disabled');
      if (row.status === 'reauthorize') throw new PatchbayError('reauthorize', row.statusReason ? { detail: row.statusReason } : {});
      return deps.requestSync({ workspaceId, connection: toConnection(row), actor });
    },
  };

  async function revocation(workspaceId: WorkspaceId, row: ConnectionRow): Promise<() => Promise<void>> {
    const { integration, provider } = row;
    const { spec } = catalogue.provider(integration, provider);
    const { auth } = spec;
    const id = row.id as ConnectionId;
    const routes = await deps.routes.byAccount(integration, provider, row.externalId);
    // Providers take back the whole grant of an account, which another workspace may live on.
    if (auth.kind !== 'oauth2' || routes.some((route) => route.connectionId !== id)) return async () => {};
    // Where a token in force is asked for, one is made while there is still something to make it of.
    const stored = await (auth.revoke ? deps.authorize(workspaceId, id, { insist: true }).then((fresh) => fresh.stored) : deps.storedOf(workspaceId, id)).catch(
      () => undefined,
    );
    if (stored?.kind !== 'oauth2') return async () => {};
    const http = deps.outbound.httpFor({ workspaceId, integration, provider, providerSpec: spec, actor: { kind: 'system', reason: 'connection removed' } });
    const endpoint = createTokenEndpoint({ auth, http, clock, requestMs: deps.timing.requestMs });
    return async () => {
      // The connection is gone, whatever the provider says.
      if (auth.revoke) await auth.revoke(http, new Secret(stored.accessToken)).catch(() => {});
      else await endpoint.revoke(stored.refreshToken ?? stored.accessToken);
    };
  }
}
