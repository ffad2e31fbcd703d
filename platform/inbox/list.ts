import { type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type RawRequest, type WorkspaceId } from '#sdk';
import type { Definitions } from './definitions.ts';
import type { InboxState } from './event-rows.ts';
import type { InboxDeps } from './ports.ts';
import { redactRequest } from './redact.ts';
import type { SealedRequests } from './request-envelope.ts';

export interface WebhookEventRow {
  id: string;
  integration: string;
  provider: string;
  topic: string | null;
  connectionId: string | null;
  eventId: string;
  type: string;
  orderingKey: string | null;
  state: InboxState;
  attempts: number;
  error: string | null;
  receivedAt: string;
  processedAt: string | null;
  nextTryAt: string | null;
  size: number;
}

export interface ListQuery {
  state?: InboxState | undefined;
  integration?: string | undefined;
  type?: string | undefined;
  limit: number;
  /** Request id and row id of the last one seen. */
  after?: { requestId: string; id: string } | undefined;
}

const COLUMNS = sql.raw(
  'id, request_id, integration, provider, topic, connection_id, event_id, type, ordering_key, attempts, error, received_at, processed_at, size, sealed',
);
const time = (value: string | null | undefined): string | null => (value ? new Date(value).toISOString() : null);

const toRow = (row: Record<string, string | null>): WebhookEventRow => ({
  id: row.id ?? '',
  integration: row.integration ?? '',
  provider: row.provider ?? '',
  topic: row.topic || null,
  connectionId: row.connection_id ?? null,
  eventId: row.event_id ?? '',
  type: row.type ?? '',
  orderingKey: row.ordering_key ?? null,
  state: row.state as InboxState,
  attempts: Number(row.attempts),
  error: row.error ?? null,
  receivedAt: time(row.received_at) ?? '',
  processedAt: time(row.processed_at),
  nextTryAt: row.state === 'failed' ? time(row.next_try_at) : null,
  size: Number(row.size),
});

/** Inbox and archive as one list, newest first. Each part reads its own index and stops at the limit. */
export function createList({ database }: InboxDeps, definitions: Definitions, sealed: SealedRequests) {
  const filtersOf = ({ integration, type, after }: ListQuery): SQL =>
    sql.join(
      [
        sql`true`,
        ...(integration ? [sql`integration = ${integration}`] : []),
        ...(type ? [sql`type = ${type}`] : []),
        ...(after ? [sql`(request_id < ${after.requestId}::uuid or (request_id = ${after.requestId}::uuid and id < ${after.id}::uuid))`] : []),
      ],
      sql` and `,
    );

  const inState = (states: readonly InboxState[], query: ListQuery): SQL[] => {
    const wanted = states.filter((state) => !query.state || state === query.state);
    if (wanted.length === 0) return [];
    const source =
      states[0] === 'processed'
        ? sql`${COLUMNS}, null::timestamptz as next_try_at, 'processed' as state from webhook_archive`
        : sql`${COLUMNS}, next_try_at, state from webhook_inbox`;
    // The index's own list of states, word for word, then what was asked. What is replayed counts as waiting.
    const which =
      states[0] === 'processed'
        ? sql`not exists (select from webhook_inbox i where i.workspace_id = webhook_archive.workspace_id and i.id = webhook_archive.id and i.state <> 'processed')`
        : sql.raw(`state in (${states.map((s) => `'${s}'`).join(', ')}) and state in (${wanted.map((s) => `'${s}'`).join(', ')})`);
    return [sql`(select ${source} where ${which} and ${filtersOf(query)} order by request_id desc, id desc limit ${query.limit})`];
  };

  return {
    async list(workspaceId: WorkspaceId, query: ListQuery): Promise<{ data: WebhookEventRow[]; next: { requestId: string; id: string } | null }> {
      const page = { ...query, limit: query.limit + 1 };
      const parts = [...inState(['received', 'failed'], page), ...inState(['parked', 'unrouted', 'overtaken'], page), ...inState(['processed'], page)];
      const rows = await database.workspace(workspaceId, (tx) =>
        rowsOf<Record<string, string | null>>(
          tx,
          sql`select * from (${sql.join(parts, sql` union all `)}) found order by request_id desc, id desc limit ${page.limit}`,
        ),
      );
      const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
      return { data: rows.slice(0, query.limit).map(toRow), next: last ? { requestId: last.request_id ?? '', id: last.id ?? '' } : null };
    },

    /** One event with its request; what authenticates is masked. */
    async get(
      workspaceId: WorkspaceId,
      id: string,
    ): Promise<WebhookEventRow & { request: { method: string; url: string; headers: Record<string, string>; body: string } | null }> {
      const found = await database.workspace(workspaceId, async (tx) => {
        const [row] = await rowsOf<Record<string, string | null> & { sealed: Uint8Array | null }>(
          tx,
          sql`select e.*, coalesce(e.sealed, r.sealed) as sealed from (
                select ${COLUMNS}, next_try_at, state, 0 as place from webhook_inbox where id = ${id}::uuid and state <> 'processed'
                union all select ${COLUMNS}, null, 'processed', 1 from webhook_archive where id = ${id}::uuid
              ) e left join webhook_requests r on r.request_id = e.request_id order by place, received_at desc limit 1`,
        );
        return row;
      });
      if (!found) throw new PatchbayError('not_found');
      const row = toRow(found);
      let request: RawRequest | undefined;
      if (found.sealed) request = await sealed.open(workspaceId, found.request_id ?? '', found.sealed);
      const scheme = definitions.find(row.integration, row.provider, row.topic ?? '')?.definition.scheme;
      return { ...row, request: request ? redactRequest(request, scheme) : null };
    },
  };
}
