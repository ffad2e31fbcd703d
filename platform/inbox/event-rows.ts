import { INSTALLATION_WORKSPACE, type InboundEvent, type WorkspaceId } from '#sdk';
import { type EventSource, eventRowId, keyHashOf, storable } from './event-identity.ts';
import type { Route, WebhookSecrets } from './ports.ts';

export type InboxState = 'received' | 'processed' | 'failed' | 'parked' | 'unrouted' | 'overtaken';

/** One row to be inserted; plain values, as they travel to the database. */
export interface NewEventRow {
  workspaceId: WorkspaceId;
  id: string;
  requestId: string;
  eventIndex: number;
  integration: string;
  provider: string;
  topic: string;
  connectionId: string | null;
  accountId: string | null;
  eventId: string;
  type: string;
  orderingKey: string | null;
  sequence: number | null;
  keyHash: string;
  state: InboxState;
  error: string | null;
  receivedAt: string;
  size: number;
}

export interface Receipt extends EventSource {
  requestId: string;
  receivedAt: Date;
  size: number;
}

/** Where one event goes. Pure: the routes of its account were looked up before. */
export function routesOf(
  secrets: Pick<WebhookSecrets, 'connection' | 'ownedByConnection'>,
  accountId: string | undefined,
  ofAccount: readonly Route[],
): readonly Route[] {
  const { connection, ownedByConnection } = secrets;
  // Whoever knows one connection's secret speaks for that one only, whatever account the body names.
  if (connection && ownedByConnection) return [connection];
  if (accountId === undefined && connection) return [connection];
  return connection ? ofAccount.filter((route) => route.connectionId === connection.connectionId) : ofAccount;
}

/** An event without an owner waits in the installation's own workspace. */
export function eventRows(receipt: Receipt, event: InboundEvent, eventIndex: number, routes: readonly Route[]): NewEventRow[] {
  const id = eventRowId(receipt, event.eventId);
  const row = (workspaceId: WorkspaceId, connectionId: string | null): NewEventRow => ({
    workspaceId,
    id,
    requestId: receipt.requestId,
    eventIndex,
    integration: receipt.integration,
    provider: receipt.provider,
    topic: receipt.topic,
    connectionId,
    accountId: event.accountId === undefined ? null : storable(event.accountId, 300),
    eventId: storable(event.eventId, 300),
    type: storable(event.type, 200),
    orderingKey: event.orderingKey === undefined ? null : storable(event.orderingKey, 300),
    sequence: Number.isSafeInteger(event.sequence) ? (event.sequence as number) : null,
    keyHash: keyHashOf(workspaceId, receipt, event.orderingKey, id),
    state: connectionId === null ? 'unrouted' : 'received',
    error: connectionId === null ? 'No connection knows the account that this event names.' : null,
    receivedAt: receipt.receivedAt.toISOString(),
    size: receipt.size,
  });
  if (routes.length === 0) return [row(INSTALLATION_WORKSPACE, null)];
  // One row per workspace: two connections of one account in one workspace would handle the event twice.
  const byWorkspace = new Map(routes.map((route) => [route.workspaceId, route.connectionId]));
  return [...byWorkspace].map(([workspaceId, connectionId]) => row(workspaceId, connectionId));
}

/** A request that verified but cannot be read: kept with the reason until the reader is mended and a person replays it. */
export function unreadableRow(receipt: Receipt, bodyHash: string, reason: string, route: Route | undefined): NewEventRow {
  const event: InboundEvent = { eventId: `unreadable:${bodyHash}`, type: 'unreadable', payload: null };
  const [row] = eventRows(receipt, event, -1, route ? [route] : []);
  return { ...(row as NewEventRow), state: 'parked', error: storable(reason, 500) };
}
