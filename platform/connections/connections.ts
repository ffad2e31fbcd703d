import type { Actor, Connection, ConnectionId, HttpClient, Net, WorkspaceId } from '#sdk';
import { createAddWithCredentials } from './add-credentials.ts';
import { type AuthorizeOptions, createAuthorize } from './authorize.ts';
import { createCallReports } from './call-reports.ts';
import { createCatalogue } from './catalogue.ts';
import { createConnect } from './connect.ts';
import { type ConnectionRow, healthOf, toConnection } from './connection-row.ts';
import { createLately } from './lately.ts';
import { createLeases } from './lease.ts';
import { createManage } from './manage.ts';
import { createOverview, viewOf } from './overview.ts';
import { type ConnectionsDeps, DEFAULT_TIMING, type OutboundScope } from './ports.ts';
import { createRenewal } from './renewal.ts';
import { reportingHttp, reportingNet } from './reporting.ts';
import { createRoutes } from './routes-of-accounts.ts';
import { createSave } from './save.ts';
import { valuesOf } from './sealed-credentials.ts';
import { createStanding } from './standing.ts';
import { createStored } from './stored.ts';

/** Columns that a rotation of the vault's keys seals again. */
export const SEALED_COLUMNS = [
  { table: 'connection_credentials', column: 'sealed', idColumn: 'id' },
  { table: 'oauth_states', column: 'verifier', idColumn: 'id' },
] as const;

type Named = Pick<Connection, 'id' | 'integration' | 'provider'>;
const LATE_REFUSAL_MS = 2000;
const MOST_CONNECTIONS = 5000;
const SYSTEM: Actor = { kind: 'system', reason: 'connections' };

export function createConnections(given: ConnectionsDeps) {
  const read = async (workspaceId: WorkspaceId, id: ConnectionId): Promise<Connection> => toConnection(await manage.get(workspaceId, SYSTEM, id));
  const { lately, changed } = createLately(given.database, read);
  const deps = { ...given, changed };
  const timing = { ...DEFAULT_TIMING, ...deps.timing };
  const catalogue = createCatalogue(deps);
  const standing = createStanding(deps);
  const leases = createLeases({ database: deps.database, leaseMs: timing.leaseMs });
  const renew = createRenewal({ ...deps, leases, standing, checkpoint: deps.checkpoint ?? (() => {}) });
  const authorized = createAuthorize({ ...deps, catalogue, leases, standing, renew, timing });
  const save = createSave({ ...deps, standing });
  const connect = createConnect({ ...deps, catalogue, save, timing });
  const routes = createRoutes(deps);
  const stored = createStored(deps);
  const manage = createManage({ ...deps, catalogue, standing, authorize: authorized, routes, storedOf: stored.storedOf, timing });
  const reports = createCallReports({ ...deps, standing });

  /** Headers for a call now; renewed first when needed. `force` after the provider refused them (401). */
  const authorize = async (workspaceId: WorkspaceId, id: ConnectionId, options?: AuthorizeOptions) => (await authorized(workspaceId, id, options)).headers;

  /** How `platform/outbound` is asked to call in a connection's name. */
  const outboundScope = (workspaceId: WorkspaceId, connection: Named, actor: Actor): OutboundScope => {
    const { id, integration, provider } = connection;
    const { spec } = catalogue.provider(integration, provider);
    let version: number | undefined;
    let renewedAt = Number.NEGATIVE_INFINITY;
    const permission = async (force: boolean | undefined) => {
      // Calls of this scope run side by side: refusals that come after one of them renewed tell of the token before.
      const late = performance.now() - renewedAt < LATE_REFUSAL_MS;
      const result = await authorized(workspaceId, id, force && !late ? { force, ...(version === undefined ? {} : { staleVersion: version }) } : {});
      if (force && version !== result.version) renewedAt = performance.now();
      version = result.version;
      return result;
    };
    return {
      workspaceId,
      integration,
      provider,
      providerSpec: spec,
      connectionId: id,
      actor,
      authorize: async (force) => (await permission(force)).headers,
      credentials: async (force) => valuesOf((await permission(force)).stored),
    };
  };

  return {
    publicUrl: deps.publicUrl,
    ...connect,
    addWithCredentials: createAddWithCredentials({ ...deps, catalogue, save }),
    authorize,
    /** The same with the version that was handed out: give it back as `staleVersion` when the provider refuses it. */
    authorizeVersioned: authorized,
    ...manage,
    /** What integrations get as `ctx.connection`. @throws PatchbayError not_found */
    connection: read,
    /** The same as it was at most a second ago, for webhooks. */
    lately,
    /** What integrations get as `ctx.connections()`. */
    async ofIntegration(workspaceId: WorkspaceId, integration: string): Promise<Connection[]> {
      const { rows } = await manage.list(workspaceId, SYSTEM, { integration, limit: MOST_CONNECTIONS });
      return rows.reverse().map(toConnection);
    },
    outboundScope,
    /** The audited way out in a connection's name, whose answers are the connection's health. */
    httpFor: (workspaceId: WorkspaceId, connection: Named, actor: Actor, signal?: AbortSignal): HttpClient =>
      reportingHttp(
        deps.outbound.httpFor({ ...outboundScope(workspaceId, connection, actor), ...(signal ? { signal } : {}) }),
        workspaceId,
        connection.id,
        reports,
      ),
    netFor: (workspaceId: WorkspaceId, connection: Named, actor: Actor, signal?: AbortSignal): Net =>
      reportingNet(
        deps.outbound.netFor({ ...outboundScope(workspaceId, connection, actor), ...(signal ? { signal } : {}) }),
        workspaceId,
        connection.id,
        reports,
      ),
    ...stored,
    health: async (workspaceId: WorkspaceId, actor: Actor, id: ConnectionId) => healthOf(await manage.get(workspaceId, actor, id)),
    report: reports.report,
    refused: reports.refused,
    flush: reports.flush,
    routes,
    overview: createOverview({ database: deps.database, catalogue }),
    view: (row: ConnectionRow) => viewOf(catalogue, row),
  };
}
export type Connections = ReturnType<typeof createConnections>;
