import type { Statement } from '#platform/database/session';
import type { NewEventRow } from './event-rows.ts';

export interface NewRequest {
  workspaceId: string;
  requestId: string;
  receivedAt: string;
}

/** What one webhook adds. `sealed` belongs to the event at the same place; null where the request lies apart. */
export interface Addition {
  events: readonly { row: NewEventRow; sealed: Buffer | null }[];
  requests: readonly { row: NewRequest; sealed: Buffer }[];
}

const COLUMNS = [
  ['workspace_id', 'uuid', 'workspaceId'],
  ['id', 'uuid', 'id'],
  ['request_id', 'uuid', 'requestId'],
  ['event_index', 'int', 'eventIndex'],
  ['integration', 'text', 'integration'],
  ['provider', 'text', 'provider'],
  ['topic', 'text', 'topic'],
  ['connection_id', 'uuid', 'connectionId'],
  ['account_id', 'text', 'accountId'],
  ['event_id', 'text', 'eventId'],
  ['type', 'text', 'type'],
  ['ordering_key', 'text', 'orderingKey'],
  ['sequence', 'bigint', 'sequence'],
  ['key_hash', 'bigint', 'keyHash'],
  ['state', 'text', 'state'],
  ['error', 'text', 'error'],
  ['received_at', 'timestamptz', 'receivedAt'],
  ['size', 'int', 'size'],
] as const satisfies readonly (readonly [string, string, keyof NewEventRow])[];

const names = COLUMNS.map(([name]) => name).join(', ');
// The rows are read under the names that they have here, so that no row is written anew.
const said = COLUMNS.map(([, , property]) => `"${property}"`).join(', ');
const typed = COLUMNS.map(([, type, property]) => `"${property}" ${type}`).join(', ');

/**
 * All rows travel as one JSON text and all sealed bytes as one base64 text that the database cuts up: an array literal per
 * column costs the event loop several times as much to write (bench/ingest.ts). Repeats meet the primary key and vanish.
 */
const EVENTS = `insert into webhook_inbox (${names}, next_try_at, sealed)
  select ${said}, "receivedAt", substring(b.bytes from start_at for length)
  from json_to_recordset($1::json) as e(${typed}, start_at int, length int), (select decode($2, 'base64') as bytes offset 0) b
  on conflict do nothing`;
const REQUESTS = `insert into webhook_requests (workspace_id, request_id, received_at, sealed)
  select workspace_id, request_id, received_at, substring(b.bytes from start_at for length)
  from json_to_recordset($3::json) as r(workspace_id uuid, request_id uuid, received_at timestamptz, start_at int, length int), (select decode($2, 'base64') as bytes offset 0) b
  on conflict do nothing`;

export function insertStatement(additions: readonly Addition[]): Statement {
  const blobs: Buffer[] = [];
  let end = 0;
  const place = (sealed: Buffer | null) => {
    if (!sealed) return {};
    blobs.push(sealed);
    end += sealed.length;
    return { start_at: end - sealed.length + 1, length: sealed.length };
  };
  const events = additions.flatMap((addition) => addition.events);
  // Two statements that meet the same repeats in another order would wait for each other for ever.
  events.sort((a, b) => compare(a.row.workspaceId, b.row.workspaceId) || compare(a.row.id, b.row.id));
  const rows = events.map(({ row, sealed }) => ({ ...row, ...place(sealed) }));
  const requests = additions
    .flatMap((addition) => addition.requests)
    .map(({ row, sealed }) => ({ workspace_id: row.workspaceId, request_id: row.requestId, received_at: row.receivedAt, ...place(sealed) }));
  const values = [JSON.stringify(rows), Buffer.concat(blobs, end).toString('base64')];
  if (requests.length === 0) return { name: 'webhook_inbox_insert', text: EVENTS, values };
  return { name: 'webhook_inbox_insert_shared', text: `with requests as (${REQUESTS}) ${EVENTS}`, values: [...values, JSON.stringify(requests)] };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
