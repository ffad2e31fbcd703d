import { hash } from 'node:crypto';
import type { Context, InboundEvent, RawRequest, WebhookDefinition } from '#sdk';
import { eventRows, type NewEventRow, type Receipt, routesOf, unreadableRow } from './event-rows.ts';
import type { Addition, NewRequest } from './insert-statement.ts';
import type { InboxDeps, Route, WebhookSecrets } from './ports.ts';
import { packRequest, type SealedRequests } from './request-envelope.ts';

/** What was read from one verified request. */
export type Reading = { events: readonly InboundEvent[] } | { unreadable: string };

export function read(definition: WebhookDefinition<Context>, request: RawRequest): Reading {
  try {
    return { events: definition.parse(request) };
  } catch (error) {
    return { unreadable: error instanceof Error ? `${error.name}: ${error.message}` : 'The request could not be read.' };
  }
}

export function receiptOf(
  integration: string,
  definition: WebhookDefinition<Context>,
  secrets: WebhookSecrets,
  request: RawRequest,
  requestId: string,
  receivedAt: Date,
): Receipt {
  return {
    integration,
    provider: definition.provider,
    topic: definition.topic ?? '',
    ownConnectionId: secrets.ownedByConnection ? secrets.connection?.connectionId : undefined,
    requestId,
    receivedAt,
    size: request.rawBody.length,
  };
}

/** Routes of each event, in the order of events. */
export async function routeEvents(
  { routeAccount }: Pick<InboxDeps, 'routeAccount'>,
  receipt: Pick<Receipt, 'integration' | 'provider'>,
  secrets: WebhookSecrets,
  events: readonly InboundEvent[],
): Promise<(readonly Route[])[]> {
  const routes: (readonly Route[])[] = [];
  for (const { accountId } of events) {
    const found = secrets.connection && secrets.ownedByConnection ? [] : routeAccount(receipt.integration, receipt.provider, accountId);
    routes.push(routesOf(secrets, accountId, found instanceof Promise ? await found : found));
  }
  return routes;
}

/** Rows for the inbox with their requests sealed, one key per workspace. */
export async function additionOf(
  sealed: SealedRequests,
  receipt: Receipt,
  request: RawRequest,
  reading: Reading,
  routes: readonly (readonly Route[])[],
  secrets: WebhookSecrets,
): Promise<Addition> {
  const rows =
    'unreadable' in reading
      ? [unreadableRow(receipt, hash('sha256', request.rawBody, 'hex'), reading.unreadable, secrets.connection)]
      : reading.events.flatMap((event, index) => eventRows(receipt, event, index, routes[index] ?? []));
  const packed = packRequest(request);
  const [only] = rows;
  // Nearly always: one event of one workspace.
  if (only && rows.length === 1) return { events: [{ row: only, sealed: await sealed.seal(only.workspaceId, receipt.requestId, packed) }], requests: [] };
  const events: { row: NewEventRow; sealed: Buffer | null }[] = [];
  const requests: { row: NewRequest; sealed: Buffer }[] = [];
  for (const [workspaceId, own] of Map.groupBy(rows, (row) => row.workspaceId)) {
    const bytes = await sealed.seal(workspaceId, receipt.requestId, packed);
    const isShared = own.length > 1;
    if (isShared) requests.push({ row: { workspaceId, requestId: receipt.requestId, receivedAt: receipt.receivedAt.toISOString() }, sealed: bytes });
    for (const row of own) events.push({ row, sealed: isShared ? null : bytes });
  }
  return { events, requests };
}
