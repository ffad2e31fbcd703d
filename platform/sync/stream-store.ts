import { randomUUID } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { type ConnectionId, type Cursor, PatchbayError, type Transaction, type WorkspaceId } from '#sdk';

export const READ = 'sync.read-stream';
/** A dead reader is noticed after this long; a living one renews three times as often. */
export const LEASE_SECONDS = 45;

export type StreamState = 'reading' | 'up_to_date' | 'waiting' | 'failed';
export interface StreamRow {
  workspaceId: WorkspaceId;
  id: string;
  connectionId: ConnectionId;
  integration: string;
  definition: string;
  name: string;
  cursor: Cursor;
  cursorAt: string | null;
  state: StreamState;
  seen: number;
  kept: number;
  skipped: Record<string, number>;
  total: number | null;
  fullRead: boolean;
  generation: number;
  lastFullCount: number | null;
  pageIds: string[];
  pendingMissing: string[] | null;
  pendingSince: string | null;
  lastError: string | null;
  lookedAt: string | null;
  again: boolean;
  leaseToken: string | null;
}

const COLUMNS = sql.raw(`workspace_id as "workspaceId", id, connection_id as "connectionId", integration, definition, name, cursor,
  cursor_at as "cursorAt", state, seen, kept, skipped, total, full_read as "fullRead", generation, last_full_count as "lastFullCount",
  to_jsonb(page_ids) as "pageIds", to_jsonb(pending_missing) as "pendingMissing", pending_since as "pendingSince", last_error as "lastError",
  looked_at as "lookedAt", again, lease_token as "leaseToken"`);

const select = (tx: Transaction, where: SQL) => rowsOf<StreamRow>(tx, sql`select ${COLUMNS} from streams where ${where}`);
export const streamsOf = (tx: Transaction, workspaceId: WorkspaceId, connectionId: ConnectionId) =>
  select(tx, sql`workspace_id = ${workspaceId} and connection_id = ${connectionId} order by definition, name`);
export const streamById = async (tx: Transaction, workspaceId: WorkspaceId, id: string) =>
  (await select(tx, sql`workspace_id = ${workspaceId} and id = ${id}`))[0];

export async function ensureStream(
  tx: Transaction,
  { workspaceId, connectionId, integration, definition, name }: Pick<StreamRow, 'workspaceId' | 'connectionId' | 'integration' | 'definition' | 'name'>,
  nextLookAt: Date,
): Promise<void> {
  await tx.execute(
    sql`insert into streams (workspace_id, id, connection_id, integration, definition, name, next_look_at)
        values (${workspaceId}, ${uuidv7()}, ${connectionId}, ${integration}, ${definition}, ${name}, ${nextLookAt.toISOString()})
        on conflict (workspace_id, connection_id, definition, name) do nothing`,
  );
}

/** The lease of one stream; undefined = somebody is reading it, who is told to look once more. */
export async function takeLease(tx: Transaction, workspaceId: WorkspaceId, id: string, now: Date): Promise<(StreamRow & { leaseToken: string }) | undefined> {
  const token = randomUUID();
  // Held until the end, so that whoever has the lease cannot give it back between our look and our note.
  await tx.execute(sql`select 1 from streams where workspace_id = ${workspaceId} and id = ${id} for update`);
  const [row] = await rowsOf<StreamRow & { leaseToken: string }>(
    tx,
    sql`update streams set lease_token = ${token}, lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), state = 'reading', again = false,
          looked_at = ${now.toISOString()}, updated_at = ${now.toISOString()}
        where workspace_id = ${workspaceId} and id = ${id} and (lease_until is null or lease_until < now()) returning ${COLUMNS}`,
  );
  if (!row) await tx.execute(sql`update streams set again = true where workspace_id = ${workspaceId} and id = ${id}`);
  return row;
}

type Settable = Partial<{
  cursor: Cursor;
  cursorAt: Date | null;
  state: StreamState;
  seen: number;
  kept: number;
  skipped: Readonly<Record<string, number>>;
  total: number | null;
  fullRead: boolean;
  generation: number;
  lastFullCount: number;
  pageIds: readonly string[];
  pending: { missing: readonly string[]; since: Date } | null;
  lastError: string | null;
  release: true;
}>;

/** A text[] from JSON: one parameter, the same on both engines. */
export const textArray = (values: readonly string[]) => sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

/**
 * Writes under the lease.
 * @throws PatchbayError conflict when the lease is another's: the caller's whole transaction must fall.
 */
export async function saveStream(
  tx: Transaction,
  { workspaceId, id, leaseToken }: Pick<StreamRow, 'workspaceId' | 'id' | 'leaseToken'>,
  set: Settable,
  now: Date,
) {
  const parts: SQL[] = [sql`updated_at = ${now.toISOString()}`];
  if (set.cursor !== undefined) parts.push(sql`cursor = ${set.cursor === null ? null : JSON.stringify(set.cursor)}::jsonb`);
  if (set.cursorAt !== undefined) parts.push(sql`cursor_at = ${set.cursorAt?.toISOString() ?? null}::timestamptz`);
  if (set.state !== undefined) parts.push(sql`state = ${set.state}`);
  if (set.seen !== undefined) parts.push(sql`seen = ${set.seen}`);
  if (set.kept !== undefined) parts.push(sql`kept = ${set.kept}`);
  if (set.skipped !== undefined) parts.push(sql`skipped = ${JSON.stringify(set.skipped)}::jsonb`);
  if (set.total !== undefined) parts.push(sql`total = ${set.total}`);
  if (set.fullRead !== undefined) parts.push(sql`full_read = ${set.fullRead}`);
  if (set.generation !== undefined) parts.push(sql`generation = ${set.generation}`);
  if (set.lastFullCount !== undefined) parts.push(sql`last_full_count = ${set.lastFullCount}`);
  if (set.pageIds !== undefined) parts.push(sql`page_ids = ${textArray(set.pageIds)}, page_offset = ${set.pageIds.length}`);
  if (set.pending !== undefined) {
    const since = set.pending?.since.toISOString() ?? null;
    parts.push(sql`pending_missing = ${set.pending ? textArray(set.pending.missing) : null}, pending_since = ${since}::timestamptz`);
  }
  if (set.lastError !== undefined) parts.push(sql`last_error = ${set.lastError}`);
  if (set.release) parts.push(sql`lease_token = null, lease_until = null`);
  const [row] = await rowsOf<StreamRow>(
    tx,
    sql`update streams set ${sql.join(parts, sql`, `)} where workspace_id = ${workspaceId} and id = ${id} and lease_token = ${leaseToken} returning ${COLUMNS}`,
  );
  if (!row) throw new PatchbayError('conflict', { facts: { stream: id, reason: 'the lease was lost' } });
  return row;
}
