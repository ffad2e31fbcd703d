import { INSTALLATION_WORKSPACE, type RawRequest } from '#sdk';
import type { AdoptParts } from './adopt.ts';
import { keyHashOf } from './event-identity.ts';
import type { NewEventRow } from './event-rows.ts';
import type { Route } from './ports.ts';
import { packRequest } from './request-envelope.ts';
import { loadRequests, requestKey } from './waiting.ts';

type Stored = Omit<NewEventRow, 'workspaceId' | 'keyHash' | 'state' | 'error'>;

const PAGE = 50;

/**
 * Events of accounts that no connection knew, once one does: opened under the installation's key, sealed under that of
 * their workspace, put into its queue, and only then taken away here. Killed in between, the second time meets the keys.
 */
export function createRerouter({ deps, queue, sealed }: AdoptParts) {
  const { database, routeAccount } = deps;

  const page = (where: string, values: readonly unknown[]): Promise<Stored[]> =>
    database.systemQuery<Stored>({
      text: `select id, request_id as "requestId", event_index as "eventIndex", integration, provider, topic, connection_id as "connectionId", account_id as "accountId",
               event_id as "eventId", type, ordering_key as "orderingKey", sequence::float8 as sequence, to_json(received_at)#>>'{}' as "receivedAt", size
             from webhook_inbox where workspace_id = $1 and state = 'unrouted' ${where} order by request_id, event_index limit ${PAGE}`,
      values: [INSTALLATION_WORKSPACE, ...values],
    });

  const move = async (rows: readonly Stored[], routes: readonly Route[]): Promise<void> => {
    const bytes = await loadRequests(
      database,
      rows.map((row) => ({ workspaceId: INSTALLATION_WORKSPACE, ...row })),
    );
    const opened = new Map<string, RawRequest>();
    for (const row of rows) {
      const own = bytes.get(requestKey(INSTALLATION_WORKSPACE, row.requestId));
      if (!own) continue;
      const request = opened.get(row.requestId) ?? (await sealed.open(INSTALLATION_WORKSPACE, row.requestId, own));
      opened.set(row.requestId, request);
      for (const { workspaceId, connectionId } of routes) {
        const packed = await sealed.seal(workspaceId, row.requestId, packRequest(request));
        const moved: NewEventRow = {
          ...row,
          workspaceId,
          connectionId,
          state: 'received',
          error: null,
          keyHash: keyHashOf(workspaceId, row, row.orderingKey ?? undefined, row.id),
        };
        const receivedAt = row.receivedAt;
        await queue.add({ events: [{ row: moved, sealed: null }], requests: [{ row: { workspaceId, requestId: row.requestId, receivedAt }, sealed: packed }] });
      }
      await database.systemQuery({
        text: `delete from webhook_inbox where workspace_id = $1 and id = $2 and state = 'unrouted'`,
        values: [INSTALLATION_WORKSPACE, row.id],
      });
    }
  };

  const account = async (integration: string, provider: string, accountId: string | undefined): Promise<number> => {
    const routes = await routeAccount(integration, provider, accountId);
    if (routes.length === 0) return 0;
    let moved = 0;
    for (;;) {
      const rows = await page('and integration = $2 and provider = $3 and account_id is not distinct from $4', [integration, provider, accountId ?? null]);
      await move(rows, routes);
      moved += rows.length;
      if (rows.length < PAGE) return moved;
    }
  };

  return {
    /** Call it when a connection appears. */
    account,
    /** All accounts that wait; catches a call that was lost. */
    async sweep(): Promise<number> {
      const waiting = await database.systemQuery<{ integration: string; provider: string; account_id: string | null }>({
        text: `select distinct integration, provider, account_id from webhook_inbox where workspace_id = $1 and state = 'unrouted' limit 1000`,
        values: [INSTALLATION_WORKSPACE],
      });
      let moved = 0;
      for (const { integration, provider, account_id } of waiting) moved += await account(integration, provider, account_id ?? undefined);
      return moved;
    },
    async one(id: string): Promise<void> {
      const rows = await page('and id = $2', [id]);
      for (const row of rows) {
        const routes = await routeAccount(row.integration, row.provider, row.accountId ?? undefined);
        if (routes.length > 0) await move([row], routes);
      }
    },
  };
}
export type Rerouter = ReturnType<typeof createRerouter>;
