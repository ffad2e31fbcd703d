import type { Database } from '#platform/database/database';
import type { WorkspaceId } from '#sdk';

/** A waiting event as the drain sees it. */
export interface WaitingEvent {
  workspaceId: WorkspaceId;
  id: string;
  requestId: string;
  integration: string;
  provider: string;
  topic: string;
  connectionId: string | null;
  type: string;
  sequence: number | null;
  keyHash: string;
  attempts: number;
  size: number;
  receivedAt: Date;
}

type SystemQuery = Pick<Database, 'systemQuery'>;

/** Events of a key whose failed event waits for its next try are not due, however long the queue behind it. */
const notHeld = (now: string): string =>
  `not exists (select from webhook_inbox h where h.key_hash = w.key_hash and h.state = 'failed' and h.next_try_at > ${now}::timestamptz)`;
/** `now`: the parameter that holds it, such as `$1`. */
export const isDue = (now: string): string => `(w.state = 'received' or (w.state = 'failed' and w.next_try_at <= ${now}::timestamptz)) and ${notHeld(now)}`;

/** The oldest events that are due, outside any transaction and without locks; `busy` are keys that others hold. */
export async function peekWaiting(database: SystemQuery, now: Date, busy: readonly string[], limit: number): Promise<WaitingEvent[]> {
  const rows = await database.systemQuery<Record<string, never>>({
    name: 'webhook_inbox_peek',
    text: `select workspace_id, id, request_id, integration, provider, topic, connection_id, type, sequence, key_hash::text, attempts, size, received_at::text
           from webhook_inbox w
           where w.key_hash <> all($2::bigint[]) and ${isDue('$1')}
           order by w.request_id, w.event_index limit $3`,
    values: [now.toISOString(), busy, limit],
  });
  return rows.map((row) => ({
    workspaceId: row.workspace_id as unknown as WorkspaceId,
    id: row.id as unknown as string,
    requestId: row.request_id as unknown as string,
    integration: row.integration as unknown as string,
    provider: row.provider as unknown as string,
    topic: row.topic as unknown as string,
    connectionId: row.connection_id as unknown as string | null,
    type: row.type as unknown as string,
    sequence: row.sequence === null ? null : Number(row.sequence),
    keyHash: row.key_hash as unknown as string,
    attempts: Number(row.attempts),
    size: Number(row.size),
    receivedAt: new Date(row.received_at as unknown as string),
  }));
}

/** Sealed requests of some events, by workspace and request; each once, however many events it carried. */
export async function loadRequests(
  database: SystemQuery,
  events: readonly { workspaceId: string; id: string; requestId: string }[],
): Promise<Map<string, Uint8Array>> {
  const rows = await database.systemQuery<{ workspace_id: string; request_id: string; sealed: Uint8Array }>({
    name: 'webhook_requests_load',
    text: `select w.workspace_id, w.request_id, w.sealed from webhook_inbox w
             join unnest($1::uuid[], $2::uuid[]) as k(workspace_id, id) on w.workspace_id = k.workspace_id and w.id = k.id where w.sealed is not null
           union all
           select r.workspace_id, r.request_id, r.sealed from webhook_requests r
             join (select distinct * from unnest($1::uuid[], $3::uuid[]) as u(workspace_id, request_id)) k
               on r.workspace_id = k.workspace_id and r.request_id = k.request_id`,
    values: [events.map((e) => e.workspaceId), events.map((e) => e.id), events.map((e) => e.requestId)],
  });
  return new Map(rows.map((row) => [requestKey(row.workspace_id, row.request_id), row.sealed]));
}

export const requestKey = (workspaceId: string, requestId: string): string => `${workspaceId}/${requestId}`;

/** The provider's sequence decides within a key where both events have one, else receipt; stable for equal ones. */
export function inOrder<E extends Pick<WaitingEvent, 'keyHash' | 'sequence'>>(events: readonly E[]): E[] {
  const byKey = Map.groupBy(events, (event) => event.keyHash);
  for (const [keyHash, own] of byKey) {
    if (own.every((event) => event.sequence !== null))
      byKey.set(
        keyHash,
        own.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)),
      );
  }
  return events.map(({ keyHash }) => byKey.get(keyHash)?.shift()).filter((event) => event !== undefined);
}
