import type { Database } from '#platform/database/database';
import type { ConnectionId, WorkspaceId } from '#sdk';

export interface Route {
  workspaceId: WorkspaceId;
  connectionId: ConnectionId;
  status: 'active' | 'reauthorize' | 'disabled';
}

/** Across workspaces: whose connections an account or an integration has. */
export function createRoutes({ database }: { database: Database }) {
  return {
    /** A webhook names an account; it may be connected in several workspaces, each of which gets the event. */
    byAccount: (integration: string, provider: string, externalId: string): Promise<Route[]> =>
      database.systemQuery<Route>({
        name: 'connection_routes_by_account',
        text: `select workspace_id as "workspaceId", id as "connectionId", status from connection_routes
               where integration = $1 and provider = $2 and external_id = $3 order by workspace_id, id`,
        values: [integration, provider, externalId],
      }),
    byConnection: async (id: ConnectionId): Promise<Route | undefined> => {
      const rows = await database.systemQuery<Route>({
        text: `select workspace_id as "workspaceId", id as "connectionId", status from connection_routes where id = $1`,
        values: [id],
      });
      return rows[0];
    },
    /** For schedules that run for each active connection. */
    active: (integration: string): Promise<Route[]> =>
      database.systemQuery<Route>({
        text: `select workspace_id as "workspaceId", id as "connectionId", status from connection_routes
               where integration = $1 and status = 'active' order by workspace_id, id`,
        values: [integration],
      }),
    /** Those of these workspaces that have connected it, in whatever state the connection is. */
    workspacesOf: async (integration: string, among: readonly string[]): Promise<ReadonlySet<string>> => {
      const rows = await database.systemQuery<{ workspaceId: string }>({
        name: 'connection_routes_workspaces',
        text: `select distinct workspace_id as "workspaceId" from connection_routes where integration = $1 and workspace_id = any($2::uuid[])`,
        values: [integration, [...among]],
      });
      return new Set(rows.map(({ workspaceId }) => workspaceId));
    },
  };
}
